/* Whom the person would rather talk with: a language, a woman or a man. Offered where somebody chooses who,
 * never asked for, and promised nothing: the coaches see it. A wish is for any coach; a coach who was chosen
 * needs none. */
#include "screens/flow.h"

#include <string.h>

#define ANY_LANGUAGE (-1)

static struct spoken_languages languages_spoken(const struct app *app)
{
    return app->board ? board_spoken_languages(app->board) : (struct spoken_languages){.count = 0};
}

/* ---- the page ---- */

#define CHOICE_LEAST 237 /* four side by side */

static int choice_width(struct view *view, const struct flow_option *choices, int count)
{
    int width = CHOICE_LEAST;
    for (int i = 0; i < count; i++)
        width = view_option_width(view, width, choices[i].text);
    return width;
}

static void flow_choices(struct flow *flow, const char *head, const struct flow_option *choices, int count)
{
    flow_words(flow, 12, FLOW_KEEP, STYLE_BODY_BOLD, COLOR_INK, view_tr(flow->view, head));
    flow_options(flow, 8, choice_width(flow->view, choices, count), 88, choices, count);
}

static void flow_genders(struct flow *flow)
{
    static const char *const ids[] = {[PREFERENCE_ANYONE] = "prefer.anyone",
                                      [PREFERENCE_WOMAN] = "prefer.woman",
                                      [PREFERENCE_MAN] = "prefer.man"};
    struct flow_option choices[PREFERENCE_MAN + 1];
    for (int i = PREFERENCE_ANYONE; i <= PREFERENCE_MAN; i++)
        choices[i] = (struct flow_option){view_tr(flow->view, ids[i]),
                                          (int)flow->app->visit.draft.preference.gender == i,
                                          {DO_PREFER_GENDER, i}};
    flow_choices(flow, "prefer.gender", choices, PREFERENCE_MAN + 1);
}

/* Only what a coach here speaks; where all speak one language there is nothing to choose. */
static void flow_languages(struct flow *flow)
{
    const struct spoken_languages languages = languages_spoken(flow->app);
    const char *wished = flow->app->visit.draft.preference.language;
    struct flow_option choices[SPOKEN_LANGUAGES_MAX + 1];
    if (languages.count < 2)
        return;
    choices[0] = (struct flow_option){
        view_tr(flow->view, "prefer.language.any"), wished[0] == '\0', {DO_PREFER_LANGUAGE, ANY_LANGUAGE}};
    for (int i = 0; i < languages.count; i++)
        choices[i + 1] = (struct flow_option){words_language(view_text_copy(flow->view, languages.codes[i])),
                                              strcmp(wished, languages.codes[i]) == 0,
                                              {DO_PREFER_LANGUAGE, i}};
    flow_choices(flow, "prefer.language", choices, languages.count + 1);
}

static void preference_view(const struct app *app, struct view *view)
{
    struct bar_button skip = bar_way(view, NULL, "topics.skip", DO_PREFER_SKIP);
    skip.style = STYLE_KEY;
    struct flow flow;
    flow_begin(&flow, app, view, COLOR_MIST);
    flow_title(&flow, STYLE_TITLE, view_tr(view, "prefer.title"));
    flow_words(&flow, 0, 0, STYLE_BODY, COLOR_INK, view_tr(view, "prefer.body"));
    flow_genders(&flow);
    flow_languages(&flow);
    flow_bar(&flow, skip);
    flow_bar(&flow, bar_done(view, "common.done", DO_PREFER_DONE));
    flow_end(&flow, RAIL_PAGE);
}

/* ---- touches ---- */

static void wish_language(struct app *app, int index)
{
    const struct spoken_languages languages = languages_spoken(app);
    char *language = app->visit.draft.preference.language;
    if (index == ANY_LANGUAGE)
        language[0] = '\0';
    else if (index >= 0 && index < languages.count)
        memcpy(language, languages.codes[index], sizeof languages.codes[0]);
}

static bool preference_act(struct app *app, struct action action)
{
    struct draft *draft = &app->visit.draft;
    switch (action.kind) {
    case DO_PREFER_LANGUAGE:
        wish_language(app, action.arg);
        break;
    case DO_PREFER_GENDER:
        if (action.arg >= PREFERENCE_ANYONE && action.arg <= PREFERENCE_MAN)
            draft->preference.gender = (enum preference_gender)action.arg;
        break;
    case DO_PREFER_SKIP:
        draft->preference = (struct preference){.gender = PREFERENCE_ANYONE};
        app_return_to(app, SCREEN_REVIEW);
        return true;
    case DO_PREFER_DONE:
        app_return_to(app, SCREEN_REVIEW);
        return true;
    default:
        return false;
    }
    if (preference_is_set(&draft->preference))
        draft->coach_id = (struct uuid){{0}};
    app->visit.touched = true;
    return true;
}

const struct screen screen_preference = {
    .name = "preference", .view = preference_view, .flow = preference_view, .act = preference_act};
