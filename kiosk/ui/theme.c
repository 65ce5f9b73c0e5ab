/* The tables of colours. */
#include "ui/theme.h"

#include <assert.h>
#include <math.h>

struct color_row {
    const char *name;
    uint32_t rgb[THEME_COUNT];
};

static const struct color_row COLORS[COLOR_COUNT] = {
    [COLOR_NONE] = {"none", {0x000000}},
    [COLOR_MIST] = {"mist", {0xE6EFE6}},
    [COLOR_MIST_2] = {"mist-2", {0xD5E4D6}},
    [COLOR_PAPER] = {"paper", {0xFCFDFA}},
    [COLOR_WHITE] = {"white", {0xFFFFFF}},
    [COLOR_LINE] = {"line", {0xA9BFB0}},
    [COLOR_LINE_STRONG] = {"line-strong", {0x4C6A60}},
    [COLOR_CARD_LINE] = {"card-line", {0xC9D9CC}},
    [COLOR_RULE] = {"rule", {0xD2DFD4}},
    [COLOR_INK] = {"ink", {0x12302A}},
    [COLOR_INK_2] = {"ink-2", {0x2F4B44}},
    [COLOR_SPRUCE] = {"spruce", {0x17493D}},
    [COLOR_SPRUCE_2] = {"spruce-2", {0x0D352B}},
    [COLOR_SPRUCE_RULE] = {"spruce-rule", {0x4E7F71}},
    [COLOR_ON_SPRUCE] = {"on-spruce", {0xF4F9F2}},
    [COLOR_BRASS] = {"brass", {0xF2BC4E}},
    [COLOR_BRASS_3] = {"brass-3", {0x7A5200}},
    [COLOR_BRASS_100] = {"brass-100", {0xFBE9BF}},
    [COLOR_BRASS_INK] = {"brass-ink", {0x4A3000}},
    [COLOR_BRASS_SOFT] = {"brass-soft", {0xF7DFA6}},
    [COLOR_NOTE_LINE] = {"note-line", {0xD9B565}},
    [COLOR_MADDER] = {"madder", {0x8F2419}},
    [COLOR_MADDER_2] = {"madder-2", {0x651209}},
    [COLOR_MADDER_100] = {"madder-100", {0xFBE6E0}},
    [COLOR_HELP_EDGE] = {"help-edge", {0xF4C9BE}},
    [COLOR_ROSE] = {"rose", {0xFBF0EB}},
    [COLOR_ROSE_RULE] = {"rose-rule", {0xE3C3B9}},
    [COLOR_HERE] = {"here", {0x0E4A33}},
    [COLOR_HERE_INK] = {"here-ink", {0x0E3F2C}},
    [COLOR_HERE_100] = {"here-100", {0xCFE7D4}},
    [COLOR_SKY_INK] = {"sky-ink", {0x1B4056}},
    [COLOR_SKY_100] = {"sky-100", {0xD9E7EE}},
    [COLOR_KEY_FN] = {"key-fn", {0xC3D6C7}},
    [COLOR_KEY_LIP] = {"key-lip", {0x9FB8A8}},
    [COLOR_LIP] = {"lip", {0xB9CDBE}},
    [COLOR_FOCUS] = {"focus", {0x1747C7}},
    [COLOR_COVER] = {"cover", {0xD5E4D6}},
    [COLOR_BLACK] = {"black", {0x000000}},
};

const struct color_pair theme_text_pairs[] = {
    {COLOR_INK, COLOR_MIST},           {COLOR_INK, COLOR_PAPER},       {COLOR_INK, COLOR_MIST_2},
    {COLOR_INK, COLOR_WHITE},          {COLOR_INK, COLOR_BRASS},       {COLOR_INK, COLOR_BRASS_100},
    {COLOR_INK, COLOR_ROSE},           {COLOR_INK, COLOR_KEY_FN},      {COLOR_INK, COLOR_COVER},
    {COLOR_INK_2, COLOR_MIST},         {COLOR_INK_2, COLOR_PAPER},     {COLOR_INK_2, COLOR_MIST_2},
    {COLOR_ON_SPRUCE, COLOR_SPRUCE},   {COLOR_WHITE, COLOR_SPRUCE},    {COLOR_BRASS_SOFT, COLOR_SPRUCE},
    {COLOR_ON_SPRUCE, COLOR_SPRUCE_2}, {COLOR_WHITE, COLOR_SPRUCE_2},  {COLOR_WHITE, COLOR_MADDER},
    {COLOR_WHITE, COLOR_MADDER_2},     {COLOR_MADDER, COLOR_PAPER},    {COLOR_MADDER_2, COLOR_MADDER_100},
    {COLOR_MADDER_2, COLOR_PAPER},     {COLOR_MADDER_2, COLOR_ROSE},   {COLOR_HERE, COLOR_PAPER},
    {COLOR_HERE_INK, COLOR_HERE_100},  {COLOR_BRASS_INK, COLOR_PAPER}, {COLOR_BRASS_INK, COLOR_BRASS_100},
    {COLOR_SKY_INK, COLOR_PAPER},      {COLOR_SKY_INK, COLOR_SKY_100}, {COLOR_INK, COLOR_HERE_100},
    {COLOR_BLACK, COLOR_WHITE},        {COLOR_HERE_INK, COLOR_PAPER},  {COLOR_INK, COLOR_MADDER_100},
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
