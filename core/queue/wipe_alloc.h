/* Names and passwords pass through the memory of libevent and jansson: give them a free that overwrites. */
#ifndef CB_QUEUE_WIPE_ALLOC_H
#define CB_QUEUE_WIPE_ALLOC_H

/* Once, before any of them has allocated. */
void wipe_alloc_install(void);

#endif
