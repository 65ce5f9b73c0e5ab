/* Tags against overwriting what somebody else has changed. */
#include "queue/tag.h"

#include "seal/seal.h"

#include <string.h>

void tag_of(const struct strbuf *text, char ret_tag[TAG_TEXT_SIZE])
{
    uint8_t hash[32];

    body_hash(strbuf_text(text), text->length, hash);
    base64_encode(hash, 9, ret_tag);
}

bool tag_fits(struct body *body, const struct strbuf *current, struct answer *answer)
{
    char tag[TAG_TEXT_SIZE];
    const char *given = read_borrowed(&body->reader, body->root, "tag", TAG_TEXT_SIZE, READ_REQUIRED);

    if (!body_is_right(body, answer))
        return false;
    tag_of(current, tag);
    if (strcmp(tag, given) == 0)
        return true;
    answer_problem(answer, 409, "Somebody else has changed this since you opened it. This is how it is now.",
                   NULL, strbuf_text(current));
    return false;
}
