/* A recursive-descent reader that computes as it reads. Rules are short, so they are kept as text and read
 * again for each number; what was read once without an error never fails later, except a division by zero,
 * which counts as 0. */
#include "text/plural.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define RULE_MAX  500
#define DEPTH_MAX 20
#define FORMS_MAX 6 /* Arabic has most */

struct plural_rule {
    unsigned form_count;
    char expression[RULE_MAX + 1];
};

struct reader {
    const char *at;
    unsigned long n;
    int depth;
    bool bad;
};

static unsigned long read_choice(struct reader *reader);

static void skip_spaces(struct reader *reader)
{
    while (*reader->at == ' ' || *reader->at == '\t')
        reader->at++;
}

static bool accept(struct reader *reader, const char *token)
{
    skip_spaces(reader);
    size_t length = strlen(token);
    if (strncmp(reader->at, token, length) != 0)
        return false;
    reader->at += length;
    return true;
}

static unsigned long fail(struct reader *reader)
{
    reader->bad = true;
    reader->at = "";
    return 0;
}

static unsigned long read_number(struct reader *reader)
{
    unsigned long value = 0;
    if (*reader->at < '0' || *reader->at > '9')
        return fail(reader);
    for (; *reader->at >= '0' && *reader->at <= '9'; reader->at++) {
        if (value > 100000000)
            return fail(reader);
        value = value * 10 + (unsigned long)(*reader->at - '0');
    }
    return value;
}

static unsigned long read_primary(struct reader *reader)
{
    int negations = 0;
    while (skip_spaces(reader), reader->at[0] == '!' && reader->at[1] != '=') {
        reader->at++;
        negations++;
    }
    unsigned long value;
    if (accept(reader, "(")) {
        value = read_choice(reader);
        if (!accept(reader, ")"))
            return fail(reader);
    } else if (accept(reader, "n")) {
        value = reader->n;
    } else {
        value = read_number(reader);
    }
    return negations == 0 ? value : (value != 0) == (negations % 2 == 0);
}

enum operation {
    OR,
    AND,
    EQUAL,
    NOT_EQUAL,
    LESS_EQUAL,
    MORE_EQUAL,
    LESS,
    MORE,
    PLUS,
    MINUS,
    TIMES,
    DIVIDE,
    REST
};
static const struct {
    const char *token;
    int level;
    enum operation operation;
} OPERATORS[] = {
    {"||", 1, OR},         {"&&", 2, AND},   {"==", 3, EQUAL}, {"!=", 3, NOT_EQUAL}, {"<=", 4, LESS_EQUAL},
    {">=", 4, MORE_EQUAL}, {"<", 4, LESS},   {">", 4, MORE},   {"+", 5, PLUS},       {"-", 5, MINUS},
    {"*", 6, TIMES},       {"/", 6, DIVIDE}, {"%", 6, REST},
};
#define LEVEL_MAX 6

static unsigned long compute(enum operation operation, unsigned long a, unsigned long b)
{
    switch (operation) {
    case OR:
        return a || b;
    case AND:
        return a && b;
    case EQUAL:
        return a == b;
    case NOT_EQUAL:
        return a != b;
    case LESS_EQUAL:
        return a <= b;
    case MORE_EQUAL:
        return a >= b;
    case LESS:
        return a < b;
    case MORE:
        return a > b;
    case PLUS:
        return a + b;
    case MINUS:
        return a - b;
    case TIMES:
        return a * b;
    case DIVIDE:
        return b == 0 ? 0 : a / b;
    case REST:
        return b == 0 ? 0 : a % b;
    }
    return 0;
}

static bool accept_operator(struct reader *reader, int level, enum operation *ret_operation)
{
    for (size_t i = 0; i < sizeof OPERATORS / sizeof OPERATORS[0]; i++) {
        if (OPERATORS[i].level == level && accept(reader, OPERATORS[i].token)) {
            *ret_operation = OPERATORS[i].operation;
            return true;
        }
    }
    return false;
}

static unsigned long read_level(struct reader *reader, int level)
{
    if (level > LEVEL_MAX)
        return read_primary(reader);
    unsigned long value = read_level(reader, level + 1);
    enum operation operation;
    while (!reader->bad && accept_operator(reader, level, &operation))
        value = compute(operation, value, read_level(reader, level + 1));
    return value;
}

static unsigned long read_choice(struct reader *reader)
{
    if (reader->depth >= DEPTH_MAX)
        return fail(reader);
    reader->depth++;
    unsigned long value = read_level(reader, 1);
    if (accept(reader, "?")) {
        unsigned long yes = read_choice(reader);
        if (!accept(reader, ":"))
            return fail(reader);
        unsigned long no = read_choice(reader);
        value = value ? yes : no;
    }
    reader->depth--;
    return value;
}

static bool evaluate(const struct plural_rule *rule, unsigned long n, unsigned long *ret_value)
{
    struct reader reader = {.at = rule->expression, .n = n};
    unsigned long value = read_choice(&reader);
    skip_spaces(&reader);
    if (reader.bad || (*reader.at != ';' && *reader.at != 0))
        return false;
    *ret_value = value;
    return true;
}

int plural_parse(const char *text, struct plural_rule **ret_rule)
{
    struct reader reader = {.at = text};
    if (!accept(&reader, "nplurals") || !accept(&reader, "="))
        return CB_BAD_INPUT;
    skip_spaces(&reader);
    unsigned long form_count = read_number(&reader);
    if (form_count < 1 || form_count > FORMS_MAX || !accept(&reader, ";") || !accept(&reader, "plural") ||
        !accept(&reader, "="))
        return CB_BAD_INPUT;
    size_t length = strcspn(reader.at, "\n");
    if (length > RULE_MAX)
        return CB_BAD_INPUT;
    struct plural_rule *rule = calloc(1, sizeof *rule);
    if (rule == NULL)
        return CB_NO_MEMORY;
    rule->form_count = (unsigned)form_count;
    memcpy(rule->expression, reader.at, length);
    unsigned long ignored;
    if (!evaluate(rule, 1, &ignored)) {
        plural_free(rule);
        return CB_BAD_INPUT;
    }
    *ret_rule = rule;
    return CB_OK;
}

void plural_free(struct plural_rule *rule)
{
    free(rule);
}

unsigned plural_form(const struct plural_rule *rule, unsigned long n)
{
    unsigned long form;
    return evaluate(rule, n, &form) && form < rule->form_count ? (unsigned)form : 0;
}
