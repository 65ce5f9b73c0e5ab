/* Ranges in which capital and small letters stand a fixed way apart. */
#include "text/letter.h"

#include <stdbool.h>
#include <stddef.h>

/* step 2: capital and small letters take turns. */
static const struct range {
    uint32_t first, last; /* capitals */
    uint32_t apart;
    uint32_t step;
} RANGES[] = {
    {'A', 'Z', 32, 1},      {0xC0, 0xD6, 32, 1},    {0xD8, 0xDE, 32, 1},   {0x100, 0x12E, 1, 2},
    {0x132, 0x136, 1, 2},   {0x139, 0x147, 1, 2},   {0x14A, 0x176, 1, 2},  {0x179, 0x17D, 1, 2},
    {0x1A0, 0x1A0, 1, 1},   {0x1AF, 0x1AF, 1, 1},   {0x400, 0x40F, 80, 1}, {0x410, 0x42F, 32, 1},
    {0x1E00, 0x1E94, 1, 2}, {0x1EA0, 0x1EFE, 1, 2},
};

static bool is_in(uint32_t character, const struct range *range, uint32_t shift)
{
    uint32_t first = range->first + shift;
    return character >= first && character <= range->last + shift && (character - first) % range->step == 0;
}

uint32_t letter_small(uint32_t character)
{
    for (size_t i = 0; i < sizeof RANGES / sizeof RANGES[0]; i++) {
        if (is_in(character, &RANGES[i], 0))
            return character + RANGES[i].apart;
    }
    return character;
}

uint32_t letter_capital(uint32_t character)
{
    for (size_t i = 0; i < sizeof RANGES / sizeof RANGES[0]; i++) {
        if (is_in(character, &RANGES[i], RANGES[i].apart))
            return character - RANGES[i].apart;
    }
    return character;
}
