/* How the second channel does, for admins. */
#include "queue/channel_send.h"
#include "queue/channel_store.h"
#include "queue/queue.h"
#include "wire/writer.h"

#include <string.h>

/* Names that are not ours any more have no words. */
static const char *failure_words(const char *name)
{
    for (int outcome = 0; outcome < CHANNEL_OUTCOME_COUNT; outcome++) {
        if (strcmp(channel_outcome_name((enum channel_outcome)outcome), name) == 0)
            return channel_outcome_words((enum channel_outcome)outcome);
    }
    return "";
}

static int write_way(struct queue *queue, enum channel_way way, struct writer *writer)
{
    struct channel_state state;
    int error = channel_state_read(queue->store, way, &state);

    if (error != CB_OK)
        return error;
    write_object(writer, NULL);
    write_text(writer, "way", channel_way_name(way));
    write_bool(writer, "set_up", queue->channel_set_up[way]);
    write_int(writer, "waiting", state.waiting);
    write_moment(writer, "accepted_at", state.accepted_at_ms);
    write_moment(writer, "failed_at", state.failed_at_ms);
    write_text_or_null(writer, "failure", state.failure);
    write_text_or_null(writer, "failure_words", failure_words(state.failure));
    write_object_end(writer);
    return CB_OK;
}

void channel_read(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    struct writer writer = WRITER_INIT(&answer->body);
    int error = CB_OK;

    (void)ask;
    write_object(&writer, NULL);
    write_array(&writer, "ways");
    for (int way = 0; error == CB_OK && way < CHANNEL_WAY_COUNT; way++)
        error = write_way(queue, (enum channel_way)way, &writer);
    write_array_end(&writer);
    write_object_end(&writer);
    if (error == CB_OK) {
        answer_json(answer, 200);
    } else {
        answer_clear(answer);
        answer_error(answer, error);
    }
}
