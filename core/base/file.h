/* Whole files, in and out. */
#ifndef CB_BASE_FILE_H
#define CB_BASE_FILE_H

#include <stddef.h>
#include <stdint.h>

/* Reads at most `limit` bytes; CB_TOO_LARGE above. A NUL stands behind the bytes. The caller frees
 * *ret_bytes. */
int file_read(const char *path, size_t limit, uint8_t **ret_bytes, size_t *ret_length);
/* Writes a temporary file beside it (mode), fsync, rename, fsync of the folder: old or new, never half. */
int file_write(const char *path, const void *bytes, size_t length, unsigned mode);
/* Puts the file in the place of another of the same folder; on the disk when it returns. CB_NOT_FOUND, CB_IO.
 */
int file_replace(const char *path, const char *by);
/* Makes the folder with its parents, 0700; fine when it is there. */
int file_make_folder(const char *path);

#endif
