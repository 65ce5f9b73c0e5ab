/* Passwords in normal form C. utf8proc's steps are used one by one, because its one call for all of them
 * leaves what it made in memory that is freed and not wiped. */
#include "base/utf8.h"
#include "seal/password.h"

#include <sodium.h>
#include <string.h>
#include <utf8proc.h>

#define DECOMPOSED_MAX (PASSWORD_MAX * 4) /* no character is more than four in normal form D */

int password_normalize(const char *password, char ret_normal[PASSWORD_MAX + 1])
{
    utf8proc_int32_t characters[DECOMPOSED_MAX + 1];
    size_t length = strnlen(password, PASSWORD_MAX + 1);
    utf8proc_ssize_t count;
    int error = CB_BAD_INPUT;

    if (length > PASSWORD_MAX)
        return CB_TOO_LARGE;
    if (!utf8_valid(password, length))
        return CB_BAD_INPUT;
    count = utf8proc_decompose((const uint8_t *)password, (utf8proc_ssize_t)length, characters,
                               DECOMPOSED_MAX, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (count >= 0 && count <= DECOMPOSED_MAX)
        count = utf8proc_reencode(characters, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (count > PASSWORD_MAX) {
        error = CB_TOO_LARGE;
    } else if (count >= 0) {
        memcpy(ret_normal, characters, (size_t)count);
        ret_normal[count] = '\0';
        error = CB_OK;
    }
    sodium_memzero(characters, sizeof(characters));
    return error;
}
