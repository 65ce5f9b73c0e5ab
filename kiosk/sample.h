/* A clinic that does not exist, on a Tuesday at 2:40 in the afternoon, and the states its pages can be in:
 * what pictures of the screens and the golden tests are made from. States are reached by the steps a person
 * and the queue would make. */
#ifndef CB_SAMPLE_H
#define CB_SAMPLE_H

#include "resources.h"

struct sample {
    struct arena arena;
    struct board board;
    struct board phoned;      /* the same where coaches text and call */
    struct phone_coach calls; /* one of another site, free for calls */
    struct zone *zone;
    struct moment now;
    struct random_seed seed;
};

/* Reads demo/board.json of the share folder. */
int sample_open(const char *share, struct sample *ret_sample, struct problem *ret_problem);
void sample_close(struct sample *sample);

struct sample_state {
    const char *name;                                      /* "home", "board-2": in file names */
    void (*reach)(struct app *app, struct sample *sample); /* NULL: as it starts */
    bool without_board;
};
extern const struct sample_state sample_states[];
extern const size_t sample_state_count;
/* The installer's, in English only. */
extern const struct sample_state sample_installer_states[];
extern const size_t sample_installer_state_count;

/* What a page is looked at on, and how the person has set it. */
struct sample_look {
    const char *name; /* "1280x800", "black": in folder names */
    int width, height;
    double dpi;
    enum theme theme;
    enum text_size text_size;
    bool set_size; /* else the size is the one that a visit begins with on such a display */
    bool lower;
};
extern const struct sample_look sample_looks[];
extern const size_t sample_look_count;
/* On these the pages do not open, and the kiosk says why: the state. */
extern const struct sample_state sample_too_small;
extern const struct sample_look sample_small_looks[];
extern const size_t sample_small_look_count;
struct canvas sample_canvas(const struct sample_look *look);

/* An app in the state, its frame drawn in `language`. The caller releases it; the sample and resources
 * outlive it. */
int sample_show(struct sample *sample, const struct resources *resources, const struct sample_state *state,
                const char *language, const struct sample_look *look, struct text_measurer *measurer,
                struct app *ret_app, struct problem *ret_problem);

#endif
