/* The real espeak-ng, heard by a sink of our own. Skipped where it is not installed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/file.h"
#include "speech/espeak.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ear {
    struct voice voice;
    int pipe; /* -1: nothing is heard */
    bool closed;
};

static int ear_play(void *context, int pipe, int volume)
{
    struct ear *ear = context;
    (void)volume;
    ear->pipe = pipe;
    return CB_OK;
}

static void ear_stop(void *context)
{
    struct ear *ear = context;
    if (ear->pipe >= 0)
        close(ear->pipe);
    ear->pipe = -1;
}

static void ear_hold(void *context, bool held)
{
    (void)context, (void)held;
}

static void ear_volume(void *context, int percent)
{
    (void)context, (void)percent;
}

static bool ear_playing(void *context)
{
    return ((struct ear *)context)->pipe >= 0;
}

static void ear_close(void *context)
{
    ((struct ear *)context)->closed = true;
}

static int set_up(void **state)
{
    static struct ear ear;
    struct problem problem = {""};
    ear = (struct ear){.pipe = -1};
    struct sound_sink sink = {&ear,       ear_play,    ear_stop, ear_hold,
                              ear_volume, ear_playing, ear_stop, ear_close};
    int result = voice_espeak_open(sink, &ear.voice, &problem);
    assert_true(ear.closed == (result != CB_OK));
    *state = result == CB_OK ? &ear : NULL;
    return 0;
}

static int tear_down(void **state)
{
    struct ear *ear = *state;
    if (ear != NULL)
        ear->voice.close(ear->voice.context);
    return 0;
}

static struct ear *ear_or_skip(void **state)
{
    if (*state == NULL)
        skip();
    return *state;
}

static int say(struct ear *ear, const char *language, const char *text)
{
    struct utterance utterance = {text, language, 160, 50};
    return ear->voice.say(ear->voice.context, &utterance);
}

/* What comes within a second: -1 nothing, 0 the end. */
static ssize_t hear(struct ear *ear, void *bytes, size_t size)
{
    struct pollfd waits = {.fd = ear->pipe, .events = POLLIN};
    return poll(&waits, 1, 1000) == 1 ? read(ear->pipe, bytes, size) : -1;
}

/* The command line of our youngest child; "" when there is none. */
static pid_t child_command(char ret_line[256])
{
    char path[64], list[256] = "";
    pid_t child = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "r");
    ret_line[0] = 0;
    if (file == NULL)
        return 0;
    if (fgets(list, sizeof list, file) != NULL)
        child = (pid_t)atoi(list);
    fclose(file);
    snprintf(path, sizeof path, "/proc/%d/cmdline", (int)child);
    file = child > 0 ? fopen(path, "r") : NULL;
    if (file == NULL)
        return child;
    size_t length = fread(ret_line, 1, 255, file);
    fclose(file);
    for (size_t i = 0; i + 1 < length; i++)
        ret_line[i] = ret_line[i] == 0 ? ' ' : ret_line[i];
    ret_line[length] = 0;
    return child;
}

static void the_first_sound_comes_within_a_second(void **state)
{
    struct ear *ear = ear_or_skip(state);
    uint8_t bytes[4096];
    int64_t begun = moment_now().mono_ms;
    size_t heard = 0;
    assert_int_equal(say(ear, "en", "Ask for a coach"), CB_OK);
    while (heard <= 44) {
        ssize_t got = hear(ear, bytes, sizeof bytes);
        assert_true(got > 0);
        if (heard == 0)
            assert_memory_equal(bytes, "RIFF", 4);
        heard += (size_t)got;
    }
    assert_true(moment_now().mono_ms - begun <= 1000);
}

static void every_language_with_a_voice_makes_sound(void **state)
{
    struct ear *ear = ear_or_skip(state);
    static const char *const languages[] = {"en", "es", "pt", "ht", "vi", "zh", "ar", "ru"};
    static const char *const words[] = {"Hello",    "Hola", "Olá",   "Bonjou",
                                        "Xin chào", "你好", "مرحبا", "Привет"};
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
        uint8_t bytes[8192];
        size_t heard = 0;
        ssize_t got;
        assert_int_equal(say(ear, languages[i], words[i]), CB_OK);
        while ((got = hear(ear, bytes, sizeof bytes)) > 0)
            heard += (size_t)got;
        if (heard < 4000)
            fail_msg("%s: %zu bytes of sound", languages[i], heard);
    }
}

static void a_language_without_a_voice_is_refused_and_nothing_goes_on(void **state)
{
    struct ear *ear = ear_or_skip(state);
    assert_int_equal(say(ear, "en", "A long line that is being said."), CB_OK);
    assert_int_equal(say(ear, "km", "x"), CB_UNSUPPORTED);
    assert_false(ear->voice.speaking(ear->voice.context));
    assert_false(ear->voice.speaks(ear->voice.context, "kea"));
}

static void silence_comes_within_200_ms_and_ends_the_process(void **state)
{
    struct ear *ear = ear_or_skip(state);
    char line[256];
    char text[2000];
    memset(text, 'a', sizeof text);
    for (size_t i = 7; i < sizeof text; i += 8)
        text[i] = ' ';
    text[sizeof text - 1] = 0;
    assert_int_equal(say(ear, "en", text), CB_OK);
    pid_t child = child_command(line);
    int64_t begun = moment_now().mono_ms;
    ear->voice.stop(ear->voice.context);
    assert_true(moment_now().mono_ms - begun <= 200);
    assert_false(ear->voice.speaking(ear->voice.context));
    if (child > 0) {
        assert_int_equal(kill(child, 0), -1);
        assert_int_equal(errno, ESRCH);
    }
}

/* Reading goes on for long: it is the end of the visit that ends the process. */
static void the_process_that_heard_a_name_ends_with_the_visit(void **state)
{
    struct ear *ear = ear_or_skip(state);
    char line[256];
    char text[2000] = "Canary";
    memset(text + 6, ' ', sizeof text - 7);
    for (size_t i = 7; i < sizeof text - 1; i += 2)
        text[i] = 'a';
    assert_int_equal(say(ear, "en", text), CB_OK);
    pid_t child = child_command(line);
    if (child == 0)
        skip(); /* a system that does not list children */
    ear->voice.forget(ear->voice.context);
    assert_int_equal(kill(child, 0), -1);
    assert_int_equal(errno, ESRCH);
}

static void words_are_not_on_the_command_line(void **state)
{
    struct ear *ear = ear_or_skip(state);
    char line[256];
    assert_int_equal(say(ear, "en", "Canary"), CB_OK);
    assert_null(child_command(line) > 0 ? strstr(line, "Canary") : NULL);
}

static void a_wav_file_holds_what_was_said(void **state)
{
    struct ear *ear = ear_or_skip(state);
    (void)ear;
    char path[] = "/tmp/coachbell-speech-XXXXXX";
    struct sound_sink sink;
    struct voice voice;
    struct problem problem;
    close(mkstemp(path));
    assert_int_equal(sink_wav_open(path, &sink, &problem), CB_OK);
    assert_int_equal(voice_espeak_open(sink, &voice, &problem), CB_OK);
    struct utterance utterance = {"Hello", "en", 160, 50};
    assert_int_equal(voice.say(voice.context, &utterance), CB_OK);
    assert_int_equal(voice.say(voice.context, &utterance), CB_OK);
    voice.close(voice.context);
    uint8_t *bytes = NULL;
    size_t length = 0;
    assert_int_equal(file_read(path, 1 << 22, &bytes, &length), CB_OK);
    unlink(path);
    assert_true(length > 10000);
    assert_memory_equal(bytes, "RIFF", 4);
    uint32_t sound = bytes[40] | (uint32_t)bytes[41] << 8 | (uint32_t)bytes[42] << 16;
    assert_int_equal(sound, length - 44);
    free(bytes);
}

int main(void)
{
#define EAR_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        EAR_TEST(the_first_sound_comes_within_a_second),
        EAR_TEST(every_language_with_a_voice_makes_sound),
        EAR_TEST(a_language_without_a_voice_is_refused_and_nothing_goes_on),
        EAR_TEST(silence_comes_within_200_ms_and_ends_the_process),
        EAR_TEST(the_process_that_heard_a_name_ends_with_the_visit),
        EAR_TEST(words_are_not_on_the_command_line),
        EAR_TEST(a_wav_file_holds_what_was_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
