/* A site file from any bytes: what is accepted names only places and coaches that it has. */
#include "base/error.h"
#include "queue/site_file.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void expect_whole(const struct site_file *file)
{
    for (size_t i = 0; i < file->kiosk_count; i++)
        if (site_file_place(file, file->kiosks[i].place) == NULL)
            abort();
    for (size_t i = 0; i < file->user_count; i++)
        if (*file->users[i].coach != '\0' && site_file_coach(file, file->users[i].coach) == NULL)
            abort();
    for (size_t i = 0; i < file->coach_count; i++)
        if (*file->coaches[i].name == '\0')
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena = ARENA_INIT;
    struct wire_fault fault;
    struct site_file file;

    if (site_file_read((const char *)bytes, length, &arena, &file, &fault) == CB_OK)
        expect_whole(&file);
    arena_release(&arena);
    return 0;
}
