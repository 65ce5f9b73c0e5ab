/* Reads files at the start, never later. */
#include "resources.h"

#include "base/file.h"

#include <dirent.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CATALOGUE_LIMIT (1 << 20)
#define ENGLISH         "en"

/* ---- folder ---- */

static bool is_share(const char *folder)
{
    char path[RESOURCES_PATH + 16];
    snprintf(path, sizeof path, "%s/fonts", folder);
    return access(path, X_OK) == 0;
}

static int find_share(char *ret_share, struct problem *problem)
{
    static const char *const PLACES[] = {"share", "../share", "../share/coachbell"};
    char program[RESOURCES_PATH / 2] = "";
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    char *slash = length > 0 ? strrchr(program, '/') : NULL;
    if (slash != NULL)
        *slash = 0;
    for (size_t i = 0; slash != NULL && i < sizeof PLACES / sizeof PLACES[0]; i++) {
        snprintf(ret_share, RESOURCES_PATH, "%s/%s", program, PLACES[i]);
        if (is_share(ret_share))
            return CB_OK;
    }
    return problem_set(
        problem, CB_NOT_FOUND,
        "the folder with fonts and pictures is not at %s/share. Build the target \"assets\", or "
        "install the package again.",
        program);
}

/* ---- languages ---- */

static int add_language(struct resources *resources, const char *code, struct problem *problem)
{
    char path[RESOURCES_PATH + 64];
    uint8_t *bytes = NULL;
    size_t length;
    struct language_pack *pack = &resources->languages[resources->language_count];
    const struct catalogue *english =
        resources->language_count > 0 ? resources->languages[0].catalogue : NULL;
    snprintf(path, sizeof path, "%s/locale/%s.mo", resources->share, code);
    int result = file_read(path, CATALOGUE_LIMIT, &bytes, &length);
    if (result == CB_OK)
        result = catalogue_parse(bytes, length, english, &pack->catalogue);
    free(bytes);
    if (result != CB_OK)
        return problem_set(problem, result,
                           "the language file %s cannot be used (%s). Build again, or install the "
                           "package again.",
                           path, cb_error_text(result));
    snprintf(pack->code, sizeof pack->code, "%s", code);
    resources->language_count++;
    return CB_OK;
}

static int is_catalogue(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 3 && length - 3 < WIRE_LANGUAGE_MAX && strcmp(entry->d_name + length - 3, ".mo") == 0 &&
           strcmp(entry->d_name, ENGLISH ".mo") != 0;
}

static int read_languages(struct resources *resources, struct problem *problem)
{
    char folder[RESOURCES_PATH + 16];
    struct dirent **entries = NULL;
    int result = add_language(resources, ENGLISH, problem);
    snprintf(folder, sizeof folder, "%s/locale", resources->share);
    int count = scandir(folder, &entries, is_catalogue, alphasort);
    for (int i = 0; i < count; i++) {
        entries[i]->d_name[strlen(entries[i]->d_name) - 3] = 0;
        if (result == CB_OK && resources->language_count < APP_LANGUAGES_MAX)
            result = add_language(resources, entries[i]->d_name, problem);
        free(entries[i]);
    }
    free(entries);
    return result;
}

static void say_languages(const struct resources *resources, char *ret_text, size_t size)
{
    size_t used = 0;
    ret_text[0] = 0;
    for (size_t i = 0; i < resources->language_count && used < size; i++)
        used += (size_t)snprintf(ret_text + used, size - used, "%s%s", i > 0 ? ", " : "",
                                 resources->languages[i].code);
}

static void add_to_app(struct app *app, const struct language_pack *pack)
{
    app_add_language(app, pack->code, catalogue_text(pack->catalogue, "rail.lang"), pack->catalogue);
}

int resources_add_languages(const struct resources *resources, const char *first, struct app *app,
                            struct problem *ret_problem)
{
    const struct language_pack *chosen = NULL;
    for (size_t i = 0; i < resources->language_count; i++) {
        if (strcmp(resources->languages[i].code, first) == 0)
            chosen = &resources->languages[i];
    }
    if (chosen == NULL) {
        char known[200];
        say_languages(resources, known, sizeof known);
        return problem_set(ret_problem, CB_NOT_FOUND, "the language \"%s\" is not installed. There are: %s.",
                           first, known);
    }
    add_to_app(app, chosen);
    for (size_t i = 0; i < resources->language_count; i++) {
        if (&resources->languages[i] != chosen)
            add_to_app(app, &resources->languages[i]);
    }
    return CB_OK;
}

/* ---- region ---- */

static bool copy_value(char *ret_text, size_t size, const char *value)
{
    if (value[0] == 0 || strlen(value) >= size)
        return false;
    strcpy(ret_text, value);
    return true;
}

/* How many digits a number has; with its prefix at most what a sealed field holds. */
static bool read_digits(const char *value, int *ret_digits)
{
    char *end;
    long digits = strtol(value, &end, 10);
    if (*end != 0 || digits < 4 || digits > 14)
        return false;
    *ret_digits = (int)digits;
    return true;
}

static int take_region_line(void *context, const char *section, const char *name, const char *value)
{
    struct region *region = context;
    if (strcmp(section, "region") != 0)
        return 0;
    if (strcmp(name, "emergency") == 0)
        return copy_value(region->emergency, sizeof region->emergency, value);
    if (strcmp(name, "crisis") == 0)
        return copy_value(region->crisis, sizeof region->crisis, value);
    if (strcmp(name, "crisis_chat") == 0)
        return copy_value(region->crisis_chat, sizeof region->crisis_chat, value);
    if (strcmp(name, "phone_prefix") == 0)
        return copy_value(region->phone_prefix, sizeof region->phone_prefix, value);
    if (strcmp(name, "phone_digits") == 0)
        return read_digits(value, &region->phone_digits);
    if (strcmp(name, "crisis_texts") != 0)
        return 0;
    region->crisis_texts = strcmp(value, "yes") == 0;
    return region->crisis_texts || strcmp(value, "no") == 0;
}

static int read_region(struct resources *resources, const char *code, struct problem *problem)
{
    char path[RESOURCES_PATH + 64];
    snprintf(path, sizeof path, "%s/region/%s.ini", resources->share, code);
    int line = ini_parse(path, take_region_line, &resources->region);
    if (line < 0)
        return problem_set(
            problem, CB_NOT_FOUND,
            "the region \"%s\" is not known: there is no %s. Without its emergency numbers no page is "
            "shown. Name another region, or add this file.",
            code, path);
    if (line > 0)
        return problem_set(problem, CB_DAMAGED,
                           "%s, line %d is not right. Mend it; the emergency numbers come from it.", path,
                           line);
    if (resources->region.emergency[0] == 0 || resources->region.crisis[0] == 0)
        return problem_set(problem, CB_DAMAGED, "%s needs the keys emergency and crisis.", path);
    return CB_OK;
}

/* ---- */

int resources_open(const char *region, struct resources *ret_resources, struct problem *ret_problem)
{
    memset(ret_resources, 0, sizeof *ret_resources);
    int result = find_share(ret_resources->share, ret_problem);
    if (result == CB_OK)
        result = read_region(ret_resources, region, ret_problem);
    if (result == CB_OK)
        result = read_languages(ret_resources, ret_problem);
    if (result != CB_OK)
        resources_close(ret_resources);
    return result;
}

void resources_close(struct resources *resources)
{
    for (size_t i = resources->language_count; i-- > 0;)
        catalogue_free(resources->languages[i].catalogue);
    resources->language_count = 0;
}
