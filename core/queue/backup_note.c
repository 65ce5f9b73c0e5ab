/* See backup_note.h. */
#include "queue/backup_note.h"

#include "base/codec.h"

#include <inttypes.h>

static int note_of(struct store *store, enum audit_actor by, struct moment now, const struct site *site,
                   struct strbuf *anchors)
{
    struct audit_anchor anchor;
    char hash[2 * AUDIT_HASH_SIZE + 1];
    int error = audit_append(store, &(struct audit_entry){.site_id = site->id,
                                                          .at_ms = now.wall_ms,
                                                          .clock_verified = now.verified,
                                                          .actor_kind = by,
                                                          .action = "backup.make",
                                                          .object_kind = AUDIT_OF_SITE,
                                                          .object_id = site->id});

    if (error == CB_OK)
        error = audit_newest(store, &site->id, &anchor);
    if (error != CB_OK || anchors == NULL)
        return error;
    hex_encode(anchor.hash, sizeof anchor.hash, hash);
    strbuf_addf(anchors, "Audit log of %s up to entry %" PRId64 ", %s\n", site->short_name, anchor.seq, hash);
    return CB_OK;
}

int backup_note(struct store *store, enum audit_actor by, struct moment now, struct strbuf *anchors)
{
    struct arena arena = ARENA_INIT;
    struct site *sites = NULL;
    size_t count = 0;
    int error = store_begin(store);

    if (error != CB_OK)
        return error;
    error = store_sites(store, &arena, &sites, &count);
    for (size_t i = 0; error == CB_OK && i < count; i++)
        error = note_of(store, by, now, &sites[i], anchors);
    if (error == CB_OK)
        error = store_commit(store);
    else
        store_rollback(store);
    arena_release(&arena);
    return error;
}
