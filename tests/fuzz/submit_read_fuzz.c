/* Everything a kiosk may send, from any bytes: what is accepted comes back the same after writing. */
#include "base/error.h"
#include "wire/request_json.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void try_submit(const char *text, size_t length)
{
    struct wire_submit submit, again;
    struct wire_fault fault;
    struct strbuf out = STRBUF_INIT;

    memset(&submit, 0, sizeof submit);
    memset(&again, 0, sizeof again);
    if (wire_submit_read(text, length, &submit, &fault) != CB_OK)
        return;
    if (wire_submit_write(&submit, &out) != CB_OK ||
        wire_submit_read(out.data, out.length, &again, &fault) != CB_OK)
        abort();
    if (submit.topic_count != again.topic_count || submit.asked_at_ms != again.asked_at_ms ||
        !ticket_equal(submit.ticket, again.ticket) || submit.has_sealed != again.has_sealed ||
        memcmp(submit.sealed, again.sealed, sizeof submit.sealed) != 0 ||
        memcmp(submit.topics, again.topics, sizeof submit.topics) != 0)
        abort();
    strbuf_release(&out);
}

static void try_status(const char *text, size_t length)
{
    struct wire_status status, again;
    struct wire_fault fault;
    struct strbuf out = STRBUF_INIT;

    if (wire_status_read(text, length, &status, &fault) != CB_OK)
        return;
    if (wire_status_write(&status, &out) != CB_OK ||
        wire_status_read(out.data, out.length, &again, &fault) != CB_OK)
        abort();
    if (status.state != again.state || status.ahead != again.ahead ||
        strcmp(status.holder_name, again.holder_name) != 0)
        abort();
    strbuf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;
    struct wire_submit change = {.kind = REQUEST_WALK_IN};
    struct wire_alert alert;
    struct wire_fault fault;
    struct ticket ticket;
    int64_t asked_at_ms;

    try_submit(text, length);
    try_status(text, length);
    wire_change_read(text, length, &change, &fault);
    wire_alert_read(text, length, &alert, &fault);
    wire_alert_ask_read(text, length, &asked_at_ms, &fault);
    wire_lookup_read(text, length, &ticket, &fault);
    return 0;
}
