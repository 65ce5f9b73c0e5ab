/* Which of our languages a speech synthesiser can speak, and how words are put so that it says them right. */
#ifndef CB_SPEECH_LANGUAGE_H
#define CB_SPEECH_LANGUAGE_H

#include "base/strbuf.h"

/* espeak-ng's name of the voice for a language of ours; NULL: there is none (Khmer, Cape Verdean Creole). */
const char *language_voice(const char *language);

/* Appends the text as it should be pronounced. Numbers of three digits and more, with what
 * hyphens join to them, are read digit by digit: 911 and 617-555-0142 are numbers to dial. Times, ranges and
 * small numbers stay as they are. */
void language_pronounce(const char *text, struct strbuf *out);

#endif
