/* Bodies of changes. */
#include "queue/body.h"

#include "base/utf8.h"

/* Parsing has bounded how deep it goes. */
static bool has_control(const json_t *value)
{
    const char *key;
    json_t *member;
    size_t i;

    if (json_is_string(value))
        return utf8_lines_have_control(json_string_value(value));
    if (json_is_array(value)) {
        json_array_foreach (value, i, member) {
            if (has_control(member))
                return true;
        }
    }
    json_object_foreach ((json_t *)value, key, member) {
        if (has_control(member))
            return true;
    }
    return false;
}

/* Whatever is written here stands on somebody's screen: nobody may turn the words around it. */
static void refuse_controls(struct body *body)
{
    const char *key;
    json_t *member;

    json_object_foreach (body->root, key, member) {
        if (has_control(member))
            reader_fault(&body->reader, key, "has a character that cannot be shown");
    }
}

bool body_open(const struct ask *ask, struct answer *answer, struct body *body)
{
    body->reader = reader_open(ask->body, ask->body_length, &body->fault, &body->root);
    body->reader.arena = ask->arena;
    refuse_controls(body);
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
