/* What is on the screen, as one line of JSON a frame: its name, every visible text, and every target with its
 * place in device pixels. For end-to-end tests and the tour, which read the product the way a screen reader
 * would. Off unless asked for on the command line, because it holds what a person types. */
#ifndef CB_TRANSCRIPT_H
#define CB_TRANSCRIPT_H

#include "app.h"

#include <stdio.h>

/* Appends app->frame as one line and flushes. CB_NO_MEMORY, CB_IO. */
int transcript_write(FILE *out, const struct app *app);

#endif
