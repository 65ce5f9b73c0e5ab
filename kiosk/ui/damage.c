/* Marks are paired off in order. Whatever rule pairs them, the result is right as long as pairs never cross:
 * at a pixel outside all damage only paired marks were drawn, and in the same order. A better rule only finds
 * less damage. */
#include "ui/damage.h"

#include <stdlib.h>

#define CALL_AREA 4096 /* what one more rectangle costs, in pixels that could be painted meanwhile */

static int64_t area(struct rect rect)
{
    return (int64_t)rect.w * rect.h;
}

/* Pixels painted in vain when both become one; negative when they overlap enough to save some. */
static int64_t waste_of_joining(struct rect a, struct rect b)
{
    return area(rect_around(a, b)) - area(a) - area(b);
}

static size_t best_partner(const struct damage *damage, struct rect rect)
{
    size_t best = 0;
    for (size_t i = 1; i < damage->count; i++) {
        if (waste_of_joining(damage->rects[i], rect) < waste_of_joining(damage->rects[best], rect))
            best = i;
    }
    return best;
}

void damage_add(struct damage *damage, struct rect rect)
{
    if (rect.w <= 0 || rect.h <= 0)
        return;
    /* What grew may now lie close to another one: each round takes one rectangle away, so this ends. */
    while (damage->count > 0) {
        size_t best = best_partner(damage, rect);
        if (damage->count < DAMAGE_MAX && waste_of_joining(damage->rects[best], rect) > CALL_AREA)
            break;
        rect = rect_around(damage->rects[best], rect);
        damage->rects[best] = damage->rects[--damage->count];
    }
    damage->rects[damage->count++] = rect;
}

void marks_add(struct marks *marks, struct mark mark)
{
    if (marks->count >= MARKS_MAX)
        abort(); /* in every build: the next write would be outside the list */
    marks->items[marks->count++] = mark;
}

static bool same_mark(const struct mark *a, const struct mark *b)
{
    return a->look == b->look && a->ink.x == b->ink.x && a->ink.y == b->ink.y && a->ink.w == b->ink.w &&
           a->ink.h == b->ink.h;
}

/* Part of a list, from one mark to before another. */
struct stretch {
    const struct mark *at, *end;
};

static void skip_common_ends(struct stretch *before, struct stretch *after)
{
    while (before->at < before->end && after->at < after->end && same_mark(before->at, after->at)) {
        before->at++;
        after->at++;
    }
    while (before->at < before->end && after->at < after->end && same_mark(before->end - 1, after->end - 1)) {
        before->end--;
        after->end--;
    }
}

static const struct mark *find(const struct stretch *stretch, const struct mark *mark)
{
    const struct mark *at = stretch->at;
    while (at < stretch->end && !same_mark(at, mark))
        at++;
    return at;
}

void damage_between(const struct marks *before, const struct marks *after, struct rect bounds,
                    struct damage *ret_damage)
{
    struct stretch old = {before->items, before->items + before->count};
    struct stretch new = {after->items, after->items + after->count};
    ret_damage->count = 0;
    skip_common_ends(&old, &new);
    for (; new.at < new.end; new.at++) {
        const struct mark *partner = find(&old, new.at);
        if (partner == old.end) {
            damage_add(ret_damage, rect_common(new.at->ink, bounds));
            continue;
        }
        for (; old.at < partner; old.at++)
            damage_add(ret_damage, rect_common(old.at->ink, bounds));
        old.at++;
    }
    for (; old.at < old.end; old.at++)
        damage_add(ret_damage, rect_common(old.at->ink, bounds));
}
