/* Tables of ranges: the scripts of the languages a clinic prints, not all of Unicode. */
#include "text/script.h"

#include <stddef.h>
#include <string.h>

static const struct {
    uint32_t first, last;
    uint32_t tag;
} RANGES[] = {
    {'A', 'Z', SCRIPT_LATIN},
    {'a', 'z', SCRIPT_LATIN},
    {0x00AA, 0x00AA, SCRIPT_LATIN},
    {0x00BA, 0x00BA, SCRIPT_LATIN},
    {0x00C0, 0x00D6, SCRIPT_LATIN},
    {0x00D8, 0x00F6, SCRIPT_LATIN},
    {0x00F8, 0x02B8, SCRIPT_LATIN},
    {0x0300, 0x036F, SCRIPT_COMMON},
    {0x0370, 0x03FF, SCRIPT_TAG('G', 'r', 'e', 'k')},
    {0x0400, 0x052F, SCRIPT_TAG('C', 'y', 'r', 'l')},
    {0x0531, 0x058F, SCRIPT_TAG('A', 'r', 'm', 'n')},
    {0x0590, 0x05FF, SCRIPT_TAG('H', 'e', 'b', 'r')},
    {0x0600, 0x0605, SCRIPT_COMMON},
    {0x060C, 0x060C, SCRIPT_COMMON},
    {0x0606, 0x077F, SCRIPT_TAG('A', 'r', 'a', 'b')},
    {0x08A0, 0x08FF, SCRIPT_TAG('A', 'r', 'a', 'b')},
    {0x0900, 0x0963, SCRIPT_TAG('D', 'e', 'v', 'a')},
    {0x0966, 0x097F, SCRIPT_TAG('D', 'e', 'v', 'a')},
    {0x0980, 0x09FF, SCRIPT_TAG('B', 'e', 'n', 'g')},
    {0x0A80, 0x0AFF, SCRIPT_TAG('G', 'u', 'j', 'r')},
    {0x0E00, 0x0E7F, SCRIPT_TAG('T', 'h', 'a', 'i')},
    {0x0E80, 0x0EFF, SCRIPT_TAG('L', 'a', 'o', 'o')},
    {0x1000, 0x109F, SCRIPT_TAG('M', 'y', 'm', 'r')},
    {0x1100, 0x11FF, SCRIPT_TAG('H', 'a', 'n', 'g')},
    {0x1200, 0x139F, SCRIPT_TAG('E', 't', 'h', 'i')},
    {0x1780, 0x17FF, SCRIPT_TAG('K', 'h', 'm', 'r')},
    {0x1E00, 0x1EFF, SCRIPT_LATIN},
    {0x1F00, 0x1FFF, SCRIPT_TAG('G', 'r', 'e', 'k')},
    {0x3041, 0x309F, SCRIPT_TAG('H', 'i', 'r', 'a')},
    {0x30A0, 0x30FF, SCRIPT_TAG('K', 'a', 'n', 'a')},
    {0x3400, 0x4DBF, SCRIPT_TAG('H', 'a', 'n', 'i')},
    {0x4E00, 0x9FFF, SCRIPT_TAG('H', 'a', 'n', 'i')},
    {0xAC00, 0xD7AF, SCRIPT_TAG('H', 'a', 'n', 'g')},
    {0xF900, 0xFAFF, SCRIPT_TAG('H', 'a', 'n', 'i')},
    {0xFB1D, 0xFB4F, SCRIPT_TAG('H', 'e', 'b', 'r')},
    {0xFB50, 0xFDFF, SCRIPT_TAG('A', 'r', 'a', 'b')},
    {0xFE70, 0xFEFC, SCRIPT_TAG('A', 'r', 'a', 'b')},
    {0x20000, 0x2FA1F, SCRIPT_TAG('H', 'a', 'n', 'i')},
};

uint32_t script_of(uint32_t character)
{
    for (size_t i = 0; i < sizeof RANGES / sizeof RANGES[0]; i++) {
        if (character >= RANGES[i].first && character <= RANGES[i].last)
            return RANGES[i].tag;
    }
    return SCRIPT_COMMON;
}

bool script_breaks_anywhere(uint32_t script)
{
    return script == SCRIPT_TAG('H', 'a', 'n', 'i') || script == SCRIPT_TAG('H', 'i', 'r', 'a') ||
           script == SCRIPT_TAG('K', 'a', 'n', 'a');
}

static bool is_one_of(uint32_t character, const uint32_t *set)
{
    for (; *set != 0; set++) {
        if (*set == character)
            return true;
    }
    return false;
}

bool character_opens_no_line(uint32_t character)
{
    static const uint32_t SET[] = {0x3001, 0x3002, 0xFF0C, 0xFF0E, 0xFF01, 0xFF1F, 0xFF1A, 0xFF1B, 0x300D,
                                   0x300F, 0x3011, 0xFF09, 0x3009, 0x300B, 0x30FC, 0x3005, '.',    ',',
                                   '!',    '?',    ')',    0x2019, 0x201D, ':',    ';',    0};
    return is_one_of(character, SET);
}

bool character_closes_no_line(uint32_t character)
{
    static const uint32_t SET[] = {0x300C, 0x300E, 0x3010, 0xFF08, 0x3008, 0x300A, '(', 0x2018, 0x201C, 0};
    return is_one_of(character, SET);
}

bool language_right_to_left(const char *code)
{
    static const char *const CODES[] = {"ar", "fa", "he", "ps", "ur", "yi"};
    size_t length = strcspn(code, "-_");
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++) {
        if (strlen(CODES[i]) == length && strncmp(CODES[i], code, length) == 0)
            return true;
    }
    return false;
}
