/* Make this easier to use: how the pages look and move, each setting with its choices side by side. A touch
 * takes effect at once; the end of the visit takes it back. */
#include "screens/screen.h"

#define CHOICES_MAX  3
#define SEGMENT_H    84
#define SEGMENT_W    172
#define SEGMENT_GAP  12
#define ROW_PADDING  9
#define SETTING_ICON 50

static const struct text_style STYLE_ACCESS_TITLE = {TYPEFACE_SERIF, 400, 54, 58};
static const struct text_style STYLE_SETTING = {TYPEFACE_SANS, 700, 40, 46};
static const struct text_style STYLE_SEGMENT = {TYPEFACE_SANS, 700, 32, 38};

struct setting {
    const char *icon;
    const char *id;
    int action; /* with the choice's number */
    int count;
    const char *choices[CHOICES_MAX];
    int (*chosen)(const struct layout_mode *mode);
};

static int theme_chosen(const struct layout_mode *mode)
{
    return (int)mode->theme;
}

static int still_chosen(const struct layout_mode *mode)
{
    return mode->still ? 1 : 0;
}

static const struct setting settings[] = {
    {"contrast",
     "access.contrast",
     DO_THEME,
     3,
     {"access.soft", "access.white", "access.black"},
     theme_chosen},
    {"moon", "access.still", DO_STILL, 2, {"access.off", "access.on"}, still_chosen},
};
#define SETTING_COUNT ((int)(sizeof settings / sizeof settings[0]))

static int segments_width(struct view *view, const struct setting *setting, int *ret_each)
{
    int each = SEGMENT_W;
    for (int i = 0; i < setting->count; i++) {
        int natural = view_text_width(view, STYLE_SEGMENT, view_tr(view, setting->choices[i])) + 2 * 20 + 44;
        each = natural > each ? natural : each;
    }
    *ret_each = each;
    return setting->count * (each + SEGMENT_GAP) - SEGMENT_GAP;
}

static void setting_row(const struct app *app, struct view *view, struct rect row,
                        const struct setting *setting)
{
    int each;
    int width = segments_width(view, setting, &each);
    struct rect segments =
        rect_centered(rect_cut_end(&row, width), width, view_at_least(view, SEGMENT_H, 15));
    view_icon(view, row.x, row.y + (row.h - SETTING_ICON) / 2, SETTING_ICON, setting->icon, COLOR_INK);
    rect_cut_start(&row, SETTING_ICON + 20);
    rect_cut_end(&row, 20);
    const char *name = view_tr(view, setting->id);
    int height = view_text_height(view, STYLE_SETTING, row.w, name);
    view_text(view, rect_centered(row, row.w, height), STYLE_SETTING, COLOR_INK, ALIGN_START, name);
    for (int i = 0; i < setting->count; i++) {
        bool chosen = setting->chosen(&app->visit.mode) == i;
        int target =
            view_segment(view, rect_column(segments, i, setting->count, SEGMENT_GAP), STYLE_SEGMENT,
                         view_tr(view, setting->choices[i]), chosen, (struct action){setting->action, i});
        view_at(view, target)->label = view_text_copy(
            view, arena_format(&view->list->arena, "%s: %s", name, view_tr(view, setting->choices[i])));
    }
}

static void access_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    rect_cut_top(&area, view_title(view, area, STYLE_ACCESS_TITLE, view_tr(view, "access.title")) + 10);
    for (int i = 0; i < SETTING_COUNT; i++) {
        struct rect row = rect_cut_top(&area, view_at_least(view, SEGMENT_H, 15) + 2 * ROW_PADDING);
        if (i > 0)
            view_rule(view, row.x, row.y, row.w, COLOR_RULE);
        setting_row(app, view, row, &settings[i]);
    }
    struct bar_button buttons[] = {bar_way(view, "restart", "access.reset", DO_ACCESS_RESET),
                                   bar_done(view, "common.done", DO_BACK)};
    page_bar(view, bar, buttons, 2);
    page_rail(app, view, RAIL_PAGE | RAIL_ACCESS_OPEN);
}

static bool access_act(struct app *app, struct action action)
{
    struct layout_mode *mode = &app->visit.mode;
    switch (action.kind) {
    case DO_THEME:
        if (action.arg >= 0 && action.arg < THEME_COUNT)
            mode->theme = (enum theme)action.arg;
        return true;
    case DO_STILL:
        mode->still = action.arg == 1;
        return true;
    case DO_ACCESS_RESET:
        *mode = app_first_mode(app);
        return true;
    default:
        return false;
    }
}

const struct screen screen_access = {.name = "access", .view = access_view, .act = access_act};
