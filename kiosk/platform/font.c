/* Fonts are mapped into memory once and opened at each size that is asked for. */
#include "platform/font.h"

#include <SDL2/SDL.h>
#include <SDL2/SDL_ttf.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum file {
    FILE_SANS_400,
    FILE_SANS_600,
    FILE_SANS_700,
    FILE_SERIF,
    FILE_WIDE_400,
    FILE_WIDE_700,
    FILE_ARABIC_400,
    FILE_ARABIC_700,
    FILE_DEVANAGARI_400,
    FILE_DEVANAGARI_700,
    FILE_CHINESE_400,
    FILE_CHINESE_700,
    FILE_KHMER_400,
    FILE_KHMER_700,
    FILE_COUNT
};

static const char *const FILE_NAMES[FILE_COUNT] = {
    [FILE_SANS_400] = "AtkinsonHyperlegibleNext_400Regular.ttf",
    [FILE_SANS_600] = "AtkinsonHyperlegibleNext_600SemiBold.ttf",
    [FILE_SANS_700] = "AtkinsonHyperlegibleNext_700Bold.ttf",
    [FILE_SERIF] = "YoungSerif_400Regular.ttf",
    [FILE_WIDE_400] = "NotoSans-Regular.ttf",
    [FILE_WIDE_700] = "NotoSans-Bold.ttf",
    [FILE_ARABIC_400] = "NotoSansArabic-Regular.ttf",
    [FILE_ARABIC_700] = "NotoSansArabic-Bold.ttf",
    [FILE_DEVANAGARI_400] = "NotoSansDevanagari-Regular.ttf",
    [FILE_DEVANAGARI_700] = "NotoSansDevanagari-Bold.ttf",
    [FILE_CHINESE_400] = "NotoSansSC-Regular.otf",
    [FILE_CHINESE_700] = "NotoSansSC-Bold.otf",
    [FILE_KHMER_400] = "NotoSansKhmer-Regular.ttf",
    [FILE_KHMER_700] = "NotoSansKhmer-Bold.ttf",
};

/* What layouts call a font: a family, each with a file for regular, semibold and bold. Headlines take their
 * digits, and what the serif lacks, from bold sans: the serif's own figures are old-style, and 911 must be
 * read at once. */
enum family {
    FAMILY_SANS,
    FAMILY_WIDE, /* Latin with all its marks (Vietnamese), Greek, Cyrillic */
    FAMILY_ARABIC,
    FAMILY_DEVANAGARI,
    FAMILY_CHINESE,
    FAMILY_KHMER,
    FAMILY_SERIF,
    FAMILY_HEADLINE, /* this and the rest: the families above, always bold, in the same order */
    FAMILY_HEADLINE_WIDE,
    FAMILY_HEADLINE_ARABIC,
    FAMILY_HEADLINE_DEVANAGARI,
    FAMILY_HEADLINE_CHINESE,
    FAMILY_HEADLINE_KHMER,
    FAMILY_COUNT
};
#define SCRIPT_FAMILIES 6

static const enum file FAMILIES[FAMILY_COUNT][3] = {
    [FAMILY_SANS] = {FILE_SANS_400, FILE_SANS_600, FILE_SANS_700},
    [FAMILY_WIDE] = {FILE_WIDE_400, FILE_WIDE_700, FILE_WIDE_700},
    [FAMILY_ARABIC] = {FILE_ARABIC_400, FILE_ARABIC_700, FILE_ARABIC_700},
    [FAMILY_DEVANAGARI] = {FILE_DEVANAGARI_400, FILE_DEVANAGARI_700, FILE_DEVANAGARI_700},
    [FAMILY_CHINESE] = {FILE_CHINESE_400, FILE_CHINESE_700, FILE_CHINESE_700},
    [FAMILY_KHMER] = {FILE_KHMER_400, FILE_KHMER_700, FILE_KHMER_700},
    [FAMILY_SERIF] = {FILE_SERIF, FILE_SERIF, FILE_SERIF},
    [FAMILY_HEADLINE] = {FILE_SANS_700, FILE_SANS_700, FILE_SANS_700},
    [FAMILY_HEADLINE_WIDE] = {FILE_WIDE_700, FILE_WIDE_700, FILE_WIDE_700},
    [FAMILY_HEADLINE_ARABIC] = {FILE_ARABIC_700, FILE_ARABIC_700, FILE_ARABIC_700},
    [FAMILY_HEADLINE_DEVANAGARI] = {FILE_DEVANAGARI_700, FILE_DEVANAGARI_700, FILE_DEVANAGARI_700},
    [FAMILY_HEADLINE_CHINESE] = {FILE_CHINESE_700, FILE_CHINESE_700, FILE_CHINESE_700},
    [FAMILY_HEADLINE_KHMER] = {FILE_KHMER_700, FILE_KHMER_700, FILE_KHMER_700},
};

/* Languages that the main family lacks letters for are set in one family throughout, names and figures too:
 * a word or a line of two families looks broken. */
static const struct {
    const char *language;
    enum family family;
} OWN_FAMILIES[] = {
    {"ar", FAMILY_ARABIC},     {"bg", FAMILY_WIDE},    {"el", FAMILY_WIDE},       {"fa", FAMILY_ARABIC},
    {"hi", FAMILY_DEVANAGARI}, {"km", FAMILY_KHMER},   {"ne", FAMILY_DEVANAGARI}, {"ps", FAMILY_ARABIC},
    {"ru", FAMILY_WIDE},       {"sr", FAMILY_WIDE},    {"uk", FAMILY_WIDE},       {"ur", FAMILY_ARABIC},
    {"vi", FAMILY_WIDE},       {"zh", FAMILY_CHINESE},
};

#define OPEN_MAX_FONTS 64
#define PROBE_SIZE     16 /* any size will do to ask for glyphs */
#define METRICS_SIZE   1000

struct font_file {
    void *bytes;
    size_t length;
};

struct open_font {
    enum file file;
    int size;
    TTF_Font *font;
};

struct fonts {
    struct font_file files[FILE_COUNT];
    struct open_font open[OPEN_MAX_FONTS];
    size_t open_count;
    enum family own; /* of the language that is spoken */
    double scale;
    unsigned dpi; /* sizes are points at this resolution, so that fractions of pixels survive scaling */
};

static int map_file(const char *folder, const char *name, struct font_file *ret_file,
                    struct problem *ret_problem)
{
    char path[4096];
    struct stat status;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return problem_set(ret_problem, CB_NOT_FOUND,
                           "cannot open the font %s: %s. Build again, or install the package again.", path,
                           strerror(errno));
    int result = CB_IO;
    if (fstat(descriptor, &status) == 0 && status.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (bytes != MAP_FAILED) {
            *ret_file = (struct font_file){bytes, (size_t)status.st_size};
            result = CB_OK;
        }
    }
    close(descriptor);
    return result == CB_OK ? CB_OK : problem_set(ret_problem, result, "cannot read the font %s", path);
}

int fonts_open(const char *folder, double scale, struct fonts **ret_fonts, struct problem *ret_problem)
{
    if (TTF_Init() != 0)
        return problem_set(ret_problem, CB_UNSUPPORTED, "fonts cannot be used: %s", TTF_GetError());
    struct fonts *fonts = calloc(1, sizeof *fonts);
    int result = fonts != NULL ? CB_OK : problem_set(ret_problem, CB_NO_MEMORY, "no memory for fonts");
    for (int i = 0; result == CB_OK && i < FILE_COUNT; i++)
        result = map_file(folder, FILE_NAMES[i], &fonts->files[i], ret_problem);
    if (result != CB_OK) {
        if (fonts != NULL)
            fonts_close(fonts);
        else
            TTF_Quit();
        return result;
    }
    fonts->scale = scale;
    fonts->dpi = (unsigned)(72 * scale + 0.5);
    *ret_fonts = fonts;
    return CB_OK;
}

static void close_sizes(struct fonts *fonts)
{
    for (size_t i = 0; i < fonts->open_count; i++)
        TTF_CloseFont(fonts->open[i].font);
    fonts->open_count = 0;
}

void fonts_close(struct fonts *fonts)
{
    if (fonts == NULL)
        return;
    close_sizes(fonts);
    for (int i = 0; i < FILE_COUNT; i++) {
        if (fonts->files[i].bytes != NULL)
            munmap(fonts->files[i].bytes, fonts->files[i].length);
    }
    free(fonts);
    TTF_Quit();
}

/* NULL only when the file is damaged. */
static TTF_Font *open_size(struct fonts *fonts, enum file file, int size)
{
    for (size_t i = 0; i < fonts->open_count; i++) {
        if (fonts->open[i].file == file && fonts->open[i].size == size)
            return fonts->open[i].font;
    }
    if (fonts->open_count == OPEN_MAX_FONTS)
        close_sizes(fonts);
    SDL_RWops *bytes = SDL_RWFromConstMem(fonts->files[file].bytes, (int)fonts->files[file].length);
    TTF_Font *font = bytes != NULL ? TTF_OpenFontDPIRW(bytes, 1, size, fonts->dpi, fonts->dpi) : NULL;
    if (font == NULL)
        return NULL;
    TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
    fonts->open[fonts->open_count++] = (struct open_font){file, size, font};
    return font;
}

static enum file file_of(int family, int weight)
{
    return FAMILIES[family][weight >= 700 ? 2 : weight >= 600 ? 1 : 0];
}

static bool provides(struct fonts *fonts, int family, uint32_t character)
{
    TTF_Font *font = open_size(fonts, file_of(family, 400), PROBE_SIZE);
    return font != NULL && TTF_GlyphIsProvided32(font, character);
}

/* ---- the font source ---- */

static bool is_neutral(uint32_t character)
{
    return character == ' ' || character == 0xA0 || character == ',' || character == '.' ||
           character == ':' || character == '!' || character == '-' || character == '(' || character == ')';
}

static bool is_digit(uint32_t character)
{
    return character >= '0' && character <= '9';
}

static void speak(void *context, const char *language)
{
    struct fonts *fonts = context;
    size_t length = strcspn(language, "-_");
    fonts->own = FAMILY_SANS;
    close_sizes(fonts); /* with the glyphs that the last language needed */
    for (size_t i = 0; i < sizeof OWN_FAMILIES / sizeof OWN_FAMILIES[0]; i++) {
        const char *code = OWN_FAMILIES[i].language;
        if (strlen(code) == length && strncmp(code, language, length) == 0)
            fonts->own = OWN_FAMILIES[i].family;
    }
}

static int choose(void *context, int face, uint32_t character, int previous)
{
    struct fonts *fonts = context;
    bool serif = face == TYPEFACE_SERIF;
    int first = serif ? FAMILY_HEADLINE : FAMILY_SANS; /* of the families for each script */
    if (previous >= 0 && is_neutral(character) && provides(fonts, previous, character))
        return previous;
    if (fonts->own != FAMILY_SANS && provides(fonts, first + (int)fonts->own, character))
        return first + (int)fonts->own;
    if (serif && fonts->own == FAMILY_SANS && !is_digit(character) &&
        provides(fonts, FAMILY_SERIF, character))
        return FAMILY_SERIF;
    for (int i = 0; i < SCRIPT_FAMILIES; i++) {
        if (provides(fonts, first + i, character))
            return first + i;
    }
    return first; /* shows the box for an unknown character */
}

static bool has(void *context, int family, uint32_t character)
{
    return family >= 0 && provides(context, family, character);
}

static TTF_Font *prepared(struct fonts *fonts, int family, int weight, int size, bool right_to_left,
                          uint32_t script)
{
    const char tag[5] = {(char)(script >> 24), (char)(script >> 16), (char)(script >> 8), (char)script, 0};
    TTF_Font *font =
        family >= 0 && family < FAMILY_COUNT ? open_size(fonts, file_of(family, weight), size) : NULL;
    if (font != NULL) {
        TTF_SetFontDirection(font, right_to_left ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
        TTF_SetFontScriptName(font, tag);
    }
    return font;
}

static int measure(void *context, int family, int weight, int size, bool right_to_left, uint32_t script,
                   const char *text, size_t length)
{
    struct fonts *fonts = context;
    TTF_Font *font = prepared(fonts, family, weight, size, right_to_left, script);
    int width = 0, height = 0;
    (void)length;
    if (font == NULL || TTF_SizeUTF8(font, text, &width, &height) != 0)
        return 0;
    return (int)ceil(width * 64 / fonts->scale);
}

struct font_source fonts_source(struct fonts *fonts)
{
    return (struct font_source){
        .speak = speak, .choose = choose, .has = has, .width = measure, .context = fonts};
}

/* ---- pixels ---- */

/* SDL rounds ascent and descent up, which would set small text a pixel low: they are taken from a large size
 * instead. */
int fonts_baseline(struct fonts *fonts, int face, int size, int line)
{
    TTF_Font *font = open_size(fonts, face == TYPEFACE_SERIF ? FILE_SERIF : FILE_SANS_400, METRICS_SIZE);
    if (font == NULL)
        return line;
    double share = (double)size / METRICS_SIZE;
    int ascent = (int)floor(TTF_FontAscent(font) * share + 0.5);
    int descent = (int)floor(-TTF_FontDescent(font) * share + 0.5);
    return (int)floor((line - (ascent + descent)) / 2.0) + ascent;
}

int fonts_render(struct fonts *fonts, const struct text_run *run, int size, struct mask *ret_mask,
                 int *ret_ascent)
{
    TTF_Font *font = prepared(fonts, run->font, run->weight, size, run->right_to_left, run->script);
    SDL_Color white = {255, 255, 255, 255};
    SDL_Surface *surface = font != NULL ? TTF_RenderUTF8_Blended(font, run->text, white) : NULL;
    if (surface == NULL)
        return CB_NOT_FOUND;
    struct mask mask = {malloc((size_t)surface->w * (size_t)surface->h), surface->w, surface->h};
    for (int y = 0; mask.alpha != NULL && y < surface->h; y++) {
        const uint32_t *row = (const uint32_t *)((const uint8_t *)surface->pixels + y * surface->pitch);
        for (int x = 0; x < surface->w; x++)
            mask.alpha[(size_t)y * (size_t)surface->w + (size_t)x] = (uint8_t)(row[x] >> 24);
    }
    SDL_FreeSurface(surface);
    if (mask.alpha == NULL)
        return CB_NO_MEMORY;
    *ret_mask = mask;
    *ret_ascent = TTF_FontAscent(font);
    return CB_OK;
}
