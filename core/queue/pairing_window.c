/* Stages and what leads from one to the next. */
#include "queue/pairing_window.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const char *const stage_names[] = {
    [PAIRING_CLOSED] = "closed",   [PAIRING_OPEN] = "open",         [PAIRING_STARTED] = "started",
    [PAIRING_NUMBERS] = "numbers", [PAIRING_APPROVED] = "approved", [PAIRING_DONE] = "done",
    [PAIRING_ABORTED] = "aborted",
};

const char *pairing_stage_name(enum pairing_stage stage)
{
    return stage_names[stage];
}

void pairing_window_close(struct pairing_window *window)
{
    seal_wipe(window, sizeof *window);
}

bool pairing_is(const struct pairing_window *window, const struct uuid *pairing_id)
{
    return !uuid_is_none(&window->id) && uuid_equal(&window->id, pairing_id);
}

/* What it was to be stays, for the admin to read; all secrets go. */
static void end(struct pairing_window *window, enum pairing_stage stage, const char *why)
{
    struct pairing_window ended = {
        .stage = stage, .plan = window->plan, .address = window->address, .id = window->id, .why = why};

    memcpy(ended.version, window->version, sizeof ended.version);
    seal_wipe(window, sizeof *window);
    *window = ended;
}

void pairing_window_abort(struct pairing_window *window, const char *why)
{
    end(window, PAIRING_ABORTED, why);
}

static bool is_running(const struct pairing_window *window)
{
    return window->stage >= PAIRING_OPEN && window->stage <= PAIRING_APPROVED;
}

enum pairing_stage pairing_stage(struct pairing_window *window, int64_t mono_ms)
{
    if (is_running(window) && mono_ms >= window->closes_mono_ms)
        pairing_window_abort(window, "The ten minutes are over.");
    else if (window->stage == PAIRING_STARTED && mono_ms - window->step_mono_ms > PAIRING_STEP_MS)
        pairing_window_abort(window, "The kiosk fell silent.");
    return window->stage;
}

int pairing_window_open(struct pairing_window *window, const struct pairing_plan *plan, int64_t mono_ms)
{
    pairing_stage(window, mono_ms);
    if (is_running(window))
        return CB_BUSY;
    seal_wipe(window, sizeof *window);
    window->stage = PAIRING_OPEN;
    window->plan = *plan;
    window->closes_mono_ms = mono_ms + PAIRING_WINDOW_MS;
    return CB_OK;
}

int pairing_start(struct pairing_window *window, const struct pairing_hello *hello, const uint8_t *anchors,
                  size_t anchors_length, struct random_source random, int64_t mono_ms)
{
    pairing_stage(window, mono_ms);
    if (!is_running(window))
        return CB_NOT_FOUND;
    if (window->stage != PAIRING_OPEN) {
        pairing_window_abort(window,
                             "A second kiosk came in between. Start again, and look who else is there.");
        return CB_CONFLICT;
    }
    if (anchors_length > sizeof window->anchors)
        return CB_TOO_LARGE;
    window->stage = PAIRING_STARTED;
    window->step_mono_ms = mono_ms;
    window->id = uuid_make(random);
    memcpy(window->commitment, hello->commitment, sizeof window->commitment);
    snprintf(window->version, sizeof window->version, "%s", hello->version);
    window->address = hello->address;
    if (anchors_length > 0) /* there are none over plain HTTP */
        memcpy(window->anchors, anchors, anchors_length);
    window->anchors_length = anchors_length;
    random.fill(random.context, window->queue_nonce, sizeof window->queue_nonce);
    return CB_OK;
}

/* Ours, running, and at this stage? */
static int expect(struct pairing_window *window, const struct uuid *pairing_id, enum pairing_stage stage,
                  int64_t mono_ms)
{
    pairing_stage(window, mono_ms);
    if (!is_running(window) || !pairing_is(window, pairing_id))
        return CB_NOT_FOUND;
    if (window->stage == stage)
        return CB_OK;
    pairing_window_abort(window, "The kiosk sent its values twice.");
    return CB_CONFLICT;
}

static void make_transcript(struct pairing_window *window)
{
    struct pairing_values values = {
        .pairing_id = window->id,
        .site_id = window->plan.site_id,
        .kiosk_id = window->plan.kiosk_id,
        .anchors = window->anchors,
        .anchors_length = window->anchors_length,
    };

    memcpy(values.kiosk_key, window->kiosk_key, sizeof values.kiosk_key);
    memcpy(values.kiosk_nonce, window->kiosk_nonce, sizeof values.kiosk_nonce);
    memcpy(values.queue_nonce, window->queue_nonce, sizeof values.queue_nonce);
    pairing_transcript(&values, &window->transcript);
}

int pairing_reveal(struct pairing_window *window, const struct uuid *pairing_id,
                   const uint8_t kiosk_key[KEY_SIZE], const uint8_t kiosk_nonce[PAIRING_NONCE_SIZE],
                   int64_t mono_ms)
{
    uint8_t commitment[KEY_SIZE];
    int error = expect(window, pairing_id, PAIRING_STARTED, mono_ms);

    if (error != CB_OK)
        return error;
    pairing_commit(kiosk_key, kiosk_nonce, commitment);
    if (!secret_equal(commitment, window->commitment, sizeof commitment)) {
        pairing_window_abort(window, "The kiosk's values do not fit what it had bound itself to.");
        return CB_CONFLICT;
    }
    memcpy(window->kiosk_key, kiosk_key, sizeof window->kiosk_key);
    memcpy(window->kiosk_nonce, kiosk_nonce, sizeof window->kiosk_nonce);
    make_transcript(window);
    window->stage = PAIRING_NUMBERS;
    window->step_mono_ms = mono_ms;
    return CB_OK;
}

/* The token is made when the admin has said yes, and leaves only sealed to this kiosk. */
static int give_token(struct pairing_window *window)
{
    uint8_t token[TOKEN_SIZE];
    char text[TOKEN_TEXT_SIZE];
    int error;

    token_make(text);
    error = token_read(text, token);
    if (error == CB_OK)
        error = kiosk_token_hash(text, window->token_hash);
    if (error == CB_OK)
        error = pairing_seal(window->kiosk_key, &window->transcript, &window->plan.kiosk_id, token,
                             window->sealed);
    seal_wipe(token, sizeof token);
    seal_wipe(text, sizeof text);
    return error;
}

int pairing_type(struct pairing_window *window, const char *digits, int64_t mono_ms)
{
    if (pairing_stage(window, mono_ms) != PAIRING_NUMBERS)
        return CB_NOT_FOUND;
    if (strlen(digits) != PAIRING_KIOSK_DIGITS ||
        !secret_equal(digits, window->transcript.kiosk_digits, PAIRING_KIOSK_DIGITS)) {
        pairing_window_abort(window, "Those were not the kiosk's digits. Start again.");
        return CB_DENIED;
    }
    if (give_token(window) != CB_OK) {
        pairing_window_abort(window, "Nothing can be sealed to this kiosk's key.");
        return CB_DENIED;
    }
    window->stage = PAIRING_APPROVED;
    return CB_OK;
}

int pairing_confirm(struct pairing_window *window, const struct uuid *pairing_id, const char *token,
                    int64_t mono_ms)
{
    uint8_t hash[KEY_SIZE];
    enum pairing_stage stage = pairing_stage(window, mono_ms);

    if ((stage != PAIRING_APPROVED && stage != PAIRING_DONE) || !pairing_is(window, pairing_id))
        return CB_NOT_FOUND;
    if (kiosk_token_hash(token, hash) != CB_OK || !secret_equal(hash, window->token_hash, sizeof hash)) {
        if (stage == PAIRING_APPROVED) /* what is done stays done */
            pairing_window_abort(window, "Somebody came with a token that is not this kiosk's.");
        return CB_DENIED;
    }
    if (stage == PAIRING_DONE)
        return CB_BUSY;
    end(window, PAIRING_DONE, NULL);
    /* Its answer may be lost: who comes again with the same token hears the same. */
    memcpy(window->token_hash, hash, sizeof window->token_hash);
    return CB_OK;
}
