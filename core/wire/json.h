/* JSON the strict way: one parser for both sides. UTF-8 only, no duplicate keys, no trailing bytes, depth ≤
 * 16, size bounded by the caller. Readers name the field that was wrong, so that an answer of 422 can say so.
 */
#ifndef CB_WIRE_JSON_H
#define CB_WIRE_JSON_H

#include "base/uuid.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_DEPTH_MAX 16
#define WIRE_BODY_MAX  (16 * 1024)   /* what a client may send */
#define WIRE_BOARD_MAX (1024 * 1024) /* what the queue may send */

/* Where a reader found the first thing wrong: field = "coaches[2].hours[0].start", text = "is not a time". */
struct wire_fault {
    char field[96];
    char text[96];
};

/* From now on jansson overwrites what it frees. Before anything was parsed. */
void wire_wipe_memory(void);

/* CB_BAD_INPUT (with the fault filled), CB_NO_MEMORY. The caller json_decref()s. */
int wire_parse(const char *text, size_t length, json_t **ret_root, struct wire_fault *ret_fault);

#endif
