/* The files "pairing" and "pairing.new". */
#include "relay/kept_pairing.h"

#include "base/file.h"
#include "domain/board.h"
#include "seal/key.h"
#include "wire/reader.h"
#include "wire/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX  (32 * 1024)
#define PATH_SIZE 1024

static const char *const names[] = {[KEPT_PAIRED] = "pairing", [KEPT_BEGUN] = "pairing.new"};

static bool path_of(const char *folder, const char *name, char ret_path[PATH_SIZE])
{
    return snprintf(ret_path, PATH_SIZE, "%s/%s", folder, name) < PATH_SIZE;
}

void kept_pairing_release(struct kept_pairing *pairing)
{
    strbuf_release(&pairing->anchors);
    seal_wipe(pairing, sizeof(*pairing));
}

static int read_pairing(const char *text, size_t length, struct kept_pairing *ret_pairing)
{
    struct wire_fault fault;
    json_t *root = NULL;
    struct reader reader = reader_open(text, length, &fault, &root);
    struct kept_pairing pairing = KEPT_PAIRING_INIT;
    uint8_t token[TOKEN_SIZE];

    read_text_into(&reader, root, "queue", READ_REQUIRED, pairing.queue, sizeof(pairing.queue));
    pairing.pairing_id = read_uuid(&reader, root, "id", READ_REQUIRED);
    pairing.kiosk_id = read_uuid(&reader, root, "kiosk", READ_REQUIRED);
    read_bytes(&reader, root, "token", token, sizeof(token));
    read_blob(&reader, root, "anchors", BOARD_ANCHORS_MAX, &pairing.anchors);
    json_decref(root);
    if (reader.error == CB_OK && strbuf_failed(&pairing.anchors))
        reader.error = CB_NO_MEMORY;
    if (reader.error == CB_OK) {
        token_write(token, pairing.token);
        *ret_pairing = pairing;
    } else {
        kept_pairing_release(&pairing);
    }
    seal_wipe(token, sizeof(token));
    return reader.error == CB_BAD_INPUT ? CB_DAMAGED : reader.error;
}

int kept_pairing_load(const char *folder, enum kept_state state, struct kept_pairing *ret_pairing)
{
    char path[PATH_SIZE];
    uint8_t *bytes = NULL;
    size_t length = 0;
    int error =
        path_of(folder, names[state], path) ? file_read(path, FILE_MAX, &bytes, &length) : CB_NOT_FOUND;

    if (error != CB_OK)
        return error == CB_TOO_LARGE ? CB_DAMAGED : error;
    error = read_pairing((const char *)bytes, length, ret_pairing);
    seal_wipe(bytes, length);
    free(bytes);
    return error;
}

int kept_pairing_store(const char *folder, enum kept_state state, const struct kept_pairing *pairing)
{
    struct strbuf text = STRBUF_INIT;
    struct writer writer = WRITER_INIT(&text);
    char path[PATH_SIZE];
    int error = CB_NO_MEMORY;

    write_object(&writer, NULL);
    write_text(&writer, "queue", pairing->queue);
    write_uuid(&writer, "id", &pairing->pairing_id);
    write_uuid(&writer, "kiosk", &pairing->kiosk_id);
    write_text(&writer, "token", pairing->token);
    write_bytes(&writer, "anchors", (const uint8_t *)pairing->anchors.data, pairing->anchors.length);
    write_object_end(&writer);
    if (!path_of(folder, names[state], path))
        error = CB_TOO_LARGE;
    else if (!strbuf_failed(&text))
        error = file_write(path, text.data, text.length, 0600);
    if (text.data != NULL)
        seal_wipe(text.data, text.length);
    strbuf_release(&text);
    return error;
}

int kept_pairing_promote(const char *folder)
{
    char begun[PATH_SIZE], paired[PATH_SIZE], board[PATH_SIZE];

    if (!path_of(folder, names[KEPT_BEGUN], begun) || !path_of(folder, names[KEPT_PAIRED], paired) ||
        !path_of(folder, "board.json", board))
        return CB_TOO_LARGE;
    if (access(begun, F_OK) != 0)
        return CB_NOT_FOUND;
    unlink(board); /* first: a board that is missing is asked for again, another clinic's would be shown */
    return file_replace(paired, begun);
}

void kept_pairing_drop_begun(const char *folder)
{
    char begun[PATH_SIZE];

    if (path_of(folder, names[KEPT_BEGUN], begun))
        unlink(begun);
}
