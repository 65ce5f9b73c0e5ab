/* The queue's database, as the steps that made it what it is. */
#ifndef CB_QUEUE_SCHEMA_H
#define CB_QUEUE_SCHEMA_H

/* queue_migrations[i] brings schema i to i + 1; NULL ends the list. A step that was shipped is never edited.
 */
extern const char *const queue_migrations[];

#endif
