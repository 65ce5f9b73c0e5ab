/* What the audit log says of backups. */
#ifndef CB_QUEUE_BACKUP_NOTE_H
#define CB_QUEUE_BACKUP_NOTE_H

#include "base/clock.h"
#include "base/strbuf.h"
#include "queue/audit.h"

/* Before a copy is begun, outside of a transaction: every site's log gets the entry "backup.make", so that
 * the copy has it, and with it an anchor of its own. Adds a line a site about that anchor to `anchors`; NULL:
 * nobody reads it. */
int backup_note(struct store *store, enum audit_actor by, struct moment now, struct strbuf *anchors);

#endif
