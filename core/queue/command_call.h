/* What the files of the commands share. Nothing outside of core/queue/command*.c includes this. */
#ifndef CB_QUEUE_COMMAND_CALL_H
#define CB_QUEUE_COMMAND_CALL_H

#include "queue/audit.h"
#include "queue/command.h"
#include "queue/command_words.h"

/* One command being run. */
struct call {
    struct store *store;
    const struct command_context *context;
    const struct command_words *words;
    struct uuid site_id;
    struct arena *arena;
    struct strbuf *out;
    struct problem *problem;
};

/* By the user who gave their password for it; NULL: by whoever runs commands on this machine. */
int command_audit(const struct call *call, const struct uuid *user_id, const char *action,
                  enum audit_object kind, const struct uuid *object_id);

int command_user_add(const struct call *call);
int command_user_reset(const struct call *call);
int command_user_remove(const struct call *call);
int command_user_list(const struct call *call);

#endif
