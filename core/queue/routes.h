/* Every route in one table: method, path, who may ask, and what the role must be allowed to do. */
#ifndef CB_QUEUE_ROUTES_H
#define CB_QUEUE_ROUTES_H

#include "domain/access.h"
#include "queue/queue.h"

enum route_who {
    WHO_ANYONE,
    WHO_NEW_KIOSK, /* a kiosk that nobody knows yet; never a page, so that no browser nearby is made to meddle
                    */
    WHO_KIOSK,     /* device token; cookies mean nothing here */
    WHO_STAFF,     /* session cookie; bearers mean nothing here */
    WHO_NOBODY_YET /* sign-in: Origin and content type are checked, a session is not needed */
};

struct route {
    enum http_method method;
    const char *path; /* "{id}" stands for a UUID */
    enum route_who who;
    enum access_act act; /* for staff; ACT_COUNT: any role */
    handler_fn *handler;
};

/* The route, with *ret_id filled from "{id}". NULL when there is none; *ret_allow then names the methods that
 * the path has, or is NULL when the path is not in the table. HEAD finds GET's route. */
const struct route *route_find(enum http_method method, const char *path, struct uuid *ret_id,
                               const char **ret_allow);

/* The whole table, for tests that walk it. */
const struct route *route_table(size_t *ret_count);

#endif
