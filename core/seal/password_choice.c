/* Which passwords may be chosen, and which are offered. A thief of the queue's disk can guess as fast as
 * Argon2id allows, so what guessers try first is refused: few different characters, runs along the keyboard,
 * and common words with decoration. */
#include "base/utf8.h"
#include "seal/password.h"
#include "seal/words.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define DISTINCT_MIN    5 /* different characters */
#define OWN_LETTERS_MIN 5 /* letters that belong to no common word, when there is a common word */
#define SUGGESTED_WORDS 5

_Static_assert(SUGGESTED_WORDS *(WORD_LENGTH_MAX + 1) <= PASSWORD_SUGGEST_SIZE, "every offer fits");

/* Rows that fingers and memory run along. */
static const char *const runs[] = {"1234567890",
                                   "qwertyuiop",
                                   "qwertzuiop",
                                   "azertyuiop",
                                   "asdfghjkl",
                                   "zxcvbnm",
                                   "1qaz2wsx3edc4rfv5tgb6yhn",
                                   "abcdefghijklmnopqrstuvwxyz"};

/* Words that guessers know, and those that this product and its places suggest. Longer ones first where one
 * holds another. */
static const char *const common_words[] = {
    "administrator", "contrasena", "motdepasse", "superman",  "basketball", "bienvenido", "trustno",
    "password",      "passphrase", "passwort",   "princess",  "changeme",   "football",   "baseball",
    "starwars",      "sunshine",   "iloveyou",   "whatever",  "michael",    "jennifer",   "charlie",
    "welcome",       "letmein",    "pokemon",    "batman",    "freedom",    "jordan",     "shadow",
    "master",        "dragon",     "monkey",     "secret",    "access",     "default",    "killer",
    "hunter",        "login",      "admin",      "hello",     "jesus",      "teamo",      "amor",
    "love",          "user",       "root",       "temp",      "test",       "guest",      "demo",
    "pass",          "supervisor", "community",  "recovery",  "riverside",  "hospital",   "clinic",
    "health",        "doctor",     "patient",    "coach",     "kiosk",      "nurse",      "center",
    "frontdesk",     "computer",   "internet",   "september", "october",    "november",   "december",
    "january",       "february",
};
#define COMMON_COUNT (sizeof(common_words) / sizeof(common_words[0]))

/* Digits and signs that stand for letters. */
static char unmask(char c)
{
    static const char masks[] = "0o1i3e4a5s7t@a$s!i";

    for (size_t i = 0; masks[i] != '\0'; i += 2) {
        if (masks[i] == c)
            return masks[i + 1];
    }
    return c;
}

static size_t distinct_count(const char *text)
{
    bool seen[256] = {false};
    size_t count = 0;

    for (; *text != '\0'; text++) {
        if (!seen[(uint8_t)*text])
            count++;
        seen[(uint8_t)*text] = true;
    }
    return count;
}

/* Whether b follows a in a run, in either direction, or repeats it. */
static bool follows(char a, char b)
{
    if (a == b)
        return true;
    for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
        const char *at = strchr(runs[i], a);

        if (at != NULL && (at[1] == b || (at > runs[i] && at[-1] == b)))
            return true;
    }
    return false;
}

/* Two thirds of all steps go along a run. */
static bool mostly_runs(const char *folded)
{
    size_t steps = 0;
    size_t easy = 0;

    for (; folded[0] != '\0' && folded[1] != '\0'; folded++) {
        steps++;
        easy += follows(folded[0], folded[1]);
    }
    return steps > 0 && easy * 3 >= steps * 2;
}

static bool mark_word(const char *text, const char *word, bool *covered)
{
    size_t length = strlen(word);
    bool found = false;

    for (const char *at = text; (at = strstr(at, word)) != NULL; at += length) {
        memset(covered + (at - text), true, length);
        found = true;
    }
    return found;
}

/* Common words and little else: what is left of the letters is too short to stand alone. `folded` is the
 * password in lower case, `unmasked` the same with P4$$w0rd's signs turned back. */
static bool mostly_common(const char *folded, const char *unmasked)
{
    bool covered[PASSWORD_MAX + 1] = {false};
    bool found = false;
    size_t own = 0;

    for (size_t i = 0; i < COMMON_COUNT; i++) {
        found |= mark_word(folded, common_words[i], covered);
        found |= mark_word(unmasked, common_words[i], covered);
    }
    for (size_t i = 0; folded[i] != '\0'; i++)
        own += !covered[i] && (isalpha((unsigned char)folded[i]) || (folded[i] & 0x80));
    return found && own < OWN_LETTERS_MIN;
}

static int normal_acceptable(const char *password, struct problem *ret_problem)
{
    static const char offer[] = "Five random words make a good one.";
    char folded[PASSWORD_MAX + 1] = "";
    char unmasked[PASSWORD_MAX + 1] = "";
    size_t length = strlen(password);
    int error = CB_OK;

    if (utf8_has_control(password))
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "The password holds characters that cannot be typed again.");
    if (utf8_count(password) < PASSWORD_MIN)
        return problem_set(ret_problem, CB_BAD_INPUT, "The password is shorter than %d characters. %s",
                           PASSWORD_MIN, offer);
    for (size_t i = 0; i < length; i++) {
        folded[i] = (char)tolower((unsigned char)password[i]);
        unmasked[i] = unmask(folded[i]);
    }
    if (strstr(folded, "coachbell") != NULL || strstr(unmasked, "coachbell") != NULL)
        error = problem_set(ret_problem, CB_BAD_INPUT, "The password must not hold the product's name. %s",
                            offer);
    else if (distinct_count(folded) < DISTINCT_MIN || mostly_runs(folded) || mostly_common(folded, unmasked))
        error =
            problem_set(ret_problem, CB_BAD_INPUT, "The password is one that others try first. %s", offer);
    seal_wipe(folded, sizeof(folded));
    seal_wipe(unmasked, sizeof(unmasked));
    return error;
}

int password_acceptable(const char *password, struct problem *ret_problem)
{
    char normal[PASSWORD_MAX + 1];
    int error = password_normalize(password, normal);

    if (error == CB_TOO_LARGE)
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "The password is longer than %d bytes. Choose a shorter one.", PASSWORD_MAX);
    if (error != CB_OK)
        return problem_set(ret_problem, CB_BAD_INPUT,
                           "The password holds characters that cannot be typed again.");
    error = normal_acceptable(normal, ret_problem);
    seal_wipe(normal, sizeof(normal));
    return error;
}

void password_suggest(struct random_source random, char *ret_text, size_t size)
{
    size_t length = 0;

    assert(size >= PASSWORD_SUGGEST_SIZE);
    for (int i = 0; i < SUGGESTED_WORDS; i++) {
        const char *word = seal_words[random_below(random, (uint32_t)seal_word_count)];

        length += (size_t)snprintf(ret_text + length, size - length, "%s%s", i == 0 ? "" : "-", word);
    }
}
