/* card_image NAME DISPLAY_NAME PHONE NOTE SPACE_PX FOLDER: writes the card to FOLDER/card.vcf and its code,
 * as the kiosk draws it (whole pixels, black on white, quiet zone), to FOLDER/card.pgm. For oracle_test.py.
 */
#include "card/card.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

#define PX_PER_MM 5.9
#define MIN_MM    1.25

static void draw(const struct qr *qr, struct strbuf *out)
{
    int side_px = (qr->side + 2 * QR_QUIET_ZONE) * qr->module_px;

    strbuf_addf(out, "P5\n%d %d\n255\n", side_px, side_px);
    for (int y = 0; y < side_px; y++) {
        for (int x = 0; x < side_px; x++) {
            int column = x / qr->module_px - QR_QUIET_ZONE;
            int row = y / qr->module_px - QR_QUIET_ZONE;
            int inside = column >= 0 && row >= 0 && column < qr->side && row < qr->side;

            strbuf_add_char(out, inside && qr->modules[row * qr->side + column] ? '\0' : '\xff');
        }
    }
}

static int save(const char *folder, const char *name, const struct strbuf *bytes)
{
    char path[512];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return file_write(path, bytes->data, bytes->length, 0600);
}

int main(int argc, char **argv)
{
    struct strbuf text = STRBUF_INIT;
    struct strbuf image = STRBUF_INIT;
    struct qr qr;
    int error;

    if (argc != 7)
        return 2;
    struct card card = {argv[1], argv[2], argv[3], "", "", "", argv[4]};
    error = card_qr(&card, atoi(argv[5]), PX_PER_MM, MIN_MM, &text, &qr);
    if (error == CB_OK) {
        draw(&qr, &image);
        printf("%d %d\n", qr.side, (int)qr.level);
        error = save(argv[6], "card.vcf", &text) != CB_OK || save(argv[6], "card.pgm", &image) != CB_OK;
    }
    strbuf_release(&text);
    strbuf_release(&image);
    return error == CB_OK ? 0 : 1;
}
