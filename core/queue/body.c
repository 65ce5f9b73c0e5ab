/* Bodies of changes. */
#include "queue/body.h"

bool body_open(const struct ask *ask, struct answer *answer, struct body *body)
{
    body->reader = reader_open(ask->body, ask->body_length, &body->fault, &body->root);
    body->reader.arena = ask->arena;
    if (body->reader.error == CB_OK)
        return true;
    answer_fault(answer, &body->fault);
    body_close(body);
    return false;
}

bool body_is_right(const struct body *body, struct answer *answer)
{
    if (body->reader.error == CB_BAD_INPUT)
        answer_fault(answer, &body->fault);
    else if (body->reader.error != CB_OK)
        answer_error(answer, body->reader.error);
    return body->reader.error == CB_OK;
}

void body_close(struct body *body)
{
    json_decref(body->root);
    body->root = NULL;
}

bool body_end(struct body *body, struct answer *answer)
{
    body_close(body);
    return body_is_right(body, answer);
}
