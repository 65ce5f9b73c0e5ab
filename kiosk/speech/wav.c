/* A sink that keeps the sound in one WAV file. */
#include "speech/sink.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WAV_HEADER 44

struct wav {
    FILE *file;
    uint32_t bytes; /* of sound, behind the header */
};

static void put_size(FILE *file, long at, uint32_t size)
{
    uint8_t bytes[4] = {(uint8_t)size, (uint8_t)(size >> 8), (uint8_t)(size >> 16), (uint8_t)(size >> 24)};
    fseek(file, at, SEEK_SET);
    fwrite(bytes, 1, sizeof bytes, file);
}

static bool read_fully(int pipe, uint8_t *bytes, size_t size, size_t *ret_length)
{
    size_t length = 0;
    while (length < size) {
        ssize_t got = read(pipe, bytes + length, size - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    *ret_length = length;
    return length > 0;
}

/* The first sound's header is the file's; its sizes are put right after each sound. */
static int wav_play(void *context, int pipe, int volume_percent)
{
    struct wav *wav = context;
    uint8_t bytes[4096];
    size_t length;
    (void)volume_percent;
    if (read_fully(pipe, bytes, WAV_HEADER, &length) && length == WAV_HEADER && wav->bytes == 0) {
        rewind(wav->file);
        fwrite(bytes, 1, WAV_HEADER, wav->file);
    }
    while (read_fully(pipe, bytes, sizeof bytes, &length)) {
        fwrite(bytes, 1, length, wav->file);
        wav->bytes += (uint32_t)length;
    }
    close(pipe);
    put_size(wav->file, 4, wav->bytes + WAV_HEADER - 8);
    put_size(wav->file, 40, wav->bytes);
    fseek(wav->file, 0, SEEK_END);
    explicit_bzero(bytes, sizeof bytes);
    return fflush(wav->file) == 0 && !ferror(wav->file) ? CB_OK : CB_IO;
}

static void wav_nothing(void *context)
{
    (void)context;
}

static void wav_hold(void *context, bool held)
{
    (void)context, (void)held;
}

static void wav_volume(void *context, int percent)
{
    (void)context, (void)percent;
}

static bool wav_playing(void *context)
{
    (void)context;
    return false;
}

static void wav_close(void *context)
{
    struct wav *wav = context;
    fclose(wav->file);
    free(wav);
}

int sink_wav_open(const char *path, struct sound_sink *ret_sink, struct problem *ret_problem)
{
    struct wav *wav = calloc(1, sizeof *wav);
    if (wav != NULL)
        wav->file = fopen(path, "wbe");
    if (wav == NULL || wav->file == NULL) {
        free(wav);
        return problem_set(ret_problem, CB_IO, "cannot write the sound file %s.", path);
    }
    *ret_sink = (struct sound_sink){.context = wav,
                                    .play = wav_play,
                                    .stop = wav_nothing,
                                    .hold = wav_hold,
                                    .volume = wav_volume,
                                    .playing = wav_playing,
                                    .rest = wav_nothing,
                                    .close = wav_close};
    return CB_OK;
}
