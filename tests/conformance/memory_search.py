#!/usr/bin/env python3
"""How often a word stands in a running process's memory, however its letters are stored.

usage: memory_search.py PID WORD    (the kiosk hides its memory from its own user: this needs root, and asks sudo when it must)
"""
import os
import sys


def forms(word):
    """Bytes, 16 and 32 bits a letter, in either case."""
    for text in {word.lower(), word.upper(), word.capitalize()}:
        for encoding in ("utf-8", "utf-16-le", "utf-32-le"):
            yield text.encode(encoding)


def regions(pid):
    with open(f"/proc/{pid}/maps", encoding="ascii", errors="replace") as maps:
        for line in maps:
            place, rights = line.split()[:2]
            if "r" in rights and not line.rstrip().endswith(("[vvar]", "[vsyscall]")):
                yield [int(number, 16) for number in place.split("-")]


def count(pid, words):
    found = 0
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for start, end in regions(pid):
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except OSError:  # a device's memory, or gone meanwhile
                continue
            found += sum(content.count(word) for word in words)
    return found


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    if os.geteuid() != 0:
        os.execvp("sudo", ["sudo", "-n", sys.executable, *sys.argv])
    print(count(int(sys.argv[1]), list(forms(sys.argv[2]))))
