/* A JSON body of a request that changes something: opened, read by wire/reader.h, closed, with the answers
 * that belong to what is wrong in it. */
#ifndef CB_QUEUE_BODY_H
#define CB_QUEUE_BODY_H

#include "queue/queue.h"
#include "wire/reader.h"

struct body {
    struct wire_fault fault;
    json_t *root;
    struct reader reader; /* points into this struct: it must not be copied once it is open */
};

/* False with an answer when it is no JSON, or has characters that no screen shows; there is nothing to close
 * then. */
bool body_open(const struct ask *ask, struct answer *answer, struct body *body);
/* What was read so far was right; else false with an answer that names the field. */
bool body_is_right(const struct body *body, struct answer *answer);
void body_close(struct body *body);
/* The same, in that order. */
bool body_end(struct body *body, struct answer *answer);

#endif
