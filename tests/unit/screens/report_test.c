/* What the relay says, and what the screen then may say. */
#include "app_fixture.h"

/* ---- sent is said only when it is so ---- */

static void nothing_says_sent_before_the_queue_has_answered(void **state)
{
    struct kiosk *kiosk = *state;
    send_request(kiosk);
    assert_screen(kiosk, SCREEN_SENDING);
    assert_int_equal(app_next_deadline(&kiosk->app), kiosk->now.mono_ms + APP_SENDING_MS);
    report_kind(kiosk, RELAY_SAVED);
    assert_screen(kiosk, SCREEN_SENDING);
    report_kind(kiosk, RELAY_TRYING);
    assert_screen(kiosk, SCREEN_SAVED);
    assert_true(reads(kiosk, "off.saved"));
    assert_false(reads(kiosk, "ticket.title"));
    report(kiosk, status(kiosk, REQUEST_WAITING, 1));
    assert_screen(kiosk, SCREEN_TICKET);
}

static void three_seconds_without_an_answer_say_saved(void **state)
{
    struct kiosk *kiosk = *state;
    send_request(kiosk);
    report_kind(kiosk, RELAY_SAVED);
    wait_ms(kiosk, APP_SENDING_MS - 1);
    assert_screen(kiosk, SCREEN_SENDING);
    wait_ms(kiosk, 1);
    assert_screen(kiosk, SCREEN_SAVED);
}

static void saved_is_not_said_before_the_outbox_has_it(void **state)
{
    struct kiosk *kiosk = *state;
    send_request(kiosk);
    wait_ms(kiosk, 10 * SECOND_MS);
    assert_screen(kiosk, SCREEN_SENDING);
    report_kind(kiosk, RELAY_SAVED);
    assert_screen(kiosk, SCREEN_SAVED);
}

static void what_could_not_be_saved_is_said_and_tried_again(void **state)
{
    struct kiosk *kiosk = *state;
    send_request(kiosk);
    report_kind(kiosk, RELAY_NOT_SAVED);
    assert_screen(kiosk, SCREEN_NOT_SAVED);
    assert_true(reads(kiosk, "off.desk"));
    touch(kiosk, DO_TRY_AGAIN);
    assert_int_equal(take_order(kiosk).kind, RELAY_SUBMIT);
    assert_screen(kiosk, SCREEN_SENDING);
}

static void a_refused_request_names_the_desk(void **state)
{
    struct kiosk *kiosk = *state;
    send_request(kiosk);
    report_kind(kiosk, RELAY_REFUSED);
    assert_screen(kiosk, SCREEN_ENDED);
    assert_true(reads(kiosk, "ended.refused"));
}

static void a_refused_request_that_was_being_cancelled_is_not_kept_trying(void **state)
{
    struct kiosk *kiosk = *state;
    send_request(kiosk);
    report_kind(kiosk, RELAY_SAVED);
    report_kind(kiosk, RELAY_TRYING);
    touch(kiosk, DO_TICKET_CANCEL);
    touch(kiosk, DO_CANCEL_YES);
    report_kind(kiosk, RELAY_REFUSED);
    assert_screen(kiosk, SCREEN_ENDED);
    assert_false(reads(kiosk, "off.saved"));
}

static void a_link_that_is_back_asks_for_the_latest(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    report(kiosk, (struct relay_report){.kind = RELAY_LINK, .linked = false});
    assert_true(reads(kiosk, "ticket.unknown"));
    report(kiosk, (struct relay_report){.kind = RELAY_LINK, .linked = true});
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.kind, RELAY_REFRESH);
    assert_true(uuid_equal(&order.id, &kiosk->app.visit.request.id));
}

static void the_ticket_is_the_queues(void **state)
{
    struct kiosk *kiosk = *state;
    send_request(kiosk);
    struct relay_report answer = status(kiosk, REQUEST_WAITING, 1);
    answer.status.ticket = (struct ticket){SIGN_BOAT, 83};
    report(kiosk, answer);
    assert_true(reads(kiosk, "83"));
    assert_true(reads(kiosk, "sign.boat"));
}

static void the_wait_is_said_when_it_is_known(void **state)
{
    struct kiosk *kiosk = *state;
    send_request(kiosk);
    struct relay_report answer = status(kiosk, REQUEST_WAITING, 1);
    report(kiosk, answer);
    assert_true(reads(kiosk, "ticket.wait.unknown"));
    answer.status.wait_from_min = 10;
    answer.status.wait_to_min = 25;
    report(kiosk, answer);
    assert_true(reads(kiosk, "ticket.wait"));
    assert_false(reads(kiosk, "ticket.wait."));
    answer.status.wait_to_min = 65;
    report(kiosk, answer);
    assert_true(reads(kiosk, "ticket.wait.long"));
    report(kiosk, (struct relay_report){.kind = RELAY_LINK, .linked = false});
    assert_false(reads(kiosk, "ticket.wait.long"));
    assert_true(reads(kiosk, "ticket.unknown"));
}

static void reports_about_others_change_nothing(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    struct relay_report other = status(kiosk, REQUEST_CLOSED, 9);
    other.status.id.bytes[3] ^= 1;
    other.id = other.status.id;
    report(kiosk, other);
    assert_screen(kiosk, SCREEN_TICKET);
}

static void an_older_word_of_the_queue_is_dropped(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    report(kiosk, status(kiosk, REQUEST_ON_THE_WAY, 5));
    report(kiosk, status(kiosk, REQUEST_WAITING, 4));
    assert_screen(kiosk, SCREEN_COMING);
}

static void a_report_after_leaving_shows_nothing(void **state)
{
    struct kiosk *kiosk = *state;
    send_request(kiosk);
    struct relay_report late = status(kiosk, REQUEST_WAITING, 1);
    app_leave(&kiosk->app);
    report(kiosk, late);
    assert_screen(kiosk, SCREEN_HOME);
    assert_int_equal(kiosk->app.visit.way, WAY_NONE);
}

static void news_wait_below_an_open_help_page(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    touch(kiosk, DO_HELP);
    report(kiosk, status(kiosk, REQUEST_ON_THE_WAY, 2));
    assert_screen(kiosk, SCREEN_HELP);
    touch(kiosk, DO_BACK);
    assert_screen(kiosk, SCREEN_COMING);
}

/* ---- coming ---- */

static void coming_is_said_only_after_a_coach_said_so(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    report(kiosk, status(kiosk, REQUEST_CLAIMED, 2));
    assert_screen(kiosk, SCREEN_TICKET);
    assert_false(reads(kiosk, "coming.title"));
    report(kiosk, status(kiosk, REQUEST_ON_THE_WAY, 3));
    assert_screen(kiosk, SCREEN_COMING);
    assert_true(reads(kiosk, "coming.title"));
    report(kiosk, status(kiosk, REQUEST_WITH_PATIENT, 4));
    assert_true(reads(kiosk, "ticket.with"));
    assert_false(reads(kiosk, "coming.now"));
    report(kiosk, status(kiosk, REQUEST_WAITING, 5));
    assert_screen(kiosk, SCREEN_TICKET);
}

static void a_hand_off_is_asked_about_and_yes_is_sent(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    report(kiosk, handed_off(kiosk, 3));
    assert_screen(kiosk, SCREEN_COMING);
    assert_true(reads(kiosk, "coming.handoff"));
    assert_false(reads(kiosk, "coming.title"));
    touch(kiosk, DO_HANDOFF_YES);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.kind, RELAY_ANSWER);
    assert_true(order.yes);
    assert_screen(kiosk, SCREEN_TICKET);
    report(kiosk, handed_off(kiosk, 4));
    assert_screen(kiosk, SCREEN_TICKET);
    assert_true(reads(kiosk, "ticket.claimed"));
}

static void no_after_a_hand_off_goes_back_to_the_list(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    report(kiosk, handed_off(kiosk, 3));
    touch(kiosk, DO_HANDOFF_NO);
    assert_false(take_order(kiosk).yes);
    assert_false(reads(kiosk, "ticket.claimed"));
    report(kiosk, status(kiosk, REQUEST_WAITING, 4));
    assert_screen(kiosk, SCREEN_TICKET);
    assert_int_equal(kiosk->app.visit.wish, WISH_NONE);
}

static void a_second_hand_off_is_asked_about_again(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    report(kiosk, handed_off(kiosk, 3));
    touch(kiosk, DO_HANDOFF_YES);
    struct relay_report again = handed_off(kiosk, 5);
    again.status.holder_id = kiosk->coaches[2].id;
    strcpy(again.status.holder_name, "Sam");
    report(kiosk, again);
    assert_screen(kiosk, SCREEN_COMING);
    assert_true(shows(kiosk, DO_HANDOFF_YES));
}

/* ---- cancel and change ---- */

static void cancelling_is_said_to_be_done_only_when_it_is(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    touch(kiosk, DO_TICKET_CANCEL);
    touch(kiosk, DO_CANCEL_YES);
    assert_int_equal(take_order(kiosk).kind, RELAY_CANCEL);
    assert_screen(kiosk, SCREEN_CANCELLED);
    assert_false(reads(kiosk, "cancel.done.title"));
    report_kind(kiosk, RELAY_SAVED);
    report_kind(kiosk, RELAY_TRYING);
    assert_true(reads(kiosk, "cancel.saved"));
    struct relay_report closed = status(kiosk, REQUEST_CLOSED, 2);
    closed.status.outcome = OUTCOME_CANCELLED;
    report(kiosk, closed);
    assert_true(reads(kiosk, "cancel.done.title"));
}

static void a_request_that_is_not_sent_yet_can_be_cancelled(void **state)
{
    struct kiosk *kiosk = *state;
    struct relay_order sent = send_request(kiosk);
    report_kind(kiosk, RELAY_SAVED);
    report_kind(kiosk, RELAY_TRYING);
    touch(kiosk, DO_TICKET_CANCEL);
    touch(kiosk, DO_CANCEL_YES);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.kind, RELAY_CANCEL);
    assert_true(uuid_equal(&order.id, &sent.id));
    assert_screen(kiosk, SCREEN_CANCELLED);
    assert_false(reads(kiosk, "cancel.done.title"));
}

static void keeping_the_place_keeps_it(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    touch(kiosk, DO_TICKET_CANCEL);
    touch(kiosk, DO_CANCEL_NO);
    assert_screen(kiosk, SCREEN_TICKET);
    struct relay_order order;
    assert_false(app_take_order(&kiosk->app, &order));
}

static void a_request_that_closes_takes_the_cancel_question_away(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    touch(kiosk, DO_TICKET_CANCEL);
    report(kiosk, status(kiosk, REQUEST_CLOSED, 2));
    assert_screen(kiosk, SCREEN_ENDED);
}

static void a_change_is_sent_under_the_same_id_and_ticket(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    struct wire_status before = kiosk->app.visit.request;
    touch(kiosk, DO_TICKET_CHANGE);
    assert_screen(kiosk, SCREEN_REVIEW);
    touch(kiosk, DO_CHANGE_WHAT);
    touch_arg(kiosk, DO_TOPIC, 1);
    touch(kiosk, DO_TOPICS_DONE);
    touch(kiosk, DO_SEND);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.kind, RELAY_CHANGE);
    assert_true(uuid_equal(&order.submit.id, &before.id));
    assert_true(ticket_equal(order.submit.ticket, before.ticket));
    assert_int_equal(order.submit.topic_count, 1);
    assert_screen(kiosk, SCREEN_SENDING);
    report(kiosk, status(kiosk, REQUEST_WAITING, 2));
    assert_screen(kiosk, SCREEN_TICKET);
    assert_int_equal(kiosk->app.visit.wish, WISH_NONE);
}

static void going_back_from_a_change_changes_nothing(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    touch(kiosk, DO_TICKET_CHANGE);
    touch(kiosk, DO_CHANGE_WHAT);
    touch_arg(kiosk, DO_TOPIC, 1);
    touch(kiosk, DO_BACK);
    touch(kiosk, DO_BACK);
    assert_screen(kiosk, SCREEN_TICKET);
    assert_int_equal(kiosk->app.visit.draft.topics, 0);
}

static void a_change_that_was_not_taken_is_said(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    touch(kiosk, DO_TICKET_CHANGE);
    touch(kiosk, DO_SEND);
    report_kind(kiosk, RELAY_REFUSED);
    assert_screen(kiosk, SCREEN_TICKET);
    assert_true(reads(kiosk, "ticket.refused"));
}

static void a_coach_on_the_way_ends_a_change(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    touch(kiosk, DO_TICKET_CHANGE);
    touch(kiosk, DO_CHANGE_WHAT);
    report(kiosk, status(kiosk, REQUEST_ON_THE_WAY, 2));
    assert_screen(kiosk, SCREEN_COMING);
    assert_int_equal(kiosk->app.visit.history_count, 2);
}

static void asking_again_takes_nothing_along(void **state)
{
    struct kiosk *kiosk = *state;
    be_on_the_list(kiosk);
    kiosk->app.visit.draft.topics = 3;
    kiosk->app.visit.language = 1;
    report(kiosk, status(kiosk, REQUEST_CLOSED, 2));
    assert_screen(kiosk, SCREEN_ENDED);
    touch(kiosk, DO_ASK);
    assert_screen(kiosk, SCREEN_REVIEW);
    assert_int_equal(kiosk->app.visit.draft.topics, 0);
    assert_int_equal(kiosk->app.visit.language, 1);
    touch(kiosk, DO_SEND);
    assert_int_equal(take_order(kiosk).kind, RELAY_SUBMIT);
}

/* ---- my ticket ---- */

static void look_up(struct kiosk *kiosk)
{
    touch(kiosk, DO_MY_TICKET);
    touch_arg(kiosk, DO_SIGN, SIGN_BOAT);
    touch_arg(kiosk, DO_DIGIT, 4);
    touch_arg(kiosk, DO_DIGIT, 7);
    touch(kiosk, DO_SHOW_TICKET);
}

static void a_found_ticket_is_shown_without_what_was_asked_for(void **state)
{
    struct kiosk *kiosk = *state;
    look_up(kiosk);
    struct relay_order order = take_order(kiosk);
    assert_int_equal(order.kind, RELAY_LOOKUP);
    assert_int_equal(order.ticket.sign, SIGN_BOAT);
    assert_int_equal(order.ticket.number, 47);
    struct relay_report found = {.kind = RELAY_FOUND};
    found.status = (struct wire_status){
        .id = {{9}}, .ticket = {SIGN_BOAT, 47}, .state = REQUEST_WAITING, .version = 1, .ahead = 0};
    report(kiosk, found);
    assert_screen(kiosk, SCREEN_TICKET);
    assert_false(shows(kiosk, DO_TICKET_CHANGE));
    assert_true(shows(kiosk, DO_TICKET_CANCEL));
}

static void each_reason_for_not_finding_has_its_words(void **state)
{
    struct kiosk *kiosk = *state;
    const struct {
        int error;
        const char *words;
    } reasons[] = {{CB_NOT_FOUND, "mytk.none"}, {CB_BUSY, "mytk.too_many"}, {CB_NETWORK, "mytk.offline"}};
    look_up(kiosk);
    for (size_t i = 0; i < 3; i++) {
        take_order(kiosk);
        report(kiosk, (struct relay_report){.kind = RELAY_NOT_FOUND, .error = reasons[i].error});
        assert_true(reads(kiosk, reasons[i].words));
        touch(kiosk, DO_SHOW_TICKET);
    }
}

static void an_answer_for_another_ticket_is_not_shown(void **state)
{
    struct kiosk *kiosk = *state;
    look_up(kiosk);
    touch_arg(kiosk, DO_SIGN, SIGN_KEY);
    struct relay_report found = {.kind = RELAY_FOUND};
    found.status = (struct wire_status){.id = {{9}}, .ticket = {SIGN_BOAT, 47}, .version = 1};
    report(kiosk, found);
    assert_screen(kiosk, SCREEN_MY_TICKET);
    assert_int_equal(kiosk->app.visit.way, WAY_NONE);
}

static void a_number_never_begins_with_nought(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_MY_TICKET);
    app_type(&kiosk->app, '0', kiosk->now);
    assert_int_equal(kiosk->app.visit.lookup_digits[0], -1);
    app_type(&kiosk->app, '1', kiosk->now);
    app_type(&kiosk->app, '0', kiosk->now);
    app_type(&kiosk->app, '9', kiosk->now);
    assert_int_equal(kiosk->app.visit.lookup_digits[1], 0);
    app_type(&kiosk->app, 8, kiosk->now);
    assert_int_equal(kiosk->app.visit.lookup_digits[1], -1);
    assert_int_equal(kiosk->app.visit.lookup_digits[0], 1);
}

static void a_ticket_that_is_not_sent_yet_is_found_here(void **state)
{
    struct kiosk *kiosk = *state;
    struct ticket ticket = send_request(kiosk).submit.ticket;
    report_kind(kiosk, RELAY_SAVED);
    app_leave(&kiosk->app);
    fixture_draw(kiosk);
    touch(kiosk, DO_MY_TICKET);
    touch_arg(kiosk, DO_SIGN, ticket.sign);
    touch_arg(kiosk, DO_DIGIT, ticket.number / 10);
    touch_arg(kiosk, DO_DIGIT, ticket.number % 10);
    touch(kiosk, DO_SHOW_TICKET);
    assert_screen(kiosk, SCREEN_SAVED);
}

static void open_saved(struct kiosk *kiosk, enum request_kind kind, int64_t asked_at_ms)
{
    struct relay_report saved = {.kind = RELAY_SAVED, .id = {{7}}};
    for (int i = 0; i < 3; i++)
        kiosk->coaches[i].presence = (struct presence){0}; /* a coach who stays longer puts closing off */
    saved.status = (struct wire_status){.ticket = {SIGN_BOAT, 47}, .kind = kind, .asked_at_ms = asked_at_ms};
    report(kiosk, saved);
    look_up(kiosk);
    assert_screen(kiosk, SCREEN_SAVED);
}

static void what_is_saved_says_the_closing_of_the_day_it_was_asked_for(void **state)
{
    struct kiosk *kiosk = *state;
    open_saved(kiosk, REQUEST_WALK_IN, START_WALL_MS - HOUR_MS);
    assert_true(reads(kiosk, "off.keep"));
    assert_true(reads(kiosk, "off.stop"));
}

static void what_is_saved_and_past_its_closing_does_not_say_that_it_may_still_come(void **state)
{
    struct kiosk *kiosk = *state;
    open_saved(kiosk, REQUEST_WALK_IN, START_WALL_MS - DAY_MS);
    assert_true(reads(kiosk, "ended.expired"));
    assert_false(reads(kiosk, "off.keep"));
    assert_false(reads(kiosk, "off.stop"));
}

static void a_wrong_clock_says_nothing_of_closing(void **state)
{
    struct kiosk *kiosk = *state;
    kiosk->now.verified = false;
    open_saved(kiosk, REQUEST_WALK_IN, START_WALL_MS - DAY_MS);
    assert_true(reads(kiosk, "off.keep"));
    assert_false(reads(kiosk, "ended.expired"));
    assert_false(reads(kiosk, "off.stop"));
}

static void what_is_left_for_later_does_not_end_at_closing(void **state)
{
    struct kiosk *kiosk = *state;
    open_saved(kiosk, REQUEST_CALLBACK, START_WALL_MS - DAY_MS);
    assert_true(reads(kiosk, "off.keep"));
    assert_false(reads(kiosk, "off.stop"));
}

/* ---- help ---- */

static void an_alert_is_known_by_the_id_the_queue_gives_it(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_HELP);
    touch(kiosk, DO_BRING_STAFF);
    struct relay_order order = take_order(kiosk);
    struct relay_report answer = {.kind = RELAY_ALERT_STATE, .id = order.id};
    answer.alert = (struct wire_alert){.id = {{5}}, .state = ALERT_SENT, .count = 2};
    report(kiosk, answer);
    assert_true(kiosk->app.visit.alert_known);
    struct relay_report seen = {.kind = RELAY_ALERT_STATE, .id = {{5}}};
    seen.alert = (struct wire_alert){.id = {{5}}, .state = ALERT_SEEN, .count = 2};
    report(kiosk, seen);
    assert_int_equal(kiosk->app.visit.alert.state, ALERT_SEEN);
}

static void an_older_word_about_an_alert_is_dropped(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_HELP);
    touch(kiosk, DO_BRING_STAFF);
    struct relay_report word = {.kind = RELAY_ALERT_STATE, .id = take_order(kiosk).id};
    word.alert = (struct wire_alert){.id = word.id, .state = ALERT_ACKNOWLEDGED, .count = 1};
    report(kiosk, word);
    word.alert.state = ALERT_SENT;
    report(kiosk, word);
    assert_int_equal(kiosk->app.visit.alert.state, ALERT_ACKNOWLEDGED);
    word.alert.state = ALERT_RESOLVED;
    report(kiosk, word);
    assert_int_equal(kiosk->app.visit.alert.state, ALERT_RESOLVED);
}

static void an_alert_that_could_not_go_out_is_said_at_once(void **state)
{
    struct kiosk *kiosk = *state;
    touch(kiosk, DO_HELP);
    touch(kiosk, DO_BRING_STAFF);
    report(kiosk, (struct relay_report){.kind = RELAY_ALERT_FAILED, .id = kiosk->app.visit.alert_id});
    assert_true(kiosk->app.visit.alert_failed);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, kiosk_set_up, kiosk_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(nothing_says_sent_before_the_queue_has_answered),
        TEST(three_seconds_without_an_answer_say_saved),
        TEST(saved_is_not_said_before_the_outbox_has_it),
        TEST(what_could_not_be_saved_is_said_and_tried_again),
        TEST(a_refused_request_names_the_desk),
        TEST(a_refused_request_that_was_being_cancelled_is_not_kept_trying),
        TEST(a_link_that_is_back_asks_for_the_latest),
        TEST(the_ticket_is_the_queues),
        TEST(the_wait_is_said_when_it_is_known),
        TEST(reports_about_others_change_nothing),
        TEST(an_older_word_of_the_queue_is_dropped),
        TEST(a_report_after_leaving_shows_nothing),
        TEST(news_wait_below_an_open_help_page),
        TEST(coming_is_said_only_after_a_coach_said_so),
        TEST(a_hand_off_is_asked_about_and_yes_is_sent),
        TEST(no_after_a_hand_off_goes_back_to_the_list),
        TEST(a_second_hand_off_is_asked_about_again),
        TEST(cancelling_is_said_to_be_done_only_when_it_is),
        TEST(a_request_that_is_not_sent_yet_can_be_cancelled),
        TEST(keeping_the_place_keeps_it),
        TEST(a_request_that_closes_takes_the_cancel_question_away),
        TEST(a_change_is_sent_under_the_same_id_and_ticket),
        TEST(going_back_from_a_change_changes_nothing),
        TEST(a_change_that_was_not_taken_is_said),
        TEST(a_coach_on_the_way_ends_a_change),
        TEST(asking_again_takes_nothing_along),
        TEST(a_found_ticket_is_shown_without_what_was_asked_for),
        TEST(each_reason_for_not_finding_has_its_words),
        TEST(an_answer_for_another_ticket_is_not_shown),
        TEST(a_number_never_begins_with_nought),
        TEST(a_ticket_that_is_not_sent_yet_is_found_here),
        TEST(what_is_saved_says_the_closing_of_the_day_it_was_asked_for),
        TEST(what_is_saved_and_past_its_closing_does_not_say_that_it_may_still_come),
        TEST(a_wrong_clock_says_nothing_of_closing),
        TEST(what_is_left_for_later_does_not_end_at_closing),
        TEST(an_alert_is_known_by_the_id_the_queue_gives_it),
        TEST(an_older_word_about_an_alert_is_dropped),
        TEST(an_alert_that_could_not_go_out_is_said_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
