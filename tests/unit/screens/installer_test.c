/* The installer's pages: the password opens them and nothing else does, wrong ones make one wait, and keys
 * are learnt. */
#include "app_fixture.h"

static void open_lock(struct kiosk *kiosk)
{
    kiosk->app.installer = (struct installer_facts){
        .has_password = true, .width = 1280, .height = 800, .dpi = 100.6, .keypad = keypad_default()};
    app_open_installer(&kiosk->app, kiosk->now);
    fixture_draw(kiosk);
    assert_screen(kiosk, SCREEN_INSTALLER_LOCK);
}

static void type_password(struct kiosk *kiosk)
{
    for (const char *at = "canary battery"; *at != 0; at++)
        app_type(&kiosk->app, (uint32_t)*at, kiosk->now);
    fixture_draw(kiosk);
}

static void try(struct kiosk *kiosk, bool right)
{
    type_password(kiosk);
    app_key(&kiosk->app, KEY_SELECT, kiosk->now);
    assert_true(kiosk->app.wishes.check_password);
    app_installer_answer(&kiosk->app, right, kiosk->now);
    fixture_draw(kiosk);
}

static void open_pages(struct kiosk *kiosk)
{
    open_lock(kiosk);
    try(kiosk, true);
    assert_screen(kiosk, SCREEN_INSTALLER);
}

static void the_right_password_opens_and_back_leads_home(void **state)
{
    struct kiosk *kiosk = *state;
    open_pages(kiosk);
    assert_true(reads(kiosk, "15.0 inches"));
    touch(kiosk, DO_BACK);
    assert_screen(kiosk, SCREEN_HOME);
}

static void a_password_is_never_shown_and_is_wiped_once_tried(void **state)
{
    struct kiosk *kiosk = *state;
    open_lock(kiosk);
    type_password(kiosk);
    assert_false(reads(kiosk, "canary"));
    app_key(&kiosk->app, KEY_SELECT, kiosk->now);
    app_installer_answer(&kiosk->app, false, kiosk->now);
    assert_screen(kiosk, SCREEN_INSTALLER_LOCK);
    assert_null(memmem(&kiosk->app, sizeof kiosk->app, "canary", 6));
}

static void without_a_password_nothing_opens(void **state)
{
    struct kiosk *kiosk = *state;
    open_lock(kiosk);
    kiosk->app.installer.has_password = false;
    type_password(kiosk);
    app_key(&kiosk->app, KEY_SELECT, kiosk->now);
    assert_false(kiosk->app.wishes.check_password);
}

static void wrong_passwords_make_the_next_one_wait_longer_and_longer(void **state)
{
    struct kiosk *kiosk = *state;
    open_lock(kiosk);
    for (int i = 0; i < INSTALLER_TRIES; i++) {
        assert_int_equal(app_installer_wait_ms(&kiosk->app), 0);
        try(kiosk, false);
    }
    assert_int_equal(app_installer_wait_ms(&kiosk->app), INSTALLER_WAIT_MS);
    type_password(kiosk);
    app_key(&kiosk->app, KEY_SELECT, kiosk->now);
    assert_false(kiosk->app.wishes.check_password);
    /* Leaving does not shorten it. */
    touch(kiosk, DO_BACK);
    open_lock(kiosk);
    assert_true(app_installer_wait_ms(&kiosk->app) > 0);
    int64_t before = 0;
    for (int i = 0; i < 12; i++) {
        wait_ms(kiosk, app_installer_wait_ms(&kiosk->app));
        open_lock(kiosk);
        try(kiosk, false);
        int64_t now = app_installer_wait_ms(&kiosk->app);
        assert_true(now > before || now == INSTALLER_WAIT_MAX_MS);
        before = now;
    }
    assert_int_equal(before, INSTALLER_WAIT_MAX_MS);
}

static void a_call_for_help_is_not_interrupted(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_HELP);
    touch(kiosk, DO_BRING_STAFF);
    app_open_installer(&kiosk->app, kiosk->now);
    assert_screen(kiosk, SCREEN_HELP_SENT);
}

static void display_says(struct kiosk *kiosk, int width, int height, double dpi, const char *words)
{
    kiosk->app.installer.width = width;
    kiosk->app.installer.height = height;
    kiosk->app.installer.dpi = dpi;
    fixture_draw(kiosk);
    assert_true(reads(kiosk, words));
}

static void displays_that_are_too_small_or_of_unknown_size_are_named(void **state)
{
    struct kiosk *kiosk = *state;
    open_pages(kiosk);
    display_says(kiosk, 1024, 600, 170, "7.0 inches: too small.");
    display_says(kiosk, 1280, 800, 149.4, "10.1 inches");
    assert_false(reads(kiosk, "too small"));
    display_says(kiosk, 1280, 800, 0, "Its size is not known: 96 dpi is taken.");
}

/* The same kiosk, started on another display. */
static void boot_on(struct kiosk *kiosk, int width, int height, double dpi)
{
    const struct region region = kiosk->app.region;
    app_release(&kiosk->app);
    app_init(&kiosk->app, &region, canvas_for(width, height, dpi), random_seeded(&kiosk->seed, 7),
             kiosk->now);
    app_add_language(&kiosk->app, "en", "English", NULL);
    fixture_draw(kiosk);
    app_set_board(&kiosk->app, &kiosk->board, NULL, kiosk->now, kiosk->now);
    fixture_draw(kiosk);
}

static void pages_open_from_10_inches_up(void **state)
{
    struct kiosk *kiosk = *state;
    static const struct {
        int width, height;
        double dpi; /* 0: not known, counts as 96 */
        enum screen_id first;
    } displays[] = {
        {1024, 600, 169.6, SCREEN_TOO_SMALL},                                       /* 7 inches */
        {600, 1024, 169.6, SCREEN_TOO_SMALL}, {1280, 800, 151.2, SCREEN_TOO_SMALL}, /* 9.98 */
        {1280, 800, 150.8, SCREEN_HOME},                                            /* 10.01 */
        {1280, 800, 149.4, SCREEN_HOME}, /* 10.1, as the makers count */
        {800, 1280, 149.4, SCREEN_HOME},      {1024, 600, 0, SCREEN_HOME},
        {800, 480, 0, SCREEN_TOO_SMALL},
    };
    for (size_t i = 0; i < sizeof displays / sizeof displays[0]; i++) {
        boot_on(kiosk, displays[i].width, displays[i].height, displays[i].dpi);
        assert_screen(kiosk, displays[i].first);
    }
}

static void on_a_display_that_is_too_small_no_page_for_patients_opens(void **state)
{
    struct kiosk *kiosk = *state;
    static const char *const words[] = {"7.0 inches", "10.1 to 15 inches", "1024 x 600",
                                        "kiosk.conf", "Call 911",          "988"};
    static const int ways[] = {DO_ASK, DO_SEE_BOARD, DO_ROLES, DO_HELP, DO_LANGUAGE, DO_ACCESS, DO_MY_TICKET};
    struct relay_order order;
    boot_on(kiosk, 1024, 600, 169.6);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_true(reads(kiosk, words[i]));
    app_key(&kiosk->app, KEY_HELP, kiosk->now);
    app_headphones(&kiosk->app, true, kiosk->now);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        app_act(&kiosk->app, (struct action){ways[i], 0}, kiosk->now);
        fixture_draw(kiosk);
        assert_screen(kiosk, SCREEN_TOO_SMALL);
    }
    assert_int_equal(element_next_target(&kiosk->app.frame, -1, 1), -1);
    assert_false(app_take_order(&kiosk->app, &order));
}

static bool all_inside(struct kiosk *kiosk)
{
    const struct canvas *canvas = &kiosk->app.canvas;
    for (size_t i = 0; i < kiosk->app.frame.count; i++) {
        struct rect box = kiosk->app.frame.items[i].box;
        if (box.x + box.w > canvas->width || box.y + box.h > canvas->height)
            return false;
    }
    return true;
}

/* They are the way to say that its numbers are wrong; nothing is offered there that does not open. */
static void on_a_display_that_is_too_small_the_installers_pages_open(void **state)
{
    struct kiosk *kiosk = *state;
    boot_on(kiosk, 1280, 800, 390);
    open_pages(kiosk);
    assert_false(shows(kiosk, DO_HELP));
    assert_false(shows(kiosk, DO_LANGUAGE));
    while (!shows(kiosk, DO_RULER))
        touch(kiosk, DO_MORE);
    touch(kiosk, DO_RULER);
    assert_screen(kiosk, SCREEN_INSTALLER_RULER);
    for (int part = 0; part < kiosk->app.frame.parts; part++) {
        kiosk->app.visit.part = (size_t)part;
        fixture_draw(kiosk);
        assert_true(all_inside(kiosk));
    }
    touch(kiosk, DO_START_OVER);
    assert_screen(kiosk, SCREEN_TOO_SMALL);
}

static void keys_are_learnt_one_after_the_other(void **state)
{
    struct kiosk *kiosk = *state;
    open_pages(kiosk);
    assert_false(app_learns_keys(&kiosk->app));
    touch(kiosk, DO_LEARN);
    assert_true(app_learns_keys(&kiosk->app));
    app_learn_key(&kiosk->app, 115, kiosk->now);
    app_learn_key(&kiosk->app, 4, kiosk->now); /* a letter: not taken */
    fixture_draw(kiosk);
    assert_true(reads(kiosk, "down"));
    app_learn_key(&kiosk->app, 114, kiosk->now);
    assert_true(kiosk->app.wishes.keep_keypad);
    assert_int_equal(keypad_function_of(&kiosk->app.installer.keypad, 115), KEYPAD_UP);
    assert_int_equal(keypad_function_of(&kiosk->app.installer.keypad, 114), KEYPAD_DOWN);
    for (int i = 0; i < KEYPAD_COUNT; i++) {
        fixture_draw(kiosk);
        if (app_learns_keys(&kiosk->app))
            touch(kiosk, DO_LEARN_SKIP);
    }
    assert_false(app_learns_keys(&kiosk->app));
}

static void the_ruler_is_a_bank_card_wide(void **state)
{
    struct kiosk *kiosk = *state;
    open_pages(kiosk);
    touch(kiosk, DO_RULER);
    double px_per_mm = 100 / 25.4;
    bool found = false;
    for (size_t i = 0; i < kiosk->app.frame.count; i++)
        found |= kiosk->app.frame.items[i].dashed &&
                 abs(kiosk->app.frame.items[i].box.w - (int)(85.6 * px_per_mm)) <= 1;
    assert_true(found);
    touch_arg(kiosk, DO_RULER_BY, 1);
    assert_true(reads(kiosk, "dpi = 101.0"));
}

static void every_field_is_touched(void **state)
{
    struct kiosk *kiosk = *state;
    open_pages(kiosk);
    touch(kiosk, DO_TOUCH_TEST);
    for (int i = 0; i < 9; i++) {
        assert_false(reads(kiosk, "Touch works"));
        touch_arg(kiosk, DO_TOUCH_POINT, i);
    }
    assert_true(reads(kiosk, "Touch works"));
}

static void the_end_of_the_visit_locks_again(void **state)
{
    struct kiosk *kiosk = *state;
    open_pages(kiosk);
    wait_ms(kiosk, APP_IDLE_MS + SECOND_MS);
    wait_ms(kiosk, APP_MORE_TIME_MS + SECOND_MS);
    assert_screen(kiosk, SCREEN_HOME);
    assert_false(kiosk->app.visit.installer.open);
    open_lock(kiosk);
}

/* ---- pairing ---- */

static void pairing_is_at(struct kiosk *kiosk, enum pair_step step)
{
    struct installer_facts *facts = &kiosk->app.installer;
    facts->pairing = true;
    facts->pair = (struct pair_view){.step = step, .digits = "877205", .name = "Kiosk 2"};
    kiosk->app.dirty = true;
    fixture_draw(kiosk);
}

static void open_pairing(struct kiosk *kiosk)
{
    open_pages(kiosk);
    touch(kiosk, DO_PAIR);
    assert_screen(kiosk, SCREEN_INSTALLER_PAIR);
}

static void type(struct kiosk *kiosk, const char *text)
{
    for (; *text != 0; text++)
        app_type(&kiosk->app, (uint32_t)*text, kiosk->now);
    fixture_draw(kiosk);
}

static void an_address_is_typed_before_a_window_is_looked_for(void **state)
{
    struct kiosk *kiosk = *state;
    open_pairing(kiosk);
    app_act(&kiosk->app, (struct action){DO_PAIR_LOOK, 0}, kiosk->now);
    assert_false(kiosk->app.wishes.look);
    type(kiosk, "10.0.0.x");
    touch(kiosk, DO_BACKSPACE);
    type(kiosk, "5");
    assert_string_equal(kiosk->app.visit.installer.address, "10.0.0.5");
    touch(kiosk, DO_PAIR_LOOK);
    assert_true(kiosk->app.wishes.look);
}

static void the_kiosks_digits_stand_in_two_groups(void **state)
{
    struct kiosk *kiosk = *state;
    open_pairing(kiosk);
    pairing_is_at(kiosk, PAIR_NUMBERS);
    assert_true(reads(kiosk, "877\u2002205"));
    assert_true(reads(kiosk, "Kiosk 2"));
    wait_ms(kiosk, 5 * MINUTE_MS); /* somebody walks from one screen to the other */
    assert_screen(kiosk, SCREEN_INSTALLER_PAIR);
    touch(kiosk, DO_PAIR_STOP);
    assert_true(kiosk->app.wishes.stop);
}

static void the_pages_digits_are_given_once_they_are_four(void **state)
{
    struct kiosk *kiosk = *state;
    open_pairing(kiosk);
    pairing_is_at(kiosk, PAIR_TYPING);
    type(kiosk, "01");
    app_act(&kiosk->app, (struct action){DO_PAIR_TYPED, 0}, kiosk->now);
    assert_false(kiosk->app.wishes.typed);
    type(kiosk, "2\b2699");
    assert_string_equal(kiosk->app.visit.installer.digits, "0126");
    touch(kiosk, DO_PAIR_TYPED);
    assert_true(kiosk->app.wishes.typed);
}

static void why_a_pairing_ended_is_said_and_it_can_begin_again(void **state)
{
    struct kiosk *kiosk = *state;
    open_pairing(kiosk);
    pairing_is_at(kiosk, PAIR_ENDED);
    kiosk->app.installer.pair.end = PAIR_END_WRONG;
    kiosk->app.dirty = true;
    fixture_draw(kiosk);
    assert_true(reads(kiosk, "Nothing was kept."));
    type(kiosk, "queue.lan");
    touch(kiosk, DO_PAIR_LOOK);
    assert_true(kiosk->app.wishes.look);
}

static void without_the_password_nothing_is_paired(void **state)
{
    struct kiosk *kiosk = *state;
    open_lock(kiosk);
    app_go(&kiosk->app, SCREEN_INSTALLER_PAIR);
    app_act(&kiosk->app, (struct action){DO_KEY, 'x'}, kiosk->now);
    app_act(&kiosk->app, (struct action){DO_PAIR_LOOK, 0}, kiosk->now);
    assert_false(kiosk->app.wishes.look);
}

static void a_kiosk_that_is_not_paired_says_so_to_the_installer(void **state)
{
    struct kiosk *kiosk = *state;
    app_set_standing(&kiosk->app, STANDING_UNPAIRED, kiosk->now);
    fixture_draw(kiosk);
    assert_screen(kiosk, SCREEN_STARTING);
    assert_true(reads(kiosk, "starting.out"));
    assert_true(reads(kiosk, "not paired yet"));
    assert_true(shows(kiosk, DO_HELP));
}

static void a_revoked_kiosk_keeps_helps_pages_alone(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    report(kiosk, (struct relay_report){.kind = RELAY_KNOWN, .known = false});
    assert_screen(kiosk, SCREEN_STARTING);
    assert_true(reads(kiosk, "starting.out"));
    assert_true(reads(kiosk, "starting.desk"));
    assert_false(reads(kiosk, "not paired yet"));
    assert_false(shows(kiosk, DO_ASK));
    touch(kiosk, DO_HELP);
    assert_true(reads(kiosk, "help.988"));
    touch(kiosk, DO_BACK);
    report(kiosk, (struct relay_report){.kind = RELAY_KNOWN, .known = true});
    fixture_draw(kiosk);
    assert_false(reads(kiosk, "starting.out"));
}

static void who_waits_for_help_is_not_sent_away_by_a_revocation(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_HELP);
    touch(kiosk, DO_BRING_STAFF);
    report(kiosk, (struct relay_report){.kind = RELAY_KNOWN, .known = false});
    assert_screen(kiosk, SCREEN_HELP_SENT);
}

int main(void)
{
#define KIOSK_TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)
    const struct CMUnitTest tests[] = {
        KIOSK_TEST(the_right_password_opens_and_back_leads_home),
        KIOSK_TEST(a_password_is_never_shown_and_is_wiped_once_tried),
        KIOSK_TEST(without_a_password_nothing_opens),
        KIOSK_TEST(wrong_passwords_make_the_next_one_wait_longer_and_longer),
        KIOSK_TEST(a_call_for_help_is_not_interrupted),
        KIOSK_TEST(displays_that_are_too_small_or_of_unknown_size_are_named),
        KIOSK_TEST(pages_open_from_10_inches_up),
        KIOSK_TEST(on_a_display_that_is_too_small_no_page_for_patients_opens),
        KIOSK_TEST(on_a_display_that_is_too_small_the_installers_pages_open),
        KIOSK_TEST(keys_are_learnt_one_after_the_other),
        KIOSK_TEST(the_ruler_is_a_bank_card_wide),
        KIOSK_TEST(every_field_is_touched),
        KIOSK_TEST(the_end_of_the_visit_locks_again),
        KIOSK_TEST(an_address_is_typed_before_a_window_is_looked_for),
        KIOSK_TEST(the_kiosks_digits_stand_in_two_groups),
        KIOSK_TEST(the_pages_digits_are_given_once_they_are_four),
        KIOSK_TEST(why_a_pairing_ended_is_said_and_it_can_begin_again),
        KIOSK_TEST(without_the_password_nothing_is_paired),
        KIOSK_TEST(a_kiosk_that_is_not_paired_says_so_to_the_installer),
        KIOSK_TEST(a_revoked_kiosk_keeps_helps_pages_alone),
        KIOSK_TEST(who_waits_for_help_is_not_sent_away_by_a_revocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
