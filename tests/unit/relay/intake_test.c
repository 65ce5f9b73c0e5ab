/* Orders made into operations: what is sealed, what is written, what is wiped. */
#include "relay/intake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seal/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct uuid request_id = {{7}};

struct scene {
    char folder[64];
    char path[96];
    struct outbox *outbox;
    struct key_pair pair; /* of every epoch */
    struct epoch epoch;
    struct intake_key key;
};

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));

    strcpy(scene->folder, "/tmp/cb-intake-XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    snprintf(scene->path, sizeof(scene->path), "%s/outbox.db", scene->folder);
    assert_int_equal(outbox_open(scene->path, 0, &scene->outbox, NULL), CB_OK);
    key_pair_make(&scene->pair);
    memcpy(scene->epoch.key, scene->pair.public_key, KEY_SIZE);
    scene->key =
        (struct intake_key){.epochs = {&scene->epoch, &scene->epoch}, .site_id = {{2}}, .kiosk_id = {{3}}};
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;
    char wal[128];

    outbox_close(scene->outbox);
    snprintf(wal, sizeof(wal), "%s-wal", scene->path);
    unlink(scene->path);
    unlink(wal);
    rmdir(scene->folder);
    free(scene);
    return 0;
}

static struct relay_order order_of(enum relay_order_kind kind, enum request_find find, const char *name)
{
    struct relay_order order = {.kind = kind, .id = request_id, .ticket = {SIGN_LEAF, 47}, .at_ms = 1000};

    order.submit =
        (struct wire_submit){.find = find, .language = "en", .notice_version = 1, .asked_at_ms = 1000};
    snprintf(order.name, sizeof(order.name), "%s", name);
    return order;
}

/* Saves the order and reads back what would be sent. */
static void save(struct scene *scene, struct relay_order *order, struct wire_submit *ret_submit)
{
    struct strbuf body = STRBUF_INIT;
    struct wire_fault fault;
    struct outbox_op op;
    bool change = order->kind == RELAY_CHANGE;

    assert_int_equal(intake_save(scene->outbox, &scene->key, order), CB_OK);
    assert_int_equal(outbox_next(scene->outbox, 0, &op, &body), CB_OK);
    assert_true(uuid_equal(&op.request_id, &request_id));
    assert_int_equal(
        (change ? wire_change_read : wire_submit_read)(body.data, body.length, ret_submit, &fault), CB_OK);
    strbuf_release(&body);
}

static void open_name(const struct scene *scene, const struct wire_submit *submit, char *ret_name)
{
    struct field_context context = {scene->key.site_id, scene->key.kiosk_id, request_id};
    struct person_fields fields;

    uint8_t id[KEY_ID_SIZE];

    assert_true(submit->has_sealed);
    key_id(scene->pair.public_key, id);
    assert_memory_equal(submit->epoch, id, sizeof id);
    assert_int_equal(field_open(&scene->pair, &context, submit->sealed, &fields), CB_OK);
    strcpy(ret_name, fields.name);
}

static void name_is_sealed_and_wiped(void **state)
{
    static const char zeros[RELAY_NAME_MAX + 1];
    struct scene *scene = *state;
    struct relay_order order = order_of(RELAY_SUBMIT, FIND_NAME, "Rayanne");
    struct wire_submit submit;
    char name[RELAY_NAME_MAX + 1];

    save(scene, &order, &submit);
    open_name(scene, &submit, name);
    assert_string_equal(name, "Rayanne");
    assert_int_equal(submit.find, FIND_NAME);
    assert_int_equal(submit.ticket.number, 47);
    assert_memory_equal(order.name, zeros, sizeof(zeros));
}

static void request_without_name_carries_a_sealed_field_too(void **state)
{
    struct scene *scene = *state;
    struct relay_order order = order_of(RELAY_SUBMIT, FIND_SIGN, "");
    struct wire_submit submit;
    char name[RELAY_NAME_MAX + 1];

    save(scene, &order, &submit);
    open_name(scene, &submit, name);
    assert_string_equal(name, "");
}

static void without_a_key_it_is_the_sign(void **state)
{
    struct scene *scene = *state;
    struct relay_order order = order_of(RELAY_SUBMIT, FIND_NAME, "Rayanne");
    struct wire_submit submit;

    scene->key.epochs[EPOCH_VISIT] = NULL;
    save(scene, &order, &submit);
    assert_false(submit.has_sealed);
    assert_int_equal(submit.find, FIND_SIGN);
    assert_int_equal(order.name[0], '\0');
}

static void changed_name_is_sealed_for_the_same_request(void **state)
{
    struct scene *scene = *state;
    struct relay_order order = order_of(RELAY_CHANGE, FIND_NAME, "Ray");
    struct wire_submit change;
    char name[RELAY_NAME_MAX + 1];

    save(scene, &order, &change);
    open_name(scene, &change, name);
    assert_string_equal(name, "Ray");
}

static struct person_fields opened(const struct scene *scene, const struct wire_submit *submit)
{
    struct field_context context = {scene->key.site_id, scene->key.kiosk_id, request_id};
    struct person_fields fields = {.name = ""};

    assert_int_equal(field_open(&scene->pair, &context, submit->sealed, &fields), CB_OK);
    return fields;
}

static void phone_and_place_are_sealed_and_wiped(void **state)
{
    static const struct relay_order wiped;
    struct scene *scene = *state;
    struct relay_order order = order_of(RELAY_SUBMIT, FIND_TEXT, "");
    struct wire_submit submit;

    order.submit.consent_version = 1;
    strcpy(order.phone, "+16175550199");
    strcpy(order.place, "bench by the pharmacy");
    save(scene, &order, &submit);
    assert_string_equal(opened(scene, &submit).phone, "+16175550199");
    assert_string_equal(opened(scene, &submit).place, "bench by the pharmacy");
    assert_int_equal(submit.find, FIND_TEXT);
    assert_int_equal(submit.consent_version, 1);
    assert_memory_equal(order.phone, wiped.phone, sizeof(wiped.phone));
    assert_memory_equal(order.place, wiped.place, sizeof(wiped.place));
}

static void a_way_without_what_it_needs_is_the_sign(void **state)
{
    struct scene *scene = *state;
    struct relay_order order = order_of(RELAY_SUBMIT, FIND_CALL, "");
    struct wire_submit submit;

    order.submit.consent_version = 1;
    save(scene, &order, &submit);
    assert_int_equal(submit.find, FIND_SIGN);
    assert_int_equal(submit.consent_version, 0);
}

static void consent_is_an_operation_of_its_own(void **state)
{
    struct scene *scene = *state;
    struct relay_order order = order_of(RELAY_CONSENT, FIND_SIGN, "");
    struct strbuf body = STRBUF_INIT;
    struct outbox_op op;

    assert_int_equal(intake_save(scene->outbox, &scene->key, &order), CB_OK);
    assert_int_equal(outbox_next(scene->outbox, 0, &op, &body), CB_OK);
    assert_int_equal(op.kind, OUTBOX_CONSENT);
    assert_string_equal(strbuf_text(&body), "{\"consent_version\":0}");
    strbuf_release(&body);
}

static void name_that_cannot_be_sealed_saves_nothing(void **state)
{
    struct scene *scene = *state;
    struct relay_order order = order_of(RELAY_SUBMIT, FIND_NAME, "Ra\ny");

    assert_int_equal(intake_save(scene->outbox, &scene->key, &order), CB_BAD_INPUT);
    assert_int_equal(order.name[0], '\0');
    assert_int_equal(outbox_count(scene->outbox), 0);
}

static void answers_and_cancels_say_only_that(void **state)
{
    struct scene *scene = *state;
    struct relay_order answer = {.kind = RELAY_ANSWER, .id = request_id, .yes = true};
    struct relay_order cancel = {.kind = RELAY_CANCEL, .id = request_id};
    struct strbuf body = STRBUF_INIT;
    struct outbox_op op;

    assert_int_equal(intake_save(scene->outbox, &scene->key, &answer), CB_OK);
    assert_int_equal(intake_save(scene->outbox, &scene->key, &cancel), CB_OK);
    assert_int_equal(outbox_next(scene->outbox, 0, &op, &body), CB_OK);
    assert_string_equal(strbuf_text(&body), "{\"yes\":true}");
    outbox_sent(scene->outbox, &op, 0);
    strbuf_clear(&body);
    assert_int_equal(outbox_next(scene->outbox, 0, &op, &body), CB_OK);
    assert_string_equal(strbuf_text(&body), "{}");
    strbuf_release(&body);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(name_is_sealed_and_wiped),
        SCENE(request_without_name_carries_a_sealed_field_too),
        SCENE(without_a_key_it_is_the_sign),
        SCENE(changed_name_is_sealed_for_the_same_request),
        SCENE(phone_and_place_are_sealed_and_wiped),
        SCENE(a_way_without_what_it_needs_is_the_sign),
        SCENE(consent_is_an_operation_of_its_own),
        SCENE(name_that_cannot_be_sealed_saves_nothing),
        SCENE(answers_and_cancels_say_only_that),
    };

    if (seal_init() != CB_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
