/* Make this easier to use: how the pages look and move, each setting with its choices side by side. A touch
 * takes effect at once; the end of the visit takes it back. */
#include "screens/flow.h"

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

static int size_chosen(const struct layout_mode *mode)
{
    return (int)mode->text_size;
}

static int lower_chosen(const struct layout_mode *mode)
{
    return mode->lower ? 1 : 0;
}

static int theme_chosen(const struct layout_mode *mode)
{
    return (int)mode->theme;
}

static int still_chosen(const struct layout_mode *mode)
{
    return mode->still ? 1 : 0;
}

static const struct setting settings[] = {
    {"text-size", "access.size", DO_TEXT_SIZE, 3, {"Aa", "Aa", "Aa"}, size_chosen},
    {"contrast",
     "access.contrast",
     DO_THEME,
     3,
     {"access.soft", "access.white", "access.black"},
     theme_chosen},
    {"moon", "access.still", DO_STILL, 2, {"access.off", "access.on"}, still_chosen},
    {"reach", "access.lower", DO_LOWER, 2, {"access.off", "access.on"}, lower_chosen},
};
#define SETTING_COUNT ((int)(sizeof settings / sizeof settings[0]))

/* "Aa" in three sizes is shown, and its number said: it has no words. */
static const char *choice_words(struct view *view, const struct setting *setting, int choice)
{
    return setting->action == DO_TEXT_SIZE ? setting->choices[choice]
                                           : view_tr(view, setting->choices[choice]);
}

static int segments_width(struct view *view, const struct setting *setting, int *ret_each)
{
    int each = SEGMENT_W;
    for (int i = 0; i < setting->count; i++) {
        int natural = view_text_width(view, STYLE_SEGMENT, choice_words(view, setting, i)) + 2 * 20 + 44;
        each = natural > each ? natural : each;
    }
    *ret_each = each;
    return setting->count * (each + SEGMENT_GAP) - SEGMENT_GAP;
}

/* The choices stand beside the name, or below it where both have no room. */
static bool stands_beside(struct view *view, int width, const struct setting *setting)
{
    int each;
    int name = view_text_width(view, STYLE_SETTING, view_tr(view, setting->id));
    return SETTING_ICON + 20 + name + 20 + segments_width(view, setting, &each) <= width;
}

static const char *choice_label(struct view *view, const struct setting *setting, int choice)
{
    const char *name = view_tr(view, setting->id);
    const char *label =
        setting->action == DO_TEXT_SIZE
            ? arena_format(&view->list->arena, "%s %d", name, choice + 1)
            : arena_format(&view->list->arena, "%s: %s", name, choice_words(view, setting, choice));
    return label != NULL ? label : name;
}

static struct text_style segment_style(const struct setting *setting, int choice)
{
    static const struct text_style sizes[] = {
        {TYPEFACE_SANS, 700, 32, 38}, {TYPEFACE_SANS, 700, 42, 48}, {TYPEFACE_SANS, 700, 54, 60}};
    return setting->action == DO_TEXT_SIZE ? sizes[choice] : STYLE_SEGMENT;
}

static void setting_row(const struct app *app, struct view *view, struct rect row,
                        const struct setting *setting)
{
    int each;
    const int height = view_at_least(view, SEGMENT_H, 15), width = segments_width(view, setting, &each);
    const bool beside = stands_beside(view, row.w, setting);
    struct rect strip = beside ? rect_cut_end(&row, width) : rect_cut_bottom(&row, height);
    struct rect segments = {strip.x, strip.y + (strip.h - height) / 2, beside ? strip.w : width, height};
    if (segments.w > strip.w)
        segments.w = strip.w;
    view_icon(view, row.x, row.y + (beside ? (row.h - SETTING_ICON) / 2 : 0), SETTING_ICON, setting->icon,
              COLOR_INK);
    rect_cut_start(&row, SETTING_ICON + 20);
    const char *name = view_tr(view, setting->id);
    int words = view_text_height(view, STYLE_SETTING, row.w, name);
    row.y += beside ? (row.h - words) / 2 : words < SETTING_ICON ? (SETTING_ICON - words) / 2 : 0;
    view_text(view, (struct rect){row.x, row.y, row.w, 0}, STYLE_SETTING, COLOR_INK, ALIGN_START, name);
    for (int i = 0; i < setting->count; i++) {
        int target =
            view_segment(view, rect_column(segments, i, setting->count, SEGMENT_GAP),
                         segment_style(setting, i), choice_words(view, setting, i),
                         setting->chosen(&app->visit.mode) == i, (struct action){setting->action, i});
        view_at(view, target)->label = choice_label(view, setting, i);
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

struct setting_row {
    const struct app *app;
    const struct setting *setting;
};

static int setting_height(struct view *view, int width, const void *what)
{
    const struct setting_row *row = what;
    int segments = view_at_least(view, SEGMENT_H, 15);
    if (stands_beside(view, width, row->setting))
        return segments;
    int name =
        view_text_height(view, STYLE_SETTING, width - SETTING_ICON - 20, view_tr(view, row->setting->id));
    return (name > SETTING_ICON ? name : SETTING_ICON) + 8 + segments;
}

static void setting_draw(struct view *view, struct rect box, const void *what)
{
    const struct setting_row *row = what;
    setting_row(row->app, view, box, row->setting);
}

static void access_flow(const struct app *app, struct view *view)
{
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_ACCESS_TITLE, view_tr(view, "access.title"));
    for (int i = 0; i < SETTING_COUNT; i++) {
        struct setting_row row = {app, &settings[i]};
        flow_add(&flow, 20, FLOW_TARGET, setting_height, setting_draw, &row, sizeof row);
    }
    flow_bar(&flow, bar_way(view, "restart", "access.reset", DO_ACCESS_RESET));
    flow_bar(&flow, bar_done(view, "common.done", DO_BACK));
    flow_end(&flow, RAIL_PAGE | RAIL_ACCESS_OPEN);
}

static bool access_act(struct app *app, struct action action)
{
    struct layout_mode *mode = &app->visit.mode;
    switch (action.kind) {
    case DO_THEME:
        if (action.arg >= 0 && action.arg < THEME_COUNT)
            mode->theme = (enum theme)action.arg;
        return true;
    case DO_TEXT_SIZE:
        if (action.arg >= 0 && action.arg < TEXT_SIZE_COUNT)
            mode->text_size = (enum text_size)action.arg;
        return true;
    case DO_LOWER:
        mode->lower = action.arg == 1;
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

const struct screen screen_access = {
    .name = "access", .view = access_view, .flow = access_flow, .act = access_act};
