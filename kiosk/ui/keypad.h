/* Which key of an assistive keypad does what. Such keypads are USB keyboards that send F13 to F24, or
 * whatever they were set to; so the map is in the configuration, as text: "up:F13 down:F14 select:F17". Keys
 * are told by scancode (USB usage numbers, which SDL uses too), never by what a keyboard layout makes of
 * them. */
#ifndef CB_UI_KEYPAD_H
#define CB_UI_KEYPAD_H

#include "base/strbuf.h"

#include <stdbool.h>

enum keypad_function {
    KEYPAD_NONE,
    KEYPAD_UP,
    KEYPAD_DOWN,
    KEYPAD_BACK,
    KEYPAD_NEXT,
    KEYPAD_SELECT,
    KEYPAD_HELP,
    KEYPAD_VOLUME,
    KEYPAD_LOUDER,
    KEYPAD_SOFTER,
    KEYPAD_REPEAT,
    KEYPAD_PAUSE,
    KEYPAD_FASTER,
    KEYPAD_SLOWER,
    KEYPAD_PLUGGED, /* keypads with a headphone socket send a key for it */
    KEYPAD_UNPLUGGED,
    KEYPAD_COUNT
};
/* The functions that a kiosk cannot do without are the first ones, up to help. */
#define KEYPAD_NEEDED KEYPAD_HELP

struct keypad {
    int scancode[KEYPAD_COUNT]; /* 0: no key does this */
};

/* F13 to F19 for up, down, back, next, select, help, volume. */
struct keypad keypad_default(void);
/* False, and *ret_keypad as it was, when the text is not such a map: an unknown function or key, one named
 * twice. An empty map is one. */
bool keypad_parse(const char *text, struct keypad *ret_keypad);
void keypad_write(const struct keypad *keypad, struct strbuf *out);
enum keypad_function keypad_function_of(const struct keypad *keypad, int scancode);
/* The key does this from now on, and nothing else; what did it before is free. False: it is no key that a
 * keypad may use (letters, digits: they are typed with). */
bool keypad_learn(struct keypad *keypad, enum keypad_function function, int scancode);
bool keypad_is_key(int scancode);
const char *keypad_function_name(enum keypad_function function); /* "up" */
/* "F13", "Tab", or "#101" for a key without a name. `size` at least 8. */
void keypad_key_name(int scancode, char *ret_name, size_t size);

#endif
