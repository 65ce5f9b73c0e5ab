/* A key ring on disk: the file behind seal/keyring.h. One file a site, `keyring-<site id>` in the data
 * folder; changes are written over the old bytes, the first copy, then the second, each waited for. After a
 * power cut a slot is as it was or as it was to become, and opening mends the copy that lags behind. */
#ifndef CB_QUEUE_KEYRING_FILE_H
#define CB_QUEUE_KEYRING_FILE_H

#include "seal/keyring.h"

struct keyring_file {
    int fd;
    struct epoch_slot slots[KEYRING_SLOTS]; /* what is on the disk */
};

/* Opens it, or makes an empty one. CB_IO, CB_DAMAGED (no ring's size), in words. */
int keyring_file_open(const char *path, struct keyring_file *ret_file, struct problem *ret_problem);
void keyring_file_close(struct keyring_file *file);
/* Writes the slots of the set (bit i: slot i) from `slots`, all 64 of them, a destroyed one as zeros. CB_OK:
 * they are on the disk, twice, and in file->slots. CB_IO: they may be or not, and file->slots is unchanged;
 * the same call may be made again. */
int keyring_file_put(struct keyring_file *file, const struct epoch_slot slots[KEYRING_SLOTS], uint64_t set);

#endif
