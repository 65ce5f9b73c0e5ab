/* The installer's files. */
#include "installer_file.h"

#include "base/codec.h"
#include "base/file.h"
#include "seal/seal.h"

#include <ifaddrs.h>
#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_SIZE   4096
#define RECORD_SIZE 512

static void path_in(const char *data, const char *name, char ret_path[PATH_SIZE])
{
    snprintf(ret_path, PATH_SIZE, "%s/%s", data, name);
}

/* ---- the password ---- */

static int keep_record(const char *data, const struct password_record *record)
{
    char path[PATH_SIZE], text[RECORD_SIZE], salt[BASE64_TEXT_SIZE(sizeof record->salt)],
        verifier[BASE64_TEXT_SIZE(sizeof record->verifier)];
    base64_encode(record->salt, sizeof record->salt, salt);
    base64_encode(record->verifier, sizeof record->verifier, verifier);
    int length = snprintf(text, sizeof text, "argon2id %" PRId64 " %" PRId64 " %s %s\n", record->opslimit,
                          record->memlimit, salt, verifier);
    path_in(data, "installer", path);
    return file_write(path, text, (size_t)length, 0600);
}

/* A whole number above zero, and nothing behind it. */
static bool read_number(const char *word, int64_t *ret_number)
{
    char *end = NULL;
    long long number = word != NULL ? strtoll(word, &end, 10) : 0;
    *ret_number = number;
    return number > 0 && *end == 0;
}

/* "argon2id OPSLIMIT MEMLIMIT SALT VERIFIER"; takes the text apart. */
static bool take_record_apart(char *text, struct password_record *ret_record)
{
    static const char gaps[] = " \n";
    char *rest = NULL;
    const char *kind = strtok_r(text, gaps, &rest);
    bool numbers = read_number(strtok_r(NULL, gaps, &rest), &ret_record->opslimit) &&
                   read_number(strtok_r(NULL, gaps, &rest), &ret_record->memlimit);
    const char *salt = strtok_r(NULL, gaps, &rest);
    const char *verifier = strtok_r(NULL, gaps, &rest);
    return kind != NULL && strcmp(kind, "argon2id") == 0 && numbers && verifier != NULL &&
           base64_decode(salt, ret_record->salt, sizeof ret_record->salt) == CB_OK &&
           base64_decode(verifier, ret_record->verifier, sizeof ret_record->verifier) == CB_OK;
}

static int read_record(const char *data, struct password_record *ret_record)
{
    char path[PATH_SIZE];
    uint8_t *bytes = NULL;
    size_t length = 0;
    path_in(data, "installer", path);
    int result = file_read(path, RECORD_SIZE, &bytes, &length);
    if (result != CB_OK)
        return result;
    bool whole = take_record_apart((char *)bytes, ret_record);
    free(bytes);
    return whole ? CB_OK : CB_DAMAGED;
}

int installer_set_password(const char *data, struct problem *ret_problem)
{
    char password[PASSWORD_MAX + 2];
    struct password_record record;
    uint8_t kek[KEY_SIZE];
    if (seal_init() != CB_OK)
        return problem_set(ret_problem, CB_UNSUPPORTED, "the library libsodium does not start.");
    if (fgets(password, sizeof password, stdin) == NULL)
        return problem_set(ret_problem, CB_BAD_INPUT, "there is no password on standard input.");
    password[strcspn(password, "\r\n")] = 0;
    int result = password_acceptable(password, ret_problem);
    if (result == CB_OK) {
        result = password_set(password, PASSWORD_OPSLIMIT, PASSWORD_MEMLIMIT, &record, kek);
        if (result == CB_OK)
            result = keep_record(data, &record);
        if (result != CB_OK)
            problem_set(ret_problem, result, "cannot keep the password in %s (%s).", data,
                        cb_error_text(result));
    }
    seal_wipe(kek, sizeof kek);
    seal_wipe(password, sizeof password);
    return result;
}

bool installer_has_password(const char *data)
{
    struct password_record record;
    return read_record(data, &record) == CB_OK;
}

bool installer_password_right(const char *data, const char *password)
{
    struct password_record record;
    uint8_t kek[KEY_SIZE];
    bool right = seal_init() == CB_OK && read_record(data, &record) == CB_OK &&
                 password_check(password, &record, kek) == CB_OK;
    seal_wipe(kek, sizeof kek);
    return right;
}

/* ---- the keypad ---- */

int installer_keep_keypad(const char *data, const struct keypad *keypad)
{
    char path[PATH_SIZE];
    struct strbuf map = STRBUF_INIT;
    keypad_write(keypad, &map);
    strbuf_add_char(&map, '\n');
    path_in(data, "keypad", path);
    int result = strbuf_failed(&map) ? CB_NO_MEMORY : file_write(path, strbuf_text(&map), map.length, 0600);
    strbuf_release(&map);
    return result;
}

/* ---- the network ---- */

void installer_network(char *ret_text, size_t size)
{
    struct ifaddrs *all = NULL;
    ret_text[0] = 0;
    if (getifaddrs(&all) != 0)
        return;
    for (const struct ifaddrs *each = all; each != NULL; each = each->ifa_next) {
        bool up = (each->ifa_flags & IFF_RUNNING) != 0 && (each->ifa_flags & IFF_LOOPBACK) == 0;
        bool addressed = each->ifa_addr != NULL && each->ifa_addr->sa_family == AF_INET;
        size_t length = strlen(ret_text);
        if (up && addressed)
            snprintf(ret_text + length, size - length, "%s%s", length > 0 ? ", " : "", each->ifa_name);
    }
    freeifaddrs(all);
}
