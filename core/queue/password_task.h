/* Something to do with a password, which is slow on purpose: checking one, making what is stored of one, or
 * both. The loop fills it in, the worker's thread computes, the loop finishes. Holds passwords and keys:
 * wiped when freed. */
#ifndef CB_QUEUE_PASSWORD_TASK_H
#define CB_QUEUE_PASSWORD_TASK_H

#include "base/clock.h"
#include "queue/staff_keys.h"
#include "seal/seal.h"

struct answer;
struct password_task;
struct queue;

/* Back on the loop, inside a transaction: what the browser is told. Does not free. */
typedef void password_finish_fn(struct queue *queue, const struct password_task *task, struct moment now,
                                struct arena *arena, struct answer *answer);

struct password_task {
    /* What to compute. */
    bool checks;
    char password[PASSWORD_MAX + 1];
    bool known; /* there is such a person; if not, the same is computed for nobody */
    struct password_record record;
    bool chooses;
    char choice[PASSWORD_MAX + 1];
    struct password_cost cost; /* of the choice, and of nobody's password */

    /* What came of it. */
    int result;
    uint8_t kek[KEY_SIZE]; /* of the checked password */
    struct chosen_password chosen;

    /* What it is for. */
    password_finish_fn *finish;
    struct uuid user_id;
    struct session_keys session; /* the browser's until now */
    bool has_session;
    bool shared_computer;
    bool secure; /* it came by TLS */
    uint8_t code[CODE_SIZE];

    /* Its place in line: limits.h. */
    bool known_browser;
    uint8_t address[16];
    size_t bucket;
    char device[TOKEN_TEXT_SIZE]; /* the browser's device cookie, if it is one of ours; "" */

    /* Called on the loop when it is computed, or never will be (result CB_BUSY: the worker stops). */
    void (*done)(struct password_task *task);
    void *context; /* done's */
    void *owner;
    struct password_task *next; /* for lists */
};

/* NULL: no memory. */
struct password_task *password_task_new(void);
void password_task_free(struct password_task *task); /* NULL is fine */
/* To check `password` of this person; NULL: of nobody. */
void password_task_check(struct password_task *task, const char *password, const struct stored_user *user);
void password_task_choose(struct password_task *task, const char *choice);
/* The slow part. Touches nothing but the task; run it off the loop. */
void password_task_work(struct password_task *task);

#endif
