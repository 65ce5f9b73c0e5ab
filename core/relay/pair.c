/* The steps of a pairing. */
#include "relay/pair.h"

#include "base/log.h"
#include "domain/board.h"
#include "relay/backoff.h"
#include "relay/http.h"
#include "relay/kept_pairing.h"
#include "seal/token.h"
#include "tls/anchors.h"
#include "wire/board_json.h"
#include "wire/reader.h"
#include "wire/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP_TIMEOUT_MS 10000 /* of one question; the queue gives thirty seconds */
#define POLL_MS         SECOND_MS
#define PATH_SIZE       96
#define FOLDER_SIZE     1024
#define USUAL_PORT      ":8443"

struct pair {
    struct pair_view view;
    char folder[FOLDER_SIZE];
    struct uuid former_id; /* who this kiosk was; none: nobody, or nothing waits for them */
    struct http *unknown;  /* until the digits were typed */
    struct http *pinned;   /* then */
    struct http_call *call;
    struct key_pair keys;
    uint8_t nonce[PAIRING_NONCE_SIZE];
    struct uuid site_id;
    struct pairing_transcript transcript;
    struct kept_pairing fresh; /* what is to be stored; its token only once it came */
    struct backoff backoff;
    int64_t now_ms; /* mono */
    int64_t due_ms; /* of the next question */
    int64_t until_ms;
    struct random_source random;
    bool asked;   /* to confirm, by this run or one before: the queue may have said yes */
    bool unasked; /* the queue's window is over: whether the token counts, its board tells */
};

/* ---- its end ---- */

const char *pair_end_words(enum pair_end end)
{
    static const char *const words[PAIR_END_COUNT] = {
        [PAIR_END_NONE] = "",
        [PAIR_END_NO_ANSWER] =
            "Nothing answers at this address. Check it, the cable, and whether the queue runs.",
        [PAIR_END_NO_WINDOW] =
            "The queue answers, but no window is open. An admin opens one on the page Kiosks.",
        [PAIR_END_BUSY] = "The queue was asked too often. Wait a minute, then try again.",
        [PAIR_END_STRANGER] = "What answers at this address is not a Coachbell queue. Check the address.",
        [PAIR_END_ABORTED] = "The pairing was ended at the queue. The page Kiosks says why. Start again.",
        [PAIR_END_WRONG] =
            "Those were not the numbers of the page. Nothing was kept. Start again on both sides.",
        [PAIR_END_MISMATCH] =
            ("The answer does not fit what was agreed: somebody may stand between this kiosk and "
             "the queue. Nothing was kept."),
        [PAIR_END_OTHER_KIOSK] =
            "Requests still wait here. Pair it again as the kiosk it was, so that they arrive.",
        [PAIR_END_CERTIFICATE] =
            ("The queue's certificate is not the one agreed on, or not made for this address. "
             "Nothing was kept."),
        [PAIR_END_REFUSED] = "The queue did not confirm it in time. Start again on both sides.",
        [PAIR_END_TIME] = "The ten minutes are over. Start again on both sides.",
        [PAIR_END_NOT_STORED] = "The data folder could not be written. Nothing was kept.",
    };

    return words[end];
}

static void wipe_secrets(struct pair *pair)
{
    seal_wipe(&pair->keys, sizeof(pair->keys));
    seal_wipe(pair->nonce, sizeof(pair->nonce));
    seal_wipe(pair->fresh.token, sizeof(pair->fresh.token));
    seal_wipe(&pair->transcript, sizeof(pair->transcript));
}

static void end(struct pair *pair, enum pair_end why)
{
    log_event(LOG_LEVEL_WARNING, "pairing_ended", (int)why);
    pair->view.step = PAIR_ENDED;
    pair->view.end = why;
    seal_wipe(pair->view.digits, sizeof(pair->view.digits));
    wipe_secrets(pair);
}

/* ---- asking ---- */

static void ask(struct pair *pair, const char *method, const char *leaf, const char *body, size_t answer_max,
                http_done_fn *done)
{
    char id[37], path[PATH_SIZE];
    struct http_ask question = {.method = method,
                                .path = path,
                                .body = body,
                                .timeout_ms = STEP_TIMEOUT_MS,
                                .answer_max = answer_max,
                                .done = done,
                                .context = pair};

    uuid_format(&pair->fresh.pairing_id, id);
    if (leaf[0] == '/')
        snprintf(path, sizeof(path), "%s", leaf);
    else
        snprintf(path, sizeof(path), "/api/v1/pairings/%s%s%s", id, leaf[0] != '\0' ? "/" : "", leaf);
    pair->due_ms = pair->now_ms + POLL_MS;
    (void)http_start(pair->call, &question); /* without memory: again, when it is due */
}

/* ---- the window's word, again and again ---- */

/* CB_DENIED: it is not for us, or of another transcript. */
static int open_token(struct pair *pair, const uint8_t sealed[PAIRING_SEALED_SIZE])
{
    uint8_t token[TOKEN_SIZE];
    int error = pairing_open(&pair->keys, &pair->transcript, &pair->fresh.kiosk_id, sealed, token);

    if (error == CB_OK)
        token_write(token, pair->fresh.token);
    seal_wipe(token, sizeof(token));
    return error;
}

static void take_stage(struct pair *pair, const struct http_answer *answer)
{
    uint8_t sealed[PAIRING_SEALED_SIZE];
    struct wire_fault fault;
    json_t *root = NULL;
    struct reader reader = reader_open(answer->body, answer->length, &fault, &root);
    char stage[16] = "";

    read_text_into(&reader, root, "stage", READ_REQUIRED, stage, sizeof(stage));
    if (reader.error == CB_OK && strcmp(stage, "approved") == 0)
        read_bytes(&reader, root, "sealed", sealed, sizeof(sealed));
    json_decref(root);
    if (reader.error != CB_OK)
        end(pair, PAIR_END_STRANGER);
    else if (strcmp(stage, "approved") == 0 && pair->view.step == PAIR_NUMBERS) {
        if (open_token(pair, sealed) == CB_OK)
            pair->view.step = PAIR_TYPING;
        else
            end(pair, PAIR_END_MISMATCH);
    } else if (strcmp(stage, "approved") != 0 && strcmp(stage, "numbers") != 0)
        end(pair, PAIR_END_ABORTED);
}

/* That it cannot be reached for a moment ends nothing: the ten minutes do. */
static void on_stage(void *context, const struct http_answer *answer)
{
    struct pair *pair = context;

    if (pair->view.step != PAIR_NUMBERS && pair->view.step != PAIR_TYPING)
        return;
    if (answer->error == CB_OK && answer->status == 200)
        take_stage(pair, answer);
    else if (answer->error == CB_OK && answer->status < 500 && answer->status != 429)
        end(pair, PAIR_END_ABORTED);
}

/* ---- the two sides' values ---- */

static void on_revealed(void *context, const struct http_answer *answer)
{
    struct pair *pair = context;

    if (answer->error != CB_OK)
        end(pair, PAIR_END_NO_ANSWER);
    else if (answer->status != 200)
        end(pair, PAIR_END_ABORTED);
    else {
        pair->view.step = PAIR_NUMBERS;
        memcpy(pair->view.digits, pair->transcript.kiosk_digits, sizeof(pair->view.digits));
    }
}

static void reveal(struct pair *pair)
{
    struct strbuf body = STRBUF_INIT;
    struct writer writer = WRITER_INIT(&body);

    write_object(&writer, NULL);
    write_bytes(&writer, "public_key", pair->keys.public_key, sizeof(pair->keys.public_key));
    write_bytes(&writer, "nonce", pair->nonce, sizeof(pair->nonce));
    write_object_end(&writer);
    ask(pair, "PUT", "", strbuf_text(&body), HTTP_ANSWER_MAX, on_revealed);
    strbuf_release(&body);
}

/* What the queue has bound itself to; our values are not out yet. */
static int take_values(struct pair *pair, const struct http_answer *answer)
{
    struct pairing_values values;
    struct wire_fault fault;
    json_t *root = NULL;
    struct reader reader = reader_open(answer->body, answer->length, &fault, &root);

    pair->fresh.pairing_id = read_uuid(&reader, root, "id", READ_REQUIRED);
    pair->fresh.kiosk_id = read_uuid(&reader, root, "kiosk", READ_REQUIRED);
    pair->site_id = read_uuid(&reader, root, "site", READ_REQUIRED);
    read_text_into(&reader, root, "name", READ_REQUIRED, pair->view.name, sizeof(pair->view.name));
    read_bytes(&reader, root, "nonce", values.queue_nonce, sizeof(values.queue_nonce));
    strbuf_clear(&pair->fresh.anchors);
    read_blob(&reader, root, "anchors", BOARD_ANCHORS_MAX, &pair->fresh.anchors);
    json_decref(root);
    if (reader.error != CB_OK)
        return reader.error;
    values.pairing_id = pair->fresh.pairing_id;
    values.site_id = pair->site_id;
    values.kiosk_id = pair->fresh.kiosk_id;
    values.anchors = (const uint8_t *)pair->fresh.anchors.data;
    values.anchors_length = pair->fresh.anchors.length;
    memcpy(values.kiosk_key, pair->keys.public_key, sizeof(values.kiosk_key));
    memcpy(values.kiosk_nonce, pair->nonce, sizeof(values.kiosk_nonce));
    pairing_transcript(&values, &pair->transcript);
    return CB_OK;
}

static enum pair_end end_of_status(const struct http_answer *answer)
{
    if (answer->error != CB_OK)
        return PAIR_END_NO_ANSWER;
    switch (answer->status) {
    case 404:
        return PAIR_END_NO_WINDOW;
    case 409:
        return PAIR_END_ABORTED;
    case 429:
        return PAIR_END_BUSY;
    default:
        return PAIR_END_STRANGER;
    }
}

static void on_asked(void *context, const struct http_answer *answer)
{
    struct pair *pair = context;

    if (answer->error != CB_OK || answer->status != 201)
        end(pair, end_of_status(answer));
    else if (take_values(pair, answer) != CB_OK ||
             (http_is_secure(pair->unknown) && pair->fresh.anchors.length == 0))
        end(pair, PAIR_END_STRANGER);
    else if (!uuid_is_none(&pair->former_id) && !uuid_equal(&pair->former_id, &pair->fresh.kiosk_id))
        end(pair, PAIR_END_OTHER_KIOSK);
    else
        reveal(pair);
}

static void ask_window(struct pair *pair)
{
    uint8_t commitment[KEY_SIZE];
    struct strbuf body = STRBUF_INIT;
    struct writer writer = WRITER_INIT(&body);

    pair->random.fill(pair->random.context, pair->nonce, sizeof(pair->nonce));
    pairing_commit(pair->keys.public_key, pair->nonce, commitment);
    write_object(&writer, NULL);
    write_bytes(&writer, "commitment", commitment, sizeof(commitment));
    write_text(&writer, "version", COACHBELL_VERSION);
    write_object_end(&writer);
    ask(pair, "POST", "/api/v1/pairings", strbuf_text(&body), HTTP_ANSWER_MAX, on_asked);
    strbuf_release(&body);
}

/* ---- the last word ---- */

static void refuse(struct pair *pair, enum pair_end why)
{
    kept_pairing_drop_begun(pair->folder);
    end(pair, why);
}

/* Asked until there is an answer: the queue may have said yes already. */
static void ask_later(struct pair *pair)
{
    pair->asked = true;
    pair->due_ms = pair->now_ms + backoff_fail(&pair->backoff, pair->random);
}

static void confirmed(struct pair *pair)
{
    log_event(LOG_LEVEL_INFO, "pairing_confirmed", 0);
    pair->view.step = PAIR_CONFIRMED;
    wipe_secrets(pair);
}

static void on_board(void *context, const struct http_answer *answer)
{
    struct pair *pair = context;

    if (answer->error == CB_OK && answer->status == 200)
        confirmed(pair);
    else if (answer->error == CB_OK && answer->status == 401)
        refuse(pair, PAIR_END_REFUSED);
    else
        ask_later(pair);
}

/* A wrong certificate says something only at the first time: later it may be somebody who wants us to forget
 * what the queue has confirmed already. */
static void on_confirmed(void *context, const struct http_answer *answer)
{
    struct pair *pair = context;

    if (answer->error == CB_OK && answer->status == 204)
        confirmed(pair);
    else if (answer->error == CB_OK && answer->status == 404) {
        pair->unasked = true;
        pair->due_ms = 0;
    } else if (answer->error == CB_OK && (answer->status == 401 || answer->status == 409))
        refuse(pair, PAIR_END_REFUSED);
    else if (answer->error == CB_DENIED && !pair->asked)
        refuse(pair, PAIR_END_CERTIFICATE);
    else
        ask_later(pair);
}

static void ask_confirmation(struct pair *pair)
{
    if (pair->unasked)
        ask(pair, "GET", "/api/v1/board", NULL, WIRE_BOARD_MAX, on_board);
    else
        ask(pair, "POST", "confirm", "{}", HTTP_ANSWER_MAX, on_confirmed);
}

/* From here on the queue is known by its anchors alone. */
static int pin(struct pair *pair, struct problem *ret_problem)
{
    struct strbuf pem = STRBUF_INIT;
    int error = http_open(pair->fresh.queue, pair->fresh.token, &pair->pinned, ret_problem);

    if (error == CB_OK && http_is_secure(pair->pinned)) {
        error = anchors_from_der((const uint8_t *)pair->fresh.anchors.data, pair->fresh.anchors.length, &pem);
        if (error == CB_OK)
            error = http_trust(pair->pinned, strbuf_text(&pem));
    }
    strbuf_release(&pem);
    if (error != CB_OK)
        return error;
    http_call_free(pair->call);
    pair->call = http_call_new(pair->pinned);
    return pair->call == NULL ? CB_NO_MEMORY : CB_OK;
}

void pair_type(struct pair *pair, const char *digits)
{
    if (pair->view.step != PAIR_TYPING)
        return;
    if (strlen(digits) != PAIRING_QUEUE_DIGITS ||
        !secret_equal(digits, pair->transcript.queue_digits, PAIRING_QUEUE_DIGITS))
        end(pair, PAIR_END_WRONG);
    else if (pin(pair, NULL) != CB_OK) {
        end(pair, PAIR_END_STRANGER);
    } else if (kept_pairing_store(pair->folder, KEPT_BEGUN, &pair->fresh) != CB_OK) {
        end(pair, PAIR_END_NOT_STORED);
    } else {
        pair->view.step = PAIR_CONFIRMING;
        pair->due_ms = 0;
    }
}

/* ---- running ---- */

static void do_due(struct pair *pair)
{
    if (http_busy(pair->call) || pair->now_ms < pair->due_ms)
        return;
    switch (pair->view.step) {
    case PAIR_ASKING:
        ask_window(pair);
        break;
    case PAIR_NUMBERS:
    case PAIR_TYPING:
        ask(pair, "GET", "", NULL, HTTP_ANSWER_MAX, on_stage);
        break;
    case PAIR_CONFIRMING:
        ask_confirmation(pair);
        break;
    case PAIR_CONFIRMED:
    case PAIR_ENDED:
        break;
    }
}

void pair_run(struct pair *pair, struct moment now, struct random_source random, int wait_ms)
{
    struct http *http = pair->pinned != NULL ? pair->pinned : pair->unknown;

    pair->now_ms = now.mono_ms;
    pair->random = random;
    if (pair->until_ms == 0)
        pair->until_ms = now.mono_ms + PAIR_WHOLE_MS;
    if (pair->view.step <= PAIR_TYPING && now.mono_ms >= pair->until_ms)
        end(pair, PAIR_END_TIME);
    http_clock(http, now.verified);
    do_due(pair);
    http_dispatch(http);
    http_wait(http, wait_ms);
    http_dispatch(http);
}

struct pair_view pair_view(const struct pair *pair)
{
    return pair->view;
}

/* ---- opening ---- */

static struct pair *pair_new(const char *data_folder)
{
    struct pair *pair = seal_init() == CB_OK ? calloc(1, sizeof(*pair)) : NULL;

    if (pair == NULL || strlen(data_folder) >= sizeof(pair->folder)) {
        free(pair);
        return NULL;
    }
    pair->fresh = (struct kept_pairing)KEPT_PAIRING_INIT;
    snprintf(pair->folder, sizeof(pair->folder), "%s", data_folder);
    return pair;
}

int pair_open(const struct pair_config *config, struct pair **ret_pair, struct problem *ret_problem)
{
    struct pair *pair = pair_new(config->data_folder);
    int error = pair == NULL ? problem_set(ret_problem, CB_NO_MEMORY, "There is no memory for pairing.")
                             : http_open_unknown(config->queue_url, &pair->unknown, ret_problem);

    if (error == CB_OK) {
        snprintf(pair->fresh.queue, sizeof(pair->fresh.queue), "%s", config->queue_url);
        if (config->outbox_waits)
            pair->former_id = config->kiosk_id;
        key_pair_make(&pair->keys);
        pair->call = http_call_new(pair->unknown);
        if (pair->call == NULL)
            error = problem_set(ret_problem, CB_NO_MEMORY, "There is no memory for pairing.");
    }
    if (error != CB_OK) {
        pair_close(pair);
        return error;
    }
    *ret_pair = pair;
    return CB_OK;
}

int pair_resume(const char *data_folder, struct pair **ret_pair, struct problem *ret_problem)
{
    struct pair *pair = pair_new(data_folder);
    int error = pair == NULL ? CB_NO_MEMORY : kept_pairing_load(data_folder, KEPT_BEGUN, &pair->fresh);

    if (error == CB_OK)
        error = pin(pair, ret_problem);
    if (error != CB_OK) {
        pair_close(pair);
        return error;
    }
    pair->asked = true;
    pair->view.step = PAIR_CONFIRMING;
    *ret_pair = pair;
    return CB_OK;
}

void pair_close(struct pair *pair)
{
    if (pair == NULL)
        return;
    http_call_free(pair->call);
    http_close(pair->pinned);
    http_close(pair->unknown);
    kept_pairing_release(&pair->fresh);
    seal_wipe(pair, sizeof(*pair));
    free(pair);
}

/* ---- addresses ---- */

static bool has_port(const char *host)
{
    const char *bracket = strrchr(host, ']');

    return strchr(bracket != NULL ? bracket : host, ':') != NULL;
}

bool pair_address(const char *typed, char *ret_url, size_t size)
{
    const char *scheme = strstr(typed, "://") != NULL ? "" : "https://";
    bool whole = scheme[0] == '\0' || has_port(typed);
    int length = snprintf(ret_url, size, "%s%s%s", scheme, typed, whole ? "" : USUAL_PORT);

    return length >= 0 && (size_t)length < size;
}
