/* The ten minutes in which a kiosk may be paired: opened by an admin, for one kiosk, one try at each step.
 * Whatever does not fit (a second kiosk, wrong values, wrong digits, a step that comes late) ends it for
 * both, and says why. A plain value, in memory only; time, chance and ids are passed in. The bytes are
 * seal/pairing.h's. */
#ifndef CB_QUEUE_PAIRING_WINDOW_H
#define CB_QUEUE_PAIRING_WINDOW_H

#include "base/address.h"
#include "base/clock.h"
#include "domain/site.h"
#include "seal/pairing.h"
#include "seal/token.h"
#include "tls/anchors.h"

#define PAIRING_WINDOW_MS    (10 * MINUTE_MS)
#define PAIRING_STEP_MS      (30 * SECOND_MS) /* between what the programs send */
#define PAIRING_NAME_MAX     120
#define PAIRING_VERSION_SIZE 32

enum pairing_stage {
    PAIRING_CLOSED,   /* no admin has asked for one */
    PAIRING_OPEN,     /* waits for a kiosk */
    PAIRING_STARTED,  /* a kiosk has bound itself to its values and was told ours */
    PAIRING_NUMBERS,  /* the kiosk shows six digits; the admin is to type them */
    PAIRING_APPROVED, /* they were right: four digits for the kiosk, and its token */
    PAIRING_DONE,     /* the kiosk has come with its token */
    PAIRING_ABORTED   /* `why` */
};

/* Which kiosk it is to be: a new one (an id of its own), or one that is known ("pair again as Kiosk 2"). */
struct pairing_plan {
    struct uuid site_id;
    struct uuid kiosk_id;
    struct uuid place_id;
    char name[PAIRING_NAME_MAX + 1];
};

struct pairing_window {
    enum pairing_stage stage;
    struct pairing_plan plan;
    int64_t closes_mono_ms;
    int64_t step_mono_ms; /* of the newest step of the programs */
    const char *why;      /* aborted: a literal for the admin */
    /* the kiosk */
    char version[PAIRING_VERSION_SIZE];
    struct address address;
    uint8_t commitment[KEY_SIZE];
    uint8_t kiosk_key[KEY_SIZE];
    uint8_t kiosk_nonce[PAIRING_NONCE_SIZE];
    /* ours */
    struct uuid id;
    uint8_t queue_nonce[PAIRING_NONCE_SIZE];
    uint8_t anchors[ANCHORS_DER_MAX]; /* as they were sent */
    size_t anchors_length;
    struct pairing_transcript transcript;
    uint8_t sealed[PAIRING_SEALED_SIZE];
    uint8_t token_hash[KEY_SIZE];
};

/* What the stage is now: time alone can end it. */
enum pairing_stage pairing_stage(struct pairing_window *window, int64_t mono_ms);
/* "closed", "open", … */
const char *pairing_stage_name(enum pairing_stage stage);

/* CB_BUSY: another one is open. */
int pairing_window_open(struct pairing_window *window, const struct pairing_plan *plan, int64_t mono_ms);
void pairing_window_close(struct pairing_window *window);
void pairing_window_abort(struct pairing_window *window, const char *why);

/* ---- the kiosk's steps ---- */
struct pairing_hello {
    uint8_t commitment[KEY_SIZE];
    const char *version;
    struct address address;
};
/* CB_NOT_FOUND: no window is open. CB_CONFLICT: it is another kiosk's, and now nobody's. CB_TOO_LARGE: our
 * anchors. */
int pairing_start(struct pairing_window *window, const struct pairing_hello *hello, const uint8_t *anchors,
                  size_t anchors_length, struct random_source random, int64_t mono_ms);
/* Is this the pairing that runs, or that has ended last? No id is known before a kiosk has come. */
bool pairing_is(const struct pairing_window *window, const struct uuid *pairing_id);
/* CB_NOT_FOUND, CB_CONFLICT (late, twice, or not what it was bound to: aborted). */
int pairing_reveal(struct pairing_window *window, const struct uuid *pairing_id,
                   const uint8_t kiosk_key[KEY_SIZE], const uint8_t kiosk_nonce[PAIRING_NONCE_SIZE],
                   int64_t mono_ms);
/* The kiosk comes with the token, and is to be let in. CB_NOT_FOUND; CB_DENIED (aborted, if it was not done
 * yet); CB_BUSY: it was told to be let in before. */
int pairing_confirm(struct pairing_window *window, const struct uuid *pairing_id, const char *token,
                    int64_t mono_ms);

/* ---- the admin's ---- */
/* The six digits that the kiosk shows, one try. CB_NOT_FOUND (not the time for it), CB_DENIED (aborted). */
int pairing_type(struct pairing_window *window, const char *digits, int64_t mono_ms);

#endif
