/* Labels, names and finding things on the board; roles; alerts. */
#include "base/error.h"
#include "domain/access.h"
#include "domain/alert.h"
#include "domain/board.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_label_speaks_the_language_or_the_first_one(void **state)
{
    (void)state;
    const struct label_text texts[] = {{"en", "Just to talk"}, {"es", "Solo hablar"}};
    const struct label label = {texts, 2}, empty = {NULL, 0};

    assert_string_equal(label_in(&label, "es"), "Solo hablar");
    assert_string_equal(label_in(&label, "vi"), "Just to talk");
    assert_string_equal(label_in(&empty, "en"), "");
}

static void presence_names_lead_back(void **state)
{
    (void)state;
    enum presence_kind kind;

    for (int i = PRESENCE_NONE; i <= PRESENCE_DONE; i++) {
        assert_int_equal(presence_from_name(presence_name((enum presence_kind)i), &kind), CB_OK);
        assert_int_equal(kind, i);
    }
    assert_int_equal(presence_from_name("away", &kind), CB_BAD_INPUT);
}

static void things_are_found_on_the_board(void **state)
{
    (void)state;
    const struct coach coaches[] = {{.id = {.bytes = {1}}, .name = "Marisol"},
                                    {.id = {.bytes = {2}}, .name = "Dee"}};
    const struct topic topics[] = {{.id = "talk"}, {.id = "home"}};
    const struct board board = {.coaches = coaches, .coach_count = 2, .topics = topics, .topic_count = 2};
    const struct uuid second = {.bytes = {2}}, nobody = {.bytes = {0}};

    assert_string_equal(board_coach(&board, &second)->name, "Dee");
    assert_null(board_coach(&board, &nobody));
    assert_ptr_equal(board_topic(&board, "home"), &topics[1]);
    assert_null(board_topic(&board, "hom"));
}

/* The whole matrix, as people can read it. Columns: coach, supervisor, front desk, admin. */
static void roles_may_what_the_matrix_says(void **state)
{
    (void)state;
    static const char *const matrix[ACT_COUNT] = {
        [ACT_SEE_QUEUE] = "yyy-",    [ACT_STEP_REQUEST] = "yyy-", [ACT_HAND_OFF] = "yy--",
        [ACT_OPEN_REQUEST] = "yy--", [ACT_OPEN_CONTACT] = "yy--", [ACT_SET_PRESENCE] = "yy--",
        [ACT_ANSWER_ALERT] = "yyyy", [ACT_MANAGE_SITE] = "---y",  [ACT_MANAGE_USERS] = "---y",
    };

    for (int act = 0; act < ACT_COUNT; act++) {
        for (int role = 0; role < ROLE_COUNT; role++)
            assert_int_equal(access_allowed((enum role)role, (enum access_act)act), matrix[act][role] == 'y');
    }
    assert_false(access_allowed(ROLE_COUNT, ACT_SEE_QUEUE));
    assert_false(access_allowed(ROLE_ADMIN, ACT_COUNT));
}

static void role_names_lead_back(void **state)
{
    (void)state;
    enum role role;

    for (int i = 0; i < ROLE_COUNT; i++) {
        assert_int_equal(role_from_name(role_name((enum role)i), &role), CB_OK);
        assert_int_equal(role, i);
    }
    assert_int_equal(role_from_name("root", &role), CB_BAD_INPUT);
}

/* ---- alerts ---- */

static const struct uuid somebody = {.bytes = {9}};

static struct alert fresh_alert(void)
{
    return (struct alert){.id = {.bytes = {1}}, .state = ALERT_SENT, .count = 1, .sent_at_ms = 1000000};
}

static void an_alert_only_moves_forward(void **state)
{
    (void)state;
    for (int from = ALERT_SENT; from <= ALERT_RESOLVED; from++) {
        for (int to = ALERT_SENT; to <= ALERT_RESOLVED; to++) {
            struct alert alert = fresh_alert(), next;

            alert.state = (enum alert_state)from;
            if (to < from) {
                assert_int_equal(alert_advance(&alert, (enum alert_state)to, &somebody, 5, &next),
                                 CB_NOT_LEGAL);
                continue;
            }
            assert_int_equal(alert_advance(&alert, (enum alert_state)to, &somebody, 5, &next), CB_OK);
            assert_int_equal(next.state, to);
            if (to == from)
                assert_memory_equal(&next, &alert, sizeof next);
        }
    }
}

static void nobody_cannot_answer_an_alert(void **state)
{
    (void)state;
    const struct uuid nobody = {.bytes = {0}};
    struct alert alert = fresh_alert(), next;

    assert_int_equal(alert_advance(&alert, ALERT_SEEN, &nobody, 5, &next), CB_NOT_LEGAL);
}

static void an_answer_is_also_a_look(void **state)
{
    (void)state;
    struct alert alert = fresh_alert();

    assert_int_equal(alert_advance(&alert, ALERT_ACKNOWLEDGED, &somebody, 5, &alert), CB_OK);
    assert_int_equal(alert.seen_at_ms, 5);
    assert_int_equal(alert.acknowledged_at_ms, 5);
    assert_true(uuid_equal(&alert.acknowledged_by, &somebody));
    assert_int_equal(alert_advance(&alert, ALERT_RESOLVED, &somebody, 8, &alert), CB_OK);
    assert_int_equal(alert.acknowledged_at_ms, 5);
    assert_int_equal(alert.resolved_at_ms, 8);
}

static void an_alert_resolved_without_an_answer_claims_none(void **state)
{
    (void)state;
    struct alert alert = fresh_alert();

    assert_int_equal(alert_advance(&alert, ALERT_RESOLVED, &somebody, 8, &alert), CB_OK);
    assert_int_equal(alert.acknowledged_at_ms, 0);
    assert_true(uuid_is_none(&alert.acknowledged_by));
}

static void ringing_widens_until_somebody_goes(void **state)
{
    (void)state;
    struct alert alert = fresh_alert();

    assert_int_equal(alert_ring_at(&alert, 1000000), ALERT_RING_DESK);
    assert_int_equal(alert_ring_at(&alert, 1029999), ALERT_RING_DESK);
    assert_int_equal(alert_ring_at(&alert, 1030000), ALERT_RING_EVERYONE);
    alert.state = ALERT_SEEN; /* a look alone stops nothing */
    assert_int_equal(alert_ring_at(&alert, 1089999), ALERT_RING_EVERYONE);
    assert_int_equal(alert_ring_at(&alert, 1090000), ALERT_RING_SUPERVISORS);
    alert.state = ALERT_ACKNOWLEDGED;
    assert_int_equal(alert_ring_at(&alert, 1090000), ALERT_RING_NOBODY);
}

static void alert_names_lead_back(void **state)
{
    (void)state;
    enum alert_state back;

    for (int i = ALERT_SENT; i <= ALERT_RESOLVED; i++) {
        assert_int_equal(alert_state_from_name(alert_state_name((enum alert_state)i), &back), CB_OK);
        assert_int_equal(back, i);
    }
    assert_int_equal(alert_state_from_name("coming", &back), CB_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_speaks_the_language_or_the_first_one),
        cmocka_unit_test(presence_names_lead_back),
        cmocka_unit_test(things_are_found_on_the_board),
        cmocka_unit_test(roles_may_what_the_matrix_says),
        cmocka_unit_test(role_names_lead_back),
        cmocka_unit_test(an_alert_only_moves_forward),
        cmocka_unit_test(nobody_cannot_answer_an_alert),
        cmocka_unit_test(an_answer_is_also_a_look),
        cmocka_unit_test(an_alert_resolved_without_an_answer_claims_none),
        cmocka_unit_test(ringing_widens_until_somebody_goes),
        cmocka_unit_test(alert_names_lead_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
