/* The board as JSON: written by the queue, read and kept by the kiosk. */
#ifndef CB_WIRE_BOARD_JSON_H
#define CB_WIRE_BOARD_JSON_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "domain/board.h"
#include "wire/json.h"

int wire_board_write(const struct board *board, struct strbuf *out);
/* Everything is copied into the arena. Unknown keys are ignored; missing or wrong ones are CB_BAD_INPUT with
 * the fault filled. */
int wire_board_read(const char *text, size_t length, struct arena *arena, struct board *ret_board,
                    struct wire_fault *ret_fault);

#endif
