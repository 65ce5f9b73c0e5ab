/* What moves: a page that turns into the next one, a target that goes down and comes up. Nothing else does,
 * and what is to be gone or is needed now does not wait for it. */
#include "app.h"
#include "app_private.h"

enum {
    PRESS_MS = 60,
    RELEASE_MS = 120,
    PAGE_MS = 160
};

static bool same_mode(const struct layout_mode *a, const struct layout_mode *b)
{
    return a->theme == b->theme && a->text_size == b->text_size && a->lower == b->lower &&
           a->still == b->still;
}

/* A cover hides a page, and the first page means that a visit is over or that nothing has begun: what stood
 * there may not shine through. And who needs help gets it at once. */
static bool comes_at_once(const struct app *app)
{
    enum screen_id screen = app_screen(app);
    return app->visit.mode.still || app->visit.cover != COVER_NONE || app->visit.history_count == 1 ||
           screen == SCREEN_HELP || screen == SCREEN_HELP_SENT;
}

static struct scene scene_of(const struct app *app)
{
    struct scene scene = {.drawn = true,
                          .page = app_page_number(app),
                          .language = app->visit.language,
                          .mode = app->visit.mode};
    if (app->pressed >= 0) {
        const struct element *target = &app->frame.items[app->pressed];
        scene.pressed = target->box;
        scene.pressed.h += target->lip;
    }
    return scene;
}

static bool same_place(struct rect a, struct rect b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static struct motion motion_between(const struct app *app, const struct scene *before,
                                    const struct scene *now)
{
    bool turned = now->language != before->language || !same_mode(&now->mode, &before->mode);
    bool another = now->page != before->page;
    if (!before->drawn || turned || (another && comes_at_once(app)))
        return (struct motion){.at_once = true};
    if (another)
        return (struct motion){.span_ms = PAGE_MS, .box = {0, 0, app->canvas.width, app->canvas.height}};
    if (now->mode.still || same_place(now->pressed, before->pressed))
        return (struct motion){.span_ms = 0};
    if (now->pressed.w > 0)
        return (struct motion){.span_ms = PRESS_MS, .box = now->pressed};
    return (struct motion){.span_ms = RELEASE_MS, .box = before->pressed};
}

void app_note_scene(struct app *app)
{
    struct scene now = scene_of(app);
    app->motion = motion_between(app, &app->scene, &now);
    app->scene = now;
}
