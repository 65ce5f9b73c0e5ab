/* The sealed field: what identifies a person, readable with the site's secret key only. It is box(pk, P) =
 * 560 bytes whatever is inside, P = 512 bytes: "CBS1" ‖ site 16 ‖ kiosk 16 (zeros: staff page) ‖ request 16 ‖
 * key id of pk 8 ‖ length u16 ‖ body ‖ zeros and the body, in ascending tags, holds what was given: tag u8 ‖
 * length u16 ‖ UTF-8. Integers are big-endian. */
#ifndef CB_SEAL_FIELD_H
#define CB_SEAL_FIELD_H

#include "base/uuid.h"
#include "seal/key.h"

#define SEALED_FIELD_SIZE 560

#define FIELD_NAME_MAX   64
#define FIELD_PHONE_MAX  16
#define FIELD_PLACE_MAX  160
#define FIELD_RETURN_MAX 160
struct person_fields { /* "" = not given */
    char name[FIELD_NAME_MAX + 1];
    char phone[FIELD_PHONE_MAX + 1]; /* E.164: + and 2 to 15 digits */
    char place[FIELD_PLACE_MAX + 1];
    char return_note[FIELD_RETURN_MAX + 1];
};
struct field_context { /* bound into the field and checked when it is opened */
    struct uuid site_id;
    struct uuid kiosk_id; /* none: made on a staff page */
    struct uuid request_id;
};
/* CB_TOO_LARGE (a text is not closed within its array), CB_BAD_INPUT (bad UTF-8, control characters, no E.164
 * number, or a public key nothing can be sealed to). */
int field_seal(const uint8_t public_key[KEY_SIZE], const struct field_context *context,
               const struct person_fields *fields, uint8_t ret_sealed[SEALED_FIELD_SIZE]);
/* CB_DENIED: not for this key, or not for these ids; CB_DAMAGED: wrong shape inside. Sealing does not tell
 * who sealed. */
int field_open(const struct key_pair *pair, const struct field_context *context,
               const uint8_t sealed[SEALED_FIELD_SIZE], struct person_fields *ret_fields);

#endif
