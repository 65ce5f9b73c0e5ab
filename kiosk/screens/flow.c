/* Blocks into pages. Heights are measured once; then blocks go down the page, beside the side piece first,
 * and onto the next page where this one is full. */
#include "screens/flow.h"

#include "screens/pieces.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GAP_BAR      20
#define GAP_TITLE    16
#define GAP_CELLS    20
#define GAP_SIDE     36
#define BAR_PORTRAIT 150
#define WIDE_LEAST   480
#define FOOT_COLUMN  400 /* the bar's, beside the blocks */
#define FOOT_LARGE   430
#define NOTE_GAP     24

/* ---- collecting ---- */

static const void *keep(struct flow *flow, const void *what, size_t size)
{
    void *copy = arena_alloc(&flow->view->list->arena, size);
    if (copy == NULL)
        abort(); /* a page without its blocks must not be shown */
    return memcpy(copy, what, size);
}

static bool bar_at_end(const struct flow *flow)
{
    return flow->view->mode.lower && !view_portrait_page(flow->view);
}

void flow_begin(struct flow *flow, const struct app *app, struct view *view, enum color background)
{
    memset(flow, 0, sizeof *flow);
    flow->app = app;
    flow->view = view;
    flow->area = view_page(view, background);
    if (!bar_at_end(flow))
        return;
    /* Low down there is little height, so the buttons stand beside what they are about. */
    flow->bar_column =
        rect_cut_end(&flow->area, view->mode.text_size == TEXT_USUAL ? FOOT_COLUMN : FOOT_LARGE);
    rect_cut_end(&flow->area, GAP_SIDE);
}

void flow_foot_column(struct flow *flow, int width)
{
    int more = flow->bar_column.w - width;
    if (!bar_at_end(flow) || more <= 0)
        return;
    flow->area.w += more;
    flow->bar_column.x += more;
    flow->bar_column.w = width;
}

void flow_title(struct flow *flow, struct text_style style, const char *text)
{
    flow->title = text;
    flow->title_style = style;
}

static struct flow_block *add_block(struct flow *flow, int gap, unsigned flags, flow_height *height,
                                    flow_draw *draw)
{
    assert(flow->count < FLOW_BLOCKS_MAX);
    struct flow_block *block = &flow->blocks[flow->count++];
    *block = (struct flow_block){
        .height = height, .draw = draw, .columns = 1, .cells = 1, .gap = gap, .flags = flags};
    if (flow->breaks)
        block->flags |= FLOW_BREAK;
    flow->breaks = false;
    return block;
}

void flow_add(struct flow *flow, int gap, unsigned flags, flow_height *height, flow_draw *draw,
              const void *what, size_t size)
{
    add_block(flow, gap, flags, height, draw)->what[0] = keep(flow, what, size);
}

/* The i-th of several. */
static void add_cell(struct flow *flow, int i, int gap, int least_width, flow_height *height, flow_draw *draw,
                     const void *what, size_t size)
{
    struct flow_block *cell = add_block(flow, i == 0 ? gap : GAP_CELLS, FLOW_TARGET, height, draw);
    cell->what[0] = keep(flow, what, size);
    cell->least_width = least_width;
    cell->joins = i > 0;
}

void flow_cells(struct flow *flow, int gap, int count, int least_width, flow_height *height, flow_draw *draw,
                const void *what, size_t size)
{
    for (int i = 0; i < count; i++)
        add_cell(flow, i, gap, least_width, height, draw, (const char *)what + (size_t)i * size, size);
}

struct option_cell {
    struct flow_option option;
    int least_height;
};

static int option_height(struct view *view, int width, const void *what)
{
    const struct option_cell *cell = what;
    int words = view_option_height(view, width, cell->option.text);
    int least = view_at_least(view, cell->least_height, 20);
    return words > least ? words : least;
}

static void option_draw(struct view *view, struct rect box, const void *what)
{
    const struct flow_option *option = &((const struct option_cell *)what)->option;
    view_option(view, box, option->text, option->chosen, option->action);
}

void flow_options(struct flow *flow, int gap, int least_width, int least_height,
                  const struct flow_option *options, int count)
{
    for (int i = 0; i < count; i++) {
        struct option_cell cell = {options[i], least_height};
        add_cell(flow, i, gap, least_width, option_height, option_draw, &cell, sizeof cell);
    }
}

void flow_side(struct flow *flow, struct flow_side side, size_t size)
{
    flow->side = side;
    flow->side.what = keep(flow, side.what, size);
}

void flow_bar(struct flow *flow, struct bar_button button)
{
    assert(flow->bar_count < BAR_BUTTONS_MAX);
    flow->bar[flow->bar_count++] = button;
}

/* ---- the bar at the foot ---- */

struct bar_rows {
    struct bar_button upper[BAR_BUTTONS_MAX + 1]; /* the ways beside the page's own action */
    int upper_count;
    int upper_columns;
    struct bar_button
        lower[BAR_BUTTONS_MAX + 1]; /* the page's own action, lowest; with the others where they fit */
    int lower_count;
    int upper_height, lower_height; /* faces */
};

static int natural_width(struct view *view, const struct bar_button *buttons, int count)
{
    int width = (count - 1) * GAP_BAR;
    for (int i = 0; i < count; i++)
        width += bar_natural_width(view, &buttons[i]);
    return width;
}

static int words_in_face(struct view *view, const struct bar_button *button, int width)
{
    return view_button_height(view, width, button->style, button->icon, button->icon_size, button->text);
}

/* Of buttons that are `width` wide each. */
static int face_height(struct view *view, const struct bar_button *buttons, int count, int drawn, int width)
{
    int height = view_at_least(view, drawn, 20);
    for (int i = 0; i < count; i++) {
        int words = words_in_face(view, &buttons[i], width);
        height = buttons[i].height > height ? buttons[i].height : height;
        height = words > height ? words : height;
    }
    return height;
}

static struct bar_button more_button(const struct flow *flow)
{
    bool own = flow->more_id != NULL;
    struct bar_button button =
        bar_way(flow->view, own ? flow->more_icon : "next", own ? flow->more_id : "common.more", DO_MORE);
    button.icon_after = !own;
    return button;
}

/* A column has no room for large icons and letters; its buttons are known by their place. */
static void make_narrow(struct bar_button *button)
{
    button->style = button->style.size > STYLE_KEY.size ? STYLE_KEY : button->style;
    button->icon_size = button->icon_size > 48 ? 48 : button->icon_size;
}

/* The page's own action stands in reach of people who sit, so it may be high; low down there is no room. */
static int bar_drawn(const struct view *view)
{
    return view_portrait_page(view) && !view->mode.lower ? BAR_PORTRAIT : PRIMARY_HEIGHT;
}

/* On an upright display, where lines are dear, two buttons share one where no word of them breaks. */
static bool share_line(const struct flow *flow, const struct bar_button *row, int count, int *ret_height)
{
    struct view *view = flow->view;
    int widths[BAR_BUTTONS_MAX];
    if (!view_portrait_page(view) || count != 2)
        return false;
    bar_widths(view, flow->area.w, row, count, widths);
    *ret_height = face_height(view, row, 0, bar_drawn(view), 0);
    for (int i = 0; i < count; i++) {
        int words = words_in_face(view, &row[i], widths[i]);
        if (view_button_breaks(view, widths[i], row[i].style, row[i].text))
            return false;
        *ret_height = words > *ret_height ? words : *ret_height;
    }
    return true;
}

static struct bar_rows bar_rows(const struct flow *flow, bool more, bool last)
{
    struct view *view = flow->view;
    struct bar_rows rows = {0};
    if (more && !last)
        rows.upper[rows.upper_count++] = more_button(flow);
    for (int i = 0; i < flow->bar_count; i++) {
        if (flow->bar[i].grows)
            rows.lower[rows.lower_count++] = flow->bar[i];
        else if (last)
            rows.upper[rows.upper_count++] = flow->bar[i];
    }
    if (bar_at_end(flow)) {
        for (int i = 0; i < rows.lower_count; i++)
            make_narrow(&rows.lower[i]);
        rows.upper_columns = 1;
        rows.upper_height =
            face_height(view, rows.upper, rows.upper_count, PRIMARY_HEIGHT, flow->bar_column.w);
        rows.lower_height =
            face_height(view, rows.lower, rows.lower_count, PRIMARY_HEIGHT, flow->bar_column.w);
        return rows;
    }
    bool upright = view_portrait_page(view);
    struct bar_button row[2 * BAR_BUTTONS_MAX];
    memcpy(row, rows.upper, (size_t)rows.upper_count * sizeof *row);
    memcpy(row + rows.upper_count, rows.lower, (size_t)rows.lower_count * sizeof *row);
    int count = rows.upper_count + rows.lower_count;
    bool pair = count <= 2 || !upright;
    if (count <= BAR_BUTTONS_MAX && pair && natural_width(view, row, count) <= flow->area.w) {
        memcpy(rows.lower, row, (size_t)count * sizeof *row);
        rows.lower_count = count;
        rows.upper_count = 0;
    }
    int shared;
    if (rows.upper_count > 0 && share_line(flow, row, count, &shared)) {
        memcpy(rows.lower, row, (size_t)count * sizeof *row);
        rows.lower_count = count;
        rows.upper_count = 0;
        rows.lower_height = shared;
        return rows;
    }
    rows.upper_columns =
        natural_width(view, rows.upper, rows.upper_count) <= flow->area.w ? rows.upper_count : 1;
    /* Side by side they fit on one line each; else each has the whole width. */
    rows.upper_height = face_height(view, rows.upper, rows.upper_count, PRIMARY_HEIGHT, flow->area.w);
    rows.lower_height =
        face_height(view, rows.lower, rows.lower_count,
                    upright && !view->mode.lower ? BAR_PORTRAIT : PRIMARY_HEIGHT, flow->area.w);
    return rows;
}

static int bar_height(const struct bar_rows *rows)
{
    int height = rows->lower_count > 0 ? rows->lower_height + LIP : 0;
    if (rows->upper_count > 0) {
        int lines = (rows->upper_count + rows->upper_columns - 1) / rows->upper_columns;
        height += lines * (rows->upper_height + LIP + GAP_BAR) - (rows->lower_count > 0 ? 0 : GAP_BAR);
    }
    return height;
}

/* Buttons on one line share what is left over. */
static void draw_row(const struct flow *flow, struct rect row, const struct bar_button *buttons, int count)
{
    struct bar_button shared[BAR_BUTTONS_MAX + 1];
    memcpy(shared, buttons, (size_t)count * sizeof *shared);
    for (int i = 0; i < count; i++)
        shared[i].grows = true;
    page_bar(flow->view, row, shared, count);
}

static void draw_bar(const struct flow *flow, struct rect area, const struct bar_rows *rows)
{
    for (int i = 0; i < rows->upper_count; i += rows->upper_columns) {
        draw_row(flow, rect_cut_top(&area, rows->upper_height + LIP), &rows->upper[i], rows->upper_columns);
        rect_cut_top(&area, GAP_BAR);
    }
    if (rows->lower_count > 0)
        page_bar(flow->view, area, rows->lower, rows->lower_count);
}

/* What the bar takes off the page's foot. */
static int foot_height(const struct flow *flow, const struct bar_rows *rows)
{
    return bar_at_end(flow) ? 0 : bar_height(rows);
}

/* ---- placing ---- */

/* How high the block is in this width, and whether a word of it is wider than its room. */
static int block_height(const struct flow *flow, const struct flow_block *block, int width, bool *ret_breaks)
{
    int height = 0;
    flow->view->breaks = false;
    for (int i = 0; i < block->cells; i++) {
        struct rect cell = rect_column((struct rect){0, 0, width, 0}, i, block->columns, GAP_CELLS);
        int each = block->height(flow->view, cell.w, block->what[i]);
        height = each > height ? each : height;
    }
    *ret_breaks = flow->view->breaks;
    return height;
}

/* How the pages are cut: what all blocks of one page share. */
struct cursor {
    struct rect area; /* of this page, below the title, above the bar */
    struct rect side; /* w 0: none on this page */
    int page;
    int y;
    bool empty; /* nothing stands on the page yet */
};

static struct rect beside(const struct flow *flow, const struct cursor *at, int y)
{
    struct rect row = {at->area.x, y, at->area.w, 0};
    if (at->side.w == 0 || y >= at->side.y + at->side.h + GAP_BAR)
        return row;
    row.w -= at->side.w + GAP_SIDE;
    if (!flow->side.at_end)
        row.x += at->side.w + GAP_SIDE;
    return row;
}

/* Where the block would stand; false: this page has no room for it. */
static bool try_place(const struct flow *flow, const struct cursor *at, struct flow_block *block)
{
    int y = at->empty ? at->y : at->y + block->gap;
    int least = view_control_top(flow->view);
    if ((block->flags & FLOW_TARGET) && y < least)
        y = least;
    struct rect row = beside(flow, at, y);
    bool breaks;
    int height = block_height(flow, block, row.w, &breaks);
    bool besides = row.w < at->area.w;
    /* What needs more width than is left goes below. */
    bool narrow = breaks || ((block->flags & FLOW_WIDE) && row.w < WIDE_LEAST);
    if (besides && (block->columns > 1 || narrow)) {
        y = at->side.y + at->side.h + GAP_BAR;
        row = beside(flow, at, y);
        height = block_height(flow, block, row.w, &breaks);
    }
    block->box = (struct rect){row.x, y, row.w, height};
    block->page = at->page;
    return y + height <= at->area.y + at->area.h;
}

static void next_page(struct cursor *at)
{
    at->page++;
    at->y = at->area.y;
    at->side.w = 0;
    at->empty = true;
}

static bool next_fits_too(const struct flow *flow, const struct cursor *at, int index)
{
    struct cursor behind = *at;
    struct flow_block block = flow->blocks[index], next;
    if (!(block.flags & FLOW_KEEP) || index + 1 >= flow->count)
        return true;
    behind.y = block.box.y + block.box.h;
    behind.empty = false;
    next = flow->blocks[index + 1];
    return try_place(flow, &behind, &next);
}

/* Places the blocks from `first` on; returns the number of pages. A block that is higher than a whole page
 * stands on its own. */
static int place_from(struct flow *flow, int first, struct cursor at)
{
    for (int i = first; i < flow->count; i++) {
        struct flow_block *block = &flow->blocks[i];
        bool fits = try_place(flow, &at, block) && next_fits_too(flow, &at, i);
        if (!fits && (block->flags & FLOW_SPARE)) {
            block->page = -1;
            continue;
        }
        bool waits = !at.empty || at.side.w > 0;
        if ((block->flags & FLOW_BREAK) && i > first)
            fits = false;
        if (!fits && waits) {
            next_page(&at);
            try_place(flow, &at, block);
        }
        at.y = block->box.y + block->box.h;
        at.empty = false;
    }
    return at.page + 1;
}

/* ---- columns ---- */

#define COLUMN_MOST 46 /* per cent of the page that the bar's column may take */

/* Whether the buttons of any page stand in a column of this width, below what is out of reach. */
static bool column_holds(struct flow *flow, int width)
{
    struct view *view = flow->view;
    const struct bar_rows pages[] = {bar_rows(flow, false, true), bar_rows(flow, true, false)};
    for (int i = 0; i < flow->bar_count; i++) {
        struct bar_button button = flow->bar[i];
        make_narrow(&button);
        if (view_button_breaks(view, width, button.style, button.text))
            return false;
    }
    int room = flow->area.y + flow->area.h - view_control_top(view);
    return bar_height(&pages[0]) <= room && bar_height(&pages[1]) <= room;
}

static void widen_column(struct flow *flow)
{
    const int all = flow->area.w + flow->bar_column.w, most = all * COLUMN_MOST / 100;
    while (flow->bar_column.w < most && !column_holds(flow, flow->bar_column.w)) {
        flow->area.w -= GAP_BAR;
        flow->bar_column.x -= GAP_BAR;
        flow->bar_column.w += GAP_BAR;
    }
}

/* A column at the end has room for two buttons; where there are more, the ways go among the blocks. */
static void spread_ways(struct flow *flow)
{
    struct bar_button ways[BAR_BUTTONS_MAX];
    int ways_count = 0, kept = 0;
    if (!bar_at_end(flow) || flow->bar_count <= 2)
        return;
    for (int i = 0; i < flow->bar_count; i++) {
        if (flow->bar[i].grows)
            flow->bar[kept++] = flow->bar[i];
        else
            ways[ways_count++] = flow->bar[i];
    }
    flow->bar_count = kept;
    for (int i = 0; i < ways_count; i++)
        flow_button(flow, 20, ways[i]);
}

/* How many of the cells that follow each other from `first` on can stand side by side. */
static int columns_of(const struct flow *flow, const struct flow_block *first, int count)
{
    int columns = (flow->area.w + GAP_CELLS) / (first->least_width + GAP_CELLS);
    columns = columns > FLOW_CELLS_MAX ? FLOW_CELLS_MAX : columns;
    columns = columns > count ? count : columns;
    for (; columns > 1; columns--) {
        bool breaks = false;
        int width = rect_column((struct rect){0, 0, flow->area.w, 0}, 0, columns, GAP_CELLS).w;
        for (int i = 0; i < count && !breaks; i++)
            block_height(flow, &first[i], width, &breaks);
        if (!breaks)
            break;
    }
    /* As many rows of fewer columns have the wider cells. */
    while (columns > 1 && (count + columns - 2) / (columns - 1) == (count + columns - 1) / columns)
        columns--;
    return columns;
}

/* Cells into rows. */
static void pack_cells(struct flow *flow)
{
    int kept = 0;
    for (int i = 0, count; i < flow->count; i += count) {
        const struct flow_block *cells = &flow->blocks[i];
        for (count = 1; i + count < flow->count && cells[count].joins;)
            count++;
        int columns = cells->least_width > 0 ? columns_of(flow, cells, count) : 1;
        for (int j = 0; j < count; j += columns) {
            struct flow_block row = cells[j];
            row.columns = columns;
            row.cells = count - j < columns ? count - j : columns;
            for (int k = 1; k < row.cells; k++) {
                row.what[k] = cells[j + k].what[0];
                row.flags |= cells[j + k].flags;
            }
            flow->blocks[kept++] = row;
        }
    }
    flow->count = kept;
}

/* When all is collected, once. */
static void settle(struct flow *flow)
{
    if (flow->settled)
        return;
    flow->settled = true;
    spread_ways(flow);
    if (bar_at_end(flow))
        widen_column(flow);
    pack_cells(flow);
}

/* ---- the page ---- */

/* A title with a long word needs the whole width. */
static bool title_beside(const struct flow *flow)
{
    int room = flow->area.w - flow->side.width - GAP_SIDE;
    return flow->side.width > 0 && (flow->side.beside_title || !view_portrait_page(flow->view)) &&
           (flow->title == NULL || !view_breaks(flow->view, flow->title_style, room, flow->title));
}

static int title_width(const struct flow *flow, int page)
{
    int width = flow->area.w;
    if (page == 0 && title_beside(flow))
        width -= flow->side.width + GAP_SIDE;
    return width;
}

static int title_height(const struct flow *flow, int page)
{
    if (flow->title == NULL)
        return 0;
    return view_text_height(flow->view, flow->title_style, title_width(flow, page), flow->title) + GAP_TITLE;
}

/* The first page's cursor with `foot` kept for the bar. */
static struct cursor cursor_at(const struct flow *flow, int page, int foot)
{
    struct cursor at = {.area = flow->area, .page = page, .empty = true};
    int title = title_height(flow, page);
    if (foot > 0)
        rect_cut_bottom(&at.area, foot + GAP_BAR);
    if (page == 0 && flow->side.width > 0) {
        at.side = (struct rect){at.area.x, at.area.y, flow->side.width, flow->side.height};
        if (!title_beside(flow))
            at.side.y += title;
        if (flow->side.at_end)
            at.side.x += at.area.w - at.side.w;
    }
    rect_cut_top(&at.area, title);
    at.y = at.area.y;
    return at;
}

int flow_room(const struct flow *flow)
{
    const struct bar_rows some = bar_rows(flow, true, false), all = bar_rows(flow, true, true);
    int foot = foot_height(flow, &some), last = foot_height(flow, &all);
    return cursor_at(flow, 1, foot > last ? foot : last).area.h;
}

static bool side_fits(const struct flow *flow, const struct bar_rows *rows)
{
    struct cursor at = cursor_at(flow, 0, foot_height(flow, rows));
    return at.side.w == 0 || at.side.y + at.side.h <= at.area.y + at.area.h;
}

/* The last page has more buttons than the others: what then has no room there goes onto one more. */
static int paginate(struct flow *flow)
{
    struct bar_rows all = bar_rows(flow, false, true), some = bar_rows(flow, true, false);
    bool fits = side_fits(flow, &all);
    if (fits && place_from(flow, 0, cursor_at(flow, 0, foot_height(flow, &all))) == 1)
        return 1;
    int pages = place_from(flow, 0, cursor_at(flow, 0, foot_height(flow, &some)));
    int first = flow->count;
    while (first > 0 && (flow->blocks[first - 1].page == pages - 1 || flow->blocks[first - 1].page < 0))
        first--;
    if (pages == 1 && !fits) { /* the side piece alone leaves no room for all buttons */
        first = flow->count - 1;
        pages = 2;
    }
    return place_from(flow, first, cursor_at(flow, pages - 1, foot_height(flow, &all)));
}

static void draw_title(const struct flow *flow, int page, int pages)
{
    struct view *view = flow->view;
    struct rect box = {flow->area.x, flow->area.y, title_width(flow, page), 0};
    if (flow->title == NULL)
        return;
    if (page == 0 && title_beside(flow) && !flow->side.at_end)
        box.x += flow->side.width + GAP_SIDE;
    char n[12], m[12];
    snprintf(n, sizeof n, "%d", page + 1);
    snprintf(m, sizeof m, "%d", pages);
    const char *note = pages > 1 ? view_fill(view, "board.page", "n", n, "m", m, NULL) : flow->note;
    int height = view_title(view, box, flow->title_style, flow->title);
    int room = box.w - view_text_width(view, flow->title_style, flow->title) - NOTE_GAP;
    /* Where there is room: the words of the title go first. */
    if (note == NULL || view_text_width(view, STYLE_LABEL_SEMI, note) > room || height > 2 * box.w)
        return;
    int line = view_text_height(view, STYLE_LABEL_SEMI, box.w, note);
    view_text(view, (struct rect){box.x, box.y + (height - line) / 2, box.w, 0}, STYLE_LABEL_SEMI,
              COLOR_INK_2, ALIGN_END, note);
    view_last(view)->box.x += box.w - view_text_width(view, STYLE_LABEL_SEMI, note);
    view_last(view)->box.w = view_text_width(view, STYLE_LABEL_SEMI, note);
}

/* In the middle of the gap above. */
static void draw_rule(const struct flow *flow, const struct flow_block *block)
{
    bool first = block == flow->blocks || block[-1].page != block->page;
    if ((block->flags & FLOW_RULED) && !first)
        view_rule(flow->view, block->box.x, block->box.y - block->gap / 2 - 1, block->box.w, COLOR_RULE);
}

static void draw_block(const struct flow *flow, const struct flow_block *block)
{
    draw_rule(flow, block);
    for (int i = 0; i < block->cells; i++)
        block->draw(flow->view, rect_column(block->box, i, block->columns, GAP_CELLS), block->what[i]);
}

void flow_flag(struct flow *flow, unsigned flags)
{
    assert(flow->count > 0);
    flow->blocks[flow->count - 1].flags |= flags;
}

void flow_break(struct flow *flow)
{
    flow->breaks = true;
}

int flow_pages(struct flow *flow)
{
    settle(flow);
    return paginate(flow);
}

void flow_end(struct flow *flow, unsigned rail_flags)
{
    settle(flow);
    int pages = paginate(flow);
    int page = (int)flow->app->visit.part < pages ? (int)flow->app->visit.part : pages - 1;
    bool last = page == pages - 1;
    flow->view->list->parts = pages;
    draw_title(flow, page, pages);
    struct bar_rows rows = bar_rows(flow, pages > 1, last);
    struct cursor at = cursor_at(flow, page, foot_height(flow, &rows));
    if (at.side.w > 0)
        flow->side.draw(flow->view, at.side, flow->side.what);
    for (int i = 0; i < flow->count; i++)
        if (flow->blocks[i].page == page)
            draw_block(flow, &flow->blocks[i]);
    struct rect foot = bar_at_end(flow) ? flow->bar_column : flow->area;
    draw_bar(flow, rect_cut_bottom(&foot, bar_height(&rows)), &rows);
    /* Back leads to the page before, also where the name stands otherwise. */
    if (page > 0)
        rail_flags = (rail_flags & ~(unsigned)RAIL_BRAND) | RAIL_BACK;
    page_rail(flow->app, flow->view, rail_flags);
}

/* ---- blocks that many pages have ---- */

struct words {
    struct text_style style;
    enum color color;
    const char *text;
};

static int words_height(struct view *view, int width, const void *what)
{
    const struct words *words = what;
    return view_text_height(view, words->style, width, words->text);
}

static void words_draw(struct view *view, struct rect box, const void *what)
{
    const struct words *words = what;
    view_text(view, box, words->style, words->color, ALIGN_START, words->text);
}

void flow_words(struct flow *flow, int gap, unsigned flags, struct text_style style, enum color color,
                const char *text)
{
    struct words words = {style, color, text};
    flow_add(flow, gap, flags, words_height, words_draw, &words, sizeof words);
}

#define LINE_ICON 48
#define LINE_GAP  18

struct line {
    const char *icon;
    enum color icon_color;
    struct text_style style;
    const char *text;
};

static int line_height(struct view *view, int width, const void *what)
{
    const struct line *line = what;
    int height = view_text_height(view, line->style, width - LINE_ICON - LINE_GAP, line->text);
    return height > LINE_ICON ? height : LINE_ICON;
}

static void line_draw(struct view *view, struct rect box, const void *what)
{
    const struct line *line = what;
    int first = view_style(view, line->style).line;
    int words = view_text_height(view, line->style, box.w - LINE_ICON - LINE_GAP, line->text);
    int top = box.y + (box.h > words ? (box.h - words) / 2 : 0);
    view_icon(view, box.x, top + (first - LINE_ICON) / 2, LINE_ICON, line->icon, line->icon_color);
    rect_cut_start(&box, LINE_ICON + LINE_GAP);
    box.y = top;
    view_text(view, box, line->style, COLOR_INK, ALIGN_START, line->text);
}

void flow_line(struct flow *flow, int gap, unsigned flags, const char *icon, enum color icon_color,
               struct text_style style, const char *text)
{
    struct line line = {icon, icon_color, style, text};
    flow_add(flow, gap, flags, line_height, line_draw, &line, sizeof line);
}

struct step {
    const char *number;
    const char *text;
};

static int step_height(struct view *view, int width, const void *what)
{
    return view_step_height(view, width, ((const struct step *)what)->text);
}

static void step_draw(struct view *view, struct rect box, const void *what)
{
    const struct step *step = what;
    view_step(view, box, step->number, step->text);
}

void flow_step(struct flow *flow, int gap, const char *number, const char *text)
{
    struct step step = {number, text};
    flow_add(flow, gap, 0, step_height, step_draw, &step, sizeof step);
}

static int button_height(struct view *view, int width, const void *what)
{
    return face_height(view, what, 1, SECONDARY_HEIGHT, width) + LIP;
}

static void button_draw(struct view *view, struct rect box, const void *what)
{
    struct bar_button button = *(const struct bar_button *)what;
    button.grows = true;
    page_bar(view, box, &button, 1);
}

void flow_button(struct flow *flow, int gap, struct bar_button button)
{
    flow_add(flow, gap, FLOW_TARGET, button_height, button_draw, &button, sizeof button);
}

#define CARD_PADDING 24

struct card {
    const char *icon;
    struct text_style head_style;
    const char *head, *more;
};

static int card_words(const struct card *card, int width)
{
    return width - 2 * CARD_PADDING - (card->icon ? LINE_ICON + LINE_GAP : 0);
}

static int card_height(struct view *view, int width, const void *what)
{
    const struct card *card = what;
    int height = 2 * 20;
    if (card->head)
        height += view_text_height(view, card->head_style, card_words(card, width), card->head);
    if (card->more)
        height += view_text_height(view, STYLE_FACT, card_words(card, width), card->more);
    return height;
}

static void card_draw(struct view *view, struct rect box, const void *what)
{
    const struct card *card = what;
    view_card(view, box);
    box = rect_inset(box, CARD_PADDING, 20);
    if (card->icon) {
        int line = view_style(view, card->head_style).line;
        view_icon(view, box.x, box.y + (line - LINE_ICON) / 2, LINE_ICON, card->icon, COLOR_INK);
        rect_cut_start(&box, LINE_ICON + LINE_GAP);
    }
    if (card->head)
        rect_cut_top(&box, view_text(view, box, card->head_style, COLOR_INK, ALIGN_START, card->head));
    if (card->more)
        view_text(view, box, STYLE_FACT, COLOR_INK, ALIGN_START, card->more);
}

void flow_card(struct flow *flow, int gap, const char *icon, struct text_style head_style, const char *head,
               const char *more)
{
    struct card card = {icon, head_style, head, more};
    flow_add(flow, gap, 0, card_height, card_draw, &card, sizeof card);
}

struct note {
    const char *icon, *head, *more;
};

static int note_height(struct view *view, int width, const void *what)
{
    const struct note *note = what;
    return page_note_height(view, width, note->head, note->more);
}

static void note_draw(struct view *view, struct rect box, const void *what)
{
    const struct note *note = what;
    page_note(view, box, note->icon, note->head, note->more);
}

void flow_note(struct flow *flow, int gap, const char *icon, const char *head, const char *more)
{
    struct note note = {icon, head, more};
    flow_add(flow, gap, 0, note_height, note_draw, &note, sizeof note);
}

struct call {
    const char *number, *icon, *head, *line;
};

static int call_height(struct view *view, int width, const void *what)
{
    const struct call *call = what;
    return view_call_height(view, width, 6, call->head, call->line);
}

static void call_draw(struct view *view, struct rect box, const void *what)
{
    const struct call *call = what;
    view_call_row(view, box, 6, call->number, call->icon, call->head, call->line);
}

void flow_call(struct flow *flow, int gap, const char *number, const char *icon, const char *head,
               const char *line)
{
    struct call call = {number, icon, head, line};
    flow_add(flow, gap, 0, call_height, call_draw, &call, sizeof call);
}

static int fact_height(struct view *view, int width, const void *what)
{
    return page_fact_height(view, width, what);
}

static void fact_draw(struct view *view, struct rect box, const void *what)
{
    page_fact(view, box, what);
}

void flow_fact(struct flow *flow, int gap, struct fact fact)
{
    flow_add(flow, gap, 0, fact_height, fact_draw, &fact, sizeof fact);
}

/* ---- the ticket ---- */

#define TICKET_SIDE_WIDTH  312
#define TICKET_SIDE_HEIGHT 400

struct ticket_words {
    struct ticket ticket;
    const char *below;
    bool sent;
};

static void ticket_draw(struct view *view, struct rect box, const void *what)
{
    const struct ticket_words *words = what;
    view_ticket(view, box, sign_name(words->ticket.sign), words_sign(view, words->ticket.sign),
                words->ticket.number, words->below, words->sent);
}

void flow_ticket(struct flow *flow, bool sent)
{
    struct view *view = flow->view;
    struct ticket_words words = {flow->app->visit.request.ticket, view_tr(view, "ticket.sign.short"), sent};
    struct flow_side side = {.draw = ticket_draw,
                             .what = &words,
                             .width = TICKET_SIDE_WIDTH,
                             .height = view_ticket_height(view, TICKET_SIDE_WIDTH, TICKET_SIDE_HEIGHT,
                                                          words_sign(view, words.ticket.sign), words.below)};
    flow_side(flow, side, sizeof words);
}
