/* The web pages and what they need, read once at start from the share folder and kept: nothing a browser asks
 * for can reach the file system, so path tricks have nothing to trick. */
#ifndef CB_QUEUE_PAGES_H
#define CB_QUEUE_PAGES_H

#include "base/error.h"
#include "queue/answer.h"
#include "queue/http_head.h"

struct pages;

#define PAGE_FILE_MAX   (4 * 1024 * 1024)
#define PAGES_TOTAL_MAX (64 * 1024 * 1024)

/* Reads every file of known kind below `folder`. CB_NOT_FOUND with words when there is no such folder or no
 * page in it. */
int pages_load(const char *folder, struct pages **ret_pages, struct problem *ret_problem);
void pages_free(struct pages *pages); /* NULL is fine */

/* Answers GET or HEAD of "/", "/coach", "/desk", "/sign-in", "/favicon.ico" and "/assets/…". False: there is
 * no such page. */
bool pages_answer(const struct pages *pages, const struct http_head *head, struct answer *answer);

/* A page as it lies in the folder, for who fills something in; NULL: there is none. file_read() left a NUL
 * behind it. */
const char *pages_text(const struct pages *pages, const char *name);

#endif
