/* Pieces that several of the reading pages are made of. */
#include "screens/pieces.h"

#define CALL_BADGE_WIDTH  160
#define CALL_BADGE_HEIGHT 92
#define CALL_GAP          26
#define CALL_ICON         60

static const struct text_style style_badge = {TYPEFACE_SANS, 700, 52, 58};
static const struct text_style style_call_head = {TYPEFACE_SANS, 700, 38, 43};
static const struct text_style style_call_line = {TYPEFACE_SANS, 400, 32, 37};

void view_own(struct view *view, int target)
{
    for (size_t i = (size_t)target + 1; i < view->list->count; i++)
        if (view->list->items[i].owner < 0)
            view->list->items[i].owner = target;
}

static void view_call_badge(struct view *view, struct rect box, const char *number, const char *icon)
{
    struct element *badge =
        view_at(view, view_box(view, box, COLOR_PAPER, radii_arch(CALL_BADGE_HEIGHT, 18)));
    badge->edge = COLOR_MADDER;
    badge->edge_width = 3;
    if (number) {
        struct rect text = rect_centered(box, box.w, view_style(view, style_badge).line);
        view_text(view, text, style_badge, COLOR_MADDER, ALIGN_CENTER, number);
    } else {
        struct rect mask = rect_centered(box, CALL_ICON, CALL_ICON);
        view_icon(view, mask.x, mask.y, CALL_ICON, icon, COLOR_MADDER);
    }
}

int view_call_height(struct view *view, int width, int padding, const char *head, const char *line)
{
    int words = width - CALL_BADGE_WIDTH - CALL_GAP;
    int height = view_text_height(view, style_call_head, words, head) +
                 view_text_height(view, style_call_line, words, line);
    return (height > CALL_BADGE_HEIGHT ? height : CALL_BADGE_HEIGHT) + 2 * padding;
}

int view_call_row(struct view *view, struct rect box, int padding, const char *number, const char *icon,
                  const char *head, const char *line)
{
    int indent = CALL_BADGE_WIDTH + CALL_GAP;
    struct rect words = {box.x + indent, box.y + padding, box.w - indent, 0};
    int head_height = view_text_height(view, style_call_head, words.w, head);
    int height = head_height + view_text_height(view, style_call_line, words.w, line);
    int inner = height > CALL_BADGE_HEIGHT ? height : CALL_BADGE_HEIGHT;
    struct rect badge = {box.x, box.y + padding + (inner - CALL_BADGE_HEIGHT) / 2, CALL_BADGE_WIDTH,
                         CALL_BADGE_HEIGHT};
    view_call_badge(view, badge, number, icon);
    words.y += (inner - height) / 2;
    view_text(view, words, style_call_head, COLOR_INK, ALIGN_START, head);
    words.y += head_height;
    view_text(view, words, style_call_line, COLOR_INK, ALIGN_START, line);
    return inner + 2 * padding;
}

const char *crisis_words(const struct app *app, struct view *view)
{
    const struct region *region = &app->region;
    if (!region->crisis_texts)
        return view_fill(view, "help.988.call", "crisis", region->crisis, NULL);
    if (!region->crisis_chat[0])
        return view_fill(view, "help.988.text", "crisis", region->crisis, NULL);
    return view_fill(view, "help.988.more", "crisis", region->crisis, "chat", region->crisis_chat, NULL);
}

const struct coach *shown_coach(const struct app *app)
{
    if (!app->board || uuid_is_none(&app->visit.shown_coach))
        return NULL;
    return board_coach(app->board, &app->visit.shown_coach);
}

int coach_index(const struct app *app, const struct coach *coach)
{
    return (int)(coach - app->board->coaches);
}

const struct coach *first_with_phone(const struct app *app)
{
    struct coach_now coaches[SITE_COACHES_MAX];
    size_t count = app_coaches(app, coaches, SITE_COACHES_MAX);
    for (size_t i = 0; i < count; i++)
        if (coaches[i].coach->phone[0] != '\0')
            return coaches[i].coach;
    return NULL;
}
