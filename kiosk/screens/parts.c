/* What several pages are put together from: the rail, the covers, the bar of actions, the ticket, the lines
 * beside it. */
#include "screens/screen.h"

#define COVER_RADIUS 44
#define COVER_ARCH   132
#define BAR_GAP      20

/* ---- the rail ---- */

/* At home the label goes through the languages so that everyone sees their own in passing; elsewhere it says
 * which is on. */
static const char *language_label(const struct app *app, bool turning)
{
    if (app->language_count == 0)
        return "";
    int offered[APP_LANGUAGES_MAX];
    size_t count = app_offered_languages(app, offered);
    if (!turning || count == 0)
        return app->languages[app->visit.language].own_name;
    return app->languages[offered[(size_t)(app->now.mono_ms / APP_LABEL_TURN_MS) % count]].own_name;
}

void page_rail(const struct app *app, struct view *view, unsigned rail_flags)
{
    static const struct rail_actions actions = {.back = {DO_BACK, 0},
                                                .over = {DO_START_OVER, 0},
                                                .language = {DO_LANGUAGE, 0},
                                                .access = {DO_ACCESS, 0},
                                                .help = {DO_HELP, 0}};
    if (app_display_too_small(app))
        rail_flags &= RAIL_BACK | RAIL_OVER; /* the other ways lead to pages that do not open */
    view_rail_end(view, rail_flags, &actions,
                  language_label(app, app_screen(app) == SCREEN_HOME && !app->visit.mode.still));
}

/* ---- the bar of actions ---- */

int bar_natural_width(struct view *view, const struct bar_button *button)
{
    int icon = button->icon ? button->icon_size + BAR_GAP : 0;
    return view_text_width(view, button->style, button->text) + icon + 2 * 36;
}

/* The page's own action takes what is left. Where the words are too long for the row, the long ones give way
 * most. */
void bar_widths(struct view *view, int width, const struct bar_button *buttons, int count, int *ret_widths)
{
    int total = 0, growing = 0;
    const int room = width - (count - 1) * BAR_GAP;
    for (int i = 0; i < count; i++) {
        ret_widths[i] = bar_natural_width(view, &buttons[i]);
        total += ret_widths[i];
        growing += buttons[i].grows;
    }
    for (int i = 0; i < count; i++) {
        if (total > room)
            ret_widths[i] = ret_widths[i] * room / total;
        else if (buttons[i].grows)
            ret_widths[i] += (room - total) / growing;
    }
}

void page_bar(struct view *view, struct rect area, const struct bar_button *buttons, int count)
{
    int widths[BAR_BUTTONS_MAX], growing = 0;
    bar_widths(view, area.w, buttons, count, widths);
    for (int i = 0; i < count; i++)
        growing += buttons[i].grows;
    for (int i = 0; i < count; i++) {
        struct rect box = {area.x, area.y, widths[i], area.h - LIP};
        if (i == count - 1 && growing > 0)
            box.w = area.w;
        int target = view_button(view, box, buttons[i].kind, buttons[i].style, buttons[i].icon,
                                 buttons[i].icon_size, buttons[i].text, buttons[i].action);
        if (buttons[i].icon_after)
            view_button_icon_after(view, target);
        area.w -= box.w + BAR_GAP;
        area.x += box.w + BAR_GAP;
    }
}

struct rect page_bar_area(struct rect *area)
{
    return rect_cut_bottom(area, ACTION_BAR);
}

struct bar_button bar_done(struct view *view, const char *id, int action)
{
    return (struct bar_button){.kind = BUTTON_PRIMARY,
                               .style = STYLE_KEY,
                               .icon = "check",
                               .icon_size = 50,
                               .text = view_tr(view, id),
                               .action = {action, 0},
                               .grows = true};
}

struct bar_button bar_way(struct view *view, const char *icon, const char *id, int action)
{
    return (struct bar_button){.kind = BUTTON_SECONDARY,
                               .style = STYLE_BAR,
                               .icon = icon,
                               .icon_size = 42,
                               .text = view_tr(view, id),
                               .action = {action, 0}};
}

/* ---- the question in the middle of an empty page ---- */

#define QUESTION_PADDING 58
#define QUESTION_WORDS   764

/* A line or more in the middle of the box, none much shorter than the others. */
static void centred_words(struct view *view, struct rect box, struct text_style style, const char *text)
{
    int width = view_balanced_width(view, style, box.w, text);
    view_text(view, rect_centered(box, width, box.h), style, COLOR_INK, ALIGN_CENTER, text);
}

static int buttons_width(struct view *view, const struct question *question)
{
    int width = (question->button_count - 1) * BAR_GAP;
    for (int i = 0; i < question->button_count; i++)
        width += bar_natural_width(view, &question->buttons[i]);
    return width;
}

/* With its lip; as high as a finger and the words need, in a row of its own or beside the others. */
static int question_bar(struct view *view, const struct question *question, int width, bool stacked)
{
    int widths[BAR_BUTTONS_MAX], height = view_at_least(view, PRIMARY_HEIGHT, 20);
    bar_widths(view, width, question->buttons, question->button_count, widths);
    for (int i = 0; i < question->button_count; i++) {
        const struct bar_button *button = &question->buttons[i];
        int words = view_button_height(view, stacked ? width : widths[i], button->style, button->icon,
                                       button->icon_size, button->text);
        height = words > height ? words : height;
    }
    return height + LIP;
}

/* The last one lowest. */
static void stacked_buttons(struct view *view, struct rect rest, const struct question *question, int bar)
{
    for (int i = question->button_count - 1; i >= 0; i--) {
        struct bar_button button = question->buttons[i];
        button.grows = true;
        page_bar(view, rect_cut_bottom(&rest, bar), &button, 1);
        rect_cut_bottom(&rest, BAR_GAP);
    }
}

void page_question(struct view *view, struct rect area, const struct question *question)
{
    const int room = area.w - 2 * QUESTION_PADDING;
    const int inner = room < QUESTION_WORDS || !view_as_drawn(view) ? room : QUESTION_WORDS;
    const bool stacked = !view_as_drawn(view) && buttons_width(view, question) > inner;
    int title = view_text_height(view, STYLE_TITLE, inner, question->title);
    int body = question->body ? view_text_height(view, STYLE_BODY, inner, question->body) : 0;
    const int bar = question_bar(view, question, inner, stacked);
    int buttons = question->button_count > 0 ? 34 + bar : 0;
    if (stacked)
        buttons += (question->button_count - 1) * (bar + BAR_GAP);
    int height = 50 + title + 10 + body + buttons + 50;
    /* The sign is the first to go where words need its room. */
    const int arch_height = height + COVER_ARCH + 22 <= area.h ? COVER_ARCH + 22 : 0;
    height += arch_height;
    struct rect card = rect_centered(area, inner + 2 * QUESTION_PADDING, height);
    view_at(view, view_card(view, card))->radii = radii_all(COVER_RADIUS);

    struct rect rest = rect_inset(card, QUESTION_PADDING, 50);
    struct rect arch = rect_cut_top(&rest, arch_height);
    if (arch_height > 0)
        view_arch_icon(view,
                       (struct rect){arch.x + (arch.w - COVER_ARCH) / 2, arch.y, COVER_ARCH, COVER_ARCH},
                       question->plate, question->icon, 84, question->ink);
    centred_words(view, rect_cut_top(&rest, title), STYLE_TITLE, question->title);
    view->list->title = question->title;
    rect_cut_top(&rest, 10);
    if (question->body)
        centred_words(view, rect_cut_top(&rest, body), STYLE_BODY, question->body);
    if (stacked)
        stacked_buttons(view, rest, question, bar);
    else if (question->button_count > 0)
        page_bar(view, rect_cut_bottom(&rest, bar), question->buttons, question->button_count);
}

/* ---- covers ---- */

/* What is true about the request behind the cover. */
static const char *idle_body(const struct app *app, struct view *view)
{
    switch (app->visit.way) {
    case WAY_NONE:
    case WAY_NOT_SAVED:
        return view_plural(view, "idle.body", APP_MORE_TIME_MS / SECOND_MS, NULL);
    case WAY_SAVED:
        return view_tr(view, "idle.body.saved");
    case WAY_SENT:
        if (app_request_open(app) && app->visit.wish != WISH_CANCEL)
            return view_tr(view, "idle.body.sent");
        break;
    default:
        break;
    }
    return view_plural(view, "idle.body.quiet", APP_MORE_TIME_MS / SECOND_MS, NULL);
}

static void idle_cover(const struct app *app, struct view *view, struct rect area)
{
    struct bar_button buttons[] = {bar_way(view, "eye-off", "idle.clear", DO_CLEAR_NOW),
                                   bar_done(view, "idle.more", DO_MORE_TIME)};
    buttons[1].icon = NULL;
    page_question(view, area,
                  &(struct question){.icon = "clock",
                                     .plate = COLOR_BRASS_100,
                                     .ink = COLOR_DISC_MARK,
                                     .title = view_tr(view, "idle.title"),
                                     .body = idle_body(app, view),
                                     .buttons = buttons,
                                     .button_count = 2});
}

static void over_cover(struct view *view, struct rect area)
{
    struct bar_button buttons[] = {bar_way(view, "restart", "over.yes", DO_OVER_YES),
                                   bar_done(view, "over.no", DO_OVER_NO)};
    buttons[1].icon = NULL;
    page_question(view, area,
                  &(struct question){.icon = "restart",
                                     .plate = COLOR_BRASS_100,
                                     .ink = COLOR_DISC_MARK,
                                     .title = view_tr(view, "over.title"),
                                     .body = view_tr(view, "request.unsent"),
                                     .buttons = buttons,
                                     .button_count = 2});
}

/* The covered page is not drawn at all: what is not in the list can neither be seen, spoken nor touched. */
void cover_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST_2);
    if (app->visit.cover == COVER_OVER)
        over_cover(view, area);
    else
        idle_cover(app, view, area);
    page_rail(app, view, RAIL_HELP);
}

/* ---- the ticket and what stands beside it ---- */

struct rect page_ticket(const struct app *app, struct view *view, struct rect area, bool sent)
{
    const struct ticket ticket = app->visit.request.ticket;
    struct rect box = rect_cut_start(&area, TICKET_WIDTH);
    box.h = TICKET_HEIGHT;
    view_ticket(view, box, sign_name(ticket.sign), words_sign(view, ticket.sign), ticket.number,
                view_tr(view, sent ? "ticket.sign" : "off.sign"), sent);
    rect_cut_start(&area, 40);
    return area;
}

int page_fact_height(struct view *view, int width, const struct fact *fact)
{
    const int words = width - fact->icon_size - 20;
    int height = view_text_height(view, fact->head_style, words, fact->head);
    if (fact->more)
        height += view_text_height(view, STYLE_FACT, words, fact->more);
    return height > fact->icon_size ? height : fact->icon_size;
}

void page_fact(struct view *view, struct rect box, const struct fact *fact)
{
    view_icon(view, box.x, box.y, fact->icon_size, fact->icon, COLOR_INK);
    rect_cut_start(&box, fact->icon_size + 20);
    rect_cut_top(&box, view_text(view, box, fact->head_style, COLOR_INK, ALIGN_START, fact->head));
    if (!fact->more)
        return;
    box.w = view_balanced_width(view, STYLE_FACT, box.w, fact->more);
    view_text(view, box, STYLE_FACT, COLOR_INK, ALIGN_START, fact->more);
}

#define NOTE_ICON   56
#define NOTE_INDENT (26 + NOTE_ICON + 20)

static int note_words_height(struct view *view, int width, const char *head, const char *more)
{
    const int words = width - NOTE_INDENT - 24;
    return (head ? view_text_height(view, STYLE_KEY, words, head) : 0) +
           (more ? view_text_height(view, STYLE_LABEL, words, more) : 0);
}

int page_note_height(struct view *view, int width, const char *head, const char *more)
{
    int words = note_words_height(view, width, head, more);
    return (words > NOTE_ICON ? words : NOTE_ICON) + 2 * 18;
}

void page_note(struct view *view, struct rect box, const char *icon, const char *head, const char *more)
{
    box.h = page_note_height(view, box.w, head, more);
    view_note(view, box);
    view_icon(view, box.x + 26, box.y + 18, NOTE_ICON, icon, COLOR_INK);
    rect_cut_start(&box, NOTE_INDENT);
    rect_cut_end(&box, 24);
    int words = note_words_height(view, box.w + NOTE_INDENT + 24, head, more);
    struct rect text = rect_centered(box, box.w, words);
    if (head)
        rect_cut_top(&text, view_text(view, text, STYLE_KEY, COLOR_INK, ALIGN_START, head));
    if (!more)
        return;
    text.w = view_balanced_width(view, STYLE_LABEL, text.w, more);
    view_text(view, text, STYLE_LABEL, COLOR_INK, ALIGN_START, more);
}

/* "Nothing is sent yet." on the title's line, at its end. Returns the width it takes. */
int page_unsent(struct view *view, struct rect title)
{
    const char *text = view_tr(view, "request.unsent");
    int width = view_text_width(view, STYLE_UNSENT, text);
    view_text(view, (struct rect){title.x + title.w - width, title.y + 14, width, 38}, STYLE_UNSENT,
              COLOR_INK_2, ALIGN_END, text);
    return width;
}

int page_title_fitting(struct view *view, struct rect box, struct text_style style, const char *text)
{
    while (style.size > 40 && view_text_width(view, style, text) > box.w)
        style.size -= 2;
    return view_title(view, box, style, text);
}
