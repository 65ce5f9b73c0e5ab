/* The whole product by keypad alone (rules A10): every task is finished with next, select, back and help, the
 * focus is always somewhere, and it comes to every target there is. */
#include "app_fixture.h"

#include <limits.h>

static const struct element *focused(struct kiosk *kiosk)
{
    int focus = kiosk->app.focus;
    return focus >= 0 ? &kiosk->app.frame.items[focus] : NULL;
}

/* One key; afterwards the focus is on something that can be chosen. */
static void press(struct kiosk *kiosk, enum app_key key)
{
    kiosk->now.mono_ms += 300;
    kiosk->now.wall_ms += 300;
    app_keypad(&kiosk->app, key, kiosk->now);
    fixture_draw(kiosk);
    const struct element *target = focused(kiosk);
    if (!kiosk->app.visit.speech.on) /* the visit ended */
        return;
    if (target == NULL || target->role == TARGET_NONE || target->disabled)
        fail_msg("no focus on %s", screen_get(app_screen(&kiosk->app))->name);
}

/* Next until the target has the focus, then Select. */
static void choose(struct kiosk *kiosk, int kind, int arg)
{
    if (!kiosk->app.visit.speech.on)
        press(kiosk, KEY_NEXT);
    for (size_t i = 0; i <= kiosk->app.frame.count; i++) {
        const struct element *target = focused(kiosk);
        if (target != NULL && target->action.kind == kind && target->action.arg == arg) {
            press(kiosk, KEY_SELECT);
            return;
        }
        press(kiosk, KEY_NEXT);
    }
    fail_msg("the focus never came to action %d [%d] on %s", kind, arg,
             screen_get(app_screen(&kiosk->app))->name);
}

static void visit_every_target(struct kiosk *kiosk)
{
    bool reached[ELEMENTS_MAX] = {false};
    for (size_t i = 0; i <= kiosk->app.frame.count; i++) {
        press(kiosk, KEY_NEXT);
        reached[kiosk->app.focus] = true;
    }
    for (size_t i = 0; i < kiosk->app.frame.count; i++) {
        const struct element *element = &kiosk->app.frame.items[i];
        if (element->role != TARGET_NONE && !element->disabled && !reached[i])
            fail_msg("%s: the focus never comes to \"%s\"", screen_get(app_screen(&kiosk->app))->name,
                     element->label ? element->label : "");
    }
}

static void ask_and_be_on_the_list(struct kiosk *kiosk)
{
    choose(kiosk, DO_ASK, 0);
    choose(kiosk, DO_SEND, 0);
    take_order(kiosk);
    report_kind(kiosk, RELAY_SAVED);
    report(kiosk, status(kiosk, REQUEST_WAITING, 1));
    assert_screen(kiosk, SCREEN_TICKET);
}

static void a_coach_is_asked_for_with_topics_and_a_name(void **state)
{
    struct kiosk *kiosk = *state;
    choose(kiosk, DO_SEE_BOARD, 0);
    choose(kiosk, DO_COACH, 0);
    assert_screen(kiosk, SCREEN_PROFILE);
    choose(kiosk, DO_ASK_COACH, 0);
    assert_screen(kiosk, SCREEN_REVIEW);
    choose(kiosk, DO_CHANGE_WHAT, 0);
    choose(kiosk, DO_TOPIC, 1);
    choose(kiosk, DO_TOPICS_DONE, 0);
    choose(kiosk, DO_CHANGE_HOW, 0);
    choose(kiosk, DO_FIND, FIND_NAME);
    choose(kiosk, DO_KEY, 'A');
    choose(kiosk, DO_KEY, 'l');
    choose(kiosk, DO_FIND_DONE, 0);
    assert_screen(kiosk, SCREEN_REVIEW);
    choose(kiosk, DO_SEND, 0);
    struct relay_order order = take_order(kiosk);
    assert_string_equal(order.name, "Al");
    assert_memory_equal(&order.submit.coach_id, &kiosk->coaches[0].id, sizeof(struct uuid));
}

static void a_wish_is_made_about_who_comes(void **state)
{
    struct kiosk *kiosk = *state;
    choose(kiosk, DO_ASK, 0);
    choose(kiosk, DO_CHANGE_WHO, 0);
    choose(kiosk, DO_PREFER, 0);
    assert_screen(kiosk, SCREEN_PREFERENCE);
    visit_every_target(kiosk);
    choose(kiosk, DO_PREFER_GENDER, PREFERENCE_WOMAN);
    choose(kiosk, DO_PREFER_DONE, 0);
    choose(kiosk, DO_SEND, 0);
    assert_string_equal(take_order(kiosk).submit.preference, "woman");
}

static void a_request_is_cancelled(void **state)
{
    struct kiosk *kiosk = *state;
    ask_and_be_on_the_list(kiosk);
    choose(kiosk, DO_TICKET_CANCEL, 0);
    assert_screen(kiosk, SCREEN_CANCEL);
    visit_every_target(kiosk);
    choose(kiosk, DO_CANCEL_YES, 0);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.kind, RELAY_CANCEL);
    assert_screen(kiosk, SCREEN_CANCELLED);
    visit_every_target(kiosk);
}

static void a_ticket_is_looked_up(void **state)
{
    struct kiosk *kiosk = *state;
    choose(kiosk, DO_MY_TICKET, 0);
    choose(kiosk, DO_SIGN, SIGN_KITE);
    choose(kiosk, DO_DIGIT, 3);
    choose(kiosk, DO_DIGIT, 1);
    choose(kiosk, DO_SHOW_TICKET, 0);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.kind, RELAY_LOOKUP);
}

static void staff_are_called_in_two_keys(void **state)
{
    struct kiosk *kiosk = *state;
    press(kiosk, KEY_HELP);
    assert_screen(kiosk, SCREEN_HELP);
    choose(kiosk, DO_BRING_STAFF, 0);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.kind, RELAY_ALERT);
    assert_screen(kiosk, SCREEN_HELP_SENT);
}

static void the_language_changes_and_the_focus_stays(void **state)
{
    struct kiosk *kiosk = *state;
    choose(kiosk, DO_LANGUAGE, 0);
    choose(kiosk, DO_PICK_LANGUAGE, 1);
    assert_string_equal(app_language_code(&kiosk->app), "es");
    assert_int_equal(focused(kiosk)->action.kind, DO_PICK_LANGUAGE);
    press(kiosk, KEY_BACK);
    assert_screen(kiosk, SCREEN_HOME);
}

static void more_time_is_one_key_away(void **state)
{
    struct kiosk *kiosk = *state;
    choose(kiosk, DO_ASK, 0);
    wait_ms(kiosk, APP_IDLE_LONG_MS + SECOND_MS);
    assert_int_equal(kiosk->app.visit.cover, COVER_IDLE);
    press(kiosk, KEY_BACK);
    assert_int_equal(kiosk->app.visit.cover, COVER_NONE);
    assert_screen(kiosk, SCREEN_REVIEW);
}

static void a_visit_is_started_over(void **state)
{
    struct kiosk *kiosk = *state;
    choose(kiosk, DO_ASK, 0);
    choose(kiosk, DO_CHANGE_WHAT, 0);
    choose(kiosk, DO_TOPIC, 0);
    choose(kiosk, DO_START_OVER, 0);
    assert_int_equal(kiosk->app.visit.cover, COVER_OVER);
    choose(kiosk, DO_OVER_YES, 0);
    assert_screen(kiosk, SCREEN_HOME);
    assert_false(kiosk->app.visit.speech.on);
}

/* ---- everywhere ---- */

/* What becomes of a request while the person wanders. */
static void request_news(struct kiosk *kiosk, uint32_t dice)
{
    int version = kiosk->app.visit.request.version + 1;
    if (kiosk->app.visit.way == WAY_SENT)
        report(kiosk, status(kiosk, (enum request_state)(dice % (REQUEST_CLOSED + 1)), version));
    else if (dice % 8 == 0)
        report_kind(kiosk, RELAY_NOT_SAVED);
    else if (dice % 8 < 6) /* most arrive */
        report(kiosk, status(kiosk, REQUEST_WAITING, version));
    else {
        report_kind(kiosk, RELAY_SAVED);
        wait_ms(kiosk, APP_SENDING_MS + SECOND_MS);
    }
}

static void news(struct kiosk *kiosk, struct random_source random)
{
    struct relay_order order;
    while (app_take_order(&kiosk->app, &order))
        continue;
    uint32_t dice = random_below(random, 1000);
    if (app_request_open(&kiosk->app) && dice < 500)
        request_news(kiosk, dice);
    else if (dice > 800)
        kiosk->coaches[0].presence.kind = kiosk->coaches[1].presence.kind =
            dice > 900 ? PRESENCE_NONE : PRESENCE_HERE;
    /* Those who are here say so again before it ends, or nobody would be asked for after two hours. */
    for (int i = 0; i < 2; i++)
        kiosk->coaches[i].presence.until_ms = kiosk->now.wall_ms + 2 * HOUR_MS;
    /* The link lives: the board is confirmed. */
    app_set_board(&kiosk->app, &kiosk->board, NULL, kiosk->now, kiosk->now);
    fixture_draw(kiosk);
}

/* Moves the focus to something that was least often chosen on this page. */
static void focus_on_rarest(struct kiosk *kiosk, int chosen[SCREEN_COUNT][DO_CLEAR_NOW + 1])
{
    int *counts = chosen[app_screen(&kiosk->app)];
    int least = INT_MAX;
    for (size_t i = 0; i < kiosk->app.frame.count; i++) {
        const struct element *element = &kiosk->app.frame.items[i];
        if (element->role != TARGET_NONE && !element->disabled && counts[element->action.kind] < least)
            least = counts[element->action.kind];
    }
    for (size_t i = 0; i <= kiosk->app.frame.count && counts[focused(kiosk)->action.kind] > least; i++)
        press(kiosk, KEY_NEXT);
    counts[focused(kiosk)->action.kind]++;
}

static void a_crawler_with_a_keypad_comes_to_every_page_and_every_target(void **state)
{
    struct kiosk *kiosk = *state;
    struct random_seed seed;
    struct random_source random = random_seeded(&seed, 23);
    static int chosen[SCREEN_COUNT][DO_CLEAR_NOW + 1];
    bool seen[SCREEN_COUNT] = {false};
    seen[SCREEN_STARTING] = true;  /* before the board: nothing leads back to it */
    seen[SCREEN_TOO_SMALL] = true; /* this display is not */
    /* The installer has a keyboard. */
    for (int i = SCREEN_INSTALLER_LOCK; i < SCREEN_COUNT; i++)
        seen[i] = true;
    for (int step = 0; step < 30000; step++) {
        if (!kiosk->app.visit.speech.on)
            press(kiosk, KEY_NEXT);
        enum screen_id screen = app_screen(&kiosk->app);
        if (!seen[screen] && kiosk->app.visit.cover == COVER_NONE) {
            visit_every_target(kiosk);
            seen[screen] = true;
        }
        focus_on_rarest(kiosk, chosen);
        int kind = focused(kiosk)->action.kind;
        bool rail = focused(kiosk)->on_rail;
        press(kiosk, KEY_SELECT);
        /* What is on every page, or stays on this one, is tried less often than what leads on. */
        if (rail || app_screen(&kiosk->app) == screen)
            chosen[screen][kind] += 4;
        news(kiosk, random);
    }
    for (int i = 0; i < SCREEN_COUNT; i++)
        if (!seen[i])
            fail_msg("the keypad never came to %s", screen_get((enum screen_id)i)->name);
}

int main(void)
{
#define KIOSK_TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)
    const struct CMUnitTest tests[] = {
        KIOSK_TEST(a_coach_is_asked_for_with_topics_and_a_name),
        KIOSK_TEST(a_wish_is_made_about_who_comes),
        KIOSK_TEST(a_request_is_cancelled),
        KIOSK_TEST(a_ticket_is_looked_up),
        KIOSK_TEST(staff_are_called_in_two_keys),
        KIOSK_TEST(the_language_changes_and_the_focus_stays),
        KIOSK_TEST(more_time_is_one_key_away),
        KIOSK_TEST(a_visit_is_started_over),
        KIOSK_TEST(a_crawler_with_a_keypad_comes_to_every_page_and_every_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
