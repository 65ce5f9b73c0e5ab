/* Putting a backup in the database's place. Nothing is thrown away: the database that was there, sound or
 * not, is moved aside with its log. */
#ifndef CB_QUEUE_RESTORE_H
#define CB_QUEUE_RESTORE_H

#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "base/strbuf.h"

/* Checks the backup, moves `folder`/queue.db aside, puts a copy of the backup there and opens it. The backup
 * itself stays. The caller has made sure that no queue serves the folder; one that holds the database all the
 * same is CB_BUSY. Other errors: those of store_check_file, CB_IO; unless the words say otherwise, the old
 * database is where it was. `out` tells what happened, and what comes back by itself. */
int restore_run(const char *folder, const char *backup_path, struct random_source random, struct moment now,
                struct strbuf *out, struct problem *ret_problem);

#endif
