/* A visit from end to end: what touches lead to, what time does, what is forgotten. */
#include "app_fixture.h"

/* ---- asking ---- */

static void two_touches_lead_from_home_to_an_order(void **state)
{
    struct kiosk *kiosk = *state;
    assert_screen(kiosk, SCREEN_HOME);
    struct relay_order order = send_request(kiosk);
    assert_int_equal(order.kind, RELAY_SUBMIT);
    assert_false(uuid_is_none(&order.submit.id));
    assert_true(uuid_equal(&order.id, &order.submit.id));
    assert_true(ticket_valid(order.submit.ticket));
    assert_int_equal(order.submit.ticket.sign, SIGN_LEAF);
    assert_int_equal(order.submit.find, FIND_SIGN);
    assert_true(uuid_is_none(&order.submit.coach_id));
    assert_int_equal(order.submit.topic_count, 0);
    assert_int_equal(order.submit.notice_version, 3);
    assert_int_equal(order.submit.asked_at_ms, kiosk->now.wall_ms);
    assert_string_equal(order.submit.language, "en");
    assert_string_equal(order.name, "");
    assert_screen(kiosk, SCREEN_SENDING);
}

static void asking_with_nobody_on_shift_shows_the_other_ways(void **state)
{
    struct kiosk *kiosk = *state;
    for (int i = 0; i < 3; i++)
        kiosk->coaches[i].presence.kind = PRESENCE_NONE;
    touch(kiosk, DO_ASK);
    assert_screen(kiosk, SCREEN_CLOSED);
}

static void asking_without_a_link_still_opens_the_request(void **state)
{
    struct kiosk *kiosk = *state;
    for (int i = 0; i < 3; i++)
        kiosk->coaches[i].presence.kind = PRESENCE_NONE;
    report(kiosk, (struct relay_report){.kind = RELAY_LINK, .linked = false});
    touch(kiosk, DO_ASK);
    assert_screen(kiosk, SCREEN_REVIEW);
}

static void a_second_send_is_not_a_second_request(void **state)
{
    struct kiosk *kiosk = *state;
    send_request(kiosk);
    app_act(&kiosk->app, (struct action){DO_SEND, 0}, kiosk->now);
    app_send(&kiosk->app);
    struct relay_order order;
    assert_false(app_take_order(&kiosk->app, &order));
}

static void a_ticket_is_never_one_that_is_taken(void **state)
{
    struct kiosk *kiosk = *state;
    /* All but 41 and 57 are taken on the board; 41 or 57 is given to the first, the other to the second. */
    for (int number = 10; number <= 99; number++)
        if (number != 41 && number != 57)
            kiosk->taken[kiosk->board.taken_count++] = (struct ticket){SIGN_LEAF, number};
    int first = send_request(kiosk).submit.ticket.number;
    app_leave(&kiosk->app);
    fixture_draw(kiosk);
    int second = send_request(kiosk).submit.ticket.number;
    assert_int_equal(first + second, 41 + 57);
    app_leave(&kiosk->app);
    fixture_draw(kiosk);
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_SEND);
    assert_screen(kiosk, SCREEN_NOT_SAVED);
}

static void a_ticket_saved_before_a_power_cut_is_not_given_again(void **state)
{
    struct kiosk *kiosk = *state;
    for (int number = 12; number <= 99; number++)
        kiosk->taken[kiosk->board.taken_count++] = (struct ticket){SIGN_LEAF, number};
    struct relay_report saved = {.kind = RELAY_SAVED, .id = {{7}}};
    saved.status.ticket = (struct ticket){SIGN_LEAF, 10};
    report(kiosk, saved);
    assert_int_equal(send_request(kiosk).submit.ticket.number, 11);
}

static void a_closed_request_gives_its_number_back(void **state)
{
    struct kiosk *kiosk = *state;
    for (int number = 11; number <= 99; number++)
        kiosk->taken[kiosk->board.taken_count++] = (struct ticket){SIGN_LEAF, number};
    be_on_the_list(kiosk);
    report(kiosk, status(kiosk, REQUEST_CLOSED, 2));
    app_leave(&kiosk->app);
    fixture_draw(kiosk);
    assert_int_equal(send_request(kiosk).submit.ticket.number, 10);
}

static void what_was_chosen_is_what_is_sent(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_CHANGE_WHAT);
    touch_arg(kiosk, DO_TOPIC, 0);
    touch_arg(kiosk, DO_TOPIC, 2);
    touch_arg(kiosk, DO_TOPIC, 0);
    touch_arg(kiosk, DO_TOPIC, 1);
    touch(kiosk, DO_TOPICS_DONE);
    touch(kiosk, DO_CHANGE_HOW);
    touch_arg(kiosk, DO_FIND, FIND_NAME);
    touch_arg(kiosk, DO_KEY, 'R');
    touch_arg(kiosk, DO_KEY, 'a');
    touch(kiosk, DO_FIND_DONE);
    assert_screen(kiosk, SCREEN_REVIEW);
    touch(kiosk, DO_SEND);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.submit.topic_count, 2);
    assert_string_equal(order.submit.topics[0], "treatment");
    assert_string_equal(order.submit.topics[1], "basics");
    assert_int_equal(order.submit.find, FIND_NAME);
    assert_string_equal(order.name, "Ra");
}

static void back_keeps_the_answers(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_CHANGE_WHAT);
    touch_arg(kiosk, DO_TOPIC, 3);
    touch(kiosk, DO_BACK);
    assert_screen(kiosk, SCREEN_REVIEW);
    touch(kiosk, DO_BACK);
    assert_screen(kiosk, SCREEN_HOME);
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_SEND);
    assert_string_equal(take_order(kiosk).submit.topics[0], "forms");
}

static void a_name_without_letters_is_the_sign(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_CHANGE_HOW);
    touch_arg(kiosk, DO_FIND, FIND_NAME);
    touch(kiosk, DO_BACK);
    touch(kiosk, DO_SEND);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.submit.find, FIND_SIGN);
    assert_string_equal(order.name, "");
}

static void an_order_that_was_taken_leaves_no_name_behind(void **state)
{
    struct kiosk *kiosk = *state;
    strcpy(kiosk->app.visit.draft.name, "Canary");
    kiosk->app.visit.draft.find = FIND_NAME;
    send_request(kiosk);
    for (size_t i = 0; i < APP_ORDERS_MAX; i++)
        assert_string_equal(kiosk->app.orders[i].name, "");
}

static void a_new_board_keeps_the_topics_that_were_chosen(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_CHANGE_WHAT);
    touch_arg(kiosk, DO_TOPIC, 1);
    struct topic swapped[2] = {kiosk->topics[1], kiosk->topics[0]};
    struct board board = kiosk->board;
    board.topics = swapped;
    board.topic_count = 2;
    app_set_board(&kiosk->app, &board, NULL, kiosk->now, kiosk->now);
    assert_int_equal(kiosk->app.visit.draft.topics, 1);
    app_set_board(&kiosk->app, &kiosk->board, NULL, kiosk->now, kiosk->now);
}

static void a_coach_who_left_the_board_is_not_asked_for(void **state)
{
    struct kiosk *kiosk = *state;
    app_act(&kiosk->app, (struct action){DO_ASK_COACH, 2}, kiosk->now);
    fixture_draw(kiosk);
    assert_screen(kiosk, SCREEN_REVIEW);
    struct board board = kiosk->board;
    board.coach_count = 2;
    app_set_board(&kiosk->app, &board, NULL, kiosk->now, kiosk->now);
    fixture_draw(kiosk);
    touch(kiosk, DO_SEND);
    struct relay_order order = take_order(kiosk);
    assert_true(uuid_is_none(&order.submit.coach_id));
    app_set_board(&kiosk->app, &kiosk->board, NULL, kiosk->now, kiosk->now);
}

/* ---- touches and keys ---- */

static void sliding_off_cancels(void **state)
{
    struct kiosk *kiosk = *state;
    struct rect box = kiosk->app.frame.items[target_index(kiosk, DO_ASK, 0)].box;
    app_pointer_down(&kiosk->app, box.x + 5, box.y + 5, kiosk->now);
    assert_int_equal(kiosk->app.pressed, target_index(kiosk, DO_ASK, 0));
    app_pointer_move(&kiosk->app, box.x - 20, box.y + 5, kiosk->now);
    assert_int_equal(kiosk->app.pressed, -1);
    app_pointer_move(&kiosk->app, box.x + 5, box.y + 5, kiosk->now);
    app_pointer_up(&kiosk->app, box.x + 5, box.y + 5, kiosk->now);
    assert_screen(kiosk, SCREEN_HOME);
}

static void a_touch_acts_on_release_and_not_before(void **state)
{
    struct kiosk *kiosk = *state;
    struct rect box = kiosk->app.frame.items[target_index(kiosk, DO_ASK, 0)].box;
    app_pointer_down(&kiosk->app, box.x + 5, box.y + 5, kiosk->now);
    fixture_draw(kiosk);
    assert_screen(kiosk, SCREEN_HOME);
    app_pointer_up(&kiosk->app, box.x + 9, box.y + 9, kiosk->now);
    assert_screen(kiosk, SCREEN_REVIEW);
}

static void a_page_that_changes_under_the_finger_gets_no_touch(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    struct rect box = kiosk->app.frame.items[target_index(kiosk, DO_TICKET_CANCEL, 0)].box;
    app_pointer_down(&kiosk->app, box.x + 5, box.y + 5, kiosk->now);
    fixture_draw(kiosk);
    report(kiosk, status(kiosk, REQUEST_ON_THE_WAY, 2));
    app_pointer_up(&kiosk->app, box.x + 5, box.y + 5, kiosk->now);
    assert_screen(kiosk, SCREEN_COMING);
}

static void keys_alone_send_a_request(void **state)
{
    struct kiosk *kiosk = *state;
    app_key(&kiosk->app, KEY_NEXT, kiosk->now);
    assert_int_equal(kiosk->app.focus, element_next_target(&kiosk->app.frame, -1, 1));
    while (kiosk->app.focus_action.kind != DO_ASK)
        app_key(&kiosk->app, KEY_NEXT, kiosk->now);
    app_key(&kiosk->app, KEY_SELECT, kiosk->now);
    fixture_draw(kiosk);
    assert_screen(kiosk, SCREEN_REVIEW);
    assert_true(kiosk->app.focus >= 0);
    while (kiosk->app.focus_action.kind != DO_SEND)
        app_key(&kiosk->app, KEY_PREVIOUS, kiosk->now);
    app_key(&kiosk->app, KEY_SELECT, kiosk->now);
    assert_int_equal(take_order(kiosk).kind, RELAY_SUBMIT);
}

static void the_back_key_does_nothing_where_there_is_no_way_back(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    app_key(&kiosk->app, KEY_BACK, kiosk->now);
    assert_screen(kiosk, SCREEN_TICKET);
}

/* ---- start over ---- */

static void start_over_asks_when_something_would_be_lost(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_CHANGE_WHAT);
    touch_arg(kiosk, DO_TOPIC, 0);
    touch(kiosk, DO_START_OVER);
    assert_int_equal(kiosk->app.visit.cover, COVER_OVER);
    assert_false(shows(kiosk, DO_TOPICS_DONE));
    assert_false(reads(kiosk, "topics.title"));
    touch(kiosk, DO_OVER_NO);
    assert_screen(kiosk, SCREEN_TOPICS);
    assert_int_equal(kiosk->app.visit.draft.topics, 1);
    touch(kiosk, DO_START_OVER);
    touch(kiosk, DO_OVER_YES);
    assert_screen(kiosk, SCREEN_HOME);
    assert_int_equal(kiosk->app.visit.draft.topics, 0);
}

static void start_over_does_not_ask_when_nothing_is_lost(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_START_OVER);
    assert_int_equal(kiosk->app.visit.cover, COVER_NONE);
    assert_screen(kiosk, SCREEN_HOME);
}

static void start_over_never_withdraws_what_was_sent(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    touch(kiosk, DO_START_OVER);
    assert_screen(kiosk, SCREEN_HOME);
    struct relay_order order;
    assert_false(app_take_order(&kiosk->app, &order));
}

static void a_touch_on_a_cover_presses_nothing_below(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    struct rect send = kiosk->app.frame.items[target_index(kiosk, DO_SEND, 0)].box;
    kiosk->app.visit.touched = true;
    touch(kiosk, DO_START_OVER);
    for (int x = send.x; x < send.x + send.w; x += 40)
        touch_at(kiosk, x, send.y + send.h - 8);
    app_act(&kiosk->app, (struct action){DO_SEND, 0}, kiosk->now);
    struct relay_order order;
    assert_false(app_take_order(&kiosk->app, &order));
}

/* ---- time ---- */

static void idle_covers_after_a_minute_and_clears_after_half_a_minute_more(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    assert_int_equal(app_next_deadline(&kiosk->app), kiosk->now.mono_ms + APP_IDLE_MS);
    wait_ms(kiosk, APP_IDLE_MS - 1);
    assert_int_equal(kiosk->app.visit.cover, COVER_NONE);
    wait_ms(kiosk, 1);
    assert_int_equal(kiosk->app.visit.cover, COVER_IDLE);
    assert_false(reads(kiosk, "review.title"));
    assert_int_equal(app_next_deadline(&kiosk->app), kiosk->now.mono_ms + APP_MORE_TIME_MS);
    wait_ms(kiosk, APP_MORE_TIME_MS - 1);
    assert_int_equal(kiosk->app.visit.cover, COVER_IDLE);
    wait_ms(kiosk, 1);
    assert_screen(kiosk, SCREEN_HOME);
}

static void more_time_brings_the_page_back(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    wait_ms(kiosk, APP_IDLE_MS);
    touch(kiosk, DO_MORE_TIME);
    assert_screen(kiosk, SCREEN_REVIEW);
    assert_int_equal(kiosk->app.visit.cover, COVER_NONE);
    wait_ms(kiosk, APP_IDLE_MS - 1);
    assert_int_equal(kiosk->app.visit.cover, COVER_NONE);
    assert_screen(kiosk, SCREEN_REVIEW);
}

static void a_late_touch_finds_the_page_already_gone(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    struct rect send = kiosk->app.frame.items[target_index(kiosk, DO_SEND, 0)].box;
    kiosk->now.mono_ms += APP_IDLE_MS + APP_MORE_TIME_MS;
    touch_at(kiosk, send.x + 9, send.y + 9);
    struct relay_order order;
    assert_false(app_take_order(&kiosk->app, &order));
    assert_screen(kiosk, SCREEN_HOME);
}

static void the_idle_cover_says_only_what_is_so(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    wait_ms(kiosk, APP_IDLE_MS);
    assert_true(reads(kiosk, "idle.body"));
    touch(kiosk, DO_MORE_TIME);
    touch(kiosk, DO_SEND);
    report_kind(kiosk, RELAY_SAVED);
    wait_ms(kiosk, APP_IDLE_MS);
    assert_true(reads(kiosk, "idle.body.saved"));
    report(kiosk, status(kiosk, REQUEST_WAITING, 1));
    assert_true(reads(kiosk, "idle.body.sent"));
    report(kiosk, status(kiosk, REQUEST_CLOSED, 2));
    assert_true(reads(kiosk, "idle.body.quiet"));
}

static void home_wakes_for_its_clock_and_label_only(void **state)
{
    struct kiosk *kiosk = *state;
    kiosk->now.mono_ms = START_MONO_MS + 1;
    app_tick(&kiosk->app, kiosk->now);
    int64_t label = (kiosk->now.mono_ms / APP_LABEL_TURN_MS + 1) * APP_LABEL_TURN_MS;
    assert_int_equal(app_next_deadline(&kiosk->app), label);
    kiosk->app.language_count = 1;
    assert_int_equal(app_next_deadline(&kiosk->app),
                     kiosk->now.mono_ms + MINUTE_MS - START_WALL_MS % MINUTE_MS);
}

static void help_does_not_idle_while_an_alert_is_open(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_HELP);
    touch(kiosk, DO_BRING_STAFF);
    assert_screen(kiosk, SCREEN_HELP_SENT);
    assert_int_equal(take_order(kiosk).kind, RELAY_ALERT);
    assert_int_equal(app_next_deadline(&kiosk->app), kiosk->now.mono_ms + APP_ALERT_FAIL_MS);
    wait_ms(kiosk, APP_ALERT_FAIL_MS);
    assert_true(kiosk->app.visit.alert_failed);
    wait_ms(kiosk, HOUR_MS);
    assert_screen(kiosk, SCREEN_HELP_SENT);
    touch(kiosk, DO_LANGUAGE);
    wait_ms(kiosk, HOUR_MS);
    assert_screen(kiosk, SCREEN_LANGUAGE);
    assert_int_equal(kiosk->app.visit.cover, COVER_NONE);
}

static void help_over_a_cover_gives_nothing_of_the_page_away(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    wait_ms(kiosk, APP_IDLE_MS);
    touch(kiosk, DO_HELP);
    assert_screen(kiosk, SCREEN_HELP);
    touch(kiosk, DO_BACK);
    assert_int_equal(kiosk->app.visit.cover, COVER_IDLE);
    assert_false(reads(kiosk, "review.title"));
}

static void availability_is_not_known_on_a_stale_board(void **state)
{
    struct kiosk *kiosk = *state;
    assert_true(app_someone_on_shift(&kiosk->app));
    wait_ms(kiosk, BOARD_STALE_MS + 1);
    struct coach_now coaches[3];
    assert_int_equal(app_coaches(&kiosk->app, coaches, 3), 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(coaches[i].availability.state, AVAILABILITY_UNKNOWN);
    assert_true(reads(kiosk, "status.unknown"));
    touch(kiosk, DO_ASK);
    assert_screen(kiosk, SCREEN_REVIEW);
}

/* ---- forgetting ---- */

static void assert_like_boot(struct kiosk *kiosk)
{
    struct kiosk *fresh = kiosk_boot();
    app_set_board(&fresh->app, &fresh->board, NULL, fresh->now, fresh->now);
    assert_memory_equal(&kiosk->app.visit, &fresh->app.visit, sizeof kiosk->app.visit);
    void *state = fresh;
    kiosk_tear_down(&state);
    assert_int_equal(kiosk->app.focus, -1);
    assert_int_equal(kiosk->app.pressed, -1);
}

static void leaving_wipes_everything(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    kiosk->app.visit.language = 1;
    touch(kiosk, DO_CHANGE_HOW);
    touch_arg(kiosk, DO_FIND, FIND_NAME);
    touch_arg(kiosk, DO_KEY, 'Z');
    touch(kiosk, DO_FIND_DONE);
    touch(kiosk, DO_SEND);
    take_order(kiosk);
    report(kiosk, status(kiosk, REQUEST_WAITING, 1));
    assert_screen(kiosk, SCREEN_TICKET);
    touch(kiosk, DO_DONE);
    assert_like_boot(kiosk);
}

static void timing_out_wipes_everything(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_MY_TICKET);
    touch_arg(kiosk, DO_SIGN, SIGN_BOAT);
    touch_arg(kiosk, DO_DIGIT, 4);
    wait_ms(kiosk, APP_IDLE_MS + APP_MORE_TIME_MS);
    assert_like_boot(kiosk);
}

/* ---- before the first board ---- */

static void without_a_board_only_help_and_language_work(void **state)
{
    struct kiosk *kiosk = kiosk_boot();
    *state = kiosk;
    assert_screen(kiosk, SCREEN_STARTING);
    assert_true(reads(kiosk, "starting.desk"));
    touch(kiosk, DO_HELP);
    touch(kiosk, DO_BRING_STAFF);
    assert_int_equal(take_order(kiosk).kind, RELAY_ALERT);
    app_set_board(&kiosk->app, &kiosk->board, NULL, kiosk->now, kiosk->now);
    assert_screen(kiosk, SCREEN_HELP_SENT);
    app_leave(&kiosk->app);
    assert_screen(kiosk, SCREEN_HOME);
}

/* ---- leaving a request, and the phone ---- */

static void allow_phones(struct kiosk *kiosk)
{
    kiosk->board.site.settings.texting = true;
    app_set_board(&kiosk->app, &kiosk->board, kiosk->app.zone, kiosk->now, kiosk->now);
    fixture_draw(kiosk);
}

static void left_request_says_where_and_is_a_callback(void **state)
{
    struct kiosk *kiosk = *state;
    app_act(&kiosk->app, (struct action){DO_LEAVE, 0}, kiosk->now);
    fixture_draw(kiosk);
    assert_screen(kiosk, SCREEN_REACH);
    touch_arg(kiosk, DO_FIND, FIND_LOOK);
    for (const char *text = "The bench "; *text; text++)
        app_type(&kiosk->app, (uint32_t)*text, kiosk->now);
    fixture_draw(kiosk);
    touch(kiosk, DO_FIND_DONE);
    assert_screen(kiosk, SCREEN_REVIEW);
    assert_true(reads(kiosk, "review.how.look"));
    touch(kiosk, DO_SEND);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.submit.kind, REQUEST_CALLBACK);
    assert_int_equal(order.submit.find, FIND_LOOK);
    assert_string_equal(order.place, "The bench");
    report_kind(kiosk, RELAY_SAVED);
    report(kiosk, status(kiosk, REQUEST_WAITING, 1));
    assert_screen(kiosk, SCREEN_TICKET);
    assert_false(reads(kiosk, "The bench"));
}

static void day_that_is_not_sure_leaves_no_window(void **state)
{
    struct kiosk *kiosk = *state;
    app_act(&kiosk->app, (struct action){DO_LEAVE, 0}, kiosk->now);
    fixture_draw(kiosk);
    touch(kiosk, DO_FIND_DONE);
    touch(kiosk, DO_SEND);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.submit.find, FIND_HERE);
    assert_int_equal(order.submit.due_from_ms, 0);
}

static void digits_are_masked_after_a_second_and_need_a_yes(void **state)
{
    struct kiosk *kiosk = *state;
    allow_phones(kiosk);
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_CHANGE_HOW);
    touch_arg(kiosk, DO_FIND, FIND_TEXT);
    for (int digit = 0; digit < 10; digit++)
        touch_arg(kiosk, DO_DIGIT, digit);
    assert_true(reads(kiosk, "9"));
    assert_false(app_phone_ready(&kiosk->app));
    kiosk->now.mono_ms += APP_DIGIT_SHOWN_MS;
    app_tick(&kiosk->app, kiosk->now);
    assert_true(kiosk->app.dirty);
    fixture_draw(kiosk);
    assert_true(reads(kiosk, "\u2022\u2022\u2022-\u2022\u2022\u2022\u2022"));
    touch(kiosk, DO_PHONE_SHOW);
    assert_true(reads(kiosk, "(012) 345-6789"));
    assert_false(kiosk->app.visit.draft.consent);
    touch(kiosk, DO_CONSENT);
    touch(kiosk, DO_FIND_DONE);
    assert_true(reads(kiosk, "review.how.text"));
    touch(kiosk, DO_SEND);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.submit.find, FIND_TEXT);
    assert_string_equal(order.phone, "+10123456789");
    assert_int_equal(order.submit.consent_version, APP_CONSENT_VERSION);
}

static void number_without_a_yes_is_not_sent(void **state)
{
    struct kiosk *kiosk = *state;
    allow_phones(kiosk);
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_CHANGE_HOW);
    touch_arg(kiosk, DO_FIND, FIND_TEXT);
    for (int digit = 0; digit < 10; digit++)
        touch_arg(kiosk, DO_DIGIT, digit);
    touch(kiosk, DO_BACK);
    touch(kiosk, DO_SEND);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.submit.find, FIND_SIGN);
    assert_string_equal(order.phone, "");
}

static void texting_is_offered_only_where_the_site_texts(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_CHANGE_HOW);
    assert_true(target_index(kiosk, DO_FIND, FIND_TEXT) < 0);
}

static void one_touch_on_the_ticket_takes_the_phone_back(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    struct relay_report word = status(kiosk, REQUEST_WAITING, 1);
    word.status.find = FIND_TEXT;
    word.status.consent_version = 1;
    report(kiosk, word);
    touch(kiosk, DO_STOP_TEXTS);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.kind, RELAY_CONSENT);
    assert_int_equal(order.consent_version, 0);
    word.status.version = 2;
    word.status.consent_version = 0;
    report(kiosk, word);
    assert_screen(kiosk, SCREEN_TICKET);
    touch(kiosk, DO_TEXT_AGAIN);
    assert_int_equal(take_order(kiosk).consent_version, APP_CONSENT_VERSION);
}

static void a_wait_that_lasts_longer_than_was_said_is_admitted(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    struct relay_report word = status(kiosk, REQUEST_WAITING, 2);
    word.status.wait_from_min = 5;
    word.status.wait_to_min = 10;
    report(kiosk, word);
    kiosk->now.mono_ms += 10 * MINUTE_MS - SECOND_MS;
    kiosk->app.visit.last_input_ms = kiosk->now.mono_ms;
    report(kiosk, word);
    fixture_draw(kiosk);
    assert_false(reads(kiosk, "ticket.late"));
    assert_int_equal(kiosk->app.visit.promised_ms, kiosk->now.mono_ms + SECOND_MS);
    kiosk->now.mono_ms += SECOND_MS;
    app_tick(&kiosk->app, kiosk->now);
    assert_true(kiosk->app.dirty);
    fixture_draw(kiosk);
    assert_true(reads(kiosk, "ticket.late"));
    word.status.state = REQUEST_ON_THE_WAY;
    word.status.version = 3;
    report(kiosk, word);
    assert_screen(kiosk, SCREEN_COMING);
}

static void what_was_saved_here_is_said_to_be_sent_once_it_is(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_ASK);
    touch(kiosk, DO_SEND);
    take_order(kiosk);
    report_kind(kiosk, RELAY_SAVED);
    wait_ms(kiosk, APP_SENDING_MS);
    assert_screen(kiosk, SCREEN_SAVED);
    assert_false(reads(kiosk, "off.sent"));
    report(kiosk, status(kiosk, REQUEST_WAITING, 1));
    assert_screen(kiosk, SCREEN_TICKET);
    assert_true(reads(kiosk, "off.sent"));
}

static void ticket_says_when_nobody_has_opened_it(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    report(kiosk, (struct relay_report){.kind = RELAY_LINK, .linked = true});
    struct relay_report word = status(kiosk, REQUEST_WAITING, 1);
    word.status.opened = false;
    word.status.asked_at_ms = kiosk->now.wall_ms - REQUEST_UNOPENED_MS + 1000;
    report(kiosk, word);
    assert_false(reads(kiosk, "ticket.unseen"));
    kiosk->now.wall_ms += 1000;
    kiosk->now.mono_ms += 1000;
    app_tick(&kiosk->app, kiosk->now);
    assert_true(kiosk->app.dirty);
    fixture_draw(kiosk);
    assert_true(reads(kiosk, "ticket.unseen"));
    assert_false(reads(kiosk, "ticket.unseen.told"));
    word.status.told = true; /* only now did the second channel take it */
    report(kiosk, word);
    assert_true(reads(kiosk, "ticket.unseen.told"));
    word.status.opened = true;
    report(kiosk, word);
    assert_false(reads(kiosk, "ticket.unseen"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(two_touches_lead_from_home_to_an_order),
        TEST(asking_with_nobody_on_shift_shows_the_other_ways),
        TEST(asking_without_a_link_still_opens_the_request),
        TEST(a_second_send_is_not_a_second_request),
        TEST(a_ticket_is_never_one_that_is_taken),
        TEST(a_ticket_saved_before_a_power_cut_is_not_given_again),
        TEST(a_closed_request_gives_its_number_back),
        TEST(what_was_chosen_is_what_is_sent),
        TEST(back_keeps_the_answers),
        TEST(a_name_without_letters_is_the_sign),
        TEST(an_order_that_was_taken_leaves_no_name_behind),
        TEST(a_new_board_keeps_the_topics_that_were_chosen),
        TEST(a_coach_who_left_the_board_is_not_asked_for),
        TEST(sliding_off_cancels),
        TEST(a_touch_acts_on_release_and_not_before),
        TEST(a_page_that_changes_under_the_finger_gets_no_touch),
        TEST(keys_alone_send_a_request),
        TEST(the_back_key_does_nothing_where_there_is_no_way_back),
        TEST(start_over_asks_when_something_would_be_lost),
        TEST(start_over_does_not_ask_when_nothing_is_lost),
        TEST(start_over_never_withdraws_what_was_sent),
        TEST(a_touch_on_a_cover_presses_nothing_below),
        TEST(idle_covers_after_a_minute_and_clears_after_half_a_minute_more),
        TEST(more_time_brings_the_page_back),
        TEST(a_late_touch_finds_the_page_already_gone),
        TEST(the_idle_cover_says_only_what_is_so),
        TEST(home_wakes_for_its_clock_and_label_only),
        TEST(help_does_not_idle_while_an_alert_is_open),
        TEST(help_over_a_cover_gives_nothing_of_the_page_away),
        TEST(availability_is_not_known_on_a_stale_board),
        TEST(leaving_wipes_everything),
        TEST(timing_out_wipes_everything),
        cmocka_unit_test_teardown(without_a_board_only_help_and_language_work, kiosk_tear_down),
        TEST(left_request_says_where_and_is_a_callback),
        TEST(day_that_is_not_sure_leaves_no_window),
        TEST(digits_are_masked_after_a_second_and_need_a_yes),
        TEST(number_without_a_yes_is_not_sent),
        TEST(texting_is_offered_only_where_the_site_texts),
        TEST(one_touch_on_the_ticket_takes_the_phone_back),
        TEST(a_wait_that_lasts_longer_than_was_said_is_admitted),
        TEST(what_was_saved_here_is_said_to_be_sent_once_it_is),
        TEST(ticket_says_when_nobody_has_opened_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
