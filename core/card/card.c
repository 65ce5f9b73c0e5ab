/* The vCard: see card.h. */
#include "card/card.h"

#include "base/utf8.h"
#include "card/note.h"
#include "domain/phone.h"

#include <string.h>

static bool card_valid(const struct card *card)
{
    const char *const texts[] = {card->given_name,   card->display_name, card->phone, card->email,
                                 card->organization, card->title,        card->note};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (!utf8_valid(texts[i], strlen(texts[i])))
            return false;
    }
    return card->given_name[0] != '\0' && card->display_name[0] != '\0' && phone_is_e164(card->phone);
}

/* One value of RFC 2426: separators and newlines escaped, every other control dropped, bidi controls too. */
static void add_escaped(struct strbuf *out, const char *text, size_t length)
{
    const char *end = text + length;

    while (text < end) {
        const char *start = text;
        uint32_t character = utf8_next(&text);
        char one[5] = "";

        memcpy(one, start, (size_t)(text - start));
        if (character == '\\' || character == ';' || character == ',')
            strbuf_addf(out, "\\%s", one);
        else if (character == '\n')
            strbuf_add_text(out, "\\n");
        else if (!utf8_has_control(one))
            strbuf_add_text(out, one);
    }
}

static void add_line(struct strbuf *out, const char *property, const char *value)
{
    if (value[0] == '\0')
        return;
    strbuf_add_text(out, property);
    add_escaped(out, value, strlen(value));
    strbuf_add_text(out, "\r\n");
}

/* Many phones build the shown name from N alone. So what the display name adds to the given name stands in
 * the family name's place: "Marisol (Riverside)" is saved under that name there too. */
static void add_name(struct strbuf *out, const struct card *card)
{
    size_t given = strlen(card->given_name);
    const char *rest = "";

    if (strncmp(card->display_name, card->given_name, given) == 0 && card->display_name[given] == ' ')
        rest = card->display_name + given + 1;
    strbuf_add_text(out, "N:");
    add_escaped(out, rest, strlen(rest));
    strbuf_add_char(out, ';');
    add_escaped(out, card->given_name, given);
    strbuf_add_text(out, ";;;\r\n");
    add_line(out, "FN:", card->display_name);
}

static void add_note(struct strbuf *out, const char *note, size_t characters)
{
    bool ellipsis;
    size_t length = note_cut(note, characters, &ellipsis);

    if (length == 0)
        return;
    strbuf_add_text(out, "NOTE:");
    add_escaped(out, note, length);
    strbuf_add_text(out, ellipsis ? "…\r\n" : "\r\n");
}

static void write_all(const struct card *card, size_t note_characters, struct strbuf *out)
{
    strbuf_add_text(out, "BEGIN:VCARD\r\nVERSION:3.0\r\n");
    add_name(out, card);
    add_line(out, "ORG:", card->organization);
    add_line(out, "TITLE:", card->title);
    add_line(out, "TEL;TYPE=CELL:", card->phone);
    add_line(out, "EMAIL;TYPE=WORK:", card->email);
    add_note(out, card->note, note_characters);
    strbuf_add_text(out, "END:VCARD\r\n");
}

/* The next shorter length worth trying: the characters up to the sentence end before `characters`; 0: no
 * note. */
static size_t shorter_note(const char *note, size_t characters)
{
    bool ellipsis;
    size_t length = note_cut(note, characters, &ellipsis);
    size_t kept = 0;

    for (const char *at = note; at < note + length; kept++)
        utf8_next(&at);
    if (kept <= 1 || ellipsis)
        return 0;
    length = note_cut(note, kept - 1, &ellipsis);
    if (length == 0 || ellipsis)
        return 0;
    kept = 0;
    for (const char *at = note; at < note + length; kept++)
        utf8_next(&at);
    return kept;
}

/* Clears `text` and writes the card with the longest note of at most *characters that keeps the hard limit.
 */
static int write_within_limit(const struct card *card, size_t *characters, struct strbuf *text)
{
    for (;;) {
        strbuf_clear(text);
        write_all(card, *characters, text);
        if (strbuf_failed(text))
            return CB_NO_MEMORY;
        if (text->length <= CARD_BYTES_MAX)
            return CB_OK;
        if (*characters == 0)
            return CB_TOO_LARGE;
        *characters = shorter_note(card->note, *characters);
    }
}

static int add_result(int error, const struct strbuf *text, struct strbuf *out)
{
    if (error != CB_OK)
        return error;
    strbuf_add(out, text->data, text->length);
    return strbuf_failed(out) ? CB_NO_MEMORY : CB_OK;
}

int card_write(const struct card *card, struct strbuf *out)
{
    struct strbuf text = STRBUF_INIT;
    size_t characters = CARD_NOTE_MAX;
    int error;

    if (!card_valid(card))
        return CB_BAD_INPUT;
    error = add_result(write_within_limit(card, &characters, &text), &text, out);
    strbuf_release(&text);
    return error;
}

int card_qr(const struct card *card, int space_px, double px_per_mm, double min_mm, struct strbuf *out_text,
            struct qr *ret_qr)
{
    struct strbuf text = STRBUF_INIT;
    size_t characters = CARD_NOTE_MAX;
    int error;

    if (!card_valid(card))
        return CB_BAD_INPUT;
    for (;;) {
        bool fits;

        error = write_within_limit(card, &characters, &text);
        if (error != CB_OK)
            break;
        error = qr_make(text.data, space_px, px_per_mm, ret_qr);
        fits = error == CB_OK && ret_qr->level != QR_LEVEL_L && ret_qr->module_px >= min_mm * px_per_mm;
        if (fits || characters == 0 || (error != CB_OK && error != CB_TOO_LARGE))
            break;
        characters = shorter_note(card->note, characters);
    }
    error = add_result(error, &text, out_text);
    strbuf_release(&text);
    return error;
}
