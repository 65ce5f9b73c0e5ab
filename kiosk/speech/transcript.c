/* A voice that writes down what it would say. */
#include "speech/language.h"
#include "speech/voice.h"

static int transcript_say(void *context, const struct utterance *utterance)
{
    FILE *out = context;
    if (language_voice(utterance->language) == NULL)
        return CB_UNSUPPORTED;
    int written = fprintf(out, "%s\t%s\n", utterance->language, utterance->text);
    return written > 0 && fflush(out) == 0 ? CB_OK : CB_IO;
}

static void transcript_mark(FILE *out, const char *mark)
{
    fprintf(out, "-\t%s\n", mark);
    fflush(out);
}

static void transcript_stop(void *context)
{
    transcript_mark(context, "stop");
}

static void transcript_hold(void *context, bool held)
{
    transcript_mark(context, held ? "hold" : "go on");
}

static void transcript_volume(void *context, int percent)
{
    (void)context, (void)percent;
}

static bool transcript_speaking(void *context)
{
    (void)context;
    return false;
}

static bool transcript_speaks(void *context, const char *language)
{
    (void)context;
    return language_voice(language) != NULL;
}

static void transcript_forget(void *context)
{
    transcript_mark(context, "forget");
}

static void transcript_close(void *context)
{
    (void)context;
}

struct voice voice_transcript(FILE *out)
{
    return (struct voice){.context = out,
                          .say = transcript_say,
                          .stop = transcript_stop,
                          .hold = transcript_hold,
                          .volume = transcript_volume,
                          .speaking = transcript_speaking,
                          .speaks = transcript_speaks,
                          .forget = transcript_forget,
                          .close = transcript_close};
}
