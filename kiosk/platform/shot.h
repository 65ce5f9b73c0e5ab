/* PNG files, in and out. */
#ifndef CB_PLATFORM_SHOT_H
#define CB_PLATFORM_SHOT_H

#include "base/error.h"
#include "platform/pixels.h"

/* CB_IO with words in the problem. */
int shot_write(const char *path, const struct pixels *pixels, struct problem *ret_problem);
/* 0xAARRGGBB, not premultiplied. CB_NOT_FOUND, CB_DAMAGED, CB_TOO_LARGE above 4096 a side. The caller frees
 * the data. */
int shot_read(const char *path, struct picture *ret_picture);

#endif
