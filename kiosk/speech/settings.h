/* How a visitor wants to be read to. Part of the visit, so that all zero is what each visitor begins with:
 * off, usual speed, usual volume (rules A5, B5). */
#ifndef CB_SPEECH_SETTINGS_H
#define CB_SPEECH_SETTINGS_H

#include <stdbool.h>

#define SPEECH_SPEED_MIN  (-2)
#define SPEECH_SPEED_MAX  3
#define SPEECH_VOLUME_MIN (-3)
#define SPEECH_VOLUME_MAX 3

struct speech_settings {
    bool on;
    bool paused;
    int speed;        /* steps from the usual */
    int volume;       /* steps from the usual */
    unsigned repeats; /* counts up: say it again */
};

/* One step; at the end it stays. */
void speech_faster(struct speech_settings *settings, int steps);
void speech_louder(struct speech_settings *settings, int steps);
/* One key for the volume: louder, and from the loudest to the softest. */
void speech_volume_next(struct speech_settings *settings);
int speech_words_per_minute(const struct speech_settings *settings);
int speech_volume_percent(const struct speech_settings *settings);

#endif
