/* The way in for commands while the queue serves: a Unix socket in the data folder that only its owner can
 * open, because the database has one owner. One call a connection: the caller's folder and the command's
 * words go in, an exit code and a text come back. */
#ifndef CB_QUEUE_CONTROL_H
#define CB_QUEUE_CONTROL_H

#include "base/error.h"
#include "base/strbuf.h"

#include <event2/event.h>
#include <stddef.h>

struct control;

/* A caller who waits for the answer. */
struct control_call;
#define CONTROL_LATER (-1)

/* Runs a command's words; fills `out` with the answer, or with what went wrong. Answers the exit code: 0, 1
 * or 2; or CONTROL_LATER, and then control_answer must follow, once, before control_close. */
typedef int control_run_fn(void *context, struct control_call *call, const char *working_folder,
                           const char *const *words, size_t count, struct strbuf *out);
void control_answer(struct control_call *call, int exit_code, const char *text);

/* CB_IO, CB_TOO_LARGE (the folder's path does not fit a socket address): words in the problem. */
int control_open(struct event_base *base, const char *folder, control_run_fn *run, void *context,
                 struct control **ret_control, struct problem *ret_problem);
void control_close(struct control *control); /* removes the socket; NULL is fine */

/* Calls the queue that serves `folder`. CB_NOT_FOUND: none does, so the caller may open the database itself.
 */
int control_call(const char *folder, const char *const *words, size_t count, int *ret_exit_code,
                 struct strbuf *out, struct problem *ret_problem);

#endif
