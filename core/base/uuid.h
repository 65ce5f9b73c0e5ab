/* Ids: 16 random bytes (UUID version 4), written as 36 lower-case characters. The all-zero id means "none".
 */
#ifndef CB_BASE_UUID_H
#define CB_BASE_UUID_H

#include "base/random.h"

#include <stdbool.h>
#include <stdint.h>

#define UUID_TEXT_SIZE 37 /* with the closing NUL */

struct uuid {
    uint8_t bytes[16];
};

struct uuid uuid_make(struct random_source source);
bool uuid_is_none(const struct uuid *id);
bool uuid_equal(const struct uuid *a, const struct uuid *b);
void uuid_format(const struct uuid *id, char *ret_text);
/* Accepts exactly the 36-character form, either case. CB_BAD_INPUT otherwise. */
int uuid_parse(const char *text, struct uuid *ret_id);

#endif
