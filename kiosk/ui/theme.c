/* The tables of colours. */
#include "ui/theme.h"

#include <assert.h>
#include <math.h>

struct color_row {
    const char *name;
    uint32_t rgb[THEME_COUNT];
};

static const struct color_row COLORS[COLOR_COUNT] = {
    [COLOR_NONE] = {"none", {0x000000, 0x000000, 0x000000}},
    [COLOR_MIST] = {"mist", {0xE6EFE6, 0xFFFFFF, 0x000000}},
    [COLOR_MIST_2] = {"mist-2", {0xD5E4D6, 0xE4E4E4, 0x2A2A2A}},
    [COLOR_PAPER] = {"paper", {0xFCFDFA, 0xFFFFFF, 0x000000}},
    [COLOR_WHITE] = {"white", {0xFFFFFF, 0xFFFFFF, 0xFFFFFF}},
    [COLOR_LINE] = {"line", {0xA9BFB0, 0x767676, 0x949494}},
    [COLOR_LINE_STRONG] = {"line-strong", {0x4C6A60, 0x000000, 0xFFFFFF}},
    [COLOR_CARD_LINE] = {"card-line", {0xC9D9CC, 0x000000, 0xFFFFFF}},
    [COLOR_RULE] = {"rule", {0xD2DFD4, 0x000000, 0xFFFFFF}},
    [COLOR_INK] = {"ink", {0x12302A, 0x000000, 0xFFFFFF}},
    [COLOR_INK_2] = {"ink-2", {0x2F4B44, 0x000000, 0xFFFFFF}},
    [COLOR_SPRUCE] = {"spruce", {0x17493D, 0xFFFFFF, 0x000000}},
    [COLOR_SPRUCE_2] = {"spruce-2", {0x0D352B, 0xE4E4E4, 0x2A2A2A}},
    [COLOR_SPRUCE_RULE] = {"spruce-rule", {0x4E7F71, 0x000000, 0xFFFFFF}},
    [COLOR_ON_SPRUCE] = {"on-spruce", {0xFFFFFF, 0x000000, 0xFFFFFF}},
    [COLOR_RAIL] = {"rail", {0x17493D, 0xFFFFFF, 0x000000}},
    [COLOR_RAIL_INK] = {"rail-ink", {0xF4F9F2, 0x000000, 0xFFFFFF}},
    [COLOR_RAIL_PRESSED] = {"rail-pressed", {0x0D352B, 0xE4E4E4, 0x2A2A2A}},
    [COLOR_RAIL_FOCUS] = {"rail-focus", {0xF2BC4E, 0x1747C7, 0xFFD93B}},
    [COLOR_SLOT_OPEN] = {"slot-open", {0xFCFDFA, 0x000000, 0xFFFFFF}},
    [COLOR_SLOT_OPEN_INK] = {"slot-open-ink", {0x12302A, 0xFFFFFF, 0x000000}},
    [COLOR_CHOSEN] = {"chosen", {0x17493D, 0x000000, 0xFFFFFF}},
    [COLOR_CHOSEN_2] = {"chosen-2", {0x0D352B, 0x333333, 0xCCCCCC}},
    [COLOR_ON_CHOSEN] = {"on-chosen", {0xFFFFFF, 0xFFFFFF, 0x000000}},
    [COLOR_CHOSEN_MARK] = {"chosen-mark", {0xF2BC4E, 0xFFD93B, 0x000000}},
    [COLOR_ON_CHOSEN_MARK] = {"on-chosen-mark", {0x12302A, 0x000000, 0xFFFFFF}},
    [COLOR_BRASS] = {"brass", {0xF2BC4E, 0xFFD93B, 0xFFD93B}},
    [COLOR_ON_BRASS] = {"on-brass", {0x12302A, 0x000000, 0x000000}},
    [COLOR_BRASS_MARK] = {"brass-mark", {0xF2BC4E, 0x000000, 0xFFD93B}},
    [COLOR_BRASS_3] = {"brass-3", {0x7A5200, 0x000000, 0xFFD93B}},
    [COLOR_BRASS_100] = {"brass-100", {0xFBE9BF, 0xFFFFFF, 0x000000}},
    [COLOR_BRASS_INK] = {"brass-ink", {0x4A3000, 0x000000, 0xFFFFFF}},
    [COLOR_BRASS_SOFT] = {"brass-soft", {0xF7DFA6, 0x000000, 0xFFFFFF}},
    [COLOR_DISC_MARK] = {"disc-mark", {0x12302A, 0x000000, 0xFFD93B}},
    [COLOR_NOTE_LINE] = {"note-line", {0xD9B565, 0x000000, 0xFFFFFF}},
    [COLOR_MADDER] = {"madder", {0x8F2419, 0x8F2419, 0xFFFFFF}},
    [COLOR_MADDER_2] = {"madder-2", {0x651209, 0x651209, 0xDDDDDD}},
    [COLOR_MADDER_EDGE] = {"madder-edge", {0x651209, 0x000000, 0xFF5A4A}},
    [COLOR_ON_MADDER] = {"on-madder", {0xFFFFFF, 0xFFFFFF, 0x000000}},
    [COLOR_MADDER_100] = {"madder-100", {0xFBE6E0, 0xFFFFFF, 0x000000}},
    [COLOR_HELP_EDGE] = {"help-edge", {0xF4C9BE, 0x000000, 0xFF5A4A}},
    [COLOR_ROSE] = {"rose", {0xFBF0EB, 0xFFFFFF, 0x000000}},
    [COLOR_ROSE_RULE] = {"rose-rule", {0xE3C3B9, 0x000000, 0xFFFFFF}},
    [COLOR_HERE] = {"here", {0x0E4A33, 0x000000, 0xFFFFFF}},
    [COLOR_HERE_INK] = {"here-ink", {0x0E3F2C, 0x000000, 0xFFFFFF}},
    [COLOR_HERE_100] = {"here-100", {0xCFE7D4, 0xFFFFFF, 0x000000}},
    [COLOR_SKY_INK] = {"sky-ink", {0x1B4056, 0x000000, 0xFFFFFF}},
    [COLOR_SKY_100] = {"sky-100", {0xD9E7EE, 0xFFFFFF, 0x000000}},
    [COLOR_FIELD] = {"field", {0xFFFFFF, 0xFFFFFF, 0x000000}},
    [COLOR_KEY_FN] = {"key-fn", {0xC3D6C7, 0xE4E4E4, 0x333333}},
    [COLOR_KEY_LIP] = {"key-lip", {0x9FB8A8, 0x000000, 0xFFFFFF}},
    [COLOR_LIP] = {"lip", {0xB9CDBE, 0x000000, 0xFFFFFF}},
    [COLOR_FOCUS] = {"focus", {0x1747C7, 0x1747C7, 0xFFD93B}},
    [COLOR_COVER] = {"cover", {0xD5E4D6, 0xFFFFFF, 0x000000}},
    [COLOR_BLACK] = {"black", {0x000000, 0x000000, 0x000000}},
};

const struct color_pair theme_text_pairs[] = {
    {COLOR_INK, COLOR_MIST},
    {COLOR_INK, COLOR_PAPER},
    {COLOR_INK, COLOR_MIST_2},
    {COLOR_INK, COLOR_FIELD},
    {COLOR_INK, COLOR_BRASS_100},
    {COLOR_INK, COLOR_ROSE},
    {COLOR_INK, COLOR_KEY_FN},
    {COLOR_INK, COLOR_COVER},
    {COLOR_INK, COLOR_HERE_100},
    {COLOR_INK, COLOR_MADDER_100},
    {COLOR_INK_2, COLOR_MIST},
    {COLOR_INK_2, COLOR_PAPER},
    {COLOR_INK_2, COLOR_MIST_2},
    {COLOR_ON_BRASS, COLOR_BRASS},
    {COLOR_ON_SPRUCE, COLOR_SPRUCE},
    {COLOR_ON_SPRUCE, COLOR_SPRUCE_2},
    {COLOR_BRASS_SOFT, COLOR_SPRUCE},
    {COLOR_RAIL_INK, COLOR_RAIL},
    {COLOR_RAIL_INK, COLOR_RAIL_PRESSED},
    {COLOR_SLOT_OPEN_INK, COLOR_SLOT_OPEN},
    {COLOR_ON_CHOSEN, COLOR_CHOSEN},
    {COLOR_ON_CHOSEN, COLOR_CHOSEN_2},
    {COLOR_ON_CHOSEN_MARK, COLOR_CHOSEN_MARK},
    {COLOR_ON_MADDER, COLOR_MADDER},
    {COLOR_ON_MADDER, COLOR_MADDER_2},
    {COLOR_MADDER, COLOR_PAPER},
    {COLOR_MADDER_2, COLOR_MADDER_100},
    {COLOR_MADDER_2, COLOR_PAPER},
    {COLOR_MADDER_2, COLOR_ROSE},
    {COLOR_HERE, COLOR_PAPER},
    {COLOR_HERE_INK, COLOR_HERE_100},
    {COLOR_HERE_INK, COLOR_PAPER},
    {COLOR_BRASS_INK, COLOR_PAPER},
    {COLOR_BRASS_INK, COLOR_BRASS_100},
    {COLOR_SKY_INK, COLOR_PAPER},
    {COLOR_SKY_INK, COLOR_SKY_100},
    {COLOR_BLACK, COLOR_WHITE},
};
const size_t theme_text_pair_count = sizeof theme_text_pairs / sizeof theme_text_pairs[0];

uint32_t theme_rgb(enum theme theme, enum color color)
{
    assert(color > COLOR_NONE && color < COLOR_COUNT);
    return COLORS[color].rgb[theme];
}

const char *color_name(enum color color)
{
    assert(color < COLOR_COUNT);
    return COLORS[color].name;
}

/* ---- outlines ---- */

#define OUTLINE      4
#define HELP_OUTLINE 8 /* in black, where it is the only red */
#define SLOT_OUTLINE 3

bool theme_outlined(enum theme theme)
{
    return theme != THEME_SOFT;
}

/* The sans in bold is a little wider than the serif, so it is set a little smaller. */
struct text_style theme_style(enum theme theme, struct text_style style)
{
    if (!theme_outlined(theme) || style.face != TYPEFACE_SERIF)
        return style;
    return (struct text_style){TYPEFACE_SANS, 700, style.size * 35 / 37, style.line * 19 / 20};
}

/* What soft tells from the page by its fill alone. */
static bool is_surface(enum color fill)
{
    switch (fill) {
    case COLOR_SPRUCE:
    case COLOR_BRASS_100:
    case COLOR_HERE_100:
    case COLOR_SKY_100:
    case COLOR_MADDER_100:
    case COLOR_MIST_2:
        return true;
    default:
        return false;
    }
}

static void set_outline(struct element *element, enum color color, int width)
{
    element->edge = color;
    element->edge_width = width;
}

static void outline(struct element *element, enum theme theme)
{
    element->shadow = false;
    element->lip = 0;
    if (element->edge == COLOR_HELP_EDGE && element->edge_width > 0)
        element->edge_width = theme == THEME_BLACK ? HELP_OUTLINE : OUTLINE;
    else if (element->edge_width > 0 && element->edge_width < OUTLINE)
        element->edge_width = OUTLINE;
    else if (element->edge_width == 0 && element->on_rail)
        set_outline(element, COLOR_RAIL_INK, SLOT_OUTLINE);
    else if (element->edge_width == 0 && !element->bare && is_surface(element->fill))
        set_outline(element, COLOR_LINE_STRONG, OUTLINE);
}

void theme_finish(struct element_list *list)
{
    if (!theme_outlined(list->theme))
        return;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind == ELEMENT_BOX && !list->items[i].ground)
            outline(&list->items[i], list->theme);
}

/* ---- contrast ---- */

static double channel_light(uint32_t value)
{
    double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double relative_luminance(uint32_t rgb)
{
    return 0.2126 * channel_light(rgb >> 16 & 255) + 0.7152 * channel_light(rgb >> 8 & 255) +
           0.0722 * channel_light(rgb & 255);
}

double theme_contrast(uint32_t rgb, uint32_t other_rgb)
{
    double a = relative_luminance(rgb), b = relative_luminance(other_rgb);
    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}
