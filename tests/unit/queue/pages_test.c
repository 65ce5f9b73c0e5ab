/* Static pages: served from memory, so that no path leads out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "queue/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char folder[] = "/tmp/coachbell-pages-XXXXXX";
static struct pages *pages;

static void write_page(const char *name, const char *text)
{
    char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(file_write(path, text, strlen(text), 0600), CB_OK);
}

static int set_up(void **state)
{
    char path[256];

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/icons", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    write_page("coach.html", "<!doctype html>coach");
    write_page("app.0123abcd.js", "1");
    write_page("icons/leaf.svg", "<svg/>");
    write_page("notes.secret", "no");
    write_page(".hidden.html", "no");
    assert_int_equal(pages_load(folder, &pages, NULL), CB_OK);
    return 0;
}

static int tear_down(void **state)
{
    char command[64];

    (void)state;
    pages_free(pages);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static bool ask(enum http_method method, const char *path, const char *known, struct answer *ret_answer)
{
    struct http_head head = {.method = method, .path = path, .query = ""};

    if (known != NULL)
        head.headers[head.header_count++] = (struct http_header){"If-None-Match", known};
    *ret_answer = (struct answer)ANSWER_INIT;
    return pages_answer(pages, &head, ret_answer);
}

static void pages_have_their_addresses_and_kinds(void **state)
{
    struct answer answer;

    (void)state;
    assert_true(ask(HTTP_GET, "/coach", NULL, &answer));
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.content_type, "text/html; charset=utf-8");
    assert_string_equal(strbuf_text(&answer.body), "<!doctype html>coach");
    assert_int_equal(answer.cache, CACHE_REVALIDATE);
    answer_release(&answer);
    assert_true(ask(HTTP_GET, "/assets/icons/leaf.svg", NULL, &answer));
    assert_string_equal(answer.content_type, "image/svg+xml");
    answer_release(&answer);
    assert_true(ask(HTTP_GET, "/assets/app.0123abcd.js", NULL, &answer));
    assert_int_equal(answer.cache, CACHE_IMMUTABLE);
    answer_release(&answer);
}

static void root_leads_to_the_coach_page(void **state)
{
    struct answer answer;

    (void)state;
    assert_true(ask(HTTP_GET, "/", NULL, &answer));
    assert_int_equal(answer.status, 303);
    assert_string_equal(answer.location, "/coach");
}

static void known_page_is_not_sent_again(void **state)
{
    struct answer answer;
    char etag[64];

    (void)state;
    assert_true(ask(HTTP_GET, "/coach", NULL, &answer));
    strcpy(etag, answer.etag);
    answer_release(&answer);
    assert_true(ask(HTTP_GET, "/coach", etag, &answer));
    assert_int_equal(answer.status, 304);
    assert_int_equal(answer.body.length, 0);
    answer_release(&answer);
}

static void no_path_leads_out(void **state)
{
    static const char *const paths[] = {
        "/assets/../coach.html",
        "/assets/..%2fcoach.html",
        "/assets//coach.html",
        "/assets/./coach.html",
        "/assets/",
        "/assets",
        "/assets/icons",
        "/assets/icons/",
        "/assets//etc/passwd",
        "/assets/notes.secret",
        "/assets/.hidden.html",
        "/coach.html",
        "/coach/",
        "/assets/coach.html/",
        "//coach",
        "/assets/%63oach.html",
    };
    struct answer answer;

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (ask(HTTP_GET, paths[i], NULL, &answer))
            fail_msg("%s was answered", paths[i]);
    }
}

static void pages_take_no_changes(void **state)
{
    struct answer answer;

    (void)state;
    assert_false(ask(HTTP_POST, "/coach", NULL, &answer));
    assert_false(ask(HTTP_PUT, "/assets/icons/leaf.svg", NULL, &answer));
}

static void missing_folder_is_said(void **state)
{
    struct pages *none;
    struct problem problem;

    (void)state;
    assert_int_equal(pages_load("/nowhere/web", &none, &problem), CB_NOT_FOUND);
    assert_non_null(strstr(problem.text, "/nowhere/web"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_have_their_addresses_and_kinds),
        cmocka_unit_test(root_leads_to_the_coach_page),
        cmocka_unit_test(known_page_is_not_sent_again),
        cmocka_unit_test(no_path_leads_out),
        cmocka_unit_test(pages_take_no_changes),
        cmocka_unit_test(missing_folder_is_said),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
