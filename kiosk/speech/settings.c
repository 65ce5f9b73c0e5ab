/* Steps of speed and volume. */
#include "speech/settings.h"

#include <assert.h>

static const int WORDS_PER_MINUTE[] = {105, 130, 160, 195, 240, 300};
/* Each step sounds about a third louder than the one before. */
static const int VOLUME_PERCENT[] = {8, 15, 25, 40, 55, 75, 100};

static int within(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

void speech_faster(struct speech_settings *settings, int steps)
{
    settings->speed = within(settings->speed + steps, SPEECH_SPEED_MIN, SPEECH_SPEED_MAX);
}

void speech_louder(struct speech_settings *settings, int steps)
{
    settings->volume = within(settings->volume + steps, SPEECH_VOLUME_MIN, SPEECH_VOLUME_MAX);
}

void speech_volume_next(struct speech_settings *settings)
{
    settings->volume = settings->volume == SPEECH_VOLUME_MAX ? SPEECH_VOLUME_MIN : settings->volume + 1;
}

int speech_words_per_minute(const struct speech_settings *settings)
{
    assert(settings->speed >= SPEECH_SPEED_MIN && settings->speed <= SPEECH_SPEED_MAX);
    return WORDS_PER_MINUTE[settings->speed - SPEECH_SPEED_MIN];
}

int speech_volume_percent(const struct speech_settings *settings)
{
    assert(settings->volume >= SPEECH_VOLUME_MIN && settings->volume <= SPEECH_VOLUME_MAX);
    return VOLUME_PERCENT[settings->volume - SPEECH_VOLUME_MIN];
}
