/* Icons and drawings at the sizes they are needed in, loaded when first shown and kept. */
#ifndef CB_PLATFORM_SPRITES_H
#define CB_PLATFORM_SPRITES_H

#include "platform/pixels.h"

struct sprites;

/* `folder` holds icons/96, icons/384 and art; NULL when there is no memory. */
struct sprites *sprites_new(const char *folder);
void sprites_free(struct sprites *sprites);
/* The icon, `size` device pixels a side; NULL when there is none of this name. Names come from a clinic's
 * content too: only small letters, digits and hyphens reach the file system. */
const struct mask *sprites_icon(struct sprites *sprites, const char *name, int size);
/* The drawing, just large enough to cover width x height; NULL likewise. */
const struct picture *sprites_art(struct sprites *sprites, const char *name, int width, int height);

#endif
