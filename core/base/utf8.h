/* UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef CB_BASE_UTF8_H
#define CB_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool utf8_valid(const char *text, size_t length);
/* The next character from *text and steps over it; 0 at the end. A bad byte counts as U+FFFD and one step. */
uint32_t utf8_next(const char **text);
/* Writes 1 to 4 bytes, returns how many; `ret_bytes` holds at least 4. */
size_t utf8_encode(uint32_t character, char *ret_bytes);
size_t utf8_count(const char *text);
/* Drops the last character of a NUL-terminated text, in place. */
void utf8_drop_last(char *text);
/* True when the text holds a control character (C0, DEL, C1) or a bidi control (U+202A…202E, U+2066…2069). */
bool utf8_has_control(const char *text);
/* The same of a text that may have lines and tabs. */
bool utf8_lines_have_control(const char *text);

#endif
