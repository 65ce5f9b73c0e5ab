#!/usr/bin/env python3
"""Checks the catalogues: the same ids and placeholders in every language, no word that names the service where it must not, no
word that hurts, and English that reads easily. Prints what is wrong as file: id: problem and ends with 1; quiet when all is well.

With SOURCES, also that the program uses every text: one that no page says is taken out, or its page is missing.

usage: catalogue.py FOLDER [SOURCES]   (the folder with en.po and the others; the kiosk's)
"""
import pathlib
import re
import sys

# Rules C12: English buttons have at most four words, sentences fifteen, a page grade six.
BUTTON_WORDS = 4
SENTENCE_WORDS = 15
GRADE = 6.0
GRADED_FROM = 30  # words: a grade of less text says nothing

BUTTONS = """rail.back rail.over rail.help home.ask home.see home.roles home.card home.ticket board.any board.any.choose
board.more board.first profile.ask profile.card role.see topics.skip common.done common.change common.add common.more
find.clear find.show find.hide review.send review.save ticket.change ticket.cancel mytk.show cancel.yes cancel.no coming.no
coming.ok coming.handoff.yes coming.handoff.no ended.again card.other help.bring helpsent.ok helpsent.again closed.coaches
lang.use idle.clear idle.more over.yes over.no off.again off.desk off.call""".split()

# Rules B1: pages that anyone in the room may see name no kind of service. home.body.say_recovery is the site's own choice.
DISCREET = ("rail.", "app.", "home.", "board.", "status.", "ticket.", "mytk.", "coming.", "idle.", "over.", "starting.",
            "ended.", "off.", "sign.", "lang.", "common.")
DISCREET_EXCEPT = {"home.body.say_recovery"}
SERVICE = re.compile(r"recover|addict|drug|opioid|substance|naloxone|narcan|treatment|methadone|suboxone|sober|quit|overdose"
                     r"|recupera|adicc|drog|opio|sustancia|naloxona|tratamiento|metadona|sobri|consum"
                     r"|dependência|tratamento|vício|rekiperasyon|adiksyon|dwòg|tretman|naloksòn|phục hồi|nghiện|ma túy|cai |điều trị"
                     r"|康复|成瘾|毒|治疗|戒断|纳洛酮|التعافي|إدمان|الإدمان|مخدرات|علاج|نالوكسون|выздоров|зависим|нарко|лечени|налоксон"
                     r"|ស្តារ|ញៀន|ព្យាបាល|rekuperason|adison|tratamentu|naloksona", re.I)

# Rules C, "Words": avoided in what patients read.
HURTFUL = {
    "en": r"addicts?|users?|abusers?|junkies?|alcoholics?|abuse|habit|clean|dirty|relapse|detox|substitution|non-compliant"
          r"|resistant|in denial|committed suicide|homeless|clients?|cases?|must|failed|denied|invalid",
    "es": r"adict[oa]s?|drogadict[oa]s?|toxicóman[oa]s?|alcohólic[oa]s?|vicio|limpi[oa]|suci[oa]|recaída|desintoxicación"
          r"|cometer suicidio|indigentes?|clientes?|debe|falló|denegad[oa]|inválid[oa]",
    "pt": r"viciad[oa]s?|drogad[oa]s?|vício|limp[oa]|suj[oa]|recaída|cometer suicídio|mendigos?|clientes?|deve|negad[oa]|inválid[oa]",
    "ru": r"наркоман\w*|алкоголик\w*|чист\w+|грязн\w+|срыв\w*|бомж\w*|клиент\w*|долж\w+",
}
HURTFUL_EXCEPT = {("en", "role.not.case")}  # the name of another job, said to tell it apart

# The same in English and in another language, and right: names, letters on keys, figures, and what needs no word.
SAME = re.compile(r"^(?:find\.name\.(?:letters|accents|digits)|time\.|hours\.|status\.until|profile\.state|board\.page"
                  r"|month\.|day\.|closed\.next\.|coming\.and|rail\.lang$|helpsent\.)")
# Languages that write no Latin letters: a text of theirs has some of their own.
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "ru": r"[\u0400-\u04ff]", "km": r"[\u1780-\u17ff]", "zh-Hans": r"[\u4e00-\u9fff]"}

PLACEHOLDER = re.compile(r"\{[a-z0-9_]+\}")
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$')
UNESCAPE = {"\\n": "\n", '\\"': '"', "\\\\": "\\"}


def read(path):
    """id -> list of texts (one, or a form each)."""
    texts, key = {}, None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = ENTRY.match(line)
        if not match:
            continue
        kind, text = match[1], re.sub(r'\\[n"\\]', lambda found: UNESCAPE[found[0]], match[2])
        if kind == "msgid":
            key = text
            if key in texts:
                raise ValueError(f"{path}:{number}: {key} stands there twice")
        elif kind.startswith("msgstr") and key:
            texts.setdefault(key, []).append(text)
    return texts


def words(text):
    return re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", re.sub(r"\*\*", "", text))


def sentences(text):
    return [part for part in re.split(r"(?<=[.?!])[”\"]?\s+", text) if words(part)]


def syllables(word):
    word = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith("le") and count > 1:
        count -= 1
    return max(count, 1)


def grade(texts):
    """Flesch and Kincaid's grade of a page's texts together; a line without a full stop counts as a sentence."""
    parts = [part for text in texts for part in sentences(text)]
    every = [word for part in parts for word in words(part)]
    return 0.39 * len(every) / len(parts) + 11.8 * sum(map(syllables, every)) / len(every) - 15.59


def check_same(name, texts, english):
    for key in english.keys() - texts.keys():
        yield f"{name}: {key}: missing"
    for key in texts.keys() - english.keys():
        yield f"{name}: {key}: not in English"
    for key in texts.keys() & english.keys():
        wanted = set(PLACEHOLDER.findall(english[key][-1]))
        if set(PLACEHOLDER.findall(texts[key][-1])) != wanted:
            yield f"{name}: {key}: other placeholders than in English"
        for text in texts[key]:
            if not text:
                yield f"{name}: {key}: empty"
            if text.count("**") % 2:
                yield f"{name}: {key}: bold is not closed"
            if text.count("**") != english[key][-1].count("**"):
                yield f"{name}: {key}: other words in bold than in English"
        yield from check_translated(name, key, texts[key], english[key])


def check_translated(name, key, forms, english):
    if name == "en" or SAME.match(key):
        return
    if forms[-1] == english[-1]:
        yield f"{name}: {key}: not translated: {forms[-1]}"
    for text in forms:
        if name in SCRIPTS and not re.search(SCRIPTS[name], text):
            yield f"{name}: {key}: not in the language's script: {text}"


def check_words(name, texts):
    hurtful = HURTFUL.get(name)
    for key, forms in texts.items():
        for text in forms:
            if key.startswith(DISCREET) and key not in DISCREET_EXCEPT and SERVICE.search(text):
                yield f"{name}: {key}: names the service: {text}"
            found = hurtful and re.search(rf"\b(?:{hurtful})\b", text, re.I)
            if found and (name, key) not in HURTFUL_EXCEPT:
                yield f"{name}: {key}: avoid \"{found[0]}\": {text}"


def check_easy(english):
    for key in BUTTONS:
        for text in english.get(key, [""]):
            if not 0 < len(words(text)) <= BUTTON_WORDS:
                yield f"en: {key}: a button has one to {BUTTON_WORDS} words: {text}"
    for key, forms in english.items():
        for sentence in sentences(forms[-1]):
            if len(words(sentence)) > SENTENCE_WORDS:
                yield f"en: {key}: a sentence has at most {SENTENCE_WORDS} words: {sentence}"
    pages = {}
    for key, forms in english.items():
        pages.setdefault(key.split(".")[0], []).append(forms[-1])
    for page, texts in pages.items():
        if sum(len(words(text)) for text in texts) >= GRADED_FROM and grade(texts) > GRADE:
            yield f"en: {page}.*: reads at grade {grade(texts):.1f}, above {GRADE:.0f}"


# Rules B1: the room sees the ticket. The names on it are coaches' own, never what a person typed.
COACHES_NAME = {"ticket.next.for", "ticket.claimed", "ticket.with"}


def check_ticket(name, texts):
    for key, forms in texts.items():
        if key.startswith(("ticket.", "mytk.")) and key not in COACHES_NAME and any("{name}" in text for text in forms):
            yield f"{name}: {key}: a person's name must not stand on the ticket"


# An id that the program puts together: "sign.%s".
MADE_ID = re.compile(r'"([a-z_.]+\.)%[sd]([a-z_.]*)"')


def check_used(english, sources):
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(pathlib.Path(sources).rglob("*.[ch]")))
    made = [re.compile(re.escape(head) + r"\w+" + re.escape(tail)) for head, tail in MADE_ID.findall(code)]
    for key in english:
        if f'"{key}"' not in code and not any(pattern.fullmatch(key) for pattern in made):
            yield f"en: {key}: no page says it"


def main(folder, sources=None):
    paths = sorted(pathlib.Path(folder).glob("*.po"))
    catalogues = {path.stem: read(path) for path in paths}
    english = catalogues["en"]
    problems = list(check_easy(english))
    problems += check_used(english, sources) if sources else []
    for name, texts in catalogues.items():
        problems += [*check_same(name, texts, english), *check_words(name, texts), *check_ticket(name, texts)]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
