/* Rows first, then columns, in whole numbers: the first page waits for its scene, and half a million pixels
 * go through here. A pixel's four channels are spread over 64 bits, 16 each, so that one multiplication
 * weighs all of them: 255 times the sum of all weights just fits. */
#include "platform/scale.h"

#include <math.h>
#include <stdlib.h>

#define WEIGHT_WHOLE 256

/* How much one pixel of the first picture counts. */
struct tap {
    int at;
    unsigned weight;
};

/* One side of the new picture: pixel i is made of the taps from starts[i] to before starts[i + 1]. */
struct side {
    struct tap *taps;
    int *starts;
};

static void side_release(struct side *side)
{
    free(side->taps);
    free(side->starts);
}

/* Weights are differences of rounded sums, so that they always add up to the whole. */
static int add_taps(struct tap *taps, double start, double end)
{
    int count = 0;
    unsigned before = 0;
    for (int at = (int)start; at < end; at++) {
        double covered = (fmin(end, at + 1) - start) / (end - start);
        unsigned sum = (unsigned)(covered * WEIGHT_WHOLE + 0.5);
        if (sum > before)
            taps[count++] = (struct tap){at, sum - before};
        before = sum;
    }
    return count;
}

/* At least one pixel wide, so that enlarging blends neighbours too. */
static bool side_make(int from, int to, struct side *ret_side)
{
    double ratio = (double)from / to, half = fmax(ratio, 1) / 2;
    struct side side = {calloc((size_t)from + 3 * (size_t)to, sizeof *side.taps),
                        calloc((size_t)to + 1, sizeof *side.starts)};
    *ret_side = side;
    if (side.taps == NULL || side.starts == NULL)
        return false;
    for (int i = 0; i < to; i++) {
        double middle = (i + 0.5) * ratio;
        side.starts[i + 1] = side.starts[i] + add_taps(&side.taps[side.starts[i]], fmax(0, middle - half),
                                                       fmin(from, middle + half));
    }
    return true;
}

static uint64_t spread(uint32_t pixel)
{
    uint64_t p = pixel;
    return (p & 0xFF) | (p & 0xFF00) << 8 | (p & 0xFF0000) << 16 | (p & 0xFF000000) << 24;
}

static uint32_t gathered(uint64_t sums)
{
    sums += UINT64_C(0x0080008000800080); /* half a step: rounds to the nearest */
    return (uint32_t)((sums >> 8 & 0xFF) | (sums >> 16 & 0xFF00) | (sums >> 24 & 0xFF0000) |
                      (sums >> 32 & 0xFF000000));
}

static void mix_rows(const struct picture *picture, const struct tap *tap, const struct tap *end,
                     uint64_t *sums)
{
    for (int x = 0; x < picture->width; x++)
        sums[x] = 0;
    for (; tap < end; tap++) {
        const uint32_t *row = picture->data + (size_t)tap->at * (size_t)picture->width;
        for (int x = 0; x < picture->width; x++)
            sums[x] += spread(row[x]) * tap->weight;
    }
    for (int x = 0; x < picture->width; x++)
        sums[x] = spread(gathered(sums[x]));
}

static void mix_columns(const uint64_t *row, const struct side *columns, int width, uint32_t *ret_row)
{
    for (int x = 0; x < width; x++) {
        uint64_t sum = 0;
        for (int i = columns->starts[x]; i < columns->starts[x + 1]; i++)
            sum += row[columns->taps[i].at] * columns->taps[i].weight;
        ret_row[x] = gathered(sum);
    }
}

struct picture picture_scaled(const struct picture *picture, int width, int height)
{
    struct picture result = {malloc((size_t)width * (size_t)height * sizeof(uint32_t)), width, height};
    struct side rows = {0}, columns = {0};
    uint64_t *sums = malloc((size_t)picture->width * sizeof *sums);
    bool ready = side_make(picture->height, height, &rows) && side_make(picture->width, width, &columns);
    if (!ready || sums == NULL) {
        free(result.data);
        result.data = NULL;
    }
    for (int y = 0; result.data != NULL && y < height; y++) {
        mix_rows(picture, rows.taps + rows.starts[y], rows.taps + rows.starts[y + 1], sums);
        mix_columns(sums, &columns, width, result.data + (size_t)y * (size_t)width);
    }
    free(sums);
    side_release(&rows);
    side_release(&columns);
    return result;
}
