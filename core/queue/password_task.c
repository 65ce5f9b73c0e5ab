/* Checking and making passwords: see password_task.h. */
#include "queue/password_task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct password_task *password_task_new(void)
{
    return calloc(1, sizeof(struct password_task));
}

void password_task_free(struct password_task *task)
{
    if (task == NULL)
        return;
    seal_wipe(task, sizeof *task);
    free(task);
}

void password_task_check(struct password_task *task, const char *password, const struct stored_user *user)
{
    task->checks = true;
    snprintf(task->password, sizeof task->password, "%s", password);
    task->known = user != NULL;
    if (user == NULL)
        return;
    task->user_id = user->id;
    task->record.opslimit = user->kdf_opslimit;
    task->record.memlimit = user->kdf_memlimit;
    memcpy(task->record.salt, user->salt, sizeof task->record.salt);
    memcpy(task->record.verifier, user->verifier, sizeof task->record.verifier);
}

void password_task_choose(struct password_task *task, const char *choice)
{
    task->chooses = true;
    snprintf(task->choice, sizeof task->choice, "%s", choice);
}

static int check(struct password_task *task)
{
    if (task->known)
        return password_check(task->password, &task->record, task->kek);
    return password_check_nobody(task->password, task->cost.opslimit, task->cost.memlimit);
}

void password_task_work(struct password_task *task)
{
    task->result = task->checks ? check(task) : CB_OK;
    if (task->result == CB_OK && task->chooses)
        task->result = password_set(task->choice, task->cost.opslimit, task->cost.memlimit,
                                    &task->chosen.record, task->chosen.kek);
    seal_wipe(task->password, sizeof task->password);
    seal_wipe(task->choice, sizeof task->choice);
}
