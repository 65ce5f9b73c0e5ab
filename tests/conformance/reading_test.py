#!/usr/bin/env python3
"""Every English page as it is drawn reads at grade six or below (C12). Reads the golden files, which are the pages' own words.

usage: reading_test.py FOLDER    (tests/golden/en)
"""
import importlib.util
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("catalogue", HERE.parent / "lint/catalogue.py")
catalogue = importlib.util.module_from_spec(spec)
spec.loader.exec_module(catalogue)

TEXT = re.compile(r'^ *text .*"((?:[^"\\]|\\.)*)"$')
# Rails, keys and numbers are not read as sentences; names of people are not our words.
LEAST_WORDS = 3


def sentences(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        found = TEXT.match(line)
        if not found:
            continue
        text = found[1].replace("\\n", " ").replace("**", "")
        if len(catalogue.words(text)) >= LEAST_WORDS:
            yield text


def main(folder):
    failed = pages = 0
    for path in sorted(pathlib.Path(folder).glob("*.txt")):
        if path.stem.startswith("installer"):  # for the clinic's IT person, behind a password
            continue
        texts = list(sentences(path))
        if sum(len(catalogue.words(text)) for text in texts) < 10:
            continue
        pages += 1
        grade = catalogue.grade(texts)
        if grade > catalogue.GRADE:
            failed += 1
            print(f"{path.stem} reads at grade {grade:.1f}")
    failed += pages < 20
    print(f"{'not ok' if failed else 'ok'} 1 - every English page reads at grade six or below")
    print(f"{pages} pages read")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
