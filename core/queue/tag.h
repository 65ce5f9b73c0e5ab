/* Two people may have the same page open. What is given out bears a tag, a hash of what it says; a change
 * brings the tag it started from. */
#ifndef CB_QUEUE_TAG_H
#define CB_QUEUE_TAG_H

#include "base/codec.h"
#include "queue/body.h"

#define TAG_TEXT_SIZE BASE64_TEXT_SIZE(9)

void tag_of(const struct strbuf *text, char ret_tag[TAG_TEXT_SIZE]);
/* The body's "tag" against what stands in the store. False with an answer: 409 with what stands there now. */
bool tag_fits(struct body *body, const struct strbuf *current, struct answer *answer);

#endif
