/* How the queue is: see contact.h. */
#include "relay/contact.h"

#include "base/log.h"

enum contact_state contact_of(const struct http_answer *answer)
{
    if (answer->error == CB_DENIED)
        return CONTACT_STRANGER;
    if (answer->error != CB_OK)
        return CONTACT_NONE;
    if (answer->status >= 200 && answer->status < 300)
        return CONTACT_FINE;
    if (answer->status == 401)
        return CONTACT_NOT_KNOWN;
    return answer->status == 429 || answer->status >= 500 ? CONTACT_TROUBLED : CONTACT_STRANGER;
}

static void say(enum contact_state before, enum contact_state now, int status)
{
    switch (now) {
    case CONTACT_FINE:
        if (before == CONTACT_UNKNOWN)
            log_words(LOG_LEVEL_INFO, "the queue answers");
        else
            log_words(LOG_LEVEL_INFO, "the queue answers again");
        break;
    case CONTACT_NONE:
        log_words(
            LOG_LEVEL_WARNING,
            "the queue cannot be reached; is its address right and is it running? The kiosk goes on trying");
        break;
    case CONTACT_NOT_KNOWN:
        log_words(LOG_LEVEL_ERROR, "the queue does not know this kiosk's token (401), so it asks for nobody "
                                   "now. What it keeps is not "
                                   "lost: pair it again as the kiosk it was");
        break;
    case CONTACT_STRANGER:
        log_event(LOG_LEVEL_ERROR,
                  "what answers at the queue's address is not the queue; is the address right? HTTP status",
                  status);
        break;
    case CONTACT_TROUBLED:
        log_event(LOG_LEVEL_WARNING, "the queue cannot work now; its own log says why. HTTP status", status);
        break;
    case CONTACT_UNKNOWN:
    case CONTACT_STATE_COUNT:
        break;
    }
}

void contact_note(struct contact *contact, const struct http_answer *answer)
{
    enum contact_state now = contact_of(answer);

    if (now != contact->said)
        say(contact->said, now, answer->status);
    contact->said = now;
}
