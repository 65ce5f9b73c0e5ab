/* What lies beside the program: fonts, pictures, languages and the region's numbers. All of it is local, so
 * that help can be shown when nothing else works. */
#ifndef CB_RESOURCES_H
#define CB_RESOURCES_H

#include "app.h"

#define RESOURCES_PATH 4096

struct language_pack {
    char code[WIRE_LANGUAGE_MAX];
    struct catalogue *catalogue;
};
struct resources {
    char share[RESOURCES_PATH];
    struct language_pack languages[APP_LANGUAGES_MAX]; /* English first: it is the fallback of the others */
    size_t language_count;
    struct region region;
};

/* Finds the share folder beside the program (build/share) or installed (../share/coachbell), and reads
 * languages and region. The problem says which file is missing or damaged. */
int resources_open(const char *region, struct resources *ret_resources, struct problem *ret_problem);
void resources_close(struct resources *resources);
/* Gives the app its languages, `first` before all others. CB_NOT_FOUND, naming those there are, when there is
 * no `first`. */
int resources_add_languages(const struct resources *resources, const char *first, struct app *app,
                            struct problem *ret_problem);

#endif
