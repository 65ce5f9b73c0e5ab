/* Words into espeak-ng, sound out of it. */
#include "speech/espeak.h"

#include "base/strbuf.h"
#include "speech/language.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* One line is at most a long paragraph. A pipe holds this much, so that writing never waits. */
#define TEXT_LIMIT 8192

static const char *const PROGRAMS[] = {"/usr/bin/espeak-ng", "/usr/local/bin/espeak-ng"};

struct espeak {
    struct sound_sink sink;
    const char *program;
    pid_t child; /* 0: none */
};

/* ---- the child ---- */

static void end_child(struct espeak *espeak)
{
    if (espeak->child <= 0)
        return;
    kill(espeak->child, SIGKILL);
    while (waitpid(espeak->child, NULL, 0) < 0 && errno == EINTR)
        continue;
    espeak->child = 0;
}

static void close_pipe(int ends[2])
{
    for (int i = 0; i < 2; i++) {
        if (ends[i] >= 0)
            close(ends[i]);
        ends[i] = -1;
    }
}

static int spawn(struct espeak *espeak, const char *const arguments[], int words, int sound)
{
    static char *const NOTHING[] = {NULL};
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return CB_NO_MEMORY;
    int failed = posix_spawn_file_actions_adddup2(&actions, words, STDIN_FILENO);
    failed |= posix_spawn_file_actions_adddup2(&actions, sound, STDOUT_FILENO);
    failed |= posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (failed == 0)
        failed =
            posix_spawn(&espeak->child, espeak->program, &actions, NULL, (char *const *)arguments, NOTHING);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        espeak->child = 0;
    return failed == 0 ? CB_OK : CB_IO;
}

/* ---- saying ---- */

static int write_words(int pipe, const char *text)
{
    struct strbuf words = STRBUF_INIT;
    language_pronounce(text, &words);
    size_t length = words.length < TEXT_LIMIT ? words.length : TEXT_LIMIT;
    bool written = !strbuf_failed(&words) && write(pipe, strbuf_text(&words), length) == (ssize_t)length;
    strbuf_release(&words);
    return written ? CB_OK : CB_IO;
}

static int start(struct espeak *espeak, const struct utterance *utterance, const char *voice, int *ret_sound)
{
    char speed[12], name[16];
    int words[2] = {-1, -1}, sound[2] = {-1, -1};
    snprintf(speed, sizeof speed, "%d", utterance->words_per_minute);
    snprintf(name, sizeof name, "%s", voice);
    const char *const arguments[] = {"espeak-ng", "-b",  "1",       "-v",       name,
                                     "-s",        speed, "--stdin", "--stdout", NULL};
    int result = CB_IO;
    if (pipe2(words, O_CLOEXEC) != 0 || pipe2(sound, O_CLOEXEC) != 0)
        goto done;
    result = write_words(words[1], utterance->text);
    if (result == CB_OK)
        result = spawn(espeak, arguments, words[0], sound[1]);
    if (result == CB_OK) {
        *ret_sound = sound[0];
        sound[0] = -1;
    }
done:
    close_pipe(words);
    close_pipe(sound);
    return result;
}

static void espeak_stop(void *context)
{
    struct espeak *espeak = context;
    espeak->sink.stop(espeak->sink.context);
    end_child(espeak);
}

static int espeak_say(void *context, const struct utterance *utterance)
{
    struct espeak *espeak = context;
    const char *voice = language_voice(utterance->language);
    int sound = -1;
    espeak_stop(espeak);
    if (voice == NULL)
        return CB_UNSUPPORTED;
    int result = start(espeak, utterance, voice, &sound);
    if (result == CB_OK)
        result = espeak->sink.play(espeak->sink.context, sound, utterance->volume);
    if (result != CB_OK)
        end_child(espeak);
    return result;
}

static void espeak_hold(void *context, bool held)
{
    struct espeak *espeak = context;
    espeak->sink.hold(espeak->sink.context, held);
}

static void espeak_volume(void *context, int percent)
{
    struct espeak *espeak = context;
    espeak->sink.volume(espeak->sink.context, percent);
}

static bool espeak_speaking(void *context)
{
    struct espeak *espeak = context;
    return espeak->sink.playing(espeak->sink.context);
}

static bool espeak_speaks(void *context, const char *language)
{
    (void)context;
    return language_voice(language) != NULL;
}

static void espeak_forget(void *context)
{
    struct espeak *espeak = context;
    espeak_stop(espeak);
    espeak->sink.rest(espeak->sink.context);
}

static void espeak_close(void *context)
{
    struct espeak *espeak = context;
    espeak_forget(espeak);
    espeak->sink.close(espeak->sink.context);
    free(espeak);
}

int voice_espeak_open(struct sound_sink sink, struct voice *ret_voice, struct problem *ret_problem)
{
    struct espeak *espeak = calloc(1, sizeof *espeak);
    for (size_t i = 0; espeak != NULL && i < sizeof PROGRAMS / sizeof PROGRAMS[0]; i++) {
        if (espeak->program == NULL && access(PROGRAMS[i], X_OK) == 0)
            espeak->program = PROGRAMS[i];
    }
    if (espeak == NULL || espeak->program == NULL) {
        free(espeak);
        sink.close(sink.context);
        return problem_set(ret_problem, CB_UNSUPPORTED,
                           "espeak-ng is not installed, so pages cannot be read aloud. Install the package "
                           "espeak-ng.");
    }
    espeak->sink = sink;
    *ret_voice = (struct voice){.context = espeak,
                                .say = espeak_say,
                                .stop = espeak_stop,
                                .hold = espeak_hold,
                                .volume = espeak_volume,
                                .speaking = espeak_speaking,
                                .speaks = espeak_speaks,
                                .forget = espeak_forget,
                                .close = espeak_close};
    return CB_OK;
}
