/* A board from any bytes: what is accepted is written and read again as the same text. */
#include "base/error.h"
#include "wire/board_json.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int read_and_write(const char *text, size_t length, struct strbuf *out)
{
    struct arena arena = ARENA_INIT;
    struct wire_fault fault;
    struct board board;
    int error = wire_board_read(text, length, &arena, &board, &fault);

    if (error == CB_OK)
        error = wire_board_write(&board, out);
    arena_release(&arena);
    return error;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;

    if (read_and_write((const char *)bytes, length, &first) == CB_OK) {
        if (read_and_write(first.data, first.length, &second) != CB_OK)
            abort();
        if (strcmp(strbuf_text(&first), strbuf_text(&second)) != 0)
            abort();
    }
    strbuf_release(&first);
    strbuf_release(&second);
    return 0;
}
