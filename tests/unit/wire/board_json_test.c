/* The board: a full one comes back as it went, and every missing piece is named. */
#include "base/error.h"
#include "wire/board_json.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct label_text talk_texts[] = {{"en", "Just to talk"}, {"es", "Solo hablar"}};
static const struct label_text ride_texts[] = {{"en", "Rides"}};
static const struct weekly_range weekly[] = {{1, {540, 960}}, {4, {1320, 1560}}};
static const struct minute_range half_day[] = {{540, 720}};
static const struct day_exception exceptions[] = {{{2026, 11, 26}, NULL, 0, "Thanksgiving"},
                                                  {{2026, 12, 24}, half_day, 1, ""}};
static const char *const languages[] = {"en", "es"};
static const struct boundary can[] = {{"compass", {talk_texts, 2}, false}};
static const struct boundary cannot[] = {{"car", {ride_texts, 1}, true}};
static const struct ticket taken[] = {{SIGN_LEAF, 47}, {SIGN_BOAT, 10}};
static const struct topic topics[] = {{"talk", "chat", {talk_texts, 2}, false}};
static const struct resource resources[] = {{"211", {ride_texts, 1}}};
static const struct coach coaches[] = {
    {
        .id = {.bytes = {3}},
        .name = "Marisol",
        .pronouns = "she/her",
        .avatar = "marisol",
        .phone = "+16175550142",
        .card_name = "Marisol (Riverside)",
        .languages = languages,
        .language_count = 2,
        .schedule = {weekly, 2, exceptions, 2},
        .presence = {PRESENCE_WITH_SOMEONE, 1795370000000, 1795360000000, false},
        .boundaries = {can, 1, cannot, 1, 3},
    },
    {.id = {.bytes = {4}}, .name = "Dee", .pronouns = "", .avatar = "", .phone = "", .card_name = "Dee"},
};
static const struct epoch epochs[] = {
    {EPOCH_VISIT, {1, 2, 3, [31] = 0xff}, 1795320000000, 1795406400000},
    {EPOCH_CALLBACK, {7}, 1795320000000, 1795406400000},
};
static const uint8_t anchors[] = {0x30, 0x82, 0, 1, 0xff};

static const struct board sample = {
    .revision = 17,
    .served_at_ms = 1795358400000,
    .site = {.id = {.bytes = {1}},
             .name = "Riverside Community Health",
             .short_name = "Riverside",
             .zone_name = "America/New_York",
             .coach_line = "",
             .hours = {weekly, 1, exceptions, 1},
             .settings = {.names_allowed = true,
                          .erase_at_closing = true,
                          .notice_version = 2,
                          .languages = languages,
                          .language_count = 2}},
    .kiosk_id = {.bytes = {2}},
    .kiosk_name = "Kiosk 2",
    .place = {{.bytes = {5}}, "Main waiting room", "by the east window"},
    .signs = 1u << SIGN_LEAF | 1u << SIGN_BOAT,
    .taken = taken,
    .taken_count = 2,
    .epochs = epochs,
    .epoch_count = 2,
    .anchors = anchors,
    .anchors_length = sizeof anchors,
    .coaches = coaches,
    .coach_count = 2,
    .topics = topics,
    .topic_count = 1,
    .resources = resources,
    .resource_count = 1,
};

/* Written, read and written again, it is the same text; and what was read is looked at here and there. */
static void a_board_comes_back_as_it_went(void **state)
{
    (void)state;
    struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
    struct arena arena = ARENA_INIT;
    struct wire_fault fault;
    struct board board;

    assert_int_equal(wire_board_write(&sample, &first), CB_OK);
    assert_int_equal(wire_board_read(first.data, first.length, &arena, &board, &fault), CB_OK);
    assert_int_equal(wire_board_write(&board, &second), CB_OK);
    assert_string_equal(strbuf_text(&first), strbuf_text(&second));
    assert_int_equal(board.revision, 17);
    assert_int_equal(board.signs, sample.signs);
    assert_int_equal(board.epoch_count, 2);
    assert_memory_equal(board.epochs[0].key, epochs[0].key, sizeof epochs[0].key);
    assert_int_equal(board.epochs[1].class, EPOCH_CALLBACK);
    assert_int_equal(board.epochs[1].until_ms, 1795406400000);
    assert_int_equal(board.anchors_length, sizeof anchors);
    assert_memory_equal(board.anchors, anchors, sizeof anchors);
    assert_true(board.site.settings.erase_at_closing);
    assert_false(board.site.settings.say_recovery);
    assert_int_equal(board.coaches[0].schedule.weekly[1].range.end_minute, 1560);
    assert_int_equal(board.coaches[0].schedule.exceptions[0].range_count, 0);
    assert_int_equal(board.coaches[0].presence.back_at_ms, 1795360000000);
    assert_int_equal(board.coaches[1].presence.kind, PRESENCE_NONE);
    assert_string_equal(label_in(&board.topics[0].label, "es"), "Solo hablar");
    assert_string_equal(label_in(&board.topics[0].label, "vi"), "Just to talk"); /* order is kept */
    strbuf_release(&first);
    strbuf_release(&second);
    arena_release(&arena);
}

/* Reads a changed sample: `set` is put at the end of `path` (keys and indexes, by dots); NULL takes the key
 * out. */
static int read_changed(const char *path, const char *set, struct wire_fault *fault)
{
    struct strbuf out = STRBUF_INIT;
    struct arena arena = ARENA_INIT;
    struct board board;
    char keys[96], *rest = keys, *key;
    json_t *root, *at;
    char *text;
    int error;

    assert_int_equal(wire_board_write(&sample, &out), CB_OK);
    at = root = json_loads(strbuf_text(&out), 0, NULL);
    assert_true(strlen(path) < sizeof keys);
    memcpy(keys, path, strlen(path) + 1);
    for (key = strsep(&rest, "."); rest != NULL; key = strsep(&rest, "."))
        at = json_is_array(at) ? json_array_get(at, (size_t)atoi(key)) : json_object_get(at, key);
    assert_true(json_is_object(at));
    if (set == NULL)
        assert_int_equal(json_object_del(at, key), 0);
    else
        assert_int_equal(json_object_set_new(at, key, json_loads(set, JSON_DECODE_ANY, NULL)), 0);
    text = json_dumps(root, 0);
    *fault = (struct wire_fault){.field = ""};
    error = wire_board_read(text, strlen(text), &arena, &board, fault);
    free(text);
    json_decref(root);
    strbuf_release(&out);
    arena_release(&arena);
    return error;
}

static void every_missing_key_is_named(void **state)
{
    (void)state;
    /* What must be there, as the path to take it out by and the field that is named. */
    static const char *const keys[][2] = {
        {"revision", "revision"},
        {"served_at", "served_at"},
        {"site", "site"},
        {"site.id", "site.id"},
        {"site.time_zone", "site.time_zone"},
        {"site.hours", "site.hours"},
        {"site.exceptions", "site.exceptions"},
        {"settings.names_allowed", "settings.names_allowed"},
        {"settings.languages", "settings.languages"},
        {"kiosk.place.name", "kiosk.place.name"},
        {"kiosk.signs", "kiosk.signs"},
        {"kiosk.taken.1.number", "kiosk.taken[1].number"},
        {"epochs.1.key", "epochs[1].key"},
        {"coaches", "coaches"},
        {"coaches.0.phone", "coaches[0].phone"},
        {"coaches.0.hours.1.start", "coaches[0].hours[1].start"},
        {"coaches.0.exceptions.1.ranges.0.end", "coaches[0].exceptions[1].ranges[0].end"},
        {"coaches.0.presence.until", "coaches[0].presence.until"},
        {"coaches.0.can.0.label", "coaches[0].can[0].label"},
        {"coaches.1.open_requests_max", "coaches[1].open_requests_max"},
        {"topics.0.icon", "topics[0].icon"},
        {"resources.0.number", "resources[0].number"},
    };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct wire_fault fault;

        assert_int_equal(read_changed(keys[i][0], NULL, &fault), CB_BAD_INPUT);
        assert_string_equal(fault.field, keys[i][1]);
        assert_string_equal(fault.text, "is missing");
    }
}

static void wrong_values_are_named(void **state)
{
    (void)state;
    static const char *const wrong[][3] = {
        {"coaches.0.hours.0.start", "\"9:00\"", "coaches[0].hours[0].start"},
        {"coaches.0.hours.0.start", "\"24:00\"", "coaches[0].hours[0].start"},
        {"coaches.0.hours.0.end", "\"09:00\"", "coaches[0].hours[0].end"},
        {"coaches.0.hours.0.end", "\"48:01\"", "coaches[0].hours[0].end"},
        {"coaches.0.hours.0.weekday", "7", "coaches[0].hours[0].weekday"},
        {"coaches.0.exceptions.0.date", "\"2026-02-29\"", "coaches[0].exceptions[0].date"},
        {"coaches.0.presence.kind", "\"asleep\"", "coaches[0].presence.kind"},
        {"coaches.0.presence.until", "null", "coaches[0].presence.until"},
        {"coaches.0.languages", "[\"en\",5]", "coaches[0].languages[1]"},
        {"coaches.0.can", "{}", "coaches[0].can"},
        {"coaches.0.can", "[null]", "coaches[0].can[0].icon"},
        {"coaches.0.can.0.label", "{\"en\":null}", "coaches[0].can[0].label.en"},
        {"kiosk.signs", "[\"leaf\",\"rose\"]", "kiosk.signs[1]"},
        {"kiosk.taken.0.sign", "\"\"", "kiosk.taken[0].sign"},
        {"epochs.0.key", "\"AAAA\"", "epochs[0].key"},
        {"epochs.0.class", "\"year\"", "epochs[0].class"},
        {"revision", "-1", "revision"},
        {"topics.0.id", "\"a_topic_with_a_name_of_32_letters\"", "topics[0].id"},
    };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct wire_fault fault;

        assert_int_equal(read_changed(wrong[i][0], wrong[i][1], &fault), CB_BAD_INPUT);
        assert_string_equal(fault.field, wrong[i][2]);
    }
}

static void unknown_keys_and_a_place_without_id_are_fine(void **state)
{
    (void)state;
    struct wire_fault fault;

    assert_int_equal(read_changed("coaches.0.shoe_size", "38", &fault), CB_OK);
    assert_int_equal(read_changed("kiosk.place.id", "null", &fault), CB_OK);
    assert_int_equal(read_changed("coaches", "[]", &fault), CB_OK);
}

static void too_many_coaches_are_refused(void **state)
{
    (void)state;
    struct strbuf list = STRBUF_INIT;
    struct wire_fault fault;

    strbuf_add_char(&list, '[');
    for (int i = 0; i <= SITE_COACHES_MAX; i++)
        strbuf_add_text(&list, i == 0 ? "{}" : ",{}");
    strbuf_add_char(&list, ']');
    assert_int_equal(read_changed("coaches", strbuf_text(&list), &fault), CB_BAD_INPUT);
    assert_string_equal(fault.text, "has too many entries");
    strbuf_release(&list);
}

static void a_board_cut_anywhere_is_refused(void **state)
{
    (void)state;
    struct strbuf out = STRBUF_INIT;
    struct arena arena = ARENA_INIT;
    struct wire_fault fault;
    struct board board = {.revision = -1};

    assert_int_equal(wire_board_write(&sample, &out), CB_OK);
    for (size_t length = 0; length < out.length; length++)
        assert_int_equal(wire_board_read(out.data, length, &arena, &board, &fault), CB_BAD_INPUT);
    assert_int_equal(board.revision, -1);
    strbuf_release(&out);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_board_comes_back_as_it_went),
        cmocka_unit_test(every_missing_key_is_named),
        cmocka_unit_test(wrong_values_are_named),
        cmocka_unit_test(unknown_keys_and_a_place_without_id_are_fine),
        cmocka_unit_test(too_many_coaches_are_refused),
        cmocka_unit_test(a_board_cut_anywhere_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
