/* A kiosk on a stage: one clinic with six coaches on a Wednesday afternoon, both languages, and a measurer
 * without fonts, so that a test can open any screen and read what stands on it. */
#ifndef CB_TESTS_STAGE_H
#define CB_TESTS_STAGE_H

#include "app.h"
#include "base/file.h"
#include "card/card.h"
#include "screens/screen.h"
#include "text/catalogue.h"
#include "ui/element.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STAGE_NOW "2026-11-18T19:40:00Z" /* 2:40 PM in Boston */

struct stage {
    struct app app;
    struct board board;
    struct coach coaches[6];
    struct zone *zone;
    struct catalogue *english;
    struct catalogue *spanish;
    struct text_measurer *measurer;
};

static inline int64_t stage_ms(const char *text)
{
    int64_t wall_ms = 0;
    if (moment_parse(text, &wall_ms) != CB_OK)
        abort();
    return wall_ms;
}

static inline struct moment stage_moment(int64_t after_ms)
{
    return (struct moment){
        .wall_ms = stage_ms(STAGE_NOW) + after_ms, .mono_ms = 1000000 + after_ms, .verified = true};
}

/* Letters as wide as Atkinson's on average, in every size and weight. */
static inline int stage_choose(void *context, int face, uint32_t character, int previous)
{
    (void)context, (void)face, (void)character, (void)previous;
    return 0;
}

static inline int stage_width(void *context, int font, int weight, int size, bool right_to_left,
                              uint32_t script, const char *text, size_t length)
{
    (void)context, (void)font, (void)right_to_left, (void)script;
    size_t characters = 0;
    for (size_t i = 0; i < length; i++)
        characters += ((unsigned char)text[i] & 0xC0) != 0x80;
    return (int)(characters * (size_t)size * (weight >= 600 ? 30u : 27u));
}

#define STAGE_TEXTS(...)                                                                                     \
    {                                                                                                        \
        .texts = (const struct label_text[]){__VA_ARGS__},                                                   \
        .count = sizeof((const struct label_text[]){__VA_ARGS__}) / sizeof(struct label_text)                \
    }

static const struct weekly_range stage_marisol_hours[] = {
    {1, {540, 960}}, {2, {540, 960}}, {3, {540, 960}}, {4, {540, 720}}};
static const struct weekly_range stage_weekdays[] = {
    {0, {600, 1020}}, {1, {600, 1020}}, {2, {600, 1020}}, {3, {600, 1020}}, {4, {600, 1020}}};
static const struct weekly_range stage_evenings[] = {{2, {960, 1260}}, {5, {600, 900}}};
static const struct weekly_range stage_thursday[] = {{3, {540, 1020}}};
static const char *const stage_english_spanish[] = {"en", "es"};
static const char *const stage_english[] = {"en"};
static const char *const stage_english_vietnamese[] = {"en", "vi"};
static const struct boundary stage_can[] = {
    {"compass", STAGE_TEXTS({"en", "Finding treatment"}, {"es", "Buscar tratamiento"}), false},
    {"house",
     STAGE_TEXTS({"en", "Housing, food, forms, or court"}, {"es", "Vivienda, comida, trámites o corte"}),
     false},
    {"kit", STAGE_TEXTS({"en", "Staying safer, naloxone"}, {"es", "Cuidarse más, naloxona"}), false},
    {"cup", STAGE_TEXTS({"en", "Just talking, at your pace"}, {"es", "Solo hablar, a su ritmo"}), false}};
static const struct boundary stage_cannot[] = {
    {"not-part", STAGE_TEXTS({"en", "Mental health emergencies"}, {"es", "Emergencias de salud mental"}),
     false},
    {"not-part", STAGE_TEXTS({"en", "Medical advice or medicine"}, {"es", "Consejos médicos o medicinas"}),
     false}};
static const struct resource stage_resources[] = {
    {"211", STAGE_TEXTS({"en", "Food, shelter, bills. Call."}, {"es", "Comida, refugio, cuentas."})},
    {"800-662-4357", STAGE_TEXTS({"en", "Treatment line. Call."}, {"es", "Línea de tratamiento."})}};
static const struct topic stage_topics[] = {
    {"talk", "chat", STAGE_TEXTS({"en", "Just to talk"}, {"es", "Solo hablar"}), false}};

static inline struct coach stage_coach(int number, const char *name, const char *avatar,
                                       const char *const *languages, size_t language_count,
                                       const struct weekly_range *weekly, size_t weekly_count)
{
    static const char *const card_names[] = {"Marisol (Riverside)", "Amina (Riverside)", "Dev (Riverside)",
                                             "Jerome (Riverside)",  "Linh (Riverside)",  "Sam (Riverside)"};
    struct coach coach = {
        .id = {{1, (uint8_t)(number + 1)}},
        .name = name,
        .pronouns = number == 0 ? "she/her" : "",
        .avatar = avatar,
        .phone = number == 5 ? "" : "+16175550142",
        .card_name = card_names[number],
        .languages = languages,
        .language_count = language_count,
        .schedule = {.weekly = weekly, .weekly_count = weekly_count},
        .boundaries = {.can = stage_can, .can_count = 4, .cannot = stage_cannot, .cannot_count = 2},
    };
    return coach;
}

static const struct epoch stage_epochs[] = {{EPOCH_VISIT, {9}, 0, INT64_MAX},
                                            {EPOCH_CALLBACK, {9}, 0, INT64_MAX}};

static inline void stage_fill_board(struct stage *stage)
{
    struct coach *coaches = stage->coaches;
    coaches[0] = stage_coach(0, "Marisol", "marisol", stage_english_spanish, 2, stage_marisol_hours, 4);
    coaches[1] = stage_coach(1, "Amina", "amina", stage_english, 1, stage_weekdays, 5);
    coaches[2] = stage_coach(2, "Dev", "dev", stage_english, 1, stage_weekdays, 5);
    coaches[3] = stage_coach(3, "Jerome", "", stage_english, 1, stage_evenings, 2);
    coaches[4] = stage_coach(4, "Linh", "linh", stage_english_vietnamese, 2, stage_thursday, 1);
    coaches[5] = stage_coach(5, "Sam", "sam", stage_english, 1, stage_weekdays, 5);
    coaches[0].presence = (struct presence){PRESENCE_HERE, stage_ms("2026-11-18T21:00:00Z"), 0, false};
    coaches[1].presence = (struct presence){PRESENCE_HERE, stage_ms("2026-11-18T22:00:00Z"), 0, false};
    coaches[2].presence = (struct presence){PRESENCE_WITH_SOMEONE, stage_ms("2026-11-18T22:00:00Z"),
                                            stage_ms("2026-11-18T20:15:00Z"), false};
    coaches[5].presence = (struct presence){PRESENCE_BREAK, stage_ms("2026-11-18T22:00:00Z"), 0, false};
    stage->board = (struct board){
        .revision = 1,
        .served_at_ms = stage_ms(STAGE_NOW),
        .site = {.name = "Riverside Community Health",
                 .short_name = "Riverside",
                 .zone_name = "America/New_York",
                 .coach_line = "+16175550140",
                 .settings = {.names_allowed = true, .notice_version = 1}},
        .kiosk_name = "Kiosk 2",
        .place = {.name = "Main waiting room", .detail = ""},
        .signs = 1 << SIGN_LEAF,
        .epochs = stage_epochs,
        .epoch_count = 2,
        .coaches = coaches,
        .coach_count = 6,
        .topics = stage_topics,
        .topic_count = 1,
        .resources = stage_resources,
        .resource_count = 2,
    };
}

static inline struct catalogue *stage_catalogue(const char *path, const struct catalogue *fallback)
{
    FILE *file = fopen(path, "rb");
    static uint8_t bytes[256 * 1024];
    size_t length = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    struct catalogue *catalogue = NULL;
    if (!file || fclose(file) != 0 || catalogue_parse(bytes, length, fallback, &catalogue) != CB_OK) {
        fprintf(stderr, "%s: no catalogue; build the assets target first\n", path);
        abort();
    }
    return catalogue;
}

static inline void stage_set_board(struct stage *stage)
{
    app_set_board(&stage->app, &stage->board, stage->zone, stage_moment(0), stage_moment(0));
}

/* Opens the app at home, as it is after start. `stage` must be zeroed or closed. */
static inline void stage_open(struct stage *stage, struct canvas canvas, struct random_source random)
{
    struct region region = {
        .emergency = "911", .crisis = "988", .crisis_chat = "988lifeline.org", .crisis_texts = true};
    memset(stage, 0, sizeof *stage);
    if (zone_load("America/New_York", &stage->zone) != CB_OK)
        abort();
    stage->english = stage_catalogue(BINARY_DIR "/share/locale/en.mo", NULL);
    stage->spanish = stage_catalogue(BINARY_DIR "/share/locale/es.mo", stage->english);
    stage->measurer = text_measurer_new(
        (struct font_source){.choose = stage_choose, .width = stage_width, .context = NULL});
    stage_fill_board(stage);
    app_init(&stage->app, &region, canvas, random, stage_moment(0));
    app_add_language(&stage->app, "en", "English", stage->english);
    app_add_language(&stage->app, "es", "Español", stage->spanish);
    stage->app.linked = true;
    stage_set_board(stage);
}

static inline void stage_close(struct stage *stage)
{
    app_release(&stage->app);
    text_measurer_free(stage->measurer);
    catalogue_free(stage->spanish);
    catalogue_free(stage->english);
    zone_free(stage->zone);
}

static inline void stage_draw(struct stage *stage)
{
    app_view(&stage->app, stage->measurer);
}

/* ---- reading what was drawn ---- */

/* Texts without markup and direction marks, for comparing. */
static inline void stage_plain(const char *text, char *ret_plain, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; text[i] && used + 1 < size; i++) {
        bool isolate = strncmp(text + i, "\u2068", 3) == 0 || strncmp(text + i, "\u2069", 3) == 0;
        if (isolate) {
            i += 2;
        } else if (text[i] != '*') {
            ret_plain[used++] = text[i];
        }
    }
    ret_plain[used] = '\0';
}

static inline bool stage_shows(struct stage *stage, const char *wanted)
{
    stage_draw(stage);
    for (size_t i = 0; i < stage->app.frame.count; i++) {
        const struct element *element = &stage->app.frame.items[i];
        char plain[512];
        if (element->kind != ELEMENT_TEXT)
            continue;
        stage_plain(element->text, plain, sizeof plain);
        if (strstr(plain, wanted))
            return true;
    }
    return false;
}

/* The target that means this, or NULL. */
static inline const struct element *stage_target(struct stage *stage, int action, int arg)
{
    stage_draw(stage);
    for (size_t i = 0; i < stage->app.frame.count; i++) {
        const struct element *element = &stage->app.frame.items[i];
        if (element->role != TARGET_NONE && element->action.kind == action && element->action.arg == arg)
            return element;
    }
    return NULL;
}

/* The first text that does not fit where it stands, or NULL. */
static inline const char *stage_clipped(struct stage *stage)
{
    stage_draw(stage);
    for (size_t i = 0; i < stage->app.frame.count; i++)
        if (stage->app.frame.items[i].clipped)
            return stage->app.frame.items[i].text;
    return NULL;
}

static inline void stage_act(struct stage *stage, int action, int arg)
{
    stage->app.visit.last_input_ms = stage->app.now.mono_ms; /* somebody stands here */
    app_act(&stage->app, (struct action){action, arg}, stage->app.now);
}

#endif
