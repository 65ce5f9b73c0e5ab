/* What a page says: its element list as lines in the order in which they are read. The title comes first,
 * then every text and target in focus order; a target's line is its label, what else is written on it, what
 * it is and how it stands ("Housing or food, check box, chosen"). Pure: the same list gives the same lines.
 */
#ifndef CB_SPEECH_SCRIPT_H
#define CB_SPEECH_SCRIPT_H

#include "text/catalogue.h"
#include "ui/element.h"

/* Who can hear it. */
enum speech_ear {
    EAR_HEADPHONES,
    EAR_LOUDSPEAKER /* the whole room: nothing that is about the person (rules A4, B3) */
};

struct spoken_line {
    const char *text; /* plain: no markup, no marks that cannot be seen */
    int element;      /* its index in the list; -1: the title, or a remark of our own */
    bool quiet;       /* said when the focus comes to it, not when the page is read: the keys of a keyboard */
    bool alive;       /* said by itself when it changes: what happens, not what can be touched */
};

#define SCRIPT_LINES_MAX (ELEMENTS_MAX + 4)

struct speech_script {
    struct arena arena;
    struct spoken_line lines[SCRIPT_LINES_MAX];
    size_t count;
};

/* Replaces what was in the script. `words` has the role words. Without memory lines are missing. */
void script_make(struct speech_script *script, const struct element_list *list, const struct catalogue *words,
                 enum speech_ear ear);
/* The line of the target; NULL: it has none. */
const struct spoken_line *script_target(const struct speech_script *script, int element);
/* Overwrites and forgets. */
void script_release(struct speech_script *script);

/* The text without markup, isolates and break marks, borrowed from the arena; "" without memory. */
const char *script_plain(struct arena *arena, const char *text);

#endif
