#!/usr/bin/python3
"""Cards as phones see them: other people's decoders must read our codes, and another vCard reader our cards.

    oracle_test.py CARD_IMAGE

Needs zbar-tools, python3-zxing-cpp, python3-vobject, python3-numpy.
"""
import pathlib
import subprocess
import sys
import tempfile

import numpy
import vobject
import zxingcpp

CASES = [
    # given name, display name, phone, note, space in px
    ("Marisol", "Marisol (Riverside)", "+16175550142",
     "Weekdays 9 to 4. Not nights or weekends. Can't help with housing.", 600),
    ("Marisol", "Marisol (Riverside)", "+16175550142",
     "Weekdays 9 to 4. Not nights or weekends. Can't help with housing.", 430),
    ("José", "José Núñez (Río)", "+16175550142", "Lunes a viernes, 9 a 16 h. No atiendo de noche; tampoco sábados.", 600),
    ("Thảo", "Thảo (Đống Đa)", "+16175550142", "Thứ hai đến thứ sáu. Không làm cuối tuần.", 600),
    ("सीमा", "सीमा (केंद्र)", "+16175550142", "सोमवार से शुक्रवार। रात में नहीं।", 600),
    ("李", "李 (河边)", "+16175550142", "周一至周五。晚上不接。", 600),
    ("Sam", "Sam, Jo; & \\Co", "+442071838750", "One line.\nAnother line, with ; and \\ in it.", 600),
    ("Emoji 🌿", "Emoji 🌿 (Riverside)", "+16175550142", "", 400),
]


def read_pgm(path):
    magic, size, depth, pixels = path.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    assert magic == b"P5" and depth == b"255"
    return numpy.frombuffer(pixels, dtype=numpy.uint8).reshape(height, width)


def by_zbar(path):
    done = subprocess.run(["zbarimg", "--quiet", "--raw", "--oneshot", "-Sbinary", str(path)],
                          check=True, capture_output=True)
    return done.stdout


def by_zxing(path):
    found = zxingcpp.read_barcodes(read_pgm(path))
    assert len(found) == 1, f"zxing-cpp found {len(found)} codes"
    return found[0].text


def expect(what, got, wanted):
    assert got == wanted, f"{what}: got {got!r}, wanted {wanted!r}"


def check(program, folder, case):
    given, display, phone, note, space = case
    subprocess.run([program, given, display, phone, note, str(space), str(folder)], check=True, capture_output=True)
    card = (folder / "card.vcf").read_bytes()
    expect("zbar", by_zbar(folder / "card.pgm"), card)
    expect("zxing-cpp", by_zxing(folder / "card.pgm").encode(), card)

    parsed = vobject.readOne(card.decode())
    expect("version", parsed.version.value, "3.0")
    expect("FN", parsed.fn.value, display)
    expect("given name", parsed.n.value.given, given)
    expect("telephone", parsed.tel.value, phone)
    if hasattr(parsed, "note"):
        assert note.startswith(parsed.note.value), f"note: {parsed.note.value!r}"
    elif space >= 600:
        expect("note", "", note)
    return parsed


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        for case in CASES:
            check(program, pathlib.Path(name), case)
    print(f"{len(CASES)} cards read by zbar, zxing-cpp and vobject")


if __name__ == "__main__":
    main()
