/* The relay's and the pairing's comings and goings. */
#include "queue_link.h"

#include "base/file.h"
#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TOKEN_LIMIT 256
#define PATH_SIZE   (OPTIONS_TEXT + 16)

int queue_link_folder(const char *data, struct problem *ret_problem)
{
    int result = file_make_folder(data);
    if (result == CB_OK && access(data, R_OK | W_OK | X_OK) != 0)
        result = CB_IO;
    return result == CB_OK
               ? CB_OK
               : problem_set(ret_problem, result,
                             "cannot write into the data folder %s. Requests are kept there until they are "
                             "sent. Name another with --data, or make it writable for this user.",
                             data);
}

/* ---- a token put there by hand ---- */

static int read_token(const char *data, char ret_token[TOKEN_LIMIT + 1], struct problem *ret_problem)
{
    char path[PATH_SIZE];
    uint8_t *bytes = NULL;
    size_t length = 0;
    snprintf(path, sizeof path, "%s/token", data);
    int result = file_read(path, TOKEN_LIMIT, &bytes, &length);
    if (result != CB_OK)
        return problem_set(ret_problem, result, "cannot read the device token %s (%s).", path,
                           cb_error_text(result));
    length = strcspn((const char *)bytes, "\r\n \t");
    memcpy(ret_token, bytes, length);
    ret_token[length] = 0;
    explicit_bzero(bytes, length);
    free(bytes);
    return length > 0 ? CB_OK : problem_set(ret_problem, CB_BAD_INPUT, "the device token %s is empty.", path);
}

/* ---- the relay ---- */

static int start_relay(struct queue_link *link, const char *token, struct problem *ret_problem)
{
    struct relay_config config = {
        .queue_url = link->queue,
        .token = token,
        .data_folder = link->data,
        .random = random_system(),
        .wake = link->wake,
    };
    return relay_start(&config, &link->relay, ret_problem);
}

/* CB_NOT_FOUND: no pairing was ever confirmed here. */
static int start_paired(struct queue_link *link, struct problem *ret_problem)
{
    struct kept_pairing kept;
    int result = kept_pairing_load(link->data, KEPT_PAIRED, &kept);
    if (result == CB_NOT_FOUND)
        return result;
    if (result != CB_OK)
        return problem_set(ret_problem, result,
                           "cannot use %s/pairing (%s), which pairing left. Pair the kiosk again.",
                           link->data, cb_error_text(result));
    memcpy(link->queue, kept.queue, sizeof link->queue);
    link->kiosk_id = kept.kiosk_id;
    result = start_relay(link, kept.token, ret_problem);
    kept_pairing_release(&kept);
    return result;
}

static int start_by_hand(struct queue_link *link, const char *queue, struct problem *ret_problem)
{
    char token[TOKEN_LIMIT + 1];
    int result = read_token(link->data, token, ret_problem);
    snprintf(link->queue, sizeof link->queue, "%.*s", KEPT_QUEUE_SIZE - 1, queue);
    if (result == CB_OK)
        result = start_relay(link, token, ret_problem);
    explicit_bzero(token, sizeof token);
    return result;
}

/* ---- opening ---- */

static void run_pairing(struct queue_link *link, struct pair *pair)
{
    if (pairer_start(pair, random_system(), link->wake, NULL, &link->pairer) != CB_OK)
        link->pairer = NULL;
}

/* The queue may have said yes to it when the power went. */
static void resume_pairing(struct queue_link *link)
{
    struct pair *pair;
    if (pair_resume(link->data, &pair, NULL) == CB_OK)
        run_pairing(link, pair);
}

int queue_link_open(const struct options *options, void (*wake)(void *context), struct queue_link *ret_link,
                    struct problem *ret_problem)
{
    struct queue_link *link = ret_link;
    *link = (struct queue_link){.data = options->data, .wake = wake};
    int result = queue_link_folder(link->data, ret_problem);
    if (result == CB_OK) {
        result = start_paired(link, ret_problem);
        if (result == CB_NOT_FOUND)
            result = start_by_hand(link, options->queue, ret_problem);
        if (result == CB_NOT_FOUND && link->relay == NULL)
            result = CB_OK; /* not paired yet */
    }
    if (result == CB_OK)
        resume_pairing(link);
    return result;
}

void queue_link_close(struct queue_link *link)
{
    pairer_stop(link->pairer);
    relay_stop(link->relay);
    *link = (struct queue_link){.data = link->data};
}

/* ---- pairing ---- */

static bool may_end(struct queue_link *link)
{
    struct pair_view view;
    return !queue_link_pairing(link, &view) || view.step < PAIR_CONFIRMING || view.step == PAIR_ENDED;
}

void queue_link_stop_pairing(struct queue_link *link)
{
    if (!may_end(link))
        return;
    pairer_stop(link->pairer);
    link->pairer = NULL;
}

int queue_link_look(struct queue_link *link, const char *address, const struct uuid *kiosk_id,
                    struct problem *ret_problem)
{
    char url[KEPT_QUEUE_SIZE];
    struct pair_config config = {
        .queue_url = url,
        .data_folder = link->data,
        .kiosk_id = uuid_is_none(&link->kiosk_id) ? *kiosk_id : link->kiosk_id,
        .outbox_waits = link->relay != NULL && relay_outbox_count(link->relay) > 0,
    };
    struct pair *pair;
    if (!may_end(link))
        return problem_set(ret_problem, CB_BUSY, "The queue is still asked about the last pairing.");
    queue_link_stop_pairing(link);
    if (!pair_address(address, url, sizeof url))
        return problem_set(ret_problem, CB_BAD_INPUT, "The address is too long.");
    int result = pair_open(&config, &pair, ret_problem);
    if (result == CB_OK)
        run_pairing(link, pair);
    return result;
}

void queue_link_typed(struct queue_link *link, const char *digits)
{
    if (link->pairer != NULL)
        pairer_type(link->pairer, digits);
}

bool queue_link_pairing(struct queue_link *link, struct pair_view *ret_view)
{
    if (link->pairer != NULL)
        *ret_view = pairer_view(link->pairer);
    return link->pairer != NULL;
}

/* The old relay must have let go of the folder first: it follows the old queue's anchors into it. */
bool queue_link_turn(struct queue_link *link)
{
    struct pair_view view;
    struct problem problem = {""};
    if (!queue_link_pairing(link, &view) || view.step != PAIR_CONFIRMED)
        return false;
    pairer_stop(link->pairer);
    link->pairer = NULL;
    relay_stop(link->relay);
    link->relay = NULL;
    int result = kept_pairing_promote(link->data);
    if (result != CB_OK)
        problem_set(&problem, result, "cannot keep the pairing in %s (%s).", link->data,
                    cb_error_text(result));
    else
        result = start_paired(link, &problem);
    if (result != CB_OK)
        fprintf(stderr, "coachbell-kiosk: %s\n", problem.text);
    return true;
}
