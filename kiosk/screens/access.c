/* Make this easier to use: how the pages look, move and sound, each setting with its choices side by side. A
 * touch takes effect at once; the end of the visit takes it back. How fast and how loud stand there while
 * pages are read aloud, right below the setting that begins it. */
#include "screens/flow.h"
#include "screens/pieces.h"

#define CHOICES_MAX  3
#define SEGMENT_H    84
#define SEGMENT_W    172
#define SEGMENT_GAP  12
#define ROW_GAP      20
#define NAME_GAP     8
#define SETTING_ICON 50
#define STEP_ICON    48

static const struct text_style STYLE_ACCESS_TITLE = {TYPEFACE_SERIF, 400, 54, 58};
static const struct text_style STYLE_SETTING = {TYPEFACE_SANS, 700, 40, 46};
static const struct text_style STYLE_SEGMENT = {TYPEFACE_SANS, 700, 32, 38};

struct setting {
    const char *icon;
    const char *id;
    int action; /* with the choice's number */
    int count;
    const char *choices[CHOICES_MAX];
    int (*chosen)(const struct app *app); /* NULL: a level between two steps */
    bool (*offered)(const struct app *app);
};

static int size_chosen(const struct app *app)
{
    return (int)app->visit.mode.text_size;
}

static int lower_chosen(const struct app *app)
{
    return app->visit.mode.lower ? 1 : 0;
}

static int theme_chosen(const struct app *app)
{
    return (int)app->visit.mode.theme;
}

static int still_chosen(const struct app *app)
{
    return app->visit.mode.still ? 1 : 0;
}

static int speak_chosen(const struct app *app)
{
    return app->visit.speech.on ? 1 : 0;
}

static int keypad_chosen(const struct app *app)
{
    return app->visit.keypad ? 1 : 0;
}

static bool always(const struct app *app)
{
    (void)app;
    return true;
}

static bool is_read_aloud(const struct app *app)
{
    return app->visit.speech.on && app_voice(app) == VOICE_READY;
}

static const struct setting settings[] = {
    {"text-size", "access.size", DO_TEXT_SIZE, 3, {"Aa", "Aa", "Aa"}, size_chosen, always},
    {"contrast",
     "access.contrast",
     DO_THEME,
     3,
     {"access.soft", "access.white", "access.black"},
     theme_chosen,
     always},
    {"speaker", "access.speak", DO_SPEAK, 2, {"access.off", "access.on"}, speak_chosen, always},
    {"sliders",
     "access.speed",
     DO_SPEED,
     3,
     {"access.slower", "access.usual", "access.faster"},
     app_speed_choice,
     is_read_aloud},
    {"speaker", "access.volume", DO_VOLUME, 3, {"access.softer", NULL, "access.louder"}, NULL, is_read_aloud},
    {"keypad", "access.keypad", DO_KEYPAD, 2, {"access.off", "access.on"}, keypad_chosen, always},
    {"reach", "access.lower", DO_LOWER, 2, {"access.off", "access.on"}, lower_chosen, always},
    {"moon", "access.still", DO_STILL, 2, {"access.off", "access.on"}, still_chosen, always},
};
#define SETTING_COUNT ((int)(sizeof settings / sizeof settings[0]))

/* ---- a row's choices ---- */

static const char *level_words(const struct app *app, struct view *view)
{
    char level[16], most[16];
    snprintf(level, sizeof level, "%d", app->visit.speech.volume - SPEECH_VOLUME_MIN + 1);
    snprintf(most, sizeof most, "%d", SPEECH_VOLUME_MAX - SPEECH_VOLUME_MIN + 1);
    return view_fill(view, "board.page", "n", level, "m", most, NULL);
}

/* "Aa" in three sizes is shown, and its number said: it has no words. Steps have signs. */
static const char *choice_words(const struct app *app, struct view *view, const struct setting *setting,
                                int choice)
{
    if (setting->chosen == NULL)
        return level_words(app, view);
    return setting->action == DO_TEXT_SIZE ? setting->choices[choice]
                                           : view_tr(view, setting->choices[choice]);
}

static const char *choice_label(const struct app *app, struct view *view, const struct setting *setting,
                                int choice)
{
    const char *name = view_tr(view, setting->id);
    struct arena *arena = &view->list->arena;
    const char *label = NULL;
    if (setting->action == DO_TEXT_SIZE)
        label = arena_format(arena, "%s %d", name, choice + 1);
    else if (setting->chosen == NULL)
        label = arena_format(arena, "%s: %s", name, view_tr(view, setting->choices[choice]));
    else
        label = arena_format(arena, "%s: %s", name, choice_words(app, view, setting, choice));
    return label != NULL ? label : name;
}

static struct text_style segment_style(const struct setting *setting, int choice)
{
    static const struct text_style sizes[] = {
        {TYPEFACE_SANS, 700, 32, 38}, {TYPEFACE_SANS, 700, 42, 48}, {TYPEFACE_SANS, 700, 54, 60}};
    return setting->action == DO_TEXT_SIZE ? sizes[choice] : STYLE_SEGMENT;
}

static void step_button(struct view *view, struct rect box, const char *icon, const char *label,
                        struct action action)
{
    int target = view_box(view, box, COLOR_PAPER, radii_all(24));
    struct element *face = view_at(view, target);
    face->edge = COLOR_LINE_STRONG;
    face->edge_width = 3;
    face->role = TARGET_BUTTON;
    face->action = action;
    face->label = label;
    face->pressed_fill = COLOR_MIST_2;
    struct rect sign = rect_centered(box, STEP_ICON, STEP_ICON);
    view_icon(view, sign.x, sign.y, STEP_ICON, icon, COLOR_INK);
    view_own(view, target);
}

static void level_text(struct view *view, struct rect box, const char *text)
{
    int height = view_text_height(view, STYLE_SEGMENT, box.w, text);
    view_text(view, (struct rect){box.x, box.y + (box.h - height) / 2, box.w, 0}, STYLE_SEGMENT, COLOR_INK,
              ALIGN_CENTER, text);
}

static void choice_draw(const struct app *app, struct view *view, struct rect box,
                        const struct setting *setting, int choice)
{
    const char *words = choice_words(app, view, setting, choice);
    if (setting->chosen == NULL && choice == 1) {
        level_text(view, box, words);
        return;
    }
    const char *label = choice_label(app, view, setting, choice);
    if (setting->chosen == NULL) {
        bool louder = choice == 2;
        step_button(view, box, louder ? "plus" : "minus", label,
                    (struct action){setting->action, louder ? 1 : -1});
        return;
    }
    int target = view_segment(view, box, segment_style(setting, choice), words,
                              setting->chosen(app) == choice, (struct action){setting->action, choice});
    view_at(view, target)->label = label;
}

/* ---- a row ---- */

struct setting_row {
    const struct app *app;
    const struct setting *setting;
    bool named_above; /* its name is a block of its own */
};

/* How the choices stand: beside the name, below it, or below each other, as their words have room. */
struct strip {
    int each; /* width of one */
    int height;
    bool beside;
    bool stacked;
};

static int side_by_side(const struct setting *setting, int each)
{
    return setting->count * (each + SEGMENT_GAP) - SEGMENT_GAP;
}

static struct strip strip_of(const struct setting_row *row, struct view *view, int width)
{
    const struct setting *setting = row->setting;
    struct strip strip = {.each = SEGMENT_W, .height = view_at_least(view, SEGMENT_H, 15)};
    for (int i = 0; i < setting->count; i++) {
        int natural =
            view_text_width(view, segment_style(setting, i), choice_words(row->app, view, setting, i)) +
            2 * 20 + 44;
        strip.each = natural > strip.each ? natural : strip.each;
    }
    int name = SETTING_ICON + 20 + view_text_width(view, STYLE_SETTING, view_tr(view, setting->id));
    strip.beside = name + 20 + side_by_side(setting, strip.each) <= width;
    strip.stacked = side_by_side(setting, strip.each) > width;
    return strip;
}

static int strip_height(const struct setting_row *row, const struct strip *strip)
{
    int rows = strip->stacked ? row->setting->count : 1;
    return rows * (strip->height + SEGMENT_GAP) - SEGMENT_GAP;
}

static int name_height(struct view *view, int width, const struct setting *setting)
{
    int words = view_text_height(view, STYLE_SETTING, width - SETTING_ICON - 20, view_tr(view, setting->id));
    return words > SETTING_ICON ? words : SETTING_ICON;
}

static int setting_height(struct view *view, int width, const void *what)
{
    const struct setting_row *row = what;
    struct strip strip = strip_of(row, view, width);
    int choices = strip_height(row, &strip);
    return strip.beside || row->named_above ? choices
                                            : name_height(view, width, row->setting) + NAME_GAP + choices;
}

static void name_draw(struct view *view, struct rect box, const struct setting *setting)
{
    const char *name = view_tr(view, setting->id);
    view_icon(view, box.x, box.y + (box.h - SETTING_ICON) / 2, SETTING_ICON, setting->icon, COLOR_INK);
    rect_cut_start(&box, SETTING_ICON + 20);
    int words = view_text_height(view, STYLE_SETTING, box.w, name);
    view_text(view, (struct rect){box.x, box.y + (box.h - words) / 2, box.w, 0}, STYLE_SETTING, COLOR_INK,
              ALIGN_START, name);
}

static void setting_draw(struct view *view, struct rect box, const void *what)
{
    const struct setting_row *row = what;
    const struct setting *setting = row->setting;
    struct strip strip = strip_of(row, view, box.w);
    int width = strip.stacked ? box.w : side_by_side(setting, strip.each);
    struct rect choices =
        strip.beside ? rect_cut_end(&box, width) : rect_cut_bottom(&box, strip_height(row, &strip));
    choices.w = width;
    if (!strip.beside)
        box.h -= NAME_GAP;
    if (!row->named_above)
        name_draw(view, box, setting);
    for (int i = 0; i < setting->count; i++)
        choice_draw(row->app, view,
                    strip.stacked ? rect_row(choices, i, setting->count, SEGMENT_GAP)
                                  : rect_column(choices, i, setting->count, SEGMENT_GAP),
                    setting, i);
}

static int name_block_height(struct view *view, int width, const void *what)
{
    return name_height(view, width, ((const struct setting_row *)what)->setting);
}

static void name_block_draw(struct view *view, struct rect box, const void *what)
{
    name_draw(view, box, ((const struct setting_row *)what)->setting);
}

/* Low down, choices below each other take all there is: their name stands higher, where nothing is touched.
 */
static void add_setting(struct flow *flow, struct setting_row row)
{
    const bool low = flow->view->mode.lower;
    row.named_above = low && strip_of(&row, flow->view, flow->area.w).stacked;
    if (row.named_above)
        flow_add(flow, ROW_GAP, FLOW_KEEP | FLOW_RULED, name_block_height, name_block_draw, &row, sizeof row);
    flow_add(flow, row.named_above ? NAME_GAP : ROW_GAP, FLOW_TARGET | (row.named_above ? 0 : FLOW_RULED),
             setting_height, setting_draw, &row, sizeof row);
}

/* ---- the page ---- */

/* Where pages cannot be read aloud, why not, and who reads instead. */
static void add_voiceless(struct flow *flow, const struct setting *setting, const char *why)
{
    struct view *view = flow->view;
    flow_fact(flow, ROW_GAP,
              (struct fact){.icon = "speaker-off",
                            .icon_size = SETTING_ICON,
                            .head_style = STYLE_SETTING,
                            .head = view_tr(view, setting->id),
                            .more = view_tr(view, why)});
    flow_flag(flow, FLOW_RULED);
}

static void access_view(const struct app *app, struct view *view)
{
    static const char *const whys[] = {
        [VOICE_NO_LANGUAGE] = "speech.no_voice", [VOICE_NO_SOUND] = "speech.no_sound"};
    enum voice_state voice = app_voice(app);
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_ACCESS_TITLE, view_tr(view, "access.title"));
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        struct setting_row row = {app, setting, false};
        if (!setting->offered(app))
            continue;
        if (setting->action == DO_SPEAK && voice != VOICE_READY)
            add_voiceless(&flow, setting, whys[voice]);
        else
            add_setting(&flow, row);
    }
    flow_bar(&flow, bar_way(view, "restart", "access.reset", DO_ACCESS_RESET));
    flow_bar(&flow, bar_done(view, "common.done", DO_CLOSE));
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
        app_reset_speech(app);
        return true;
    default:
        return false;
    }
}

/* Laid out by measuring on every display: there are more settings than one page has room for. */
const struct screen screen_access = {
    .name = "access", .view = access_view, .flow = access_view, .act = access_act};
