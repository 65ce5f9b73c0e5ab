/* The numbers of pairing: the published vector, and what a middleman cannot do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seal/pairing.h"

#include <string.h>

static const uint8_t anchors[] = {1, 2, 3, 4};

static struct pairing_values vector(void)
{
    struct pairing_values values = {.anchors = anchors, .anchors_length = sizeof anchors};

    memset(&values.pairing_id, 1, 16);
    memset(&values.site_id, 2, 16);
    memset(&values.kiosk_id, 3, 16);
    memset(values.kiosk_key, 4, KEY_SIZE);
    memset(values.kiosk_nonce, 5, PAIRING_NONCE_SIZE);
    memset(values.queue_nonce, 6, PAIRING_NONCE_SIZE);
    return values;
}

static void published_vector_holds(void **state)
{
    struct pairing_values values = vector();
    struct pairing_transcript transcript;

    (void)state;
    pairing_transcript(&values, &transcript);
    assert_string_equal(transcript.kiosk_digits, "877205");
    assert_string_equal(transcript.queue_digits, "0126");
}

static void every_value_changes_the_numbers(void **state)
{
    static const uint8_t others[] = {1, 2, 3, 5};
    struct pairing_transcript transcript;
    struct pairing_transcript first;
    struct pairing_values values = vector();
    uint8_t *const places[] = {values.pairing_id.bytes, values.site_id.bytes, values.kiosk_id.bytes,
                               values.kiosk_key,        values.kiosk_nonce,   values.queue_nonce};

    (void)state;
    pairing_transcript(&values, &first);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        places[i][7] ^= 1;
        pairing_transcript(&values, &transcript);
        assert_memory_not_equal(transcript.hash, first.hash, sizeof first.hash);
        places[i][7] ^= 1;
    }
    values.anchors = others;
    pairing_transcript(&values, &transcript);
    assert_memory_not_equal(transcript.hash, first.hash, sizeof first.hash);
}

static void token_opens_for_the_kiosk_of_this_pairing_only(void **state)
{
    struct pairing_values values = vector();
    struct pairing_transcript transcript;
    struct key_pair pair;
    struct key_pair stranger;
    uint8_t sealed[PAIRING_SEALED_SIZE];
    uint8_t token[32];
    uint8_t opened[32];

    (void)state;
    assert_int_equal(seal_init(), CB_OK);
    key_pair_make(&pair);
    key_pair_make(&stranger);
    memset(token, 9, sizeof token);
    pairing_transcript(&values, &transcript);
    assert_int_equal(pairing_seal(pair.public_key, &transcript, &values.kiosk_id, token, sealed), CB_OK);
    assert_int_equal(pairing_open(&pair, &transcript, &values.kiosk_id, sealed, opened), CB_OK);
    assert_memory_equal(opened, token, sizeof token);
    assert_int_equal(pairing_open(&stranger, &transcript, &values.kiosk_id, sealed, opened), CB_DENIED);
    assert_int_equal(pairing_open(&pair, &transcript, &values.site_id, sealed, opened), CB_DENIED);
    transcript.hash[0] ^= 1;
    assert_int_equal(pairing_open(&pair, &transcript, &values.kiosk_id, sealed, opened), CB_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_vector_holds),
        cmocka_unit_test(every_value_changes_the_numbers),
        cmocka_unit_test(token_opens_for_the_kiosk_of_this_pairing_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
