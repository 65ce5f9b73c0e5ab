/* Passwords and what people wrote pass through the memory of libevent, jansson, OpenSSL, SQLite and libcurl:
 * give them a free that overwrites. */
#ifndef CB_QUEUE_WIPE_ALLOC_H
#define CB_QUEUE_WIPE_ALLOC_H

/* Once, before any of them has allocated. CB_CONFLICT: one has. */
int wipe_alloc_install(void);

#endif
