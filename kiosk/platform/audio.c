/* Speech from a pipe to the sound card. SDL's own sound thread reads the pipe, without waiting, whenever the
 * card wants more: no buffer of ours lies between a voice and silence. */
#include "platform/audio.h"

#include <SDL2/SDL.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RATE         22050 /* espeak-ng's */
#define BUFFER       512   /* samples: 23 ms */
#define WAV_HEADER   44
#define CHIME_LENGTH (RATE * 7 / 10)

struct audio {
    SDL_AudioDeviceID device; /* 0: not open */
    void (*ended)(void);
    /* What follows is shared with SDL's thread: under SDL_LockAudioDevice. */
    int pipe;   /* -1: nothing is played */
    int header; /* bytes of it still to skip */
    int volume; /* percent */
    bool held;
    uint8_t odd[2]; /* half a sample that came alone */
    int odd_count;
    int chime_at; /* sample; CHIME_LENGTH: none */
};

/* ---- SDL's thread ---- */

/* Fills from the pipe; what is not there yet stays silent. False: the pipe is at its end. */
static bool read_samples(struct audio *audio, uint8_t *bytes, int size, int *ret_length)
{
    int length = audio->odd_count;
    memcpy(bytes, audio->odd, (size_t)length);
    audio->odd_count = 0;
    bool open = true;
    while (length < size) {
        ssize_t got = read(audio->pipe, bytes + length, (size_t)(size - length));
        if (got < 0 && errno == EINTR)
            continue;
        open = got > 0 || (got < 0 && errno == EAGAIN);
        if (got <= 0)
            break;
        int skipped = audio->header < got ? audio->header : (int)got;
        memmove(bytes + length, bytes + length + skipped, (size_t)(got - skipped));
        audio->header -= skipped;
        length += (int)got - skipped;
    }
    if (length % 2 != 0) {
        audio->odd[0] = bytes[--length];
        audio->odd_count = 1;
    }
    *ret_length = length;
    return open;
}

static double chime_sample(int at)
{
    static const double PITCHES[] = {523.25, 659.25};
    double sum = 0;
    for (int i = 0; i < 2; i++) {
        double seconds = at / (double)RATE - i / 5.0;
        if (seconds > 0)
            sum += sin(2 * M_PI * PITCHES[i] * seconds) * exp(-6 * seconds) * fmin(1, seconds * 100);
    }
    return sum * 0.35;
}

static int16_t mixed(int32_t value)
{
    return (int16_t)(value < INT16_MIN ? INT16_MIN : value > INT16_MAX ? INT16_MAX : value);
}

static void add_chime(struct audio *audio, int16_t *samples, int count)
{
    for (int i = 0; i < count && audio->chime_at < CHIME_LENGTH; i++)
        samples[i] = mixed(samples[i] + (int32_t)(chime_sample(audio->chime_at++) * INT16_MAX));
}

static void fill(void *context, uint8_t *bytes, int size)
{
    struct audio *audio = context;
    int length = 0;
    bool ended = false;
    if (audio->pipe >= 0 && !audio->held && !read_samples(audio, bytes, size, &length)) {
        close(audio->pipe);
        audio->pipe = -1;
        ended = true;
    }
    memset(bytes + length, 0, (size_t)(size - length));
    int16_t *samples = (int16_t *)(void *)bytes; /* SDL aligns its buffers */
    for (int i = 0; i < length / 2; i++)
        samples[i] = (int16_t)(samples[i] * audio->volume / 100);
    add_chime(audio, samples, size / 2);
    if (ended)
        audio->ended();
}

/* ---- the card ---- */

static int open_device(struct audio *audio)
{
    if (audio->device != 0)
        return CB_OK;
    SDL_AudioSpec wanted = {.freq = RATE,
                            .format = AUDIO_S16SYS,
                            .channels = 1,
                            .samples = BUFFER,
                            .callback = fill,
                            .userdata = audio};
    if (SDL_WasInit(SDL_INIT_AUDIO) == 0 && SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
        return CB_IO;
    audio->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    if (audio->device == 0)
        return CB_IO;
    SDL_PauseAudioDevice(audio->device, 0);
    return CB_OK;
}

static void close_device(struct audio *audio)
{
    if (audio->device != 0)
        SDL_CloseAudioDevice(audio->device);
    audio->device = 0;
    if (SDL_WasInit(SDL_INIT_AUDIO) != 0)
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
}

static void lock(struct audio *audio)
{
    if (audio->device != 0)
        SDL_LockAudioDevice(audio->device);
}

static void unlock(struct audio *audio)
{
    if (audio->device != 0)
        SDL_UnlockAudioDevice(audio->device);
}

/* ---- the sink ---- */

static void audio_stop(void *context)
{
    struct audio *audio = context;
    lock(audio);
    if (audio->pipe >= 0)
        close(audio->pipe);
    audio->pipe = -1;
    audio->odd_count = 0;
    unlock(audio);
}

static int audio_play(void *context, int pipe, int volume_percent)
{
    struct audio *audio = context;
    audio_stop(audio);
    int result = open_device(audio);
    if (result != CB_OK || fcntl(pipe, F_SETFL, O_NONBLOCK) != 0) {
        close(pipe);
        return CB_IO;
    }
    lock(audio);
    audio->pipe = pipe;
    audio->header = WAV_HEADER;
    audio->volume = volume_percent;
    audio->held = false;
    unlock(audio);
    return CB_OK;
}

static void audio_hold(void *context, bool held)
{
    struct audio *audio = context;
    lock(audio);
    audio->held = held;
    unlock(audio);
}

static void audio_volume(void *context, int percent)
{
    struct audio *audio = context;
    lock(audio);
    audio->volume = percent;
    unlock(audio);
}

static bool audio_playing(void *context)
{
    struct audio *audio = context;
    lock(audio);
    bool playing = audio->pipe >= 0;
    unlock(audio);
    return playing;
}

static void audio_rest(void *context)
{
    struct audio *audio = context;
    audio_stop(audio);
    close_device(audio);
    explicit_bzero(audio->odd, sizeof audio->odd);
    audio->chime_at = CHIME_LENGTH;
}

static void audio_close(void *context)
{
    audio_rest(context);
    free(context);
}

int audio_chime(struct sound_sink sink)
{
    struct audio *audio = sink.context;
    int result = open_device(audio);
    if (result != CB_OK)
        return result;
    lock(audio);
    audio->chime_at = 0;
    unlock(audio);
    return CB_OK;
}

/* Sound is not left open for the question: SDL's watch for new cards wakes ten times a second. */
bool audio_available(void)
{
    bool closed = SDL_WasInit(SDL_INIT_AUDIO) == 0;
    if (closed && SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
        return false;
    const char *driver = SDL_GetCurrentAudioDriver();
    bool available = driver != NULL && strcmp(driver, "dummy") != 0 && SDL_GetNumAudioDevices(0) > 0;
    if (closed)
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    return available;
}

int audio_open(void (*ended)(void), struct sound_sink *ret_sink, struct problem *ret_problem)
{
    struct audio *audio = calloc(1, sizeof *audio);
    if (audio == NULL)
        return problem_set(ret_problem, CB_NO_MEMORY, "no memory for sound");
    audio->ended = ended;
    audio->pipe = -1;
    audio->chime_at = CHIME_LENGTH;
    *ret_sink = (struct sound_sink){.context = audio,
                                    .play = audio_play,
                                    .stop = audio_stop,
                                    .hold = audio_hold,
                                    .volume = audio_volume,
                                    .playing = audio_playing,
                                    .rest = audio_rest,
                                    .close = audio_close};
    return CB_OK;
}
