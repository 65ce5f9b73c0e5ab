"""The few functions of libsodium that these tests need to stand in for a kiosk."""
import ctypes
import ctypes.util

library = ctypes.CDLL(ctypes.util.find_library("sodium"))
assert library.sodium_init() >= 0


def key_pair():
    public, secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
    library.crypto_box_keypair(public, secret)
    return public.raw, secret.raw


def seal(plain, public):
    sealed = ctypes.create_string_buffer(len(plain) + 48)
    library.crypto_box_seal(sealed, plain, ctypes.c_ulonglong(len(plain)), public)
    return sealed.raw


def open_sealed(sealed, public, secret):
    """The plain bytes, or None: not for this key."""
    plain = ctypes.create_string_buffer(len(sealed) - 48)
    failed = library.crypto_box_seal_open(plain, sealed, ctypes.c_ulonglong(len(sealed)), public, secret)
    return None if failed else plain.raw


def seal(plain, public):
    sealed = ctypes.create_string_buffer(len(plain) + 48)
    assert library.crypto_box_seal(sealed, plain, ctypes.c_ulonglong(len(plain)), public) == 0
    return sealed.raw
