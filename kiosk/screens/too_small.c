/* All that opens on a display that is too small for the pages: how large it is, what is needed, and how to
 * say so when its own numbers are wrong. In English, for the person who sets the kiosk up, and with the
 * numbers that somebody in danger needs. There is no rail: it would take the room that the words need. */
#include "screens/screen.h"

#include "ui/style.h"

#define MARGIN        40
#define LARGEST_MM    7.2 /* size of the letters: a capital I is two thirds of it */
#define LEAST_SIZE    24
#define TITLE_PERCENT 150
#define GAP_PERCENT   60 /* between paragraphs, of the size */
#define PARAGRAPHS    5

struct paragraph {
    struct text_style style;
    const char *text;
};

static struct paragraph paragraph(bool title, bool bold, int size, const char *text)
{
    int scaled = title ? size * TITLE_PERCENT / 100 : size;
    enum typeface face = title ? TYPEFACE_SERIF : TYPEFACE_SANS;
    return (struct paragraph){{face, bold ? 700 : 400, scaled, scaled * 5 / 4}, text};
}

static const char *size_words(const struct app *app, struct view *view)
{
    const struct canvas *canvas = &app->canvas;
    return arena_format(&view->list->arena,
                        "%s %.1f inches, corner to corner: %d x %d at %.0f dots per inch. Coachbell needs "
                        "10.1 to 15 inches, so the pages for patients do not open here.",
                        canvas->dpi_guessed ? "It does not say its size and counts as" : "It counts as",
                        canvas_inches(canvas), (int)(canvas->width * canvas->scale + 0.5),
                        (int)(canvas->height * canvas->scale + 0.5), canvas->px_per_mm * 25.4);
}

static const char *danger_words(const struct app *app, struct view *view)
{
    return arena_format(&view->list->arena, "Life in danger? Call %s. In crisis? Call%s %s.",
                        app->region.emergency, app->region.crisis_texts ? " or text" : "",
                        app->region.crisis);
}

static void write_paragraphs(const struct app *app, struct view *view, int size, struct paragraph *ret)
{
    ret[0] = paragraph(true, false, size, "This display is too small");
    ret[1] = paragraph(false, false, size, size_words(app, view));
    ret[2] = paragraph(false, false, size,
                       "Is it larger than that? Divide its dots across by its inches across, or press "
                       "Ctrl+Alt+I and hold a bank card to the ruler. Write the number into kiosk.conf "
                       "(dpi = 100.6, say) and start the kiosk again.");
    ret[3] = paragraph(false, true, size, "Patients: please ask the front desk for a coach.");
    ret[4] = paragraph(false, true, size, danger_words(app, view));
}

static int paragraphs_height(struct view *view, int width, int size, const struct paragraph *paragraphs)
{
    int height = (PARAGRAPHS - 1) * (size * GAP_PERCENT / 100);
    for (int i = 0; i < PARAGRAPHS; i++)
        height += view_text_height(view, paragraphs[i].style, width, paragraphs[i].text);
    return height;
}

static void too_small_view(const struct app *app, struct view *view)
{
    struct view exact = view_exact(view); /* as large as has room, whatever the display */
    struct rect area = {MARGIN, MARGIN, view->canvas.width - 2 * MARGIN, view->canvas.height - 2 * MARGIN};
    struct paragraph paragraphs[PARAGRAPHS];
    int size = view_at_least(view, LEAST_SIZE, LARGEST_MM);
    view->list->page = COLOR_MIST;
    view->list->theme = view->mode.theme;
    for (;; size -= 2) {
        write_paragraphs(app, &exact, size, paragraphs);
        if (size <= LEAST_SIZE || paragraphs_height(&exact, area.w, size, paragraphs) <= area.h)
            break;
    }
    view->list->title = paragraphs[0].text;
    for (int i = 0; i < PARAGRAPHS; i++)
        rect_cut_top(
            &area, view_text(&exact, area, paragraphs[i].style, COLOR_INK, ALIGN_START, paragraphs[i].text) +
                       size * GAP_PERCENT / 100);
}

const struct screen screen_too_small = {.name = "too-small", .view = too_small_view};
