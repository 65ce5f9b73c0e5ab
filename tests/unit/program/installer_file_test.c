/* The installer's password and keypad as files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "installer_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int set_up(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/coachbell-installer-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static void remove_file(const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

static int tear_down(void **state)
{
    (void)state;
    remove_file("installer");
    remove_file("keypad");
    remove_file("words");
    return rmdir(folder);
}

static int set_password(const char *words)
{
    char path[128];
    struct problem problem;
    snprintf(path, sizeof path, "%s/words", folder);
    assert_int_equal(file_write(path, words, strlen(words), 0600), CB_OK);
    assert_non_null(freopen(path, "r", stdin));
    return installer_set_password(folder, &problem);
}

static void the_password_that_was_set_is_right_and_no_other(void **state)
{
    (void)state;
    assert_false(installer_has_password(folder));
    assert_false(installer_password_right(folder, "correct horse battery"));
    assert_int_equal(set_password("correct horse battery\n"), CB_OK);
    assert_true(installer_has_password(folder));
    assert_true(installer_password_right(folder, "correct horse battery"));
    assert_false(installer_password_right(folder, "correct horse batterx"));
    assert_false(installer_password_right(folder, ""));
}

static void the_file_is_for_this_user_only_and_has_no_password_in_it(void **state)
{
    (void)state;
    char path[128];
    struct stat info;
    uint8_t *bytes;
    size_t length;
    assert_int_equal(set_password("correct horse battery\n"), CB_OK);
    snprintf(path, sizeof path, "%s/installer", folder);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(file_read(path, 1024, &bytes, &length), CB_OK);
    assert_null(strstr((const char *)bytes, "horse"));
    free(bytes);
}

static void a_short_password_is_refused_and_the_old_one_stays(void **state)
{
    (void)state;
    assert_int_equal(set_password("correct horse battery\n"), CB_OK);
    assert_int_equal(set_password("short\n"), CB_BAD_INPUT);
    assert_true(installer_password_right(folder, "correct horse battery"));
}

static void a_damaged_record_opens_nothing(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/installer", folder);
    assert_int_equal(file_write(path, "argon2id 1 8192 x y\n", 20, 0600), CB_OK);
    assert_false(installer_has_password(folder));
    assert_false(installer_password_right(folder, "x"));
}

int main(void)
{
#define FILE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        FILE_TEST(the_password_that_was_set_is_right_and_no_other),
        FILE_TEST(the_file_is_for_this_user_only_and_has_no_password_in_it),
        FILE_TEST(a_short_password_is_refused_and_the_old_one_stays),
        FILE_TEST(a_damaged_record_opens_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
