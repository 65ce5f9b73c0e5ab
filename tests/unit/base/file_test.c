/* Whole files, in and out. */
#include "base/error.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static char folder[] = "/tmp/coachbell-file-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    uint8_t *bytes = NULL;
    size_t length = 0;
    struct stat status;

    assert_int_equal(file_write(path_of("a"), "old", 3, 0644), CB_OK);
    assert_int_equal(file_write(path_of("a"), "new\0text", 8, 0600), CB_OK);
    assert_int_equal(file_read(path_of("a"), 8, &bytes, &length), CB_OK);
    assert_int_equal(length, 8);
    assert_memory_equal(bytes, "new\0text", 9); /* and a NUL behind */
    free(bytes);
    assert_int_equal(stat(path_of("a"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void a_file_over_the_limit_is_refused(void **state)
{
    (void)state;
    uint8_t *bytes = NULL;
    size_t length;

    assert_int_equal(file_write(path_of("b"), "123456", 6, 0600), CB_OK);
    assert_int_equal(file_read(path_of("b"), 5, &bytes, &length), CB_TOO_LARGE);
    assert_int_equal(file_read("/dev/zero", 100, &bytes, &length), CB_TOO_LARGE);
    assert_null(bytes);
}

static void an_empty_file_is_an_empty_text(void **state)
{
    (void)state;
    uint8_t *bytes = NULL;
    size_t length = 9;

    assert_int_equal(file_write(path_of("c"), "", 0, 0600), CB_OK);
    assert_int_equal(file_read(path_of("c"), 0, &bytes, &length), CB_OK);
    assert_int_equal(length, 0);
    assert_int_equal(bytes[0], 0);
    free(bytes);
}

static void what_is_not_there_is_told_apart_from_what_cannot_be_read(void **state)
{
    (void)state;
    uint8_t *bytes = NULL;
    size_t length;

    assert_int_equal(file_read(path_of("nothing"), 10, &bytes, &length), CB_NOT_FOUND);
    assert_int_equal(file_read(folder, 10000, &bytes, &length), CB_IO);
    assert_int_equal(file_write("/nonexistent/x", "x", 1, 0600), CB_IO);
}

static void folders_are_made_with_their_parents_and_may_be_there(void **state)
{
    (void)state;
    struct stat status;

    assert_int_equal(file_make_folder(path_of("x/y/z")), CB_OK);
    assert_int_equal(file_make_folder(path_of("x/y/z")), CB_OK);
    assert_int_equal(stat(path_of("x/y/z"), &status), 0);
    assert_int_equal(status.st_mode & 07777, 0700);
    assert_int_equal(file_make_folder(path_of("a/below-a-file")), CB_IO);
    assert_int_equal(file_make_folder(""), CB_BAD_INPUT);
}

static void no_temporary_file_stays_behind(void **state)
{
    (void)state;
    char command[160];

    snprintf(command, sizeof command, "test \"$(ls %s | grep -c '\\.')\" = 0", folder);
    assert_int_equal(system(command), 0);
}

static int remove_folder(void **state)
{
    char command[160];

    (void)state;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(a_file_over_the_limit_is_refused),
        cmocka_unit_test(an_empty_file_is_an_empty_text),
        cmocka_unit_test(what_is_not_there_is_told_apart_from_what_cannot_be_read),
        cmocka_unit_test(folders_are_made_with_their_parents_and_may_be_there),
        cmocka_unit_test(no_temporary_file_stays_behind),
    };

    if (mkdtemp(folder) == NULL)
        return 1;
    return cmocka_run_group_tests(tests, NULL, remove_folder);
}
