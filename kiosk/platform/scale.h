/* A picture in another size: each pixel is the mean of the area that it covers of the first one. */
#ifndef CB_PLATFORM_SCALE_H
#define CB_PLATFORM_SCALE_H

#include "platform/pixels.h"

/* `width` and `height` are at least 1. The caller frees the data; NULL when there is no memory. */
struct picture picture_scaled(const struct picture *picture, int width, int height);

#endif
