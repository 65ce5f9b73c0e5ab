/* Bytes from the hex texts that known answers are written in. */
#ifndef CB_TESTS_HEX_H
#define CB_TESTS_HEX_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static inline void hex_decode(const char *text, uint8_t *ret_bytes, size_t length)
{
    assert(strlen(text) == 2 * length);
    for (size_t i = 0; i < length; i++) {
        unsigned byte;

        if (sscanf(text + 2 * i, "%2x", &byte) != 1)
            assert(!"hex");
        ret_bytes[i] = (uint8_t)byte;
    }
}

#endif
