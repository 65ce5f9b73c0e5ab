/* What needs no sign-in: is it well, and how much does it do. */
#include "queue/queue.h"

/* A turn that writes nothing commits on a full disk too, so something is written. Not at every question: who
 * asks often must not wear out the disk, nor, when it is full, take other answers of the turn along. */
static bool can_write(struct queue *queue, const struct ask *ask)
{
    bool fresh = queue->proof != PROOF_NONE && ask->now.mono_ms - queue->proof_at_ms < PROOF_EVERY_MS;

    if (!fresh) {
        queue->proof_at_ms = ask->now.mono_ms;
        queue->proof = store_prove(queue->store, ask->now.wall_ms) == CB_OK ? PROOF_TRIED : PROOF_BAD;
    }
    return queue->proof != PROOF_BAD;
}

/* Answered like everything else after the turn's commit, so that 200 means: it can commit. */
void everyone_health(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    if (!can_write(queue, ask)) {
        answer_problem(answer, 503, "The queue cannot write to its disk. Is it full?", NULL, NULL);
        return;
    }
    strbuf_add_text(&answer->body, "{\"ok\":true}");
    answer_json(answer, 200);
}

/* Counts only, and no site's: how many people ask for a coach is nobody's business but the site's. */
void everyone_metrics(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const struct queue_counters *counters = &queue->counters;
    int64_t audit_alarms = 0;
    int error = audit_alarm_count(queue->store, &audit_alarms);
    const struct {
        const char *name;
        const char *help;
        int64_t value;
        bool goes_down;
    } metrics[] = {
        {"coachbell_requests_total", "HTTP requests handled", counters->requests, false},
        {"coachbell_commits_total", "Commits that reached the disk", counters->commits, false},
        {"coachbell_commit_failures_total", "Commits that failed", counters->commit_failures, false},
        {"coachbell_sign_ins_total", "Sign-ins", counters->sign_ins, false},
        {"coachbell_sign_ins_denied_total", "Sign-ins with a wrong name or password",
         counters->sign_ins_denied, false},
        {"coachbell_channel_accepted_total", "Messages that the second channel took",
         counters->channel_accepted, false},
        {"coachbell_channel_failures_total", "Tries at the second channel that failed",
         counters->channel_failed, false},
        {"coachbell_audit_alarms", "Kiosks that know another audit log, until an admin has looked into it",
         audit_alarms, true},
    };

    (void)ask;
    if (error != CB_OK) {
        answer_error(answer, error);
        return;
    }
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++)
        strbuf_addf(&answer->body, "# HELP %s %s.\n# TYPE %s %s\n%s %lld\n", metrics[i].name, metrics[i].help,
                    metrics[i].name, metrics[i].goes_down ? "gauge" : "counter", metrics[i].name,
                    (long long)metrics[i].value);
    answer->kind = ANSWER_READY;
    answer->status = 200;
    answer->content_type = "text/plain; version=0.0.4";
}
