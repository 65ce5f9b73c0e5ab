/* What needs no sign-in: is it well, and how much does it do. */
#include "queue/queue.h"

/* Answered like everything else after the turn's commit, so that 200 means: it can commit. */
void everyone_health(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    (void)queue;
    (void)ask;
    strbuf_add_text(&answer->body, "{\"ok\":true}");
    answer_json(answer, 200);
}

/* Counts only, and no site's: how many people ask for a coach is nobody's business but the site's. */
void everyone_metrics(struct queue *queue, const struct ask *ask, struct answer *answer)
{
    const struct queue_counters *counters = &queue->counters;
    const struct {
        const char *name;
        const char *help;
        int64_t value;
    } metrics[] = {
        {"coachbell_requests_total", "HTTP requests handled", counters->requests},
        {"coachbell_commits_total", "Commits that reached the disk", counters->commits},
        {"coachbell_commit_failures_total", "Commits that failed", counters->commit_failures},
        {"coachbell_sign_ins_total", "Sign-ins", counters->sign_ins},
        {"coachbell_sign_ins_denied_total", "Sign-ins with a wrong name or password",
         counters->sign_ins_denied},
    };

    (void)ask;
    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++)
        strbuf_addf(&answer->body, "# HELP %s %s.\n# TYPE %s counter\n%s %lld\n", metrics[i].name,
                    metrics[i].help, metrics[i].name, metrics[i].name, (long long)metrics[i].value);
    answer->kind = ANSWER_READY;
    answer->status = 200;
    answer->content_type = "text/plain; version=0.0.4";
}
