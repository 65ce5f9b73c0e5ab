/* QR codes, by libqrencode: see card.h. */
#include "base/utf8.h"
#include "card/card.h"

#include <qrencode.h>
#include <string.h>

#define ECI_UTF8      26
#define MODULE_PX_MIN 2

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text & 0x80)
            return false;
    }
    return true;
}

/* Bytes only, never the Kanji mode: it mangles UTF-8 in every decoder. The character set is named only when
 * it matters, because some older phones stumble over the name. NULL: too long for a symbol, or no memory. */
static QRcode *encode(const char *text, QRecLevel level)
{
    QRinput *input = QRinput_new2(0, level);
    QRcode *code = NULL;

    if (input == NULL)
        return NULL;
    if (!is_ascii(text) && QRinput_appendECIheader(input, ECI_UTF8) != 0)
        goto done;
    if (QRinput_append(input, QR_MODE_8, (int)strlen(text), (const unsigned char *)text) != 0)
        goto done;
    code = QRcode_encodeInput(input);
done:
    QRinput_free(input);
    return code;
}

static int module_px_in(const QRcode *code, int space_px)
{
    return code == NULL ? 0 : space_px / (code->width + 2 * QR_QUIET_ZONE);
}

static void take(const QRcode *code, enum qr_level level, int module_px, struct qr *ret_qr)
{
    ret_qr->side = code->width;
    ret_qr->level = level;
    ret_qr->module_px = module_px;
    for (int i = 0; i < code->width * code->width; i++)
        ret_qr->modules[i] = code->data[i] & 1;
}

/* Which of the three to draw, by the module sizes they would have. */
static enum qr_level choose(const QRcode *const codes[3], const int module_px[3], double px_per_mm)
{
    bool same_size = codes[QR_LEVEL_Q] != NULL && codes[QR_LEVEL_M] != NULL &&
                     codes[QR_LEVEL_Q]->width == codes[QR_LEVEL_M]->width;

    if (same_size || module_px[QR_LEVEL_Q] >= QR_MODULE_FAIR_MM * px_per_mm)
        return QR_LEVEL_Q;
    if (module_px[QR_LEVEL_M] >= QR_MODULE_LEAST_MM * px_per_mm)
        return QR_LEVEL_M;
    return module_px[QR_LEVEL_L] > module_px[QR_LEVEL_M] ? QR_LEVEL_L : QR_LEVEL_M;
}

int qr_make(const char *text, int space_px, double px_per_mm, struct qr *ret_qr)
{
    static const QRecLevel levels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q};
    QRcode *codes[3];
    int module_px[3];
    enum qr_level level;
    int error = CB_TOO_LARGE;

    if (text[0] == '\0' || !utf8_valid(text, strlen(text)))
        return CB_BAD_INPUT;
    for (size_t i = 0; i < 3; i++) {
        codes[i] = encode(text, levels[i]);
        module_px[i] = module_px_in(codes[i], space_px);
    }
    level = choose((const QRcode *const *)codes, module_px, px_per_mm);
    if (codes[level] != NULL && module_px[level] >= MODULE_PX_MIN) {
        take(codes[level], level, module_px[level], ret_qr);
        error = CB_OK;
    }
    for (size_t i = 0; i < 3; i++)
        QRcode_free(codes[i]);
    return error;
}
