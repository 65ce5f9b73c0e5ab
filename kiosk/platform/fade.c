/* When each step is, and how far it goes. */
#include "platform/fade.h"

#include <assert.h>
#include <string.h>

#define RED_BLUE    UINT32_C(0x00FF00FF)
#define ALPHA_GREEN UINT32_C(0xFF00FF00)

void fade_begin(struct fade *fade, struct rect box, int span_ms, int64_t now_ms)
{
    *fade = span_ms > 0 ? (struct fade){.box = box, .began_ms = now_ms, .due_ms = now_ms, .span_ms = span_ms}
                        : (struct fade){.span_ms = 0};
}

bool fade_moves(const struct fade *fade)
{
    return fade->span_ms > 0;
}

int64_t fade_due(const struct fade *fade)
{
    return fade_moves(fade) ? fade->due_ms : INT64_MAX;
}

unsigned fade_step(struct fade *fade, int64_t now_ms)
{
    assert(fade_moves(fade));
    int64_t gone_ms = now_ms - fade->began_ms + FADE_FRAME_MS;
    if (gone_ms >= fade->span_ms) {
        *fade = (struct fade){.span_ms = 0};
        return FADE_WHOLE;
    }
    unsigned aim = (unsigned)(gone_ms * FADE_WHOLE / fade->span_ms), left = FADE_WHOLE - fade->done;
    unsigned part = aim > fade->done ? ((aim - fade->done) * FADE_WHOLE + left / 2) / left : 0;
    fade->done = aim > fade->done ? aim : fade->done;
    fade->due_ms = now_ms + FADE_FRAME_MS;
    return part;
}

void fade_pixels(uint32_t *shown, const uint32_t *aim, int count, unsigned part)
{
    const uint32_t rest = FADE_WHOLE - part;
    if (rest == 0) {
        memcpy(shown, aim, (size_t)count * sizeof *shown);
        return;
    }
    /* Two channels in one go: each has 8 bits of room above it. */
    for (int i = 0; i < count; i++) {
        uint32_t from = shown[i], to = aim[i];
        uint32_t red_blue = (from & RED_BLUE) * rest + (to & RED_BLUE) * part;
        uint32_t alpha_green = (from >> 8 & RED_BLUE) * rest + (to >> 8 & RED_BLUE) * part;
        shown[i] = (red_blue >> 8 & RED_BLUE) | (alpha_green & ALPHA_GREEN);
    }
}
