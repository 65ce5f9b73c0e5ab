/* Requests: taking them in, and every step after. */
#include "queue/store_internal.h"

#include <string.h>

/* A request that reaches us later than this was kept by a kiosk that could not send: its time may be over
 * already. */
#define LATE_MS (5 * MINUTE_MS)
/* No kiosk keeps a request for so long: its clock is wrong. */
#define UNBELIEVABLE_MS (14 * DAY_MS)
/* A kiosk can have lost the queue a little before the queue noticed. */
#define SILENCE_SLACK_MS (2 * MINUTE_MS)

static const struct uuid nobody;
static const struct actor patient = {.kind = ACTOR_PATIENT};
#define STAFF_SIGNS ((sign_set)(1U << SIGN_TREE)) /* kept for requests that staff make */

/* ---- rows ---- */

static const char *text_at(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    return text == NULL ? "" : text;
}

static int read_names(sqlite3_stmt *statement, struct request *request)
{
    bool closed = sqlite3_column_type(statement, 15) != SQLITE_NULL;

    if (request_kind_from_name(text_at(statement, 3), &request->kind) != CB_OK ||
        request_state_from_name(text_at(statement, 4), &request->state) != CB_OK ||
        request_find_from_name(text_at(statement, 11), &request->find) != CB_OK)
        return CB_DAMAGED;
    if (!closed)
        return CB_OK;
    if (request_outcome_from_name(text_at(statement, 10), &request->outcome) != CB_OK ||
        request_state_from_name(text_at(statement, 16), &request->closed_from) != CB_OK)
        return CB_DAMAGED;
    return CB_OK;
}

int request_from_row(sqlite3_stmt *statement, struct request *ret_request)
{
    struct request request = {
        .id = db_read_uuid(statement, 0),
        .site_id = db_read_uuid(statement, 1),
        .kiosk_id = db_read_uuid(statement, 2),
        .version = sqlite3_column_int(statement, 5),
        .ticket = {.sign = sign_from_name(text_at(statement, 6)), .number = sqlite3_column_int(statement, 7)},
        .wanted_coach_id = db_read_uuid(statement, 8),
        .holder_id = db_read_uuid(statement, 9),
        .asked_at_ms = sqlite3_column_int64(statement, 12),
        .place_ms = sqlite3_column_int64(statement, 13),
        .state_since_ms = sqlite3_column_int64(statement, 14),
        .closed_at_ms = sqlite3_column_int64(statement, 15),
        .closed_from_holder = db_read_uuid(statement, 17),
        .closed_by = db_read_uuid(statement, 18),
        .consent_version = sqlite3_column_int(statement, 19),
    };
    int error = read_names(statement, &request);

    if (error == CB_OK)
        *ret_request = request;
    return error;
}

int store_request_plain(struct store *store, const struct uuid *request_id, struct request *ret_request)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " REQUEST_COLUMNS " FROM request r WHERE r.id = ?1");
    int error;

    db_bind_uuid(statement, 1, request_id);
    error = db_step(statement);
    if (error == CB_OK)
        error = request_from_row(statement, ret_request);
    db_done(statement);
    return error;
}

static int add_event(struct store *store, const struct request *request, const struct request_event *event)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "INSERT INTO request_event (site, request, version, step, from_state, to_state, actor_kind,"
        " actor_user, actor_coach, to_coach, outcome, at, consent)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
    bool says_consent =
        event->kind == STEP_SUBMIT || event->kind == STEP_CHANGE || event->kind == STEP_CONSENT;
    bool says_whom = event->kind == STEP_SUBMIT || event->kind == STEP_CHANGE;

    db_bind_uuid(statement, 1, &request->site_id);
    db_bind_uuid(statement, 2, &request->id);
    db_bind_int(statement, 3, event->version);
    db_bind_text(statement, 4, request_step_name(event->kind));
    db_bind_text(statement, 5, request_state_name(event->from));
    db_bind_text(statement, 6, request_state_name(event->to));
    db_bind_text(statement, 7, actor_kind_name(event->actor.kind));
    db_bind_uuid(statement, 8, &event->actor.user_id);
    db_bind_uuid(statement, 9, &event->actor.coach_id);
    db_bind_uuid(statement, 10, says_whom ? &request->wanted_coach_id : &event->to_coach_id);
    db_bind_text(statement, 11, request_outcome_name(event->outcome));
    db_bind_int(statement, 12, event->at_ms);
    if (says_consent)
        db_bind_int(statement, 13, request->consent_version);
    return db_run(statement);
}

/* Tickets on the board change when a request opens or closes. The request's entry comes last: who has it has
 * all. */
static int announce(struct store *store, const struct request *request, bool ticket_changed)
{
    int error = ticket_changed ? feed_add(store, &request->site_id, FEED_BOARD, NULL) : CB_OK;

    return error == CB_OK ? feed_add(store, &request->site_id, FEED_REQUEST, &request->id) : error;
}

/* Who came before a hand-off, for as long as somebody else is to come instead. */
static int write_former_holder(struct store *store, const struct request *before, const struct request *after)
{
    sqlite3_stmt *statement;
    bool to_come = after->state == REQUEST_CLAIMED || after->state == REQUEST_ON_THE_WAY;
    bool other = !uuid_is_none(&before->holder_id) && !uuid_equal(&before->holder_id, &after->holder_id);

    if (to_come && !other)
        return CB_OK;
    statement = db_statement(store->db, "UPDATE request SET former_holder = ?2 WHERE id = ?1");
    db_bind_uuid(statement, 1, &after->id);
    db_bind_uuid(statement, 2, to_come ? &before->holder_id : &nobody);
    return db_run(statement);
}

static int write_row(struct store *store, const struct request *before, const struct request *after)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "UPDATE request SET state = ?3, version = ?4, wanted = ?5, holder = ?6, outcome = ?7,"
        " place_at = ?8, state_since = ?9, closed_at = ?10, closed_from = ?11, closed_from_holder = ?12,"
        " closed_by = ?13, find = ?14, consent_version = ?15, closed_running = ?16"
        " WHERE id = ?1 AND version = ?2");
    bool closed = after->state == REQUEST_CLOSED;
    int error;

    db_bind_uuid(statement, 1, &after->id);
    db_bind_int(statement, 2, before->version);
    db_bind_text(statement, 3, request_state_name(after->state));
    db_bind_int(statement, 4, after->version);
    db_bind_uuid(statement, 5, &after->wanted_coach_id);
    db_bind_uuid(statement, 6, &after->holder_id);
    db_bind_text(statement, 7, request_outcome_name(after->outcome));
    db_bind_int(statement, 8, after->place_ms);
    db_bind_int(statement, 9, after->state_since_ms);
    bind_time(statement, 10, after->closed_at_ms);
    db_bind_text(statement, 11, closed ? request_state_name(after->closed_from) : NULL);
    db_bind_uuid(statement, 12, &after->closed_from_holder);
    db_bind_uuid(statement, 13, &after->closed_by);
    db_bind_text(statement, 14, request_find_name(after->find));
    db_bind_int(statement, 15, after->consent_version);
    if (closed)
        db_bind_int(statement, 16, store_running_ms(store));
    error = db_run_change(statement);
    return error == CB_NOT_FOUND ? CB_CONFLICT : error;
}

/* What a step made of a request: the row, the event, the feed. */
static int request_save(struct store *store, const struct request *before, const struct request *after,
                        const struct request_event *event)
{
    bool ticket_changed = (before->state == REQUEST_CLOSED) != (after->state == REQUEST_CLOSED);
    int error = write_row(store, before, after);

    if (error == CB_OK)
        error = write_former_holder(store, before, after);
    if (error == CB_OK)
        error = add_event(store, after, event);
    return error == CB_OK ? announce(store, after, ticket_changed) : error;
}

/* ---- what a submit or a change may say ---- */

static bool is_of_site(sqlite3_stmt *statement, const struct uuid *site_id)
{
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = db_step(statement);
    db_done(statement);
    return error == CB_OK;
}

/* A coach that the site has no longer becomes "any coach": the person is not turned away for it. */
static struct uuid known_coach(struct store *store, const struct uuid *site_id, const struct uuid *coach_id)
{
    sqlite3_stmt *statement;

    if (uuid_is_none(coach_id))
        return nobody;
    statement = db_statement(store->db, "SELECT 1 FROM coach WHERE site = ?1 AND id = ?2 AND has_left = 0");
    db_bind_uuid(statement, 2, coach_id);
    return is_of_site(statement, site_id) ? *coach_id : nobody;
}

/* Only topics that the site has, so that no free text about a person can be stored here. */
#define TOPICS_TEXT_MAX (REQUEST_TOPICS_MAX * (TOPIC_ID_MAX + 1) + 1)
static void known_topics(struct store *store, const struct uuid *site_id, const struct wire_submit *submit,
                         char ret_text[TOPICS_TEXT_MAX])
{
    size_t length = 0;

    ret_text[0] = '\0';
    for (size_t i = 0; i < submit->topic_count && i < REQUEST_TOPICS_MAX; i++) {
        sqlite3_stmt *statement = db_statement(store->db, "SELECT 1 FROM topic WHERE site = ?1 AND id = ?2");
        size_t size = strnlen(submit->topics[i], TOPIC_ID_MAX);

        db_bind_text(statement, 2, submit->topics[i]);
        if (size == TOPIC_ID_MAX || !is_of_site(statement, site_id))
            continue;
        memcpy(ret_text + length, submit->topics[i], size);
        length += size;
        ret_text[length++] = ' ';
        ret_text[length] = '\0';
    }
}

static bool ticket_is_held(struct store *store, const struct uuid *site_id, struct ticket ticket)
{
    struct uuid holder;

    return store_request_by_ticket(store, site_id, ticket, &holder) == CB_OK;
}

int store_request_by_ticket(struct store *store, const struct uuid *site_id, struct ticket ticket,
                            struct uuid *ret_request_id)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT id FROM request"
                                " WHERE site = ?1 AND sign = ?2 AND number = ?3 AND closed_at IS NULL");
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_text(statement, 2, sign_name(ticket.sign));
    db_bind_int(statement, 3, ticket.number);
    error = db_step(statement);
    if (error == CB_OK)
        *ret_request_id = db_read_uuid(statement, 0);
    db_done(statement);
    return error;
}

/* A free ticket of the kiosk's signs; when they are used up, of any: nobody is turned away for want of a
 * number. */
static int exchange_ticket(struct store *store, const struct stored_kiosk *kiosk, int64_t now_ms,
                           struct ticket *ret_ticket)
{
    const sign_set choices[] = {kiosk->signs, SIGNS_ALL};
    struct arena arena = ARENA_INIT;
    int error = CB_BUSY;

    for (size_t i = 0; error == CB_BUSY && i < sizeof choices / sizeof *choices; i++) {
        struct ticket *taken = NULL;
        size_t count = 0;

        error =
            store_taken(store, &kiosk->site_id, choices[i], now_ms - TICKET_REST_MS, &arena, &taken, &count);
        if (error == CB_OK)
            error = ticket_pick(choices[i], taken, count, store->random, ret_ticket);
    }
    arena_release(&arena);
    return error;
}

/* ---- submit ---- */

/* CB_NOT_FOUND: the id is new. */
static int find_same(struct store *store, const struct stored_kiosk *kiosk, const struct uuid *request_id,
                     const uint8_t body_hash[32], struct request *ret_request)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " REQUEST_COLUMNS ", r.body_hash FROM request r WHERE r.id = ?1");
    struct request request;
    uint8_t stored_hash[32];
    int error;

    db_bind_uuid(statement, 1, request_id);
    error = db_step(statement);
    if (error == CB_OK)
        error = request_from_row(statement, &request);
    if (error == CB_OK)
        error = db_read_blob(statement, REQUEST_COLUMN_COUNT, stored_hash, sizeof stored_hash);
    db_done(statement);
    if (error != CB_OK)
        return error;
    if (!uuid_equal(&request.site_id, &kiosk->site_id) || !uuid_equal(&request.kiosk_id, &kiosk->id) ||
        memcmp(stored_hash, body_hash, sizeof stored_hash) != 0)
        return CB_CONFLICT;
    *ret_request = request;
    return CB_OK;
}

static void bind_asked(sqlite3_stmt *statement, const struct request *request,
                       const struct wire_submit *submit, const char *topics)
{
    db_bind_text(statement, 14, submit->language);
    db_bind_text(statement, 15, topics);
    db_bind_int(statement, 16, submit->notice_version);
    db_bind_int(statement, 17, request->consent_version);
    db_bind_text(statement, 18, submit->preference);
    db_bind_text(statement, 19, submit->source);
    bind_time(statement, 20, submit->due_from_ms);
    bind_time(statement, 21, submit->due_until_ms);
    db_bind_blob(statement, 23, submit->has_sealed ? submit->sealed : NULL, SEALED_SIZE);
    db_bind_blob(statement, 25, submit->has_sealed ? submit->epoch : NULL, EPOCH_ID_SIZE);
}

static int insert_row(struct store *store, const struct request *request, const struct wire_submit *submit,
                      const uint8_t body_hash[32], int64_t now_ms)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "INSERT INTO request (id, site, kiosk, kind, state, version, sign, number, wanted, find, asked_at,"
        " place_at, state_since, language, topics, notice_version, consent_version, preference, source,"
        " due_from, due_until, body_hash, sealed, received_at, epoch, received_running, received_verified)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,"
        " ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)");
    char topics[TOPICS_TEXT_MAX];

    known_topics(store, &request->site_id, submit, topics);
    db_bind_uuid(statement, 1, &request->id);
    db_bind_uuid(statement, 2, &request->site_id);
    db_bind_uuid(statement, 3, &request->kiosk_id);
    db_bind_text(statement, 4, request_kind_name(request->kind));
    db_bind_text(statement, 5, request_state_name(request->state));
    db_bind_int(statement, 6, request->version);
    db_bind_text(statement, 7, sign_name(request->ticket.sign));
    db_bind_int(statement, 8, request->ticket.number);
    db_bind_uuid(statement, 9, &request->wanted_coach_id);
    db_bind_text(statement, 10, request_find_name(request->find));
    db_bind_int(statement, 11, request->asked_at_ms);
    db_bind_int(statement, 12, request->place_ms);
    db_bind_int(statement, 13, request->state_since_ms);
    bind_asked(statement, request, submit, topics);
    db_bind_blob(statement, 22, body_hash, 32);
    db_bind_int(statement, 24, now_ms);
    db_bind_int(statement, 26, store_running_ms(store));
    db_bind_int(statement, 27, store->now.verified);
    return db_run(statement);
}

/* A kiosk whose clock runs ahead must not put its visitors behind everybody, and one whose clock is behind
 * must neither put them before everybody nor have them expire on arrival. What a kiosk kept is not older than
 * the silence it kept it through. */
static int64_t asked_at(struct store *store, const struct stored_kiosk *kiosk,
                        const struct wire_submit *submit, int64_t now_ms)
{
    int64_t earliest_ms = kiosk_kept_since(store, &kiosk->id, now_ms) - SILENCE_SLACK_MS;

    if (earliest_ms < now_ms - UNBELIEVABLE_MS)
        earliest_ms = now_ms - UNBELIEVABLE_MS;
    return submit->asked_at_ms > earliest_ms && submit->asked_at_ms < now_ms ? submit->asked_at_ms : now_ms;
}

/* Without a kiosk (staff ask) there is no ticket yet. */
static int take_in(struct store *store, const struct stored_kiosk *kiosk, const struct actor *actor,
                   const struct wire_submit *submit, const uint8_t body_hash[32], int64_t now_ms,
                   struct request *ret_request)
{
    struct request asked = {.id = submit->id,
                            .site_id = kiosk->site_id,
                            .kiosk_id = kiosk->id,
                            .kind = submit->kind,
                            .ticket = submit->ticket,
                            .wanted_coach_id = known_coach(store, &kiosk->site_id, &submit->coach_id),
                            .find = submit->find,
                            .consent_version = submit->consent_version,
                            .asked_at_ms = asked_at(store, kiosk, submit, now_ms)};
    struct request_event event;
    int error = CB_OK;

    if (uuid_is_none(&kiosk->id) || ticket_is_held(store, &kiosk->site_id, asked.ticket))
        error = exchange_ticket(store, kiosk, now_ms, &asked.ticket);
    if (error == CB_OK)
        error = request_begin(&asked, actor, now_ms, ret_request, &event);
    if (error == CB_OK)
        error = insert_row(store, ret_request, submit, body_hash, now_ms);
    if (error == CB_OK)
        error = add_event(store, ret_request, &event);
    return error == CB_OK ? announce(store, ret_request, true) : error;
}

static int submit_by(struct store *store, const struct stored_kiosk *kiosk, const struct actor *actor,
                     const struct wire_submit *submit, const uint8_t body_hash[32], int64_t now_ms,
                     struct request *ret_request, bool *ret_new)
{
    struct request request;
    int error = find_same(store, kiosk, &submit->id, body_hash, &request);
    bool is_new = error == CB_NOT_FOUND;

    if (is_new)
        error = take_in(store, kiosk, actor, submit, body_hash, now_ms, &request);
    if (error == CB_OK && is_new && now_ms - request.asked_at_ms >= LATE_MS)
        error = request_expire_if_late(store, &request, now_ms, &request);
    if (error != CB_OK)
        return error;
    *ret_request = request;
    *ret_new = is_new;
    return CB_OK;
}

int store_submit(struct store *store, const struct stored_kiosk *kiosk, const struct wire_submit *submit,
                 const uint8_t body_hash[32], int64_t now_ms, struct request *ret_request, bool *ret_new)
{
    return submit_by(store, kiosk, &patient, submit, body_hash, now_ms, ret_request, ret_new);
}

int store_submit_by_staff(struct store *store, const struct uuid *site_id, const struct actor *actor,
                          const struct wire_submit *submit, const uint8_t body_hash[32], int64_t now_ms,
                          struct request *ret_request, bool *ret_new)
{
    const struct stored_kiosk none = {.site_id = *site_id, .signs = STAFF_SIGNS};

    return submit_by(store, &none, actor, submit, body_hash, now_ms, ret_request, ret_new);
}

/* ---- steps ---- */

static bool is_coach_of(struct store *store, const struct uuid *site_id, const struct uuid *coach_id)
{
    struct uuid known = known_coach(store, site_id, coach_id);

    return uuid_equal(&known, coach_id);
}

/* Coaches of another site neither take a step nor get one. */
static int check_site(struct store *store, const struct request *request, const struct request_step *step)
{
    if (!is_coach_of(store, &request->site_id, &step->actor.coach_id))
        return CB_DENIED;
    if (step->kind == STEP_HAND_OFF && !is_coach_of(store, &request->site_id, &step->to_coach_id))
        return CB_NOT_FOUND;
    return CB_OK;
}

/* CB_NOT_FOUND: it was opened before, or is closed. */
static int mark_opened(struct store *store, const struct uuid *request_id, int64_t at_ms,
                       struct uuid *ret_site_id)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "UPDATE request SET opened_at = ?2 WHERE id = ?1 AND opened_at IS NULL"
                                " AND closed_at IS NULL RETURNING site");
    int error;

    db_bind_uuid(statement, 1, request_id);
    db_bind_int(statement, 2, at_ms);
    error = db_step(statement);
    if (error == CB_OK)
        *ret_site_id = db_read_uuid(statement, 0);
    db_done(statement);
    return error;
}

int store_opened(struct store *store, const struct uuid *request_id, int64_t at_ms)
{
    struct uuid site_id = {{0}};
    int error = mark_opened(store, request_id, at_ms, &site_id);

    if (error == CB_NOT_FOUND)
        return CB_OK;
    return error == CB_OK ? feed_add(store, &site_id, FEED_REQUEST, request_id) : error;
}

/* Who takes a step has the request before them. */
static int note_opened(struct store *store, const struct uuid *request_id, const struct request_step *step)
{
    struct uuid site_id;
    int error;

    if (step->actor.kind == ACTOR_PATIENT || step->actor.kind == ACTOR_SYSTEM)
        return CB_OK;
    error = mark_opened(store, request_id, step->at_ms, &site_id);
    return error == CB_NOT_FOUND ? CB_OK : error;
}

/* As request_fills counts; without the request itself, which its holder may have already. */
static int count_people(struct store *store, const struct uuid *coach_id, const struct uuid *but_id,
                        int *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT count(*) FROM request WHERE holder = ?1 AND id <> ?2"
                                " AND closed_at IS NULL AND (kind <> 'callback' OR state <> 'claimed')");
    int error;

    db_bind_uuid(statement, 1, coach_id);
    db_bind_uuid(statement, 2, but_id);
    error = db_step(statement);
    if (error == CB_OK)
        *ret_count = sqlite3_column_int(statement, 0);
    db_done(statement);
    return error;
}

/* Whoever gets one more person can take one more. Undoing a close is not asked: it must always work. */
static int check_room(struct store *store, const struct request_step *step, const struct request *after)
{
    struct arena arena = ARENA_INIT;
    struct coach coach;
    int count = 0;
    int error;

    if ((step->kind != STEP_CLAIM && step->kind != STEP_HAND_OFF) || !request_fills(after))
        return CB_OK;
    error = store_coach(store, &after->holder_id, &arena, &coach);
    if (error == CB_OK)
        error = count_people(store, &after->holder_id, &after->id, &count);
    if (error == CB_OK && coach.boundaries.open_requests_max > 0 &&
        count >= coach.boundaries.open_requests_max)
        error = CB_BUSY;
    arena_release(&arena);
    return error;
}

int store_step(struct store *store, const struct uuid *request_id, const struct request_step *step,
               struct request *ret_request)
{
    struct request before;
    struct request after;
    struct request_event event;
    int error = store_request_plain(store, request_id, &before);

    if (error == CB_OK)
        error = check_site(store, &before, step);
    if (error == CB_OK)
        error = request_apply(&before, step, &after, &event);
    if (error == CB_OK)
        error = check_room(store, step, &after);
    if (error == CB_OK)
        error = note_opened(store, request_id, step);
    if (error == CB_OK)
        error = request_save(store, &before, &after, &event);
    if (error == CB_OK)
        *ret_request = after;
    return error;
}

static int write_change(struct store *store, const struct request *request, const struct wire_submit *change)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "UPDATE request SET language = ?2, topics = ?3, sealed = ?4, preference = ?5,"
                                " due_from = ?6, due_until = ?7, epoch = ?8 WHERE id = ?1");
    char topics[TOPICS_TEXT_MAX];

    known_topics(store, &request->site_id, change, topics);
    db_bind_uuid(statement, 1, &request->id);
    db_bind_text(statement, 2, change->language);
    db_bind_text(statement, 3, topics);
    db_bind_blob(statement, 4, change->has_sealed ? change->sealed : NULL, SEALED_SIZE);
    db_bind_text(statement, 5, change->preference);
    bind_time(statement, 6, change->due_from_ms);
    bind_time(statement, 7, change->due_until_ms);
    db_bind_blob(statement, 8, change->has_sealed ? change->epoch : NULL, EPOCH_ID_SIZE);
    store->erased = true; /* what was sealed before is gone with this commit */
    return db_run(statement);
}

int store_change(struct store *store, const struct uuid *request_id, const struct wire_submit *change,
                 int64_t now_ms, struct request *ret_request)
{
    struct request_step step = {.kind = STEP_CHANGE, .actor = patient, .at_ms = now_ms};
    struct request before;
    struct request after;
    struct request_event event;
    int error = store_request_plain(store, request_id, &before);

    if (error != CB_OK)
        return error;
    step.version = before.version; /* the person sees no versions: their newest wish counts */
    error = request_apply(&before, &step, &after, &event);
    if (error != CB_OK)
        return error;
    after.wanted_coach_id = known_coach(store, &before.site_id, &change->coach_id);
    after.find = change->find;
    after.consent_version = request_find_by_phone(after.find) ? change->consent_version : 0;
    error = request_save(store, &before, &after, &event);
    if (error == CB_OK)
        error = write_change(store, &after, change);
    if (error == CB_OK)
        *ret_request = after;
    return error;
}
