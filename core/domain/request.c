/* The life of a request, as one table of legal steps. request_apply() walks it; there is no other way to
 * change a state. */
#include "domain/request.h"

#include "base/error.h"
#include "domain/names.h"

static const struct uuid nobody;

/* Sets of states, outcomes and actors, as bits. */
#define STATE(name)   (1u << REQUEST_##name)
#define OUTCOME(name) (1u << OUTCOME_##name)

enum {
    BY_PATIENT = 1 << 0,
    BY_COACH = 1 << 1, /* any coach */
    BY_HOLDER = 1 << 2,
    BY_SUPERVISOR = 1 << 3,
    BY_FRONT_DESK = 1 << 4,
    BY_SYSTEM = 1 << 5,
    BY_CLOSER = 1 << 6, /* who closed it */
    BY_STAFF = BY_COACH | BY_SUPERVISOR | BY_FRONT_DESK,
};

/* Only the steps named here exist. Rows may differ in the actor alone: each says what that actor can
 * truthfully do. */
static const struct legal_step {
    unsigned from;
    enum request_step_kind step;
    unsigned outcomes; /* close only: with one of these */
    enum request_state to;
    unsigned by;
} legal_steps[] = {
    {STATE(WAITING), STEP_CHANGE, 0, REQUEST_WAITING, BY_PATIENT},
    {STATE(WAITING), STEP_CLAIM, 0, REQUEST_CLAIMED, BY_COACH}, /* with "I will go": on the way at once */
    {STATE(WAITING) | STATE(CLAIMED) | STATE(ON_THE_WAY), STEP_HAND_OFF, 0, REQUEST_CLAIMED,
     BY_COACH | BY_SUPERVISOR},
    {STATE(CLAIMED), STEP_ON_THE_WAY, 0, REQUEST_ON_THE_WAY, BY_HOLDER},
    /* The patient's: "no" when asked whether another coach may come. */
    {STATE(CLAIMED) | STATE(ON_THE_WAY), STEP_RELEASE, 0, REQUEST_WAITING,
     BY_HOLDER | BY_SUPERVISOR | BY_SYSTEM | BY_PATIENT},
    {STATE(CLAIMED) | STATE(ON_THE_WAY), STEP_WITH_PATIENT, 0, REQUEST_WITH_PATIENT, BY_HOLDER},
    /* The system's: the coach may not come in any more. */
    {STATE(WITH_PATIENT), STEP_RELEASE, 0, REQUEST_WAITING, BY_HOLDER | BY_SUPERVISOR | BY_SYSTEM},

    {STATE(WAITING) | STATE(CLAIMED) | STATE(ON_THE_WAY), STEP_CLOSE, OUTCOME(CANCELLED), REQUEST_CLOSED,
     BY_PATIENT},
    {STATE(WAITING), STEP_CLOSE, OUTCOME(EXPIRED), REQUEST_CLOSED, BY_SYSTEM},
    {STATE(WAITING), STEP_CLOSE, OUTCOME(CANCELLED) | OUTCOME(DECLINED) | OUTCOME(MOVED_TO_STAFF),
     REQUEST_CLOSED, BY_STAFF},
    {STATE(CLAIMED) | STATE(ON_THE_WAY), STEP_CLOSE,
     OUTCOME(CANCELLED) | OUTCOME(DECLINED) | OUTCOME(LEFT) | OUTCOME(NOT_FOUND) | OUTCOME(MOVED_TO_STAFF),
     REQUEST_CLOSED, BY_HOLDER | BY_SUPERVISOR},
    {STATE(WITH_PATIENT), STEP_CLOSE,
     OUTCOME(MET) | OUTCOME(ENROLLED) | OUTCOME(LINKED) | OUTCOME(DECLINED) | OUTCOME(LEFT) |
         OUTCOME(MOVED_TO_STAFF),
     REQUEST_CLOSED, BY_HOLDER | BY_SUPERVISOR},

    /* Theirs to give and to take back, whoever has the request. */
    {STATE(WAITING), STEP_CONSENT, 0, REQUEST_WAITING, BY_PATIENT},
    {STATE(CLAIMED), STEP_CONSENT, 0, REQUEST_CLAIMED, BY_PATIENT},
    {STATE(ON_THE_WAY), STEP_CONSENT, 0, REQUEST_ON_THE_WAY, BY_PATIENT},
    {STATE(WITH_PATIENT), STEP_CONSENT, 0, REQUEST_WITH_PATIENT, BY_PATIENT},

    /* `to` is not read here: reopening leads back to the state before. */
    {STATE(CLOSED), STEP_REOPEN, 0, REQUEST_WAITING, BY_CLOSER | BY_SUPERVISOR},
};

/* The patient leaves no user id; a cancelled request that no user closed was cancelled by the patient. */
static bool actor_closed_it(const struct request *request, const struct actor *actor)
{
    if (request->state != REQUEST_CLOSED)
        return false;
    if (actor->kind == ACTOR_PATIENT)
        return uuid_is_none(&request->closed_by) && request->outcome == OUTCOME_CANCELLED;
    return !uuid_is_none(&actor->user_id) && uuid_equal(&request->closed_by, &actor->user_id);
}

/* Everything the actor is towards this request. A supervisor may be a coach as well. */
static unsigned actor_is(const struct request *request, const struct actor *actor)
{
    static const unsigned by_kind[] = {
        [ACTOR_PATIENT] = BY_PATIENT,       [ACTOR_COACH] = 0, [ACTOR_SUPERVISOR] = BY_SUPERVISOR,
        [ACTOR_FRONT_DESK] = BY_FRONT_DESK, [ACTOR_ADMIN] = 0, [ACTOR_SYSTEM] = BY_SYSTEM,
    };
    unsigned is = by_kind[actor->kind];
    bool may_coach = actor->kind == ACTOR_COACH || actor->kind == ACTOR_SUPERVISOR;

    if (may_coach && !uuid_is_none(&actor->coach_id)) {
        is |= BY_COACH;
        if (uuid_equal(&actor->coach_id, &request->holder_id))
            is |= BY_HOLDER;
    }
    if (actor_closed_it(request, actor))
        is |= BY_CLOSER;
    return is;
}

/* What the table cannot say: a hand-off goes to somebody else, and reopening has its time. */
static bool makes_sense(const struct request *request, const struct request_step *step)
{
    if (step->kind == STEP_HAND_OFF)
        return !uuid_is_none(&step->to_coach_id) && !uuid_equal(&step->to_coach_id, &request->holder_id);
    if (step->kind == STEP_REOPEN)
        return step->at_ms - request->closed_at_ms <= REQUEST_UNDO_MS;
    /* Without a way that needs a phone there is nothing to say yes to; a no is always heard. */
    if (step->kind == STEP_CONSENT)
        return step->consent_version == 0 || request_find_by_phone(request->find);
    return true;
}

static int find_step(const struct request *request, const struct request_step *step,
                     const struct legal_step **ret_legal)
{
    unsigned is = actor_is(request, &step->actor);
    int error = CB_NOT_LEGAL;

    for (size_t i = 0; i < sizeof legal_steps / sizeof *legal_steps; i++) {
        const struct legal_step *legal = &legal_steps[i];

        if (legal->step != step->kind || (legal->from >> request->state & 1) == 0)
            continue;
        if (step->kind == STEP_CLOSE && (legal->outcomes >> step->outcome & 1) == 0)
            continue;
        if ((legal->by & is) != 0) {
            *ret_legal = legal;
            return CB_OK;
        }
        error = CB_DENIED; /* the step exists, for somebody else */
    }
    return error;
}

static void claim(struct request *request, const struct request_step *step)
{
    request->holder_id = step->actor.coach_id;
    if (step->go)
        request->state = REQUEST_ON_THE_WAY;
}

static void hand_off(struct request *request, const struct request_step *step)
{
    request->holder_id = step->to_coach_id;
}

static void release(struct request *request, const struct request_step *step)
{
    request->holder_id = nobody;
    if (step->actor.kind == ACTOR_PATIENT)
        request->wanted_coach_id = nobody; /* they said no to this one: any coach may come */
}

static void close_request(struct request *request, const struct request_step *step)
{
    request->outcome = step->outcome;
    request->closed_at_ms = step->at_ms;
    request->closed_from_holder = request->holder_id;
    request->closed_by = step->actor.user_id;
}

static void reopen(struct request *request, const struct request_step *step)
{
    (void)step;
    request->state = request->closed_from;
    request->holder_id = request->closed_from_holder;
    request->outcome = OUTCOME_NONE;
    request->closed_at_ms = 0;
    request->closed_from = REQUEST_WAITING;
    request->closed_from_holder = nobody;
    request->closed_by = nobody;
}

static void consent(struct request *request, const struct request_step *step)
{
    request->consent_version = step->consent_version;
}

/* What a step does beside moving to the row's state; called after the move. */
static void (*const effects[])(struct request *request, const struct request_step *step) = {
    [STEP_CLAIM] = claim,         [STEP_HAND_OFF] = hand_off, [STEP_RELEASE] = release,
    [STEP_CLOSE] = close_request, [STEP_REOPEN] = reopen,     [STEP_CONSENT] = consent,
};

static void move(struct request *request, const struct request_step *step, enum request_state to)
{
    enum request_state from = request->state;

    if (step->kind == STEP_CLOSE)
        request->closed_from = from;
    if (step->kind == STEP_RELEASE && from == REQUEST_WITH_PATIENT)
        request->place_ms = 0; /* their talk was broken off: they come first */
    request->state = to;
    if (step->kind < sizeof effects / sizeof *effects && effects[step->kind] != NULL)
        effects[step->kind](request, step);
    if (request->state != from || step->kind == STEP_HAND_OFF)
        request->state_since_ms = step->at_ms;
    request->version++;
}

static struct request_event event_of(const struct request *before, const struct request *after,
                                     const struct request_step *step)
{
    return (struct request_event){
        .request_id = after->id,
        .kind = step->kind,
        .from = before->state,
        .to = after->state,
        .actor = step->actor,
        .to_coach_id = step->kind == STEP_HAND_OFF ? step->to_coach_id : nobody,
        .outcome = step->kind == STEP_CLOSE ? step->outcome : OUTCOME_NONE,
        .consent_version =
            step->kind == STEP_SUBMIT || step->kind == STEP_CONSENT ? after->consent_version : 0,
        .version = after->version,
        .at_ms = step->at_ms,
    };
}

int request_apply(const struct request *request, const struct request_step *step, struct request *ret_request,
                  struct request_event *ret_event)
{
    const struct legal_step *legal;
    struct request next = *request;
    int error;

    if (step->version != request->version)
        return CB_CONFLICT;
    error = find_step(request, step, &legal);
    if (error != CB_OK)
        return error;
    if (!makes_sense(request, step))
        return CB_NOT_LEGAL;
    move(&next, step, legal->to);
    *ret_event = event_of(request, &next, step);
    *ret_request = next;
    return CB_OK;
}

int request_begin(const struct request *asked, const struct actor *actor, int64_t at_ms,
                  struct request *ret_request, struct request_event *ret_event)
{
    struct request_step submit = {.kind = STEP_SUBMIT, .actor = *actor, .at_ms = at_ms};
    struct request request = {
        .id = asked->id,
        .site_id = asked->site_id,
        .kiosk_id = asked->kiosk_id,
        .kind = asked->kind,
        .state = REQUEST_WAITING,
        .version = 1,
        .ticket = asked->ticket,
        .wanted_coach_id = asked->wanted_coach_id,
        .find = asked->find,
        .consent_version = request_find_by_phone(asked->find) ? asked->consent_version : 0,
        .asked_at_ms = asked->asked_at_ms,
        .place_ms = asked->asked_at_ms,
        .state_since_ms = at_ms,
    };

    if (uuid_is_none(&asked->id) || !ticket_valid(asked->ticket))
        return CB_BAD_INPUT;
    *ret_event = event_of(&request, &request, &submit);
    *ret_request = request;
    return CB_OK;
}

bool request_find_is_sealed(enum request_find find)
{
    return find != FIND_SIGN && find != FIND_HERE;
}

bool request_find_by_phone(enum request_find find)
{
    return find == FIND_TEXT || find == FIND_CALL;
}

bool request_fills(const struct request *request)
{
    if (uuid_is_none(&request->holder_id) || request->state == REQUEST_CLOSED)
        return false;
    return request->kind != REQUEST_CALLBACK || request->state != REQUEST_CLAIMED;
}

int64_t request_unopened_at(const struct request *request, bool opened)
{
    if (opened || request->state != REQUEST_WAITING || request->kind != REQUEST_WALK_IN)
        return INT64_MAX;
    return request->asked_at_ms + REQUEST_UNOPENED_MS;
}

int request_order(const struct request *a, const struct request *b)
{
    if (a->place_ms != b->place_ms)
        return a->place_ms < b->place_ms ? -1 : 1;
    return memcmp(a->id.bytes, b->id.bytes, sizeof a->id.bytes);
}
