/* What is said, and when. The narrator is shown every picture after it was drawn, and compares it with the
 * one before: another page is read from its title on; when the focus moves, the target is said at once in
 * place of everything else; what changes on a page by itself is said behind what is being said. It gives its
 * lines to a voice one at a time, so that silence comes at once.
 *
 * It holds words of the page, so that it is part of the visit: narrator_forget wipes it. */
#ifndef CB_SPEECH_NARRATOR_H
#define CB_SPEECH_NARRATOR_H

#include "speech/script.h"
#include "speech/settings.h"
#include "speech/voice.h"

/* One picture and what it stands for. */
struct narrator_page {
    const struct element_list *frame;
    int focus;                     /* index in frame, -1 none */
    int asked;                     /* index of a text to be said now, in place of everything else; -1 none */
    bool by_keys;                  /* the person goes by keys, not by touch */
    int page;                      /* another number: another page */
    const char *language;          /* of the page */
    const struct catalogue *words; /* in the page's language */
    const struct catalogue *english;
    enum speech_ear ear;
};

#define NARRATOR_TYPED_MAX 128

struct narrator {
    struct voice voice;
    struct speech_script script; /* of the page as it was last shown */
    struct speech_script before; /* of the one before that */
    struct arena arena;          /* the lines that wait */
    const char *waiting[SCRIPT_LINES_MAX];
    size_t waiting_count, waiting_at;
    char language[16];
    char spoken_language[16]; /* English where the page's language has no voice */
    char typed[NARRATOR_TYPED_MAX];
    struct speech_settings settings;
    enum speech_ear ear;
    int page;
    struct action focus;
    int focus_index;
    size_t frame_count;
    bool focus_chosen;
    bool awake;     /* something was said in this visit: there is something to forget */
    bool explained; /* how the keys work has been said */
    bool unheard;   /* the voice could not speak: nothing is tried again until the next page */
};

/* The voice is the narrator's from now on. */
void narrator_init(struct narrator *narrator, struct voice voice);
void narrator_release(struct narrator *narrator);
/* Call it with every picture, and whenever settings changed. */
void narrator_follow(struct narrator *narrator, const struct speech_settings *settings,
                     const struct narrator_page *page);
/* Says the next line when the last one is over: call it whenever the voice may have come to its end. */
void narrator_step(struct narrator *narrator);
/* The visit is over: silence, and nothing left of it. */
void narrator_forget(struct narrator *narrator);

#endif
