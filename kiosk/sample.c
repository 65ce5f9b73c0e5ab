/* The table of states is at the end; above it stand the steps it is made of. */
#include "sample.h"

#include "base/file.h"
#include "wire/board_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOARD_LIMIT (1 << 20)
#define NOON_MONO   (12 * HOUR_MS)

/* ---- the clinic ---- */

int sample_open(const char *share, struct sample *ret_sample, struct problem *ret_problem)
{
    char path[RESOURCES_PATH + 32];
    uint8_t *bytes = NULL;
    size_t length = 0;
    struct wire_fault fault;
    memset(ret_sample, 0, sizeof *ret_sample);
    snprintf(path, sizeof path, "%s/demo/board.json", share);
    int result = file_read(path, BOARD_LIMIT, &bytes, &length);
    if (result == CB_OK)
        result = wire_board_read((const char *)bytes, length, &ret_sample->arena, &ret_sample->board, &fault);
    if (result == CB_OK)
        result = zone_load(ret_sample->board.site.zone_name, &ret_sample->zone);
    free(bytes);
    ret_sample->now = (struct moment){ret_sample->board.served_at_ms, NOON_MONO, true};
    if (result != CB_OK)
        sample_close(ret_sample);
    return result == CB_OK ? CB_OK
                           : problem_set(ret_problem, result, "the sample board %s cannot be used: %s", path,
                                         cb_error_text(result));
}

void sample_close(struct sample *sample)
{
    zone_free(sample->zone);
    sample->zone = NULL;
    arena_release(&sample->arena);
}

static const struct label_text sample_notice[] = {
    {"en",
     "**Who reads your request.** The coaches of this clinic, so that one can find you. Nobody outside it.\n"
     "**What we keep.** The sign and number, the topics you touched, and the times.\n"
     "**Your care.** You can ask for a coach or not. Your care stays the same.\n"
     "**Questions.** Ask the front desk for the privacy officer."},
    {"es",
     "**Quién lee su pedido.** Los coaches de esta clínica, para que uno le encuentre. Nadie de fuera.\n"
     "**Qué guardamos.** La señal y el número, los temas que tocó y las horas.\n"
     "**Su atención.** Puede pedir un coach o no. Su atención es la misma.\n"
     "**Preguntas.** Pida en recepción hablar con la persona encargada de la privacidad."}};

/* ---- what a person does ---- */

static void touch(struct app *app, int kind, int arg)
{
    app_act(app, (struct action){kind, arg}, app->now);
}

/* Time goes on, and nobody touches anything. */
static void wait_for(struct app *app, int64_t ms)
{
    struct moment later = app->now;
    later.wall_ms += ms;
    later.mono_ms += ms;
    app_tick(app, later);
}

static void type(struct app *app, const char *text)
{
    for (; *text != 0; text++)
        app_type(app, (uint32_t)*text, app->now);
}

/* ---- what the relay reports ---- */

static void report(struct app *app, struct relay_report report)
{
    app_report(app, &report, app->now);
}

static void link_is(struct app *app, bool linked)
{
    report(app, (struct relay_report){.kind = RELAY_LINK, .linked = linked});
}

/* The id in the last order. */
static struct uuid ordered(struct app *app)
{
    struct relay_order order = {0}, next;
    while (app_take_order(app, &next))
        order = next;
    return order.id;
}

static void answer(struct app *app, enum request_state state, int ahead, const struct coach *holder,
                   const struct coach *former)
{
    struct relay_report word = {.kind = RELAY_STATUS};
    word.status = app->visit.request;
    word.status.state = state;
    word.status.ahead = ahead;
    word.status.version = app->visit.request.version + 1;
    if (holder != NULL) {
        word.status.holder_id = holder->id;
        snprintf(word.status.holder_name, sizeof word.status.holder_name, "%s", holder->name);
    }
    if (former != NULL) {
        word.status.former_holder_id = former->id;
        snprintf(word.status.former_holder_name, sizeof word.status.former_holder_name, "%s", former->name);
    }
    word.id = word.status.id;
    report(app, word);
}

static struct uuid send(struct app *app)
{
    touch(app, DO_ASK, 0);
    touch(app, DO_SEND, 0);
    return ordered(app);
}

static void alert_word(struct app *app, enum alert_state state)
{
    struct relay_report word = {.kind = RELAY_ALERT_STATE};
    word.alert = (struct wire_alert){
        .id = app->visit.alert_id, .state = state, .count = 1, .stored = true, .screens = 3};
    word.alert.sent_at_ms = app->now.wall_ms;
    if (state >= ALERT_SEEN)
        word.alert.seen_at_ms = app->now.wall_ms + 40 * SECOND_MS;
    if (state >= ALERT_ACKNOWLEDGED)
        word.alert.acknowledged_at_ms = app->now.wall_ms + 50 * SECOND_MS;
    word.id = word.alert.id;
    report(app, word);
}

static void call_staff(struct app *app)
{
    touch(app, DO_HELP, 0);
    touch(app, DO_BRING_STAFF, 0);
    ordered(app);
}

/* ---- states ---- */

static void reach_board(struct app *app, struct sample *sample)
{
    (void)sample;
    touch(app, DO_SEE_BOARD, 0);
}

static void reach_board_more(struct app *app, struct sample *sample)
{
    reach_board(app, sample);
    touch(app, DO_BOARD_MORE, 0);
}

/* The network has been down for longer than availability can be trusted. */
static void reach_board_stale(struct app *app, struct sample *sample)
{
    link_is(app, false);
    wait_for(app, BOARD_STALE_MS + MINUTE_MS);
    reach_board(app, sample);
}

static void reach_profile(struct app *app, struct sample *sample)
{
    reach_board(app, sample);
    touch(app, DO_COACH, 0);
}

static void reach_role(struct app *app, struct sample *sample)
{
    (void)sample;
    touch(app, DO_ROLES, 0);
}

static void reach_review(struct app *app, struct sample *sample)
{
    (void)sample;
    touch(app, DO_ASK, 0);
}

static void reach_board_choose(struct app *app, struct sample *sample)
{
    reach_review(app, sample);
    touch(app, DO_CHANGE_WHO, 0);
}

static void reach_board_card(struct app *app, struct sample *sample)
{
    (void)sample;
    touch(app, DO_CARD, 0);
    touch(app, DO_CARD_OTHER, 0);
}

static void reach_preference(struct app *app, struct sample *sample)
{
    reach_board_choose(app, sample);
    touch(app, DO_PREFER, 0);
    touch(app, DO_PREFER_GENDER, PREFERENCE_WOMAN);
    touch(app, DO_PREFER_LANGUAGE, 1);
}

static void reach_review_preference(struct app *app, struct sample *sample)
{
    reach_preference(app, sample);
    touch(app, DO_PREFER_DONE, 0);
}

/* A clinic with a notice of its own. */
static void reach_review_notice(struct app *app, struct sample *sample)
{
    sample->phoned = sample->board;
    sample->phoned.site.settings.notice = (struct label){sample_notice, 2};
    app_set_board(app, &sample->phoned, sample->zone, app->now, app->now);
    reach_review(app, sample);
}

static void reach_notice(struct app *app, struct sample *sample)
{
    reach_review_notice(app, sample);
    touch(app, DO_NOTICE, 0);
}

static void reach_topics(struct app *app, struct sample *sample)
{
    reach_review(app, sample);
    touch(app, DO_CHANGE_WHAT, 0);
    touch(app, DO_TOPIC, 0);
    touch(app, DO_TOPIC, 2);
}

static void reach_find_sign(struct app *app, struct sample *sample)
{
    reach_review(app, sample);
    touch(app, DO_CHANGE_HOW, 0);
}

static void reach_find_name(struct app *app, struct sample *sample)
{
    reach_find_sign(app, sample);
    touch(app, DO_FIND, FIND_NAME);
    type(app, "Ray");
}

static void reach_review_filled(struct app *app, struct sample *sample)
{
    reach_profile(app, sample);
    touch(app, DO_ASK_COACH, 0);
    touch(app, DO_CHANGE_WHAT, 0);
    touch(app, DO_TOPIC, 0);
    touch(app, DO_TOPIC, 2);
    touch(app, DO_TOPICS_DONE, 0);
    touch(app, DO_CHANGE_HOW, 0);
    touch(app, DO_FIND, FIND_NAME);
    type(app, "Ray");
    touch(app, DO_FIND_DONE, 0);
}

static void reach_sending(struct app *app, struct sample *sample)
{
    (void)sample;
    send(app);
}

static void reach_ticket(struct app *app, struct sample *sample)
{
    (void)sample;
    send(app);
    answer(app, REQUEST_WAITING, 2, NULL, NULL);
}

static void reach_saved(struct app *app, struct sample *sample)
{
    (void)sample;
    link_is(app, false);
    struct uuid id = send(app);
    report(app, (struct relay_report){.kind = RELAY_SAVED, .id = id});
    report(app, (struct relay_report){.kind = RELAY_TRYING, .id = id});
    wait_for(app, 20 * SECOND_MS);
}

static void reach_sent_late(struct app *app, struct sample *sample)
{
    reach_saved(app, sample);
    link_is(app, true);
    answer(app, REQUEST_WAITING, 2, NULL, NULL);
}

static void reach_not_saved(struct app *app, struct sample *sample)
{
    (void)sample;
    report(app, (struct relay_report){.kind = RELAY_NOT_SAVED, .id = send(app)});
}

static void reach_coming(struct app *app, struct sample *sample)
{
    reach_ticket(app, sample);
    answer(app, REQUEST_ON_THE_WAY, 0, &sample->board.coaches[0], NULL);
}

static void reach_handed_off(struct app *app, struct sample *sample)
{
    reach_coming(app, sample);
    answer(app, REQUEST_CLAIMED, 0, &sample->board.coaches[1], &sample->board.coaches[0]);
}

static void reach_cancel(struct app *app, struct sample *sample)
{
    reach_ticket(app, sample);
    touch(app, DO_TICKET_CANCEL, 0);
}

static void reach_cancelled(struct app *app, struct sample *sample)
{
    reach_cancel(app, sample);
    touch(app, DO_CANCEL_YES, 0);
}

static void reach_ended(struct app *app, struct sample *sample)
{
    (void)sample;
    report(app, (struct relay_report){.kind = RELAY_REFUSED, .id = send(app), .error = CB_CONFLICT});
}

static void reach_my_ticket(struct app *app, struct sample *sample)
{
    (void)sample;
    touch(app, DO_MY_TICKET, 0);
    touch(app, DO_SIGN, SIGN_LEAF);
    touch(app, DO_DIGIT, 4);
    touch(app, DO_DIGIT, 7);
}

static void reach_my_ticket_none(struct app *app, struct sample *sample)
{
    reach_my_ticket(app, sample);
    touch(app, DO_SHOW_TICKET, 0);
    ordered(app);
    report(app, (struct relay_report){.kind = RELAY_NOT_FOUND, .error = CB_NOT_FOUND});
}

static void reach_card(struct app *app, struct sample *sample)
{
    (void)sample;
    touch(app, DO_CARD, 0);
}

static void reach_closed(struct app *app, struct sample *sample)
{
    struct moment night = sample->now;
    night.wall_ms += 6 * HOUR_MS;
    night.mono_ms += 6 * HOUR_MS;
    app_set_board(app, &sample->board, sample->zone, night, night);
    touch(app, DO_ASK, 0);
}

/* An hour at which all have gone and the groups begin. */
static void reach_closed_groups(struct app *app, struct sample *sample)
{
    struct moment evening = sample->now;
    evening.wall_ms += 155 * MINUTE_MS;
    evening.mono_ms += 155 * MINUTE_MS;
    app_set_board(app, &sample->board, sample->zone, evening, evening);
    touch(app, DO_ASK, 0);
}

static void reach_groups(struct app *app, struct sample *sample)
{
    (void)sample;
    touch(app, DO_ROLES, 0);
    touch(app, DO_GROUPS, 0);
}

static void reach_groups_none(struct app *app, struct sample *sample)
{
    reach_closed(app, sample);
    touch(app, DO_GROUPS, 0);
}

static void reach_leave(struct app *app, struct sample *sample)
{
    reach_closed(app, sample);
    touch(app, DO_LEAVE, 0);
    touch(app, DO_REACH_DAY, 0);
    touch(app, DO_REACH_PART, PART_MORNING);
}

static void reach_leave_look(struct app *app, struct sample *sample)
{
    reach_leave(app, sample);
    touch(app, DO_FIND, FIND_LOOK);
    type(app, "Bench by the pharmacy");
}

/* A site that texts and calls. */
static void allow_phones(struct app *app, struct sample *sample)
{
    sample->phoned = sample->board;
    sample->phoned.site.settings.texting = true;
    sample->phoned.site.settings.calling = true;
    sample->calls = (struct phone_coach){.id = {{9}},
                                         .name = "Sam",
                                         .avatar = "sam",
                                         .phone = "+16175550161",
                                         .card_name = "Sam (Hill Street)",
                                         .site_name = "Hill Street",
                                         .here = true,
                                         .until_ms = sample->now.wall_ms + 260 * MINUTE_MS};
    sample->phoned.phone_coaches = &sample->calls;
    sample->phoned.phone_coach_count = 1;
    app_set_board(app, &sample->phoned, sample->zone, app->now, app->now);
}

static void reach_closed_phone(struct app *app, struct sample *sample)
{
    reach_closed_groups(app, sample);
    allow_phones(app, sample);
}

static void reach_phone(struct app *app, struct sample *sample)
{
    reach_closed_phone(app, sample);
    touch(app, DO_PHONE, 0);
}

static void reach_phone_card(struct app *app, struct sample *sample)
{
    reach_phone(app, sample);
    touch(app, DO_PHONE_CARD, 0);
}

/* The time they named has passed while the page was open. */
static void reach_phone_over(struct app *app, struct sample *sample)
{
    reach_phone(app, sample);
    sample->calls.until_ms = app->now.wall_ms;
}

static void type_phone(struct app *app)
{
    touch(app, DO_FIND, FIND_TEXT);
    type(app, "6175550199");
    touch(app, DO_CONSENT, 0);
    wait_for(app, 2 * SECOND_MS);
}

static void reach_find_text(struct app *app, struct sample *sample)
{
    reach_review(app, sample);
    allow_phones(app, sample);
    touch(app, DO_CHANGE_HOW, 0);
    type_phone(app);
}

static void reach_leave_phone(struct app *app, struct sample *sample)
{
    reach_leave(app, sample);
    allow_phones(app, sample);
    touch(app, DO_FIND, FIND_TEXT);
    type(app, "617555");
}

static void reach_review_left(struct app *app, struct sample *sample)
{
    reach_leave(app, sample);
    touch(app, DO_FIND_DONE, 0);
}

static void send_left(struct app *app)
{
    touch(app, DO_SEND, 0);
    ordered(app);
    answer(app, REQUEST_WAITING, 0, NULL, NULL);
}

static void reach_ticket_left(struct app *app, struct sample *sample)
{
    reach_review_left(app, sample);
    send_left(app);
}

static void reach_ticket_text(struct app *app, struct sample *sample)
{
    reach_find_text(app, sample);
    touch(app, DO_FIND_DONE, 0);
    send_left(app);
}

/* Somebody stays in front of it for as long as was foretold. */
static void reach_ticket_late(struct app *app, struct sample *sample)
{
    reach_ticket(app, sample);
    app->visit.request.wait_from_min = 1;
    app->visit.request.wait_to_min = 5;
    answer(app, REQUEST_WAITING, 1, NULL, NULL);
    app->visit.promised_ms = app->now.mono_ms;
}

static void reach_ticket_unseen(struct app *app, struct sample *sample)
{
    (void)sample;
    send(app);
    app->visit.request.opened = false;
    answer(app, REQUEST_WAITING, 2, NULL, NULL);
    app->visit.request.asked_at_ms = app->now.wall_ms - REQUEST_UNOPENED_MS;
}

static void reach_ticket_told(struct app *app, struct sample *sample)
{
    reach_ticket_unseen(app, sample);
    app->visit.request.told = true;
}

static void reach_language(struct app *app, struct sample *sample)
{
    (void)sample;
    touch(app, DO_LANGUAGE, 0);
}

static void reach_access(struct app *app, struct sample *sample)
{
    (void)sample;
    touch(app, DO_ACCESS, 0);
}

static void reach_access_aloud(struct app *app, struct sample *sample)
{
    reach_access(app, sample);
    touch(app, DO_SPEAK, 1);
}

/* No sound card. */
static void reach_access_mute(struct app *app, struct sample *sample)
{
    app->mute = true;
    reach_access(app, sample);
}

static void reach_help(struct app *app, struct sample *sample)
{
    (void)sample;
    touch(app, DO_HELP, 0);
}

static void reach_help_calling(struct app *app, struct sample *sample)
{
    (void)sample;
    call_staff(app);
    alert_word(app, ALERT_SENT);
}

static void reach_help_told(struct app *app, struct sample *sample)
{
    reach_help_calling(app, sample);
    app->visit.alert.told = true;
}

static void reach_help_coming(struct app *app, struct sample *sample)
{
    (void)sample;
    call_staff(app);
    alert_word(app, ALERT_ACKNOWLEDGED);
}

static void reach_help_no_answer(struct app *app, struct sample *sample)
{
    reach_help_calling(app, sample);
    wait_for(app, ALERT_NO_ANSWER_MS + SECOND_MS);
}

static void reach_help_failed(struct app *app, struct sample *sample)
{
    (void)sample;
    call_staff(app);
    report(app, (struct relay_report){.kind = RELAY_ALERT_FAILED, .id = app->visit.alert_id});
}

static void reach_idle(struct app *app, struct sample *sample)
{
    reach_topics(app, sample);
    wait_for(app, APP_IDLE_MS + 5 * SECOND_MS);
}

static void reach_start_over(struct app *app, struct sample *sample)
{
    reach_topics(app, sample);
    touch(app, DO_START_OVER, 0);
}

/* ---- the installer ---- */

static void reach_lock(struct app *app, struct sample *sample)
{
    (void)sample;
    app->installer = (struct installer_facts){.queue = "https://coachbell.riverside.example:8443",
                                              .network = "eth0, wlan0",
                                              .paired = true,
                                              .has_password = true,
                                              .width = (int)(app->canvas.width * app->canvas.scale + 0.5),
                                              .height = (int)(app->canvas.height * app->canvas.scale + 0.5),
                                              .dpi = app->canvas.px_per_mm * 25.4,
                                              .sound_card = true,
                                              .voice = true,
                                              .headphones = "The sound card tells.",
                                              .keypad = keypad_default()};
    app_open_installer(app, app->now);
    type(app, "horse battery");
}

static void reach_lock_waits(struct app *app, struct sample *sample)
{
    reach_lock(app, sample);
    for (int i = 0; i < INSTALLER_TRIES; i++)
        app_installer_answer(app, false, app->now);
}

static void reach_lock_without(struct app *app, struct sample *sample)
{
    reach_lock(app, sample);
    app->installer.has_password = false;
}

static void reach_installer(struct app *app, struct sample *sample)
{
    reach_lock(app, sample);
    app_installer_answer(app, true, app->now);
}

/* Nothing is as it should be: the longest words. */
static void reach_installer_bare(struct app *app, struct sample *sample)
{
    reach_installer(app, sample);
    link_is(app, false);
    app->installer = (struct installer_facts){.queue = "https://coachbell.riverside.example:8443",
                                              .has_password = true,
                                              .width = app->installer.width,
                                              .height = app->installer.height,
                                              .sound_card = true};
    app->now.verified = false;
}

static void reach_ruler(struct app *app, struct sample *sample)
{
    reach_installer(app, sample);
    touch(app, DO_RULER, 0);
}

static void reach_touch_test(struct app *app, struct sample *sample)
{
    reach_installer(app, sample);
    touch(app, DO_TOUCH_TEST, 0);
    touch(app, DO_TOUCH_POINT, 0);
    touch(app, DO_TOUCH_POINT, 4);
}

static void reach_keys(struct app *app, struct sample *sample)
{
    reach_installer(app, sample);
    touch(app, DO_LEARN, 0);
}

static void reach_keys_known(struct app *app, struct sample *sample)
{
    reach_keys(app, sample);
    while (app_learns_keys(app))
        touch(app, DO_LEARN_SKIP, 0);
}

const struct sample_state sample_states[] = {
    {"starting", NULL, true},
    {"home", NULL, false},
    {"board", reach_board, false},
    {"board-2", reach_board_more, false},
    {"board-stale", reach_board_stale, false},
    {"profile", reach_profile, false},
    {"role", reach_role, false},
    {"review", reach_review, false},
    {"board-choose", reach_board_choose, false},
    {"board-card", reach_board_card, false},
    {"preference", reach_preference, false},
    {"review-preference", reach_review_preference, false},
    {"review-notice", reach_review_notice, false},
    {"notice", reach_notice, false},
    {"topics", reach_topics, false},
    {"find-sign", reach_find_sign, false},
    {"find-name", reach_find_name, false},
    {"review-filled", reach_review_filled, false},
    {"sending", reach_sending, false},
    {"ticket", reach_ticket, false},
    {"saved", reach_saved, false},
    {"sent-late", reach_sent_late, false},
    {"not-saved", reach_not_saved, false},
    {"coming", reach_coming, false},
    {"handed-off", reach_handed_off, false},
    {"cancel", reach_cancel, false},
    {"cancelled", reach_cancelled, false},
    {"ended", reach_ended, false},
    {"my-ticket", reach_my_ticket, false},
    {"my-ticket-none", reach_my_ticket_none, false},
    {"card", reach_card, false},
    {"closed", reach_closed, false},
    {"closed-groups", reach_closed_groups, false},
    {"closed-phone", reach_closed_phone, false},
    {"groups", reach_groups, false},
    {"groups-none", reach_groups_none, false},
    {"phone", reach_phone, false},
    {"phone-card", reach_phone_card, false},
    {"phone-over", reach_phone_over, false},
    {"leave-here", reach_leave, false},
    {"leave-look", reach_leave_look, false},
    {"leave-phone", reach_leave_phone, false},
    {"find-text", reach_find_text, false},
    {"review-left", reach_review_left, false},
    {"ticket-left", reach_ticket_left, false},
    {"ticket-text", reach_ticket_text, false},
    {"ticket-late", reach_ticket_late, false},
    {"ticket-unseen", reach_ticket_unseen, false},
    {"ticket-told", reach_ticket_told, false},
    {"language", reach_language, false},
    {"access", reach_access, false},
    {"access-aloud", reach_access_aloud, false},
    {"access-mute", reach_access_mute, false},
    {"help", reach_help, false},
    {"help-calling", reach_help_calling, false},
    {"help-told", reach_help_told, false},
    {"help-coming", reach_help_coming, false},
    {"help-no-answer", reach_help_no_answer, false},
    {"help-failed", reach_help_failed, false},
    {"idle", reach_idle, false},
    {"start-over", reach_start_over, false},
};
const size_t sample_state_count = sizeof sample_states / sizeof sample_states[0];

const struct sample_state sample_installer_states[] = {
    {"installer-lock", reach_lock, false},
    {"installer-lock-waits", reach_lock_waits, false},
    {"installer-lock-without", reach_lock_without, true},
    {"installer", reach_installer, false},
    {"installer-bare", reach_installer_bare, true},
    {"installer-ruler", reach_ruler, false},
    {"installer-touch", reach_touch_test, false},
    {"installer-keys", reach_keys, false},
    {"installer-keys-known", reach_keys_known, false},
};
const size_t sample_installer_state_count =
    sizeof sample_installer_states / sizeof sample_installer_states[0];

/* ---- looks ---- */

#define LOOK_15_INCHES      1280, 800, 100.6
#define LOOK_10_INCHES      1280, 800, 149.4
#define LOOK_15_UPRIGHT     800, 1280, 100.6
#define LOOK_10_UPRIGHT     800, 1280, 149.4
#define LOOK_10_WIDE        1920, 1080, 218.1 /* 16 to 9 */
#define LOOK_10_TALL        1080, 1920, 218.1
#define LOOK_AS_IT_BEGINS   .set_size = false
#define LOOK_SET(size, low) .text_size = (size), .set_size = true, .lower = (low)

/* The first is what the golden files are of. Then every size of text on the largest and the smallest display
 * across and upright, with buttons where they are and low down; other displays; and every contrast. */
const struct sample_look sample_looks[] = {
    {"1280x800", LOOK_15_INCHES, LOOK_AS_IT_BEGINS},
    {"large", LOOK_15_INCHES, LOOK_SET(TEXT_LARGE, false)},
    {"largest", LOOK_15_INCHES, LOOK_SET(TEXT_LARGEST, false)},
    {"lower", LOOK_15_INCHES, LOOK_SET(TEXT_USUAL, true)},
    {"large-lower", LOOK_15_INCHES, LOOK_SET(TEXT_LARGE, true)},
    {"largest-lower", LOOK_15_INCHES, LOOK_SET(TEXT_LARGEST, true)},
    {"10in", LOOK_10_INCHES, LOOK_AS_IT_BEGINS},
    {"10in-usual", LOOK_10_INCHES, LOOK_SET(TEXT_USUAL, false)},
    {"10in-largest", LOOK_10_INCHES, LOOK_SET(TEXT_LARGEST, false)},
    {"10in-usual-lower", LOOK_10_INCHES, LOOK_SET(TEXT_USUAL, true)},
    {"10in-large-lower", LOOK_10_INCHES, LOOK_SET(TEXT_LARGE, true)},
    {"10in-largest-lower", LOOK_10_INCHES, LOOK_SET(TEXT_LARGEST, true)},
    {"upright", LOOK_15_UPRIGHT, LOOK_AS_IT_BEGINS},
    {"upright-large", LOOK_15_UPRIGHT, LOOK_SET(TEXT_LARGE, false)},
    {"upright-largest", LOOK_15_UPRIGHT, LOOK_SET(TEXT_LARGEST, false)},
    {"upright-lower", LOOK_15_UPRIGHT, LOOK_SET(TEXT_USUAL, true)},
    {"upright-largest-lower", LOOK_15_UPRIGHT, LOOK_SET(TEXT_LARGEST, true)},
    {"upright-10in", LOOK_10_UPRIGHT, LOOK_AS_IT_BEGINS},
    {"upright-10in-usual", LOOK_10_UPRIGHT, LOOK_SET(TEXT_USUAL, false)},
    {"upright-10in-largest", LOOK_10_UPRIGHT, LOOK_SET(TEXT_LARGEST, false)},
    {"upright-10in-usual-lower", LOOK_10_UPRIGHT, LOOK_SET(TEXT_USUAL, true)},
    {"upright-10in-lower", LOOK_10_UPRIGHT, LOOK_SET(TEXT_LARGE, true)},
    {"upright-10in-largest-lower", LOOK_10_UPRIGHT, LOOK_SET(TEXT_LARGEST, true)},
    {"wide-10in", LOOK_10_WIDE, LOOK_AS_IT_BEGINS},
    {"wide-10in-largest", LOOK_10_WIDE, LOOK_SET(TEXT_LARGEST, false)},
    {"wide-10in-largest-lower", LOOK_10_WIDE, LOOK_SET(TEXT_LARGEST, true)},
    {"tall-10in", LOOK_10_TALL, LOOK_AS_IT_BEGINS},
    {"tall-10in-largest-lower", LOOK_10_TALL, LOOK_SET(TEXT_LARGEST, true)},
    {"13in", 1920, 1080, 165.6, LOOK_AS_IT_BEGINS},
    {"1920x1080", 1920, 1080, 141.2, LOOK_AS_IT_BEGINS},
    {"white", LOOK_15_INCHES, .theme = THEME_WHITE},
    {"black", LOOK_15_INCHES, .theme = THEME_BLACK},
    {"upright-white", LOOK_10_UPRIGHT, .theme = THEME_WHITE},
    {"upright-black", LOOK_15_UPRIGHT, .theme = THEME_BLACK},
};
const size_t sample_look_count = sizeof sample_looks / sizeof sample_looks[0];

const struct sample_state sample_too_small = {"too-small", NULL, false};

const struct sample_look sample_small_looks[] = {
    {"7in", 1024, 600, 169.6, LOOK_AS_IT_BEGINS},       {"7in-upright", 600, 1024, 169.6, LOOK_AS_IT_BEGINS},
    {"7in-fine", 1920, 1200, 323.5, LOOK_AS_IT_BEGINS}, {"5in", 800, 480, 186.6, LOOK_AS_IT_BEGINS},
    {"small-unsaid", 800, 480, 0, LOOK_AS_IT_BEGINS},   {"9.9in", 1280, 800, 152.5, LOOK_AS_IT_BEGINS},
};
const size_t sample_small_look_count = sizeof sample_small_looks / sizeof sample_small_looks[0];

struct canvas sample_canvas(const struct sample_look *look)
{
    return canvas_for(look->width, look->height, look->dpi);
}

static void set_mode(const struct sample_look *look, struct layout_mode *mode)
{
    mode->theme = look->theme;
    mode->lower = look->lower;
    if (look->set_size)
        mode->text_size = look->text_size;
}

int sample_show(struct sample *sample, const struct resources *resources, const struct sample_state *state,
                const char *language, const struct sample_look *look, struct text_measurer *measurer,
                struct app *ret_app, struct problem *ret_problem)
{
    app_init(ret_app, &resources->region, sample_canvas(look), random_seeded(&sample->seed, 4), sample->now);
    int result = resources_add_languages(resources, language, ret_app, ret_problem);
    if (result != CB_OK) {
        app_release(ret_app);
        return result;
    }
    if (!state->without_board) {
        app_set_board(ret_app, &sample->board, sample->zone, sample->now, sample->now);
        link_is(ret_app, true);
    }
    if (state->reach != NULL)
        state->reach(ret_app, sample);
    set_mode(look, &ret_app->visit.mode);
    app_view(ret_app, measurer);
    return CB_OK;
}
