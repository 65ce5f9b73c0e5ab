#!/usr/bin/python3
"""Prints the known answers in the tests beside this file, computed without the code under test: hashlib for H and kdf,
PyNaCl for box and AEAD, argon2-cffi for Argon2id. Only needed to make new answers (python3-nacl, python3-argon2)."""
import base64
import hashlib
import struct

import argon2.low_level as argon2
import nacl.bindings as sodium

SITE, KIOSK, REQUEST, USER = (bytes([n]) * 16 for n in (2, 3, 4, 5))


def h(personal, message):
    return hashlib.blake2b(message, digest_size=32, person=personal).digest()


def kdf(key, number, context):
    return hashlib.blake2b(b"", digest_size=32, key=key, salt=struct.pack("<Q", number) + bytes(8),
                           person=context + bytes(8)).digest()


def item(tag, text):
    return bytes([tag]) + struct.pack(">H", len(text.encode())) + text.encode()


def groups(value, bits, between):
    """Crockford's base32 of the first bits, in fours."""
    padded = -bits % 5
    number = int.from_bytes(value, "big") >> (8 * len(value) - bits) << padded
    text = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number >> at & 31] for at in range(bits + padded - 5, -1, -5))
    return between.join(text[at:at + 4] for at in range(0, len(text), 4))


def show(name, value):
    print(name, value.hex())


def main():
    secret = bytes(range(1, 33))
    public = sodium.crypto_scalarmult_base(secret)
    key_id = h(b"cb-key-id-----v1", public)[:8]
    show("public key", public)
    show("key id", key_id)
    show("body hash", h(b"cb-body-hash---1", b'{"kind":"walk_in"}'))

    token = bytes(range(100, 132))
    print("token", base64.urlsafe_b64encode(token).rstrip(b"=").decode())
    show("kiosk token hash", h(b"cb-kiosk-token-1", token))
    for number, context in ((1, b"cbsessid"), (2, b"cbsesskk"), (3, b"cbsescsr")):
        show(context.decode(), kdf(token, number, context))

    root = argon2.hash_secret_raw("correct horse battéry".encode(), b"0123456789abcdef", 1, 1024, 1, 32, argon2.Type.ID)
    show("verifier", kdf(root, 1, b"cbverify"))
    show("kek", kdf(root, 2, b"cbstfkek"))

    body = item(1, "José") + item(2, "+16175550142") + item(3, "by the window")
    plain = b"CBS1" + SITE + KIOSK + REQUEST + key_id + struct.pack(">H", len(body)) + body
    show("sealed", sodium.crypto_box_seal(plain + bytes(512 - len(plain)), public))

    holder = sodium.crypto_scalarmult_base(bytes(range(33, 65)))
    show("grant", sodium.crypto_box_seal(b"CBG1" + SITE + USER + key_id + secret, holder))

    for name, seed in (("code", h(b"cb-code-seed--v1", bytes(range(16)) + USER)),
                       ("paper", h(b"cb-paper-seed-v1", bytes(range(20)) + SITE))):
        show(name + " public key", sodium.crypto_box_seed_keypair(seed)[0])
    show("code hash", h(b"cb-code-look---1", bytes(range(16))))
    print("code", groups(bytes(range(16)), 128, "-"))
    checked = bytes(range(20)) + h(b"cb-paper-check-1", bytes(range(20)))
    print("paper", groups(checked, 180, " "))
    show("tag", hashlib.blake2b(USER + bytes([1]) + public, digest_size=32, key=kdf(secret, 1, b"cbholder")).digest())
    show("device token hash", h(b"cb-device-look-1", token))

    nonce = bytes([7]) * 24
    show("wrapped", nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        secret, b"CBW1" + bytes([1]) + SITE + USER, nonce, bytes([9]) * 32))


if __name__ == "__main__":
    main()
