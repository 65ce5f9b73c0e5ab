/* Everything that can be touched, touched: from every screen each target once, and then a long walk without a
 * plan. */
#include "app_fixture.h"

/* Puts the kiosk on this screen as a visit would find it. */
static void stand_on(struct kiosk *kiosk, enum screen_id screen)
{
    struct visit *visit = &kiosk->app.visit;
    visit->shown_coach = kiosk->coaches[0].id;
    if (screen == SCREEN_TICKET || screen == SCREEN_CANCEL || screen == SCREEN_COMING ||
        screen == SCREEN_SAVED || screen == SCREEN_SENDING || screen == SCREEN_CANCELLED ||
        screen == SCREEN_ENDED) {
        visit->way = screen == SCREEN_SAVED ? WAY_SAVED : screen == SCREEN_SENDING ? WAY_SENDING : WAY_SENT;
        visit->request = (struct wire_status){.id = {{4}}, .ticket = {SIGN_KITE, 31}, .version = 1};
        visit->sending_slow = screen == SCREEN_SAVED;
    }
    if (screen == SCREEN_COMING)
        visit->request = status(kiosk, REQUEST_ON_THE_WAY, 1).status;
    if (screen == SCREEN_CANCELLED || screen == SCREEN_ENDED)
        visit->request.state = REQUEST_CLOSED;
    if (screen == SCREEN_HELP_SENT)
        app_call_staff(&kiosk->app);
    visit->lookup_sign = SIGN_KITE;
    visit->lookup_digits[0] = 3;
    visit->lookup_digits[1] = 1;
    if (screen != SCREEN_HOME && screen != SCREEN_STARTING)
        app_go(&kiosk->app, screen);
    visit->last_input_ms = kiosk->now.mono_ms;
    fixture_draw(kiosk);
}

static bool has_way_out(struct kiosk *kiosk)
{
    static const int ways[] = {DO_BACK,    DO_START_OVER, DO_DONE,    DO_HOME,
                               DO_OVER_NO, DO_MORE_TIME,  DO_ALERT_OK};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (shows(kiosk, ways[i]))
            return true;
    return false;
}

static void drain_orders(struct kiosk *kiosk)
{
    struct relay_order order;
    while (app_take_order(&kiosk->app, &order))
        continue;
}

static void every_screen_has_help_and_a_way_out(void **state)
{
    (void)state;
    for (int screen = 0; screen < SCREEN_COUNT; screen++) {
        void *each = NULL;
        if (screen == SCREEN_TOO_SMALL) /* the numbers to call, and no control at all */
            continue;
        kiosk_set_up(&each);
        stand_on(each, (enum screen_id)screen);
        if (!shows(each, DO_HELP))
            fail_msg("%s has no Help now", screen_get((enum screen_id)screen)->name);
        if (screen != SCREEN_HOME && screen != SCREEN_STARTING && !has_way_out(each))
            fail_msg("%s has no way out", screen_get((enum screen_id)screen)->name);
        kiosk_tear_down(&each);
    }
}

static void every_screen_has_a_title(void **state)
{
    (void)state;
    for (int screen = 0; screen < SCREEN_COUNT; screen++) {
        void *each = NULL;
        kiosk_set_up(&each);
        stand_on(each, (enum screen_id)screen);
        struct kiosk *kiosk = each;
        if (screen != SCREEN_STARTING && !kiosk->app.frame.title)
            fail_msg("%s has no title", screen_get((enum screen_id)screen)->name);
        kiosk_tear_down(&each);
    }
}

/* A finger that goes down is seen where it is, also where two targets mean the same. */
static void assert_sinks(struct kiosk *kiosk, int target)
{
    const struct element *element = &kiosk->app.frame.items[target];
    struct rect box = element->box;
    app_pointer_down(&kiosk->app, box.x + box.w / 2, box.y + box.h / 2, kiosk->now);
    fixture_draw(kiosk);
    if (kiosk->app.pressed != target)
        fail_msg("%s: \"%s\" does not sink under a finger", screen_get(app_screen(&kiosk->app))->name,
                 kiosk->app.frame.items[target].label);
    app_pointer_move(&kiosk->app, -1, -1, kiosk->now);
    fixture_draw(kiosk);
}

static void every_target_of_every_screen_can_be_touched(void **state)
{
    (void)state;
    for (int screen = 0; screen < SCREEN_COUNT; screen++) {
        size_t targets = 1;
        for (size_t i = 0; i < targets; i++) {
            void *each = NULL;
            kiosk_set_up(&each);
            struct kiosk *kiosk = each;
            stand_on(kiosk, (enum screen_id)screen);
            targets = kiosk->app.frame.count;
            const struct element *element = &kiosk->app.frame.items[i];
            if (element->role != TARGET_NONE && !element->disabled) {
                assert_sinks(kiosk, (int)i);
                touch_at(kiosk, element->box.x + element->box.w / 2, element->box.y + element->box.h / 2);
            }
            assert_true(kiosk->app.frame.count > 0);
            kiosk_tear_down(&each);
        }
    }
}

/* One more thing that happens: a touch, a wait, a report. */
static void something_happens(struct kiosk *kiosk, struct random_source random)
{
    uint32_t dice = random_below(random, 20);
    if (dice == 0)
        wait_ms(kiosk, random_below(random, 70000));
    else if (dice == 1)
        report_kind(kiosk, (enum relay_report_kind)random_below(random, RELAY_ALERT_FAILED + 1));
    else if (dice == 2 && app_request_open(&kiosk->app))
        report(kiosk, status(kiosk, (enum request_state)random_below(random, REQUEST_CLOSED + 1),
                             kiosk->app.visit.request.version + 1));
    else {
        const struct element_list *frame = &kiosk->app.frame;
        int target = -1;
        for (uint32_t steps = random_below(random, 40) + 1; steps > 0; steps--)
            target = element_next_target(frame, target, 1);
        if (target >= 0)
            touch_at(kiosk, frame->items[target].box.x + 8, frame->items[target].box.y + 20);
    }
}

static void a_long_walk_never_loses_help_or_the_way_out(void **state)
{
    struct kiosk *kiosk = *state;
    struct random_seed seed;
    struct random_source random = random_seeded(&seed, 11);
    bool seen[SCREEN_COUNT] = {false};
    for (int step = 0; step < 20000; step++) {
        something_happens(kiosk, random);
        drain_orders(kiosk);
        enum screen_id screen = app_screen(&kiosk->app);
        seen[screen] = true;
        if (!shows(kiosk, DO_HELP))
            fail_msg("step %d: %s has no Help now", step, screen_get(screen)->name);
        if (screen != SCREEN_HOME && !has_way_out(kiosk))
            fail_msg("step %d: %s has no way out", step, screen_get(screen)->name);
    }
    const enum screen_id must[] = {SCREEN_BOARD,    SCREEN_TOPICS,   SCREEN_FIND,   SCREEN_REVIEW,
                                   SCREEN_TICKET,   SCREEN_COMING,   SCREEN_CANCEL, SCREEN_HELP,
                                   SCREEN_LANGUAGE, SCREEN_MY_TICKET};
    for (size_t i = 0; i < sizeof must / sizeof must[0]; i++)
        if (!seen[must[i]])
            fail_msg("the walk never came to %s", screen_get(must[i])->name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_screen_has_help_and_a_way_out),
        cmocka_unit_test(every_screen_has_a_title),
        cmocka_unit_test(every_target_of_every_screen_can_be_touched),
        cmocka_unit_test_setup_teardown(a_long_walk_never_loses_help_or_the_way_out, kiosk_set_up,
                                        kiosk_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
