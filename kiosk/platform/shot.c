/* libpng's simple interface does all. Bytes lie as B, G, R, A: our 0xAARRGGBB on a little-endian machine. */
#include "platform/shot.h"

#include <errno.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#define SIDE_MAX 4096

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "pixels are read as B, G, R, A");

int shot_write(const char *path, const struct pixels *pixels, struct problem *ret_problem)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    image.width = (png_uint_32)pixels->width;
    image.height = (png_uint_32)pixels->height;
    image.format = PNG_FORMAT_BGRA;
    image.flags = PNG_IMAGE_FLAG_FAST;
    if (png_image_write_to_file(&image, path, 0, pixels->data, 0, NULL) == 0)
        return problem_set(ret_problem, CB_IO, "cannot write the picture %s: %s", path, image.message);
    return CB_OK;
}

int shot_read(const char *path, struct picture *ret_picture)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    errno = 0;
    if (png_image_begin_read_from_file(&image, path) == 0)
        return errno == ENOENT ? CB_NOT_FOUND : CB_DAMAGED;
    if (image.width > SIDE_MAX || image.height > SIDE_MAX) {
        png_image_free(&image);
        return CB_TOO_LARGE;
    }
    image.format = PNG_FORMAT_BGRA;
    uint32_t *data = calloc(PNG_IMAGE_SIZE(image), 1);
    if (data == NULL) {
        png_image_free(&image);
        return CB_NO_MEMORY;
    }
    if (png_image_finish_read(&image, NULL, data, 0, NULL) == 0) {
        free(data);
        return CB_DAMAGED;
    }
    *ret_picture = (struct picture){data, (int)image.width, (int)image.height};
    return CB_OK;
}
