/* The audit log's bytes and hashes. */
#include "queue/audit.h"

#include "domain/names.h"
#include "seal/seal.h"

#include <string.h>

#define RECORD_MAX                                                                                           \
    (AUDIT_HASH_SIZE + 8 + 8 + 1 + 1 + 16 + 1 + AUDIT_ACTION_MAX + 1 + 16 + 2 + AUDIT_DETAIL_MAX)

static const char *const actor_names[AUDIT_ACTOR_COUNT] = {
    [AUDIT_BY_SYSTEM] = "system",
    [AUDIT_BY_USER] = "user",
    [AUDIT_BY_KIOSK] = "kiosk",
    [AUDIT_BY_OPERATOR] = "operator",
};
static const char *const object_names[AUDIT_OBJECT_COUNT] = {
    [AUDIT_OF_SITE] = "site", [AUDIT_OF_REQUEST] = "request", [AUDIT_OF_ALERT] = "alert",
    [AUDIT_OF_USER] = "user", [AUDIT_OF_KIOSK] = "kiosk",     [AUDIT_OF_COACH] = "coach",
};

/* Bytes being put one behind the other; there is room, because the lengths were looked at before. */
struct record {
    uint8_t bytes[RECORD_MAX];
    size_t length;
};

static void put(struct record *record, const void *bytes, size_t length)
{
    memcpy(record->bytes + record->length, bytes, length);
    record->length += length;
}

static void put_number(struct record *record, uint64_t number, size_t size)
{
    for (size_t i = size; i > 0; i--)
        record->bytes[record->length++] = (uint8_t)(number >> (8 * (i - 1)));
}

void audit_genesis(const struct uuid *site_id, int64_t begun_ms, uint8_t ret_hash[AUDIT_HASH_SIZE])
{
    struct record record = {.length = 0};

    put(&record, site_id->bytes, sizeof site_id->bytes);
    put_number(&record, (uint64_t)begun_ms, 8);
    seal_hash("cb-audit-genesis", record.bytes, record.length, ret_hash);
}

int audit_chain(const struct audit_entry *entry, int64_t seq, uint8_t hash[AUDIT_HASH_SIZE])
{
    const char *detail = entry->detail == NULL ? "" : entry->detail;
    size_t action_length = strlen(entry->action);
    size_t detail_length = strlen(detail);
    struct record record = {.length = 0};

    if (action_length > AUDIT_ACTION_MAX || detail_length > AUDIT_DETAIL_MAX)
        return CB_TOO_LARGE;
    put(&record, hash, AUDIT_HASH_SIZE);
    put_number(&record, (uint64_t)seq, 8);
    put_number(&record, (uint64_t)entry->at_ms, 8);
    put_number(&record, entry->clock_verified, 1);
    put_number(&record, (uint64_t)entry->actor_kind, 1);
    put(&record, entry->actor_id.bytes, sizeof entry->actor_id.bytes);
    put_number(&record, action_length, 1);
    put(&record, entry->action, action_length);
    put_number(&record, (uint64_t)entry->object_kind, 1);
    put(&record, entry->object_id.bytes, sizeof entry->object_id.bytes);
    put_number(&record, detail_length, 2);
    put(&record, detail, detail_length);
    seal_hash("cb-audit-record1", record.bytes, record.length, hash);
    return CB_OK;
}

const char *audit_actor_name(enum audit_actor kind)
{
    return actor_names[kind];
}

const char *audit_object_name(enum audit_object kind)
{
    return object_names[kind];
}

int audit_actor_from_name(const char *name, enum audit_actor *ret_kind)
{
    int found = name == NULL ? -1 : names_find(actor_names, AUDIT_ACTOR_COUNT, name);

    if (found < 0)
        return CB_BAD_INPUT;
    *ret_kind = (enum audit_actor)found;
    return CB_OK;
}

int audit_object_from_name(const char *name, enum audit_object *ret_kind)
{
    int found = name == NULL ? -1 : names_find(object_names, AUDIT_OBJECT_COUNT, name);

    if (found < 0)
        return CB_BAD_INPUT;
    *ret_kind = (enum audit_object)found;
    return CB_OK;
}
