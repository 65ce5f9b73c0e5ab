/* The sealed field: see field.h. One table says which fields there are; sealing and opening walk it. */
#include "seal/field.h"

#include "base/utf8.h"
#include "domain/phone.h"

#include <sodium.h>
#include <string.h>

#define PLAIN_SIZE  512
#define SITE_AT     4
#define KIOSK_AT    20
#define REQUEST_AT  36
#define KEY_ID_AT   52
#define LENGTH_AT   60
#define BODY_AT     62
#define BODY_MAX    (PLAIN_SIZE - BODY_AT)
#define ITEM_HEADER 3

static const uint8_t magic[SITE_AT] = {'C', 'B', 'S', '1'};

_Static_assert(SEALED_FIELD_SIZE == PLAIN_SIZE + crypto_box_SEALBYTES, "the size in the header");
_Static_assert(4 * ITEM_HEADER + FIELD_NAME_MAX + FIELD_PHONE_MAX + FIELD_PLACE_MAX + FIELD_RETURN_MAX <=
                   BODY_MAX,
               "every field at its longest fits");

static const struct field_kind {
    uint8_t tag;
    size_t offset; /* in struct person_fields */
    size_t max;    /* bytes, without the closing NUL */
} field_kinds[] = {
    {1, offsetof(struct person_fields, name), FIELD_NAME_MAX},
    {2, offsetof(struct person_fields, phone), FIELD_PHONE_MAX},
    {3, offsetof(struct person_fields, place), FIELD_PLACE_MAX},
    {4, offsetof(struct person_fields, return_note), FIELD_RETURN_MAX},
};
#define FIELD_KIND_COUNT (sizeof(field_kinds) / sizeof(field_kinds[0]))
#define TAG_PHONE        2

static void put_u16(uint8_t *at, size_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static size_t get_u16(const uint8_t *at)
{
    return (size_t)at[0] << 8 | at[1];
}

/* The same rule for what goes in and what comes out. */
static bool text_fits(const struct field_kind *kind, const char *text)
{
    return utf8_valid(text, strlen(text)) && !utf8_has_control(text) &&
           (kind->tag != TAG_PHONE || phone_is_e164(text));
}

static int body_write(const struct person_fields *fields, uint8_t *body, size_t *ret_length)
{
    size_t length = 0;

    for (size_t i = 0; i < FIELD_KIND_COUNT; i++) {
        const struct field_kind *kind = &field_kinds[i];
        const char *text = (const char *)fields + kind->offset;
        size_t size = strnlen(text, kind->max + 1);

        if (size > kind->max)
            return CB_TOO_LARGE;
        if (size == 0)
            continue;
        if (!text_fits(kind, text))
            return CB_BAD_INPUT;
        body[length] = kind->tag;
        put_u16(body + length + 1, size);
        memcpy(body + length + ITEM_HEADER, text, size);
        length += ITEM_HEADER + size;
    }
    *ret_length = length;
    return CB_OK;
}

static const struct field_kind *kind_of(uint8_t tag)
{
    return tag >= 1 && tag <= FIELD_KIND_COUNT ? &field_kinds[tag - 1] : NULL;
}

/* `fields` starts zeroed, so that every text in it is closed. */
static int body_read(const uint8_t *body, size_t length, struct person_fields *fields)
{
    size_t at = 0;
    uint8_t last_tag = 0;

    while (at < length) {
        const struct field_kind *kind = kind_of(body[at]);
        char *text;
        size_t size;

        if (kind == NULL || kind->tag <= last_tag || length - at < ITEM_HEADER)
            return CB_DAMAGED;
        size = get_u16(body + at + 1);
        at += ITEM_HEADER;
        if (size == 0 || size > kind->max || size > length - at || memchr(body + at, 0, size) != NULL)
            return CB_DAMAGED;
        text = (char *)fields + kind->offset;
        memcpy(text, body + at, size);
        if (!text_fits(kind, text))
            return CB_DAMAGED;
        last_tag = kind->tag;
        at += size;
    }
    return CB_OK;
}

/* Everything before the length: what the field is bound to. */
static void header_write(const uint8_t public_key[KEY_SIZE], const struct field_context *context,
                         uint8_t *plain)
{
    memcpy(plain, magic, sizeof(magic));
    memcpy(plain + SITE_AT, context->site_id.bytes, sizeof(context->site_id.bytes));
    memcpy(plain + KIOSK_AT, context->kiosk_id.bytes, sizeof(context->kiosk_id.bytes));
    memcpy(plain + REQUEST_AT, context->request_id.bytes, sizeof(context->request_id.bytes));
    key_id(public_key, plain + KEY_ID_AT);
}

int field_seal(const uint8_t public_key[KEY_SIZE], const struct field_context *context,
               const struct person_fields *fields, uint8_t ret_sealed[SEALED_FIELD_SIZE])
{
    uint8_t plain[PLAIN_SIZE] = {0};
    size_t length;
    int error;

    header_write(public_key, context, plain);
    error = body_write(fields, plain + BODY_AT, &length);
    if (error != CB_OK)
        goto done;
    put_u16(plain + LENGTH_AT, length);
    if (crypto_box_seal(ret_sealed, plain, sizeof(plain), public_key) != 0)
        error = CB_BAD_INPUT; /* a point of small order: no honest site has such a key */
done:
    sodium_memzero(plain, sizeof(plain));
    return error;
}

static int plain_read(const uint8_t plain[PLAIN_SIZE], const uint8_t expected_header[LENGTH_AT],
                      struct person_fields *fields)
{
    size_t length = get_u16(plain + LENGTH_AT);

    if (memcmp(plain, magic, sizeof(magic)) != 0)
        return CB_DAMAGED;
    if (!secret_equal(plain, expected_header, LENGTH_AT))
        return CB_DENIED;
    if (length > BODY_MAX || !sodium_is_zero(plain + BODY_AT + length, BODY_MAX - length))
        return CB_DAMAGED;
    return body_read(plain + BODY_AT, length, fields);
}

int field_open(const struct key_pair *pair, const struct field_context *context,
               const uint8_t sealed[SEALED_FIELD_SIZE], struct person_fields *ret_fields)
{
    uint8_t plain[PLAIN_SIZE];
    uint8_t expected_header[LENGTH_AT];
    struct person_fields fields = {0};
    int error;

    if (crypto_box_seal_open(plain, sealed, SEALED_FIELD_SIZE, pair->public_key, pair->secret_key) != 0)
        return CB_DENIED;
    header_write(pair->public_key, context, expected_header);
    error = plain_read(plain, expected_header, &fields);
    if (error == CB_OK)
        *ret_fields = fields;
    sodium_memzero(plain, sizeof(plain));
    sodium_memzero(&fields, sizeof(fields));
    return error;
}
