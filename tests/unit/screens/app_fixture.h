/* A kiosk without window, fonts and network: a board with three coaches on a Tuesday afternoon, English and
 * Spanish by their ids, and touches that go to where the picture says a target is. */
#ifndef CB_TESTS_APP_FIXTURE_H
#define CB_TESTS_APP_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app.h"
#include "base/utf8.h"
#include "screens/screen.h"

#include <stdlib.h>
#include <string.h>

#define START_WALL_MS INT64_C(1795545600000) /* 2026-11-24 18:40 UTC, a Tuesday */
#define START_MONO_MS INT64_C(1000000)

struct kiosk {
    struct app app;
    struct board board;
    struct coach coaches[3];
    struct topic topics[10];
    struct weekly_range hours[7];
    struct ticket taken[90];
    struct meeting meeting;
    struct phone_coach caller;
    struct random_seed seed;
    struct text_measurer *measurer;
    struct moment now;
};

static int fixture_font(void *context, int face, uint32_t character, int previous)
{
    (void)context, (void)face, (void)character, (void)previous;
    return 0;
}

static int fixture_width(void *context, int font, int weight, int size, bool right_to_left, uint32_t script,
                         const char *text, size_t length)
{
    (void)context, (void)font, (void)weight, (void)right_to_left, (void)script;
    int count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count * size * 20; /* ids are longer than words: they must stand where words stand */
}

static const struct label_text fixture_texts[] = {{"en", "Just to talk"}, {"es", "Solo hablar"}};
static const char *const fixture_languages[] = {"en", "es"};

static void fixture_coach(struct kiosk *kiosk, int index, const char *name, enum presence_kind presence)
{
    struct coach *coach = &kiosk->coaches[index];
    *coach = (struct coach){.name = name,
                            .pronouns = "",
                            .avatar = "",
                            .phone = "+16175550142",
                            .card_name = name,
                            .languages = fixture_languages,
                            .language_count = 2,
                            .schedule = {.weekly = kiosk->hours, .weekly_count = 7},
                            .presence = {.kind = presence, .until_ms = START_WALL_MS + 2 * HOUR_MS}};
    coach->id.bytes[0] = (uint8_t)(index + 1);
}

/* Whatever the clock says, there is something to seal to. */
static const struct epoch fixture_epochs[] = {{EPOCH_VISIT, {9}, 0, INT64_MAX},
                                              {EPOCH_CALLBACK, {9}, 0, INT64_MAX}};

static void fixture_board(struct kiosk *kiosk)
{
    for (int day = 0; day < 7; day++)
        kiosk->hours[day] = (struct weekly_range){day, {9 * 60, 23 * 60}};
    fixture_coach(kiosk, 0, "Marisol", PRESENCE_HERE);
    fixture_coach(kiosk, 1, "Denise", PRESENCE_WITH_SOMEONE);
    fixture_coach(kiosk, 2, "Sam", PRESENCE_NONE);
    for (int i = 0; i < 10; i++)
        kiosk->topics[i] =
            (struct topic){.id = (const char *[]){"talk", "treatment", "basics", "forms", "change", "safer",
                                                  "visit", "family", "unsure", "more"}[i],
                           .icon = "chat",
                           .label = {fixture_texts, 2}};
    kiosk->board = (struct board){.revision = 1,
                                  .served_at_ms = START_WALL_MS,
                                  .kiosk_name = "Kiosk 2",
                                  .signs = 1 << SIGN_LEAF,
                                  .taken = kiosk->taken,
                                  .epochs = fixture_epochs,
                                  .epoch_count = 2,
                                  .coaches = kiosk->coaches,
                                  .coach_count = 3,
                                  .topics = kiosk->topics,
                                  .topic_count = 9};
    kiosk->meeting = (struct meeting){
        .id = "peers", .label = {fixture_texts, 2}, .schedule = {.weekly = kiosk->hours, .weekly_count = 7}};
    kiosk->caller = (struct phone_coach){.id = {{9}},
                                         .name = "Noor",
                                         .avatar = "",
                                         .phone = "+16175550161",
                                         .card_name = "Noor",
                                         .site_name = "Hill Street",
                                         .until_ms = START_WALL_MS + 365 * DAY_MS};
    kiosk->board.meetings = &kiosk->meeting;
    kiosk->board.meeting_count = 1;
    kiosk->board.phone_coaches = &kiosk->caller;
    kiosk->board.phone_coach_count = 1;
    kiosk->board.site = (struct site){.name = "Riverside Community Health",
                                      .short_name = "Riverside",
                                      .zone_name = "UTC",
                                      .coach_line = "+16175550140",
                                      .hours = {.weekly = kiosk->hours, .weekly_count = 7}};
    kiosk->board.site.settings = (struct site_settings){.names_allowed = true,
                                                        .notice_version = 3,
                                                        .notice = {fixture_texts, 2},
                                                        .languages = fixture_languages,
                                                        .language_count = 2};
}

static void fixture_draw(struct kiosk *kiosk)
{
    app_view(&kiosk->app, kiosk->measurer);
}

/* Booted, with no board yet. */
static struct kiosk *kiosk_boot(void)
{
    static const struct region region = {"911", "988", "988lifeline.org", true, "+1", 10};
    struct kiosk *kiosk = calloc(1, sizeof *kiosk);
    assert_non_null(kiosk);
    kiosk->now = (struct moment){START_WALL_MS, START_MONO_MS, true};
    kiosk->measurer = text_measurer_new((struct font_source){.choose = fixture_font, .width = fixture_width});
    fixture_board(kiosk);
    app_init(&kiosk->app, &region, canvas_for(1280, 800, 100), random_seeded(&kiosk->seed, 7), kiosk->now);
    app_add_language(&kiosk->app, "en", "English", NULL);
    app_add_language(&kiosk->app, "es", "Español", NULL);
    fixture_draw(kiosk);
    return kiosk;
}

static int kiosk_tear_down(void **state)
{
    struct kiosk *kiosk = *state;
    app_release(&kiosk->app);
    text_measurer_free(kiosk->measurer);
    free(kiosk);
    return 0;
}

static int kiosk_set_up(void **state)
{
    struct kiosk *kiosk = kiosk_boot();
    app_set_board(&kiosk->app, &kiosk->board, NULL, kiosk->now, kiosk->now);
    app_report(&kiosk->app, &(struct relay_report){.kind = RELAY_LINK, .linked = true}, kiosk->now);
    fixture_draw(kiosk);
    *state = kiosk;
    return 0;
}

static inline void wait_ms(struct kiosk *kiosk, int64_t ms)
{
    kiosk->now.mono_ms += ms;
    kiosk->now.wall_ms += ms;
    app_tick(&kiosk->app, kiosk->now);
    fixture_draw(kiosk);
}

static inline int target_index(struct kiosk *kiosk, int kind, int arg)
{
    for (size_t i = 0; i < kiosk->app.frame.count; i++) {
        const struct element *element = &kiosk->app.frame.items[i];
        if (element->role != TARGET_NONE && element->action.kind == kind && element->action.arg == arg)
            return (int)i;
    }
    return -1;
}

static inline bool shows(struct kiosk *kiosk, int kind)
{
    return target_index(kiosk, kind, 0) >= 0;
}

static inline void touch_at(struct kiosk *kiosk, int x, int y)
{
    kiosk->now.mono_ms += 100;
    kiosk->now.wall_ms += 100;
    app_pointer_down(&kiosk->app, x, y, kiosk->now);
    fixture_draw(kiosk);
    app_pointer_up(&kiosk->app, x, y, kiosk->now);
    fixture_draw(kiosk);
}

/* A finger on the middle of the target that means this. */
static inline void touch_arg(struct kiosk *kiosk, int kind, int arg)
{
    int index = target_index(kiosk, kind, arg);
    /* It may stand on a later part of the page. */
    while (index < 0 && (int)kiosk->app.visit.part + 1 < kiosk->app.frame.parts) {
        app_act(&kiosk->app, (struct action){DO_MORE, 0}, kiosk->now);
        fixture_draw(kiosk);
        index = target_index(kiosk, kind, arg);
    }
    if (index < 0)
        fail_msg("no target for action %d [%d] on screen %s", kind, arg,
                 screen_get(app_screen(&kiosk->app))->name);
    struct rect box = kiosk->app.frame.items[index].box;
    touch_at(kiosk, box.x + box.w / 2, box.y + box.h / 2);
}

static inline void touch(struct kiosk *kiosk, int kind)
{
    touch_arg(kiosk, kind, 0);
}

static inline bool reads(struct kiosk *kiosk, const char *text)
{
    for (size_t i = 0; i < kiosk->app.frame.count; i++)
        if (kiosk->app.frame.items[i].text && strstr(kiosk->app.frame.items[i].text, text))
            return true;
    return false;
}

static inline void report(struct kiosk *kiosk, struct relay_report report)
{
    app_report(&kiosk->app, &report, kiosk->now);
    fixture_draw(kiosk);
}

static inline void report_kind(struct kiosk *kiosk, enum relay_report_kind kind)
{
    report(kiosk, (struct relay_report){.kind = kind, .known = true, .id = kiosk->app.visit.request.id});
}

/* The queue's word on the visit's request. */
static inline struct relay_report status(struct kiosk *kiosk, enum request_state state, int version)
{
    struct relay_report report = {.kind = RELAY_STATUS, .id = kiosk->app.visit.request.id};
    report.status = kiosk->app.visit.request;
    report.status.state = state;
    report.status.version = version;
    report.status.ahead = 1;
    if (state == REQUEST_ON_THE_WAY || state == REQUEST_CLAIMED || state == REQUEST_WITH_PATIENT) {
        report.status.holder_id = kiosk->coaches[0].id;
        strcpy(report.status.holder_name, "Marisol");
    }
    return report;
}

static inline struct relay_report handed_off(struct kiosk *kiosk, int version)
{
    struct relay_report report = status(kiosk, REQUEST_CLAIMED, version);
    report.status.former_holder_id = kiosk->coaches[1].id;
    strcpy(report.status.former_holder_name, "Denise");
    return report;
}

static inline struct relay_order take_order(struct kiosk *kiosk)
{
    struct relay_order order = {0};
    assert_true(app_take_order(&kiosk->app, &order));
    return order;
}

static inline void assert_screen(struct kiosk *kiosk, enum screen_id screen)
{
    assert_string_equal(screen_get(app_screen(&kiosk->app))->name, screen_get(screen)->name);
}

/* Home, Ask, Send: two touches. */
static inline struct relay_order send_request(struct kiosk *kiosk)
{
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_SEND);
    return take_order(kiosk);
}

/* Sent, and the queue has it. */
static inline void be_on_the_list(struct kiosk *kiosk)
{
    send_request(kiosk);
    report_kind(kiosk, RELAY_SAVED);
    report(kiosk, status(kiosk, REQUEST_WAITING, 1));
    assert_screen(kiosk, SCREEN_TICKET);
}

#endif
