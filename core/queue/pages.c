/* Static files out of memory. */
#include "queue/pages.h"

#include "base/codec.h"
#include "base/file.h"
#include "seal/seal.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct page {
    char *name; /* below the folder: "coach.html", "icons/leaf.svg" */
    const char *content_type;
    uint8_t *bytes;
    size_t length;
    char etag[32];
    bool hashed; /* "app.3f9ac01b.js": never changes under that name */
};

struct pages {
    struct page *items; /* by name, for bsearch */
    size_t count;
    size_t room;
    size_t total;
};

static const struct {
    const char *path;
    const char *name;
} addresses[] = {
    {"/coach", "coach.html"},     {"/desk", "desk.html"},     {"/admin", "admin.html"},
    {"/sign-in", "sign-in.html"}, {"/join", "join.html"},     {"/password", "password.html"},
    {"/recover", "recover.html"}, {"/people", "people.html"}, {"/favicon.ico", "favicon.ico"},
};

static const struct {
    const char *ending;
    const char *content_type;
} kinds[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".ttf", "font/ttf"},
    {".otf", "font/otf"},
    {".mp3", "audio/mpeg"},
    {".ogg", "audio/ogg"},
    {".wav", "audio/wav"},
    {".yaml", "application/yaml"},
    {".txt", "text/plain; charset=utf-8"},
};

static const char *content_type_of(const char *name)
{
    const char *ending = strrchr(name, '.');

    for (size_t i = 0; ending != NULL && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].ending, ending) == 0)
            return kinds[i].content_type;
    }
    return NULL;
}

/* A part of at least 8 hex digits between two dots. */
static bool name_is_hashed(const char *name)
{
    for (const char *dot = strchr(name, '.'); dot != NULL; dot = strchr(dot + 1, '.')) {
        size_t digits = strspn(dot + 1, "0123456789abcdef");

        if (digits >= 8 && dot[1 + digits] == '.')
            return true;
    }
    return false;
}

static void write_etag(struct page *page)
{
    uint8_t hash[32];
    char text[BASE64_TEXT_SIZE(12)];

    body_hash(page->bytes, page->length, hash);
    base64_encode(hash, 12, text);
    snprintf(page->etag, sizeof page->etag, "\"%s\"", text);
}

static int add_page(struct pages *pages, const char *path, const char *name, struct problem *ret_problem)
{
    struct page page = {.content_type = content_type_of(name), .hashed = name_is_hashed(name)};
    int error;

    if (page.content_type == NULL)
        return CB_OK;
    if (pages->count == pages->room) {
        size_t room = pages->room == 0 ? 64 : pages->room * 2;
        struct page *items = realloc(pages->items, room * sizeof *items);

        if (items == NULL)
            return CB_NO_MEMORY;
        pages->items = items;
        pages->room = room;
    }
    error = file_read(path, PAGE_FILE_MAX, &page.bytes, &page.length);
    if (error != CB_OK)
        return problem_set(ret_problem, error, "Cannot read the page file %s: %s.", path,
                           cb_error_text(error));
    page.name = strdup(name);
    if (page.name == NULL || pages->total + page.length > PAGES_TOTAL_MAX) {
        free(page.name);
        free(page.bytes);
        return problem_set(ret_problem, CB_TOO_LARGE, "The pages hold more than %d MiB with %s.",
                           PAGES_TOTAL_MAX / (1024 * 1024), path);
    }
    write_etag(&page);
    pages->total += page.length;
    pages->items[pages->count++] = page;
    return CB_OK;
}

static int add_folder(struct pages *pages, const char *folder, const char *prefix, int depth,
                      struct problem *ret_problem);

static int add_entry(struct pages *pages, const char *folder, const char *prefix, const char *leaf, int depth,
                     struct problem *ret_problem)
{
    char path[4096];
    char name[1024];
    struct stat info;

    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, leaf) >= sizeof path ||
        (size_t)snprintf(name, sizeof name, "%s%s%s", prefix, *prefix == '\0' ? "" : "/", leaf) >=
            sizeof name)
        return problem_set(ret_problem, CB_TOO_LARGE, "The path of a page file in %s is too long.", folder);
    if (stat(path, &info) != 0)
        return CB_OK; /* gone since it was listed, or a link to nowhere */
    if (S_ISDIR(info.st_mode))
        return add_folder(pages, path, name, depth + 1, ret_problem);
    return S_ISREG(info.st_mode) ? add_page(pages, path, name, ret_problem) : CB_OK;
}

static int add_folder(struct pages *pages, const char *folder, const char *prefix, int depth,
                      struct problem *ret_problem)
{
    DIR *directory = depth > 8 ? NULL : opendir(folder);
    struct dirent *entry;
    int error = CB_OK;

    if (directory == NULL)
        return problem_set(ret_problem, CB_NOT_FOUND,
                           "There are no web pages in %s. Name the folder that has them with --share.",
                           folder);
    while (error == CB_OK && (entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] != '.')
            error = add_entry(pages, folder, prefix, entry->d_name, depth, ret_problem);
    }
    closedir(directory);
    return error;
}

static int compare_pages(const void *a, const void *b)
{
    return strcmp(((const struct page *)a)->name, ((const struct page *)b)->name);
}

int pages_load(const char *folder, struct pages **ret_pages, struct problem *ret_problem)
{
    struct pages *pages = calloc(1, sizeof *pages);
    int error = pages == NULL ? CB_NO_MEMORY : add_folder(pages, folder, "", 0, ret_problem);

    if (error != CB_OK) {
        pages_free(pages);
        return error;
    }
    if (pages->count > 0)
        qsort(pages->items, pages->count, sizeof *pages->items, compare_pages);
    *ret_pages = pages;
    return CB_OK;
}

void pages_free(struct pages *pages)
{
    if (pages == NULL)
        return;
    for (size_t i = 0; i < pages->count; i++) {
        free(pages->items[i].name);
        free(pages->items[i].bytes);
    }
    free(pages->items);
    free(pages);
}

static const char *name_for(const char *path)
{
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        if (strcmp(addresses[i].path, path) == 0)
            return addresses[i].name;
    }
    return strncmp(path, "/assets/", 8) == 0 ? path + 8 : NULL;
}

static const struct page *find_page(const struct pages *pages, const char *name)
{
    struct page key = {.name = (char *)name};

    if (pages == NULL || name == NULL || pages->count == 0)
        return NULL;
    return bsearch(&key, pages->items, pages->count, sizeof key, compare_pages);
}

static void answer_page(const struct page *page, const struct http_head *head, struct answer *answer)
{
    const char *known = http_header(head, "If-None-Match");

    answer->kind = ANSWER_READY;
    answer->status = 200;
    answer->content_type = page->content_type;
    answer->cache = page->hashed ? CACHE_IMMUTABLE : CACHE_REVALIDATE;
    snprintf(answer->etag, sizeof answer->etag, "%s", page->etag);
    if (known != NULL && strstr(known, page->etag) != NULL)
        answer->status = 304;
    else
        strbuf_add(&answer->body, page->bytes, page->length);
}

const char *pages_text(const struct pages *pages, const char *name)
{
    const struct page *page = find_page(pages, name);

    return page == NULL ? NULL : (const char *)page->bytes;
}

bool pages_answer(const struct pages *pages, const struct http_head *head, struct answer *answer)
{
    const struct page *page;

    if (head->method != HTTP_GET && head->method != HTTP_HEAD)
        return false;
    if (strcmp(head->path, "/") == 0) {
        answer->kind = ANSWER_READY;
        answer->status = 303;
        answer->location = "/coach";
        return true;
    }
    page = find_page(pages, name_for(head->path));
    if (page == NULL)
        return false;
    answer_page(page, head, answer);
    return true;
}
