/* base64url and hex. */
#include "base/codec.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void base64_encode(const uint8_t *bytes, size_t length, char *ret_text)
{
    uint32_t bits = 0;
    int bit_count = 0;

    for (size_t i = 0; i < length; i++) {
        bits = (bits << 8 | bytes[i]) & 0xffff;
        bit_count += 8;
        for (; bit_count >= 6; bit_count -= 6)
            *ret_text++ = base64_digits[bits >> (bit_count - 6) & 63];
    }
    if (bit_count > 0)
        *ret_text++ = base64_digits[bits << (6 - bit_count) & 63];
    *ret_text = '\0';
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '-')
        return 62;
    return c == '_' ? 63 : -1;
}

static size_t decode_into(const char *text, uint8_t *bytes, uint32_t *ret_stray_bits)
{
    uint32_t bits = 0;
    int bit_count = 0;
    size_t count = 0;

    for (; *text != '\0'; text++) {
        bits = (bits << 6 | (uint32_t)base64_value(*text)) & 0xffff;
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            bytes[count++] = (uint8_t)(bits >> bit_count);
        }
    }
    *ret_stray_bits = bits & ((1u << bit_count) - 1);
    return count;
}

int base64_decode(const char *text, uint8_t *ret_bytes, size_t length)
{
    size_t text_length = strlen(text);
    uint32_t stray_bits;
    uint8_t *bytes;
    int error = CB_BAD_INPUT;

    if (text_length != BASE64_TEXT_SIZE(length) - 1)
        return CB_BAD_INPUT;
    for (size_t i = 0; i < text_length; i++) {
        if (base64_value(text[i]) < 0)
            return CB_BAD_INPUT;
    }
    bytes = malloc(length + 1);
    if (bytes == NULL)
        return CB_NO_MEMORY;
    if (decode_into(text, bytes, &stray_bits) == length && stray_bits == 0) {
        memcpy(ret_bytes, bytes, length);
        error = CB_OK;
    }
    explicit_bzero(bytes, length + 1);
    free(bytes);
    return error;
}

void hex_encode(const uint8_t *bytes, size_t length, char *ret_text)
{
    static const char hex_digits[] = "0123456789abcdef";

    for (size_t i = 0; i < length; i++) {
        *ret_text++ = hex_digits[bytes[i] >> 4];
        *ret_text++ = hex_digits[bytes[i] & 15];
    }
    *ret_text = '\0';
}
