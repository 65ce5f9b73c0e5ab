/* One list of what was loaded. It is emptied when it grows too long: a kiosk shows a few dozen different
 * ones. */
#include "platform/sprites.h"

#include "platform/scale.h"
#include "platform/shot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPRITES_MAX 160
#define SPRITE_NAME 32

struct sprite {
    char name[SPRITE_NAME];
    bool art;
    int width, height; /* as asked for */
    struct mask mask;
    struct picture picture;
};

struct sprites {
    char *folder;
    struct sprite items[SPRITES_MAX];
    size_t count;
};

struct sprites *sprites_new(const char *folder)
{
    struct sprites *sprites = calloc(1, sizeof *sprites);
    if (sprites == NULL)
        return NULL;
    sprites->folder = strdup(folder);
    if (sprites->folder == NULL) {
        free(sprites);
        return NULL;
    }
    return sprites;
}

static void forget_all(struct sprites *sprites)
{
    for (size_t i = 0; i < sprites->count; i++) {
        free(sprites->items[i].mask.alpha);
        free(sprites->items[i].picture.data);
    }
    sprites->count = 0;
}

void sprites_free(struct sprites *sprites)
{
    if (sprites == NULL)
        return;
    forget_all(sprites);
    free(sprites->folder);
    free(sprites);
}

/* ---- loading ---- */

static void premultiply(struct picture *picture)
{
    size_t count = (size_t)picture->width * (size_t)picture->height;
    for (size_t i = 0; i < count; i++) {
        uint32_t p = picture->data[i], alpha = p >> 24;
        if (alpha == 255)
            continue;
        uint32_t r = (p >> 16 & 255) * alpha / 255, g = (p >> 8 & 255) * alpha / 255,
                 b = (p & 255) * alpha / 255;
        picture->data[i] = alpha << 24 | r << 16 | g << 8 | b;
    }
}

static bool name_is_safe(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length < SPRITE_NAME && name[length] == 0;
}

static bool load(const struct sprites *sprites, const char *kind, const char *name,
                 struct picture *ret_picture)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/%s/%s.png", sprites->folder, kind, name);
    if (length < 0 || (size_t)length >= sizeof path || shot_read(path, ret_picture) != CB_OK)
        return false;
    premultiply(ret_picture);
    return true;
}

static void load_icon(const struct sprites *sprites, struct sprite *sprite)
{
    struct picture picture, small;
    int size = sprite->width;
    if (!load(sprites, size <= 96 ? "icons/96" : "icons/384", sprite->name, &picture))
        return;
    small = picture_scaled(&picture, size, size);
    sprite->mask.alpha = malloc((size_t)size * (size_t)size);
    if (small.data != NULL && sprite->mask.alpha != NULL) {
        for (size_t i = 0; i < (size_t)size * (size_t)size; i++)
            sprite->mask.alpha[i] = (uint8_t)(small.data[i] >> 24);
        sprite->mask.width = sprite->mask.height = size;
    }
    free(small.data);
    free(picture.data);
}

static void load_art(const struct sprites *sprites, struct sprite *sprite)
{
    struct picture picture;
    if (!load(sprites, "art", sprite->name, &picture))
        return;
    double by_width = (double)sprite->width / picture.width,
           by_height = (double)sprite->height / picture.height;
    double scale = fmax(by_width, by_height);
    sprite->picture =
        picture_scaled(&picture, (int)ceil(picture.width * scale), (int)ceil(picture.height * scale));
    free(picture.data);
}

/* A name that was not found is remembered too, so that its file is looked for once. */
static struct sprite *find(struct sprites *sprites, bool art, const char *name, int width, int height)
{
    if (!name_is_safe(name) || width <= 0 || height <= 0 || width > 4096 || height > 4096)
        return NULL;
    for (size_t i = 0; i < sprites->count; i++) {
        struct sprite *sprite = &sprites->items[i];
        if (sprite->art == art && sprite->width == width && sprite->height == height &&
            strcmp(sprite->name, name) == 0)
            return sprite;
    }
    if (sprites->count == SPRITES_MAX)
        forget_all(sprites);
    struct sprite *sprite = &sprites->items[sprites->count++];
    *sprite = (struct sprite){.art = art, .width = width, .height = height};
    strcpy(sprite->name, name);
    if (art)
        load_art(sprites, sprite);
    else
        load_icon(sprites, sprite);
    return sprite;
}

const struct mask *sprites_icon(struct sprites *sprites, const char *name, int size)
{
    const struct sprite *sprite = find(sprites, false, name, size, size);
    return sprite != NULL && sprite->mask.width > 0 ? &sprite->mask : NULL;
}

const struct picture *sprites_art(struct sprites *sprites, const char *name, int width, int height)
{
    const struct sprite *sprite = find(sprites, true, name, width, height);
    return sprite != NULL && sprite->picture.data != NULL ? &sprite->picture : NULL;
}
