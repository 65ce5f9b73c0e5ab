/* The command line and the configuration file, right and wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARGUMENTS_MAX 12

struct result {
    int error;
    struct options options;
    enum options_end end;
    bool file_fault;
    struct problem problem;
};

static struct result read_line(const char *const *arguments)
{
    struct result result = {0};
    char *copy[ARGUMENTS_MAX] = {(char[]){"coachbell-kiosk"}};
    int count = 1;
    for (; arguments[count - 1] != NULL; count++)
        copy[count] = (char *)arguments[count - 1];
    result.error =
        options_read(count, copy, &result.options, &result.end, &result.file_fault, &result.problem);
    return result;
}
#define READ(...) read_line((const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})

static char path[64];

static char *config(const char *text)
{
    strcpy(path, "/tmp/kiosk-conf-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    return path;
}

static void without_anything_the_defaults_hold(void **state)
{
    (void)state;
    struct result result = READ("--config", config(""));
    unlink(path);
    assert_int_equal(result.error, CB_OK);
    assert_string_equal(result.options.queue, "http://127.0.0.1:8320");
    assert_string_equal(result.options.language, "en");
    assert_string_equal(result.options.region, "us");
    assert_false(result.options.fullscreen);
}

static void the_command_line_wins_over_the_file(void **state)
{
    (void)state;
    struct result result =
        READ("--config", config("language = es\nsize = 1920x1080\nfullscreen = yes\n"), "--language", "ht");
    unlink(path);
    assert_int_equal(result.error, CB_OK);
    assert_string_equal(result.options.language, "ht");
    assert_int_equal(result.options.width, 1920);
    assert_true(result.options.fullscreen);
}

static void the_sample_configuration_is_right(void **state)
{
    (void)state;
    char sample[] = SOURCE_DIR "/kiosk/kiosk.conf";
    struct result result = READ("--config", sample);
    if (result.error != CB_OK)
        print_error("%s\n", result.problem.text);
    assert_int_equal(result.error, CB_OK);
}

static void a_damaged_file_is_named_with_line_and_key(void **state)
{
    (void)state;
    struct result result = READ("--config", config("; fine\nlanguage = en\nsize = big\n"));
    unlink(path);
    assert_int_equal(result.error, CB_BAD_INPUT);
    assert_true(result.file_fault);
    assert_non_null(strstr(result.problem.text, path));
    assert_non_null(strstr(result.problem.text, "line 3"));
    assert_non_null(strstr(result.problem.text, "\"size\""));
}

static void an_unknown_key_and_a_missing_file_are_told(void **state)
{
    (void)state;
    struct result result = READ("--config", config("colour = blue\n"));
    unlink(path);
    assert_non_null(strstr(result.problem.text, "\"colour\""));
    char missing[] = "/nowhere/kiosk.conf";
    result = READ("--config", missing);
    assert_true(result.file_fault);
    assert_non_null(strstr(result.problem.text, missing));
}

static void wrong_arguments_are_usage_errors(void **state)
{
    (void)state;
    static const char *const lines[][3] = {
        {"--colour", "blue", NULL},   {"--size", "100x100", NULL},    {"--size", NULL, NULL},
        {"--dpi", "many", NULL},      {"--queue", "127.0.0.1", NULL}, {"--queue", "http://", NULL},
        {"--language", "../x", NULL}, {"stray", NULL, NULL},          {"--data", "", NULL}};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct result result = read_line(lines[i]);
        assert_int_equal(result.error, CB_BAD_INPUT);
        assert_false(result.file_fault);
        assert_non_null(strstr(result.problem.text, lines[i][0]));
    }
}

static void help_and_version_need_nothing_else(void **state)
{
    (void)state;
    assert_int_equal(READ("--help").end, OPTIONS_HELP);
    assert_int_equal(READ("--nonsense", "--version").end, OPTIONS_VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_anything_the_defaults_hold),
        cmocka_unit_test(the_command_line_wins_over_the_file),
        cmocka_unit_test(the_sample_configuration_is_right),
        cmocka_unit_test(a_damaged_file_is_named_with_line_and_key),
        cmocka_unit_test(an_unknown_key_and_a_missing_file_are_told),
        cmocka_unit_test(wrong_arguments_are_usage_errors),
        cmocka_unit_test(help_and_version_need_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
