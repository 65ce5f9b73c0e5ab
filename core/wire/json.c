/* Parsing JSON, strictly. */
#include "wire/json.h"

#include "base/error.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

/* Counts brackets outside strings. Done before the real parser, which recurses, sees the bytes. */
static bool too_deep(const char *text, size_t length)
{
    int depth = 0;
    bool in_string = false;

    for (size_t i = 0; i < length; i++) {
        char c = text[i];

        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '[' || c == '{') && ++depth > JSON_DEPTH_MAX)
            return true;
        else if (!in_string && (c == ']' || c == '}'))
            depth--;
    }
    return false;
}

static const char *fault_before_parsing(const char *text, size_t length)
{
    if (memchr(text, '\0', length) != NULL)
        return "holds a NUL byte";
    if (!utf8_valid(text, length))
        return "is not valid UTF-8";
    if (too_deep(text, length))
        return "is nested too deeply";
    return NULL;
}

int wire_parse(const char *text, size_t length, json_t **ret_root, struct wire_fault *ret_fault)
{
    const char *fault;
    json_error_t error;
    json_t *root;

    *ret_fault = (struct wire_fault){0};
    fault = fault_before_parsing(text, length);
    if (fault != NULL) {
        snprintf(ret_fault->text, sizeof ret_fault->text, "%s", fault);
        return CB_BAD_INPUT;
    }
    root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (root != NULL) {
        *ret_root = root;
        return CB_OK;
    }
    if (json_error_code(&error) == json_error_out_of_memory)
        return CB_NO_MEMORY;
    /* The parser's own words quote the text, which may be a person's; where it is wrong is enough. */
    snprintf(ret_fault->text, sizeof ret_fault->text, "is not JSON at line %d, column %d", error.line,
             error.column);
    return CB_BAD_INPUT;
}
