/* The map of an assistive keypad. */
#include "ui/keypad.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const FUNCTIONS[KEYPAD_COUNT] = {
    [KEYPAD_NONE] = "",           [KEYPAD_UP] = "up",
    [KEYPAD_DOWN] = "down",       [KEYPAD_BACK] = "back",
    [KEYPAD_NEXT] = "next",       [KEYPAD_SELECT] = "select",
    [KEYPAD_HELP] = "help",       [KEYPAD_VOLUME] = "volume",
    [KEYPAD_LOUDER] = "louder",   [KEYPAD_SOFTER] = "softer",
    [KEYPAD_REPEAT] = "repeat",   [KEYPAD_PAUSE] = "pause",
    [KEYPAD_FASTER] = "faster",   [KEYPAD_SLOWER] = "slower",
    [KEYPAD_PLUGGED] = "plugged", [KEYPAD_UNPLUGGED] = "unplugged",
};

/* USB usages: F1 to F12 are 58 to 69, F13 to F24 104 to 115. */
static const struct {
    const char *name;
    int scancode;
} KEYS[] = {
    {"Enter", 40},    {"Escape", 41}, {"Tab", 43},  {"Home", 74}, {"PageUp", 75}, {"End", 77},
    {"PageDown", 78}, {"Right", 79},  {"Left", 80}, {"Down", 81}, {"Up", 82},
};
#define KEY_COUNT (sizeof KEYS / sizeof KEYS[0])

/* From the first key that types nothing to the last one of the table of usages. */
bool keypad_is_key(int scancode)
{
    return scancode == 40 || scancode == 41 || scancode == 43 || (scancode >= 58 && scancode <= 82) ||
           (scancode >= 101 && scancode <= 231);
}

void keypad_key_name(int scancode, char *ret_name, size_t size)
{
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (KEYS[i].scancode == scancode) {
            snprintf(ret_name, size, "%s", KEYS[i].name);
            return;
        }
    }
    if (scancode >= 58 && scancode <= 69)
        snprintf(ret_name, size, "F%d", scancode - 57);
    else if (scancode >= 104 && scancode <= 115)
        snprintf(ret_name, size, "F%d", scancode - 91);
    else
        snprintf(ret_name, size, "#%d", scancode);
}

static int scancode_of(const char *name)
{
    for (int scancode = 1; scancode < 232; scancode++) {
        char each[16];
        keypad_key_name(scancode, each, sizeof each);
        if (keypad_is_key(scancode) && strcmp(each, name) == 0)
            return scancode;
    }
    return 0;
}

static enum keypad_function function_of_name(const char *name)
{
    for (int i = KEYPAD_UP; i < KEYPAD_COUNT; i++) {
        if (strcmp(FUNCTIONS[i], name) == 0)
            return (enum keypad_function)i;
    }
    return KEYPAD_NONE;
}

const char *keypad_function_name(enum keypad_function function)
{
    return FUNCTIONS[function];
}

struct keypad keypad_default(void)
{
    struct keypad keypad = {{0}};
    for (int i = KEYPAD_UP; i <= KEYPAD_VOLUME; i++)
        keypad.scancode[i] = 104 + i - KEYPAD_UP;
    return keypad;
}

/* One "function:key" into the map. */
static bool parse_pair(const char *text, size_t length, struct keypad *keypad)
{
    char function_name[16], key_name[16], pair[40];
    if (length >= sizeof pair)
        return false;
    memcpy(pair, text, length);
    pair[length] = 0;
    if (sscanf(pair, "%15[a-z]:%15s", function_name, key_name) != 2)
        return false;
    enum keypad_function function = function_of_name(function_name);
    int scancode = scancode_of(key_name);
    if (function == KEYPAD_NONE || scancode == 0 || keypad->scancode[function] != 0 ||
        keypad_function_of(keypad, scancode) != KEYPAD_NONE)
        return false;
    keypad->scancode[function] = scancode;
    return true;
}

bool keypad_parse(const char *text, struct keypad *ret_keypad)
{
    struct keypad keypad = {{0}};
    for (;;) {
        text += strspn(text, " ,\t\r\n");
        size_t length = strcspn(text, " ,\t\r\n");
        if (length == 0)
            break;
        if (!parse_pair(text, length, &keypad))
            return false;
        text += length;
    }
    *ret_keypad = keypad;
    return true;
}

void keypad_write(const struct keypad *keypad, struct strbuf *out)
{
    const char *before = "";
    for (int i = KEYPAD_UP; i < KEYPAD_COUNT; i++) {
        char key[16];
        if (keypad->scancode[i] == 0)
            continue;
        keypad_key_name(keypad->scancode[i], key, sizeof key);
        strbuf_addf(out, "%s%s:%s", before, FUNCTIONS[i], key);
        before = " ";
    }
}

enum keypad_function keypad_function_of(const struct keypad *keypad, int scancode)
{
    for (int i = KEYPAD_UP; i < KEYPAD_COUNT; i++) {
        if (scancode != 0 && keypad->scancode[i] == scancode)
            return (enum keypad_function)i;
    }
    return KEYPAD_NONE;
}

bool keypad_learn(struct keypad *keypad, enum keypad_function function, int scancode)
{
    if (!keypad_is_key(scancode))
        return false;
    for (int i = KEYPAD_UP; i < KEYPAD_COUNT; i++) {
        if (keypad->scancode[i] == scancode)
            keypad->scancode[i] = 0;
    }
    keypad->scancode[function] = scancode;
    return true;
}
