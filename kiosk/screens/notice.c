/* More about privacy: the clinic's own notice in its own words, and which version it is. The request records
 * that version. */
#include "screens/flow.h"

#include <string.h>

/* A block goes onto the next page as a whole, so a long paragraph is several blocks. */
#define BLOCK_LEAST 200
#define BLOCKS_MAX  (FLOW_BLOCKS_MAX - 2)

#define ISOLATE     "\u2068"
#define ISOLATE_END "\u2069"

/* Where this block ends: at the paragraph's end, or behind a sentence once it is long enough. Bold words stay
 * together. */
static size_t block_length(const char *text)
{
    bool bold = false;
    size_t i = 0;
    for (; text[i] != '\0' && text[i] != '\n'; i++) {
        if (strncmp(text + i, "**", 2) == 0) {
            bold = !bold;
            i++;
        } else if (!bold && i >= BLOCK_LEAST && text[i] == ' ' && strchr(".?!", text[i - 1]) != NULL) {
            return i;
        }
    }
    return i;
}

/* A notice in another language is one isolate (words_label). Its blocks are paragraphs of their own, and an
 * isolate ends with its paragraph: so each gets one. */
static const char *drop_isolate(struct arena *arena, const char *text, bool *ret_isolated)
{
    size_t length = strlen(text), mark = strlen(ISOLATE);
    *ret_isolated = length >= 2 * mark && strncmp(text, ISOLATE, mark) == 0;
    return *ret_isolated ? arena_format(arena, "%.*s", (int)(length - 2 * mark), text + mark) : text;
}

static void flow_notice(struct flow *flow, const char *label)
{
    bool isolated;
    struct arena *arena = &flow->view->list->arena;
    const char *text = drop_isolate(arena, label, &isolated);
    int gap = 0;
    for (int count = 0; *text != '\0' && count < BLOCKS_MAX; count++) {
        /* What is left when there is no room for more blocks stands in the last one. */
        size_t length = count + 1 < BLOCKS_MAX ? block_length(text) : strlen(text);
        if (length > 0)
            flow_words(flow, gap, 0, STYLE_BODY, COLOR_INK,
                       arena_format(arena, "%s%.*s%s", isolated ? ISOLATE : "", (int)length, text,
                                    isolated ? ISOLATE_END : ""));
        gap = text[length] == '\n' ? 18 : 0;
        text += length;
        text += strspn(text, " \n");
    }
}

static void notice_view(const struct app *app, struct view *view)
{
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE, view_tr(view, "notice.title"));
    if (app->board) {
        const struct site_settings *settings = &app->board->site.settings;
        const char *version = arena_format(&view->list->arena, "%d", settings->notice_version);
        flow_notice(&flow, words_label(view, &settings->notice));
        flow_words(&flow, 18, 0, STYLE_LABEL, COLOR_INK_2,
                   view_fill(view, "notice.version", "n", version, NULL));
    }
    flow_bar(&flow, bar_done(view, "common.done", DO_NOTICE_DONE));
    flow_end(&flow, RAIL_PAGE);
}

static bool notice_act(struct app *app, struct action action)
{
    if (action.kind != DO_NOTICE_DONE)
        return false;
    app_return_to(app, SCREEN_REVIEW);
    return true;
}

const struct screen screen_notice = {
    .name = "notice", .view = notice_view, .flow = notice_view, .act = notice_act};
