/* Every page, as pictures and as text, without a display. */
#ifndef CB_RENDER_H
#define CB_RENDER_H

#include "resources.h"

/* Writes FOLDER/<language>/<look>/<state>.png and .txt for all sample states. */
int render_all(const struct resources *resources, const char *folder, struct problem *ret_problem);

#endif
