#!/usr/bin/env python3
"""Seals what a person gave, as a kiosk does, from a board on stdin.

usage: seal_fields.py REQUEST NAME PHONE PLACE <board.json     prints {"epoch": …, "sealed": …} for a submit
"""
import base64
import ctypes
import json
import os
import struct
import sys
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../http"))
sys.dont_write_bytecode = True
import service  # noqa: E402  (the path must be set first)
import sodium  # noqa: E402

PLAIN_SIZE = 512


def plain(board, request, epoch, texts):
    body = b"".join(struct.pack(">BH", tag, len(text.encode())) + text.encode() for tag, text in enumerate(texts, 1))
    ids = b"".join(uuid.UUID(each).bytes for each in (board["site"]["id"], board["kiosk"]["id"], request))
    head = b"CBS1" + ids + base64.urlsafe_b64decode(epoch + "==") + struct.pack(">H", len(body))
    return (head + body).ljust(PLAIN_SIZE, b"\0")


def seal(message, key):
    sealed = ctypes.create_string_buffer(len(message) + 48)
    sodium.library.crypto_box_seal(sealed, message, ctypes.c_ulonglong(len(message)), key)
    return base64.urlsafe_b64encode(sealed.raw).decode().rstrip("=")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    board = json.load(sys.stdin)
    today = service.epoch_of_today(board)
    message = plain(board, sys.argv[1], today, sys.argv[2:])
    print(json.dumps({"epoch": today, "sealed": seal(message, service.key_of_today(board))}))
