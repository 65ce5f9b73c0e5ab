/* No coach is here: when the next ones come, groups today, who can be called, and the front desk. Says
 * nothing that it can't know. */
#include "base/date.h"
#include "screens/groups.h"
#include "screens/pieces.h"

#include <stdlib.h>
#include <string.h>

#define NEXT_MAX      3
#define NEXT_DAYS     60
#define LINES_MAX     3
#define LINE_GAP      8
#define LINE_INDENT   16
#define NEXT_PORTRAIT 48
#define HALF_NEXT     507 /* of the page, where groups stand beside */
#define HALF_GAP      26
#define PHONE_HEIGHT  88
#define NEXT_HEIGHT   86

static const struct text_style style_head = {TYPEFACE_SANS, 700, 36, 42};
static const struct text_style style_name = {TYPEFACE_SANS, 600, 34, 38};
static const struct text_style style_when = {TYPEFACE_SANS, 700, 42, 48};
static const struct text_style style_number = {TYPEFACE_SANS, 700, 42, 46};
static const struct text_style style_what = {TYPEFACE_SANS, 600, 28, 34};

struct next_coach {
    const struct coach *coach;
    int64_t start_ms; /* 0: their hours are now, but they have not said that they are here */
};

static int next_compare(const void *left, const void *right)
{
    const struct next_coach *a = left;
    const struct next_coach *b = right;
    return (a->start_ms > b->start_ms) - (a->start_ms < b->start_ms);
}

static size_t next_coaches(const struct app *app, struct next_coach *ret_next)
{
    size_t count = 0;
    for (size_t i = 0; app->board && i < app->board->coach_count && count < SITE_COACHES_MAX; i++) {
        const struct coach *coach = &app->board->coaches[i];
        int64_t start_ms = 0;
        int64_t end_ms = 0;
        if (coach->presence.kind != PRESENCE_DONE &&
            schedule_open(&coach->schedule, app->zone, app->now.wall_ms, &end_ms)) {
            ret_next[count++] = (struct next_coach){coach, 0};
        } else if (schedule_next(&coach->schedule, app->zone, app->now.wall_ms, NEXT_DAYS, &start_ms)) {
            ret_next[count++] = (struct next_coach){coach, start_ms};
        }
    }
    qsort(ret_next, count, sizeof ret_next[0], next_compare);
    return count;
}

static const char *next_words(const struct app *app, struct view *view, int64_t start_ms)
{
    return start_ms == 0 ? view_tr(view, "status.expected") : words_next_time(app, view, start_ms);
}

static void next_row_view(const struct app *app, struct view *view, struct rect row,
                          const struct next_coach *next)
{
    struct rect portrait =
        rect_centered(rect_cut_start(&row, NEXT_PORTRAIT), NEXT_PORTRAIT, NEXT_PORTRAIT * 7 / 6);
    view_portrait(view, portrait, 12, next->coach->avatar, next->coach->name, true);
    rect_cut_start(&row, 20);
    struct rect when = rect_cut_end(&row, row.w * 3 / 5);
    int name_height = view_text_height(view, style_name, row.w - 16, next->coach->name);
    view_text(view, rect_centered(row, row.w - 16, name_height), style_name, COLOR_INK, ALIGN_START,
              next->coach->name);
    const char *words = next_words(app, view, next->start_ms);
    int when_height = view_text_height(view, style_when, when.w, words);
    view_text(view, rect_centered(when, when.w, when_height), style_when, COLOR_SKY_INK, ALIGN_START, words);
}

/* In half the width: the time below the name. */
static void next_stacked_view(const struct app *app, struct view *view, struct rect row,
                              const struct next_coach *next)
{
    struct rect portrait = rect_centered(rect_cut_start(&row, 72), 72, 84);
    view_portrait(view, portrait, 12, next->coach->avatar, next->coach->name, true);
    rect_cut_start(&row, 20);
    const char *words = next_words(app, view, next->start_ms);
    int name = view_text_height(view, style_name, row.w, next->coach->name);
    struct text_style style = style_when;
    while (style.size > 32 && view_text_width(view, style, words) > row.w)
        style.size -= 2;
    int when = view_text_height(view, style, row.w, words);
    rect_cut_top(&row, row.h > name + when ? (row.h - name - when) / 2 : 0);
    rect_cut_top(&row, view_text(view, row, style_name, COLOR_INK, ALIGN_START, next->coach->name));
    view_text(view, row, style, COLOR_SKY_INK, ALIGN_START, words);
}

static struct bar_button phone_button(struct view *view)
{
    return bar_way(view, "phone", "closed.phone", DO_PHONE);
}

/* Beside the groups: who comes next, and who can be called meanwhile. */
static void next_half_view(const struct app *app, struct view *view, struct rect card)
{
    struct next_coach next[SITE_COACHES_MAX];
    const size_t count = next_coaches(app, next);
    const bool phone = app_phone_coach(app) != NULL;
    view_card(view, card);
    struct rect inside = rect_inset(card, 28, 14);
    rect_cut_top(&inside, view_text(view, inside, style_head, COLOR_INK, ALIGN_START,
                                    view_tr(view, count > 0 ? "closed.next" : "closed.next.none")) +
                              2);
    if (phone) {
        struct bar_button button = phone_button(view);
        button.grows = true;
        page_bar(view, rect_cut_bottom(&inside, PHONE_HEIGHT + LIP), &button, 1);
        rect_cut_bottom(&inside, 8);
    }
    int shown = inside.h / NEXT_HEIGHT;
    shown = shown > NEXT_MAX ? NEXT_MAX : shown < 1 ? 1 : shown;
    for (int i = 0; i < shown && i < (int)count; i++) {
        struct rect row = rect_row(inside, i, shown, 0);
        if (i > 0)
            view_rule(view, row.x, row.y, row.w, COLOR_RULE);
        next_stacked_view(app, view, row, &next[i]);
    }
}

/* The height of a row that each of the first `count` groups has room in. */
static int group_height(const struct app *app, struct view *view, int width,
                        const struct meeting_today *groups, int count)
{
    int height = 0;
    for (int i = 0; i < count; i++) {
        int each = group_row_height(view, app, width, &groups[i]) + 2;
        height = each > height ? each : height;
    }
    return height;
}

/* Where there are more than can stand here, all are one touch away. */
static void groups_half_view(const struct app *app, struct view *view, struct rect card)
{
    struct meeting_today groups[MEETINGS_TODAY_MAX];
    const int count = (int)groups_today(app, groups);
    view_card(view, card);
    struct rect inside = rect_inset(card, 28, 14);
    rect_cut_top(&inside, view_icon_line(view, inside, "calendar", 40, COLOR_INK, 14, style_head, COLOR_INK,
                                         view_tr(view, "closed.groups")) +
                              2);
    int shown = count < NEXT_MAX ? count : NEXT_MAX;
    if (count > NEXT_MAX || group_height(app, view, inside.w, groups, shown) * shown > inside.h) {
        struct bar_button all = bar_way(view, NULL, "groups.all", DO_GROUPS);
        all.grows = true;
        page_bar(view, rect_cut_bottom(&inside, PHONE_HEIGHT + LIP), &all, 1);
        rect_cut_bottom(&inside, 8);
        while (shown > 1 && group_height(app, view, inside.w, groups, shown) * shown > inside.h)
            shown--;
    }
    for (int i = 0; i < shown; i++) {
        struct rect row = rect_row(inside, i, shown < 2 ? 2 : shown, 0);
        if (i > 0)
            view_rule(view, row.x, row.y, row.w, COLOR_RULE);
        group_row(view, app, row, &groups[i]);
    }
}

static void next_view(const struct app *app, struct view *view, struct rect card)
{
    struct next_coach next[SITE_COACHES_MAX];
    size_t count = next_coaches(app, next);
    view_card(view, card);
    struct rect inside = rect_inset(card, 28, 14);
    rect_cut_top(&inside,
                 view_text(view, inside, style_head, COLOR_INK, ALIGN_START, view_tr(view, "closed.next")) +
                     2);
    if (count == 0) {
        view_text(view, inside, STYLE_BODY, COLOR_INK, ALIGN_START, view_tr(view, "closed.next.none"));
        return;
    }
    for (size_t i = 0; i < count && i < NEXT_MAX; i++) {
        struct rect row = rect_row(inside, (int)i, NEXT_MAX, 0);
        if (i > 0)
            view_rule(view, row.x, row.y, row.w, COLOR_RULE);
        next_row_view(app, view, row, &next[i]);
    }
}

static void line_view(struct view *view, struct rect box, const char *number, const char *what)
{
    view_box(view, (struct rect){box.x, box.y, 4, box.h}, COLOR_LINE_STRONG, radii_all(0));
    rect_cut_start(&box, LINE_INDENT);
    rect_cut_top(&box, view_text(view, box, style_number, COLOR_INK, ALIGN_START, number));
    view_text(view, box, style_what, COLOR_INK, ALIGN_START, what);
}

struct line {
    const char *number;
    const char *what;
};

/* The crisis line, then what the clinic chose. */
static int lines_of(const struct app *app, struct view *view, struct line *ret_lines)
{
    int count = 0;
    const char *crisis = view_tr(view, app->region.crisis_texts ? "closed.988" : "closed.988.call");
    ret_lines[count++] = (struct line){app->region.crisis, crisis};
    for (size_t i = 0; app->board && i < app->board->resource_count && count < LINES_MAX; i++) {
        const struct resource *resource = &app->board->resources[i];
        if (strcmp(resource->number, app->region.crisis) == 0)
            continue;
        ret_lines[count++] = (struct line){resource->number, words_label(view, &resource->label)};
    }
    return count;
}

/* Cuts the row off the foot of *area. */
static void lines_view(const struct app *app, struct view *view, struct rect *area)
{
    struct line lines[LINES_MAX];
    int count = lines_of(app, view, lines);
    int height = 0;
    for (int i = 0; i < count; i++) {
        int width = rect_column(*area, i, count, LINE_GAP).w - LINE_INDENT;
        int needed = style_number.line + view_text_height(view, style_what, width, lines[i].what);
        height = needed > height ? needed : height;
    }
    struct rect row = rect_cut_bottom(area, height);
    for (int i = 0; i < count; i++)
        line_view(view, rect_column(row, i, count, LINE_GAP), lines[i].number, lines[i].what);
}

/* True only when no coach here ever works nights or weekends. */
static bool all_rest(const struct app *app)
{
    for (size_t i = 0; app->board && i < app->board->coach_count; i++) {
        const struct schedule *schedule = &app->board->coaches[i].schedule;
        if (schedule->weekly_count == 0 || !schedule_spares_nights_and_weekends(schedule)) {
            return false;
        }
    }
    return app->board && app->board->coach_count > 0;
}

static void actions_view(const struct app *app, struct view *view, struct rect bar)
{
    struct bar_button leave = {.kind = BUTTON_PRIMARY,
                               .grows = true,
                               .style = STYLE_KEY,
                               .icon = "chat",
                               .icon_size = 54,
                               .text = view_tr(view, "closed.leave"),
                               .action = {DO_LEAVE, 0}};
    struct bar_button card = {.kind = BUTTON_SECONDARY,
                              .style = STYLE_SECONDARY,
                              .icon = "card",
                              .icon_size = 46,
                              .text = view_tr(view, "home.card"),
                              .action = {DO_CARD, 0}};
    struct bar_button see = {.kind = BUTTON_SECONDARY,
                             .style = STYLE_SECONDARY,
                             .icon = "people",
                             .icon_size = 46,
                             .text = view_tr(view, "closed.coaches"),
                             .action = {DO_SEE_BOARD, 0}};
    page_bar(view, bar, (const struct bar_button[]){leave, first_with_phone(app) ? card : see}, 2);
}

static bool has_halves(const struct app *app)
{
    struct meeting_today groups[MEETINGS_TODAY_MAX];
    return groups_today(app, groups) > 0 || app_phone_coach(app) != NULL;
}

/* Two cards need the height of the line about nights and weekends; the desk stands in its place. */
static void halves_view(const struct app *app, struct view *view, struct rect area)
{
    struct meeting_today groups[MEETINGS_TODAY_MAX];
    rect_cut_top(&area, view_icon_line(view, area, "person", 44, COLOR_INK, 14, STYLE_BODY, COLOR_INK,
                                       view_tr(view, "closed.desk")) +
                            14);
    lines_view(app, view, &area);
    rect_cut_bottom(&area, 18);
    if (groups_today(app, groups) == 0) {
        next_half_view(app, view, area);
        return;
    }
    next_half_view(app, view, rect_cut_start(&area, HALF_NEXT));
    rect_cut_start(&area, HALF_GAP);
    groups_half_view(app, view, area);
}

static void closed_view(const struct app *app, struct view *view)
{
    struct rect area = view_page(view, COLOR_MIST);
    struct rect bar = page_bar_area(&area);
    const char *title = view_tr(view, app_board_stale(app) ? "closed.title.unknown" : "closed.title");
    rect_cut_top(&area, view_title(view, area, STYLE_TITLE, title) + 2);
    rect_cut_bottom(&area, 20);
    if (has_halves(app)) {
        halves_view(app, view, area);
        actions_view(app, view, bar);
        page_rail(app, view, RAIL_PAGE);
        return;
    }
    const char *body = view_tr(view, all_rest(app) ? "closed.body" : "closed.body.plain");
    rect_cut_top(&area, view_text(view, area, STYLE_BODY, COLOR_INK, ALIGN_START, body) + 14);
    lines_view(app, view, &area);
    rect_cut_bottom(&area, 18);
    struct rect desk = rect_cut_bottom(&area, 46);
    rect_cut_bottom(&area, 16);
    next_view(app, view, area);
    view_icon_line(view, desk, "person", 46, COLOR_INK, 18, STYLE_BODY, COLOR_INK,
                   view_tr(view, "closed.desk"));
    actions_view(app, view, bar);
    page_rail(app, view, RAIL_PAGE);
}

struct next_what {
    const struct app *app;
    struct next_coach next;
};

static int next_height(struct view *view, int width, const void *what)
{
    const struct next_what *next = what;
    int words = width - 40 - NEXT_PORTRAIT - 20;
    int height = view_text_height(view, style_name, words, next->next.coach->name) +
                 view_text_height(view, style_when, words, next_words(next->app, view, next->next.start_ms));
    return height + 2 * 12;
}

static void next_draw(struct view *view, struct rect box, const void *what)
{
    const struct next_what *next = what;
    view_card(view, box);
    struct rect inside = rect_inset(box, 20, 12);
    struct rect portrait =
        rect_centered(rect_cut_start(&inside, NEXT_PORTRAIT), NEXT_PORTRAIT, NEXT_PORTRAIT * 7 / 6);
    view_portrait(view, portrait, 12, next->next.coach->avatar, next->next.coach->name, true);
    rect_cut_start(&inside, 20);
    rect_cut_top(&inside,
                 view_text(view, inside, style_name, COLOR_INK, ALIGN_START, next->next.coach->name));
    view_text(view, inside, style_when, COLOR_SKY_INK, ALIGN_START,
              next_words(next->app, view, next->next.start_ms));
}

static int number_height(struct view *view, int width, const void *what)
{
    const struct line *line = what;
    return view_text_height(view, style_number, width - LINE_INDENT, line->number) +
           view_text_height(view, STYLE_BODY, width - LINE_INDENT, line->what);
}

static void number_draw(struct view *view, struct rect box, const void *what)
{
    const struct line *line = what;
    view_box(view, (struct rect){box.x, box.y, 4, box.h}, COLOR_LINE_STRONG, radii_all(0));
    rect_cut_start(&box, LINE_INDENT);
    rect_cut_top(&box, view_text(view, box, style_number, COLOR_INK, ALIGN_START, line->number));
    view_text(view, box, STYLE_BODY, COLOR_INK, ALIGN_START, line->what);
}

static void closed_flow(const struct app *app, struct view *view)
{
    struct next_coach next[SITE_COACHES_MAX];
    size_t count = next_coaches(app, next);
    struct line lines[LINES_MAX];
    int line_count = lines_of(app, view, lines);
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE,
               view_tr(view, app_board_stale(app) ? "closed.title.unknown" : "closed.title"));
    flow_words(&flow, 0, 0, STYLE_BODY, COLOR_INK,
               view_tr(view, all_rest(app) ? "closed.body" : "closed.body.plain"));
    flow_words(&flow, 20, FLOW_KEEP, style_head, COLOR_INK,
               view_tr(view, count > 0 ? "closed.next" : "closed.next.none"));
    for (size_t i = 0; i < count && i < NEXT_MAX; i++) {
        struct next_what what = {app, next[i]};
        flow_add(&flow, i == 0 ? 8 : 12, 0, next_height, next_draw, &what, sizeof what);
    }
    if (app_phone_coach(app))
        flow_button(&flow, 20, phone_button(view));
    flow_line(&flow, 20, 0, "person", COLOR_INK, STYLE_BODY, view_tr(view, "closed.desk"));
    flow_groups(&flow);
    for (int i = 0; i < line_count; i++)
        flow_add(&flow, 18, 0, number_height, number_draw, &lines[i], sizeof lines[i]);
    struct bar_button leave = bar_done(view, "closed.leave", DO_LEAVE);
    leave.icon = "chat";
    flow_bar(&flow, first_with_phone(app) ? bar_way(view, "card", "home.card", DO_CARD)
                                          : bar_way(view, "people", "closed.coaches", DO_SEE_BOARD));
    flow_bar(&flow, leave);
    flow_end(&flow, RAIL_PAGE);
}

const struct screen screen_closed = {
    .name = "closed", .view = closed_view, .flow = closed_flow, .shows_now = true};
