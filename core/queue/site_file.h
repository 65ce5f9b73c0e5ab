/* A site as one readable JSON file: what a clinic would put in by hand, without ids and keys.
 * assets/demo/site.json is one. Reading is pure and bounded; everything lives in the arena. */
#ifndef CB_QUEUE_SITE_FILE_H
#define CB_QUEUE_SITE_FILE_H

#include "base/arena.h"
#include "domain/access.h"
#include "domain/site.h"
#include "wire/json.h"

#define SITE_FILE_MAX        (256 * 1024)
#define SITE_FILE_PLACES_MAX 64
#define SITE_FILE_USERS_MAX  128

struct site_file_kiosk {
    const char *name;
    const char *place; /* its name */
};

struct site_file_user {
    const char *login;
    const char *name;
    enum role role;
    const char *coach; /* the name of the coach this user is; "" */
};

struct site_file {
    struct site site; /* the ids in here and below are none until site_make gives them */
    struct place *places;
    size_t place_count;
    struct coach *coaches;
    size_t coach_count;
    struct topic *topics;
    size_t topic_count;
    struct resource *resources;
    size_t resource_count;
    struct meeting *meetings; /* "groups"; may be missing */
    size_t meeting_count;
    struct site_file_kiosk *kiosks;
    size_t kiosk_count;
    struct site_file_user *users;
    size_t user_count;
};

/* CB_BAD_INPUT with the fault naming the field; a kiosk's place and a user's coach must be in the file. */
int site_file_read(const char *text, size_t length, struct arena *arena, struct site_file *ret_file,
                   struct wire_fault *ret_fault);

/* By name, or NULL. */
struct place *site_file_place(const struct site_file *file, const char *name);
struct coach *site_file_coach(const struct site_file *file, const char *name);

#endif
