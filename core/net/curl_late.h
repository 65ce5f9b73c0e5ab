/* libcurl, loaded when it is first needed instead of with the program: it brings some thirty libraries along
 * (directories, tickets, shells), a third of the time to the kiosk's first page, and that page needs no
 * network; and a queue without a second channel never needs it. Include this in place of <curl/curl.h>; after
 * curl_late_load its functions are called as always. */
#ifndef CB_NET_CURL_LATE_H
#define CB_NET_CURL_LATE_H

#include "base/error.h"

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

/* A function that is not here yet: one line here, one below. */
#define CURL_LATE_FUNCTIONS(each)                                                                            \
    each(easy_cleanup) each(easy_getinfo) each(easy_header) each(easy_init) each(easy_perform)               \
        each(easy_reset) each(easy_setopt) each(free) each(global_init_mem) each(multi_add_handle)           \
            each(multi_cleanup) each(multi_info_read) each(multi_init) each(multi_perform) each(multi_poll)  \
                each(multi_remove_handle) each(multi_setopt) each(multi_wakeup) each(slist_append)           \
                    each(slist_free_all) each(url) each(url_cleanup) each(url_get) each(url_set)

/* No typechecking macros: they would hide the names below. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

struct curl_late {
#define CURL_LATE_MEMBER(name) __typeof__(curl_##name) *name;
    CURL_LATE_FUNCTIONS(CURL_LATE_MEMBER)
#undef CURL_LATE_MEMBER
};

/* Loads the library and starts it, once for all; from any thread. It overwrites what it frees. CB_UNSUPPORTED
 * says what to install. */
int curl_late_load(struct problem *ret_problem);
/* Only after curl_late_load has succeeded. */
const struct curl_late *curl_late(void);

#define curl_easy_cleanup        curl_late()->easy_cleanup
#define curl_easy_getinfo        curl_late()->easy_getinfo
#define curl_easy_header         curl_late()->easy_header
#define curl_easy_init           curl_late()->easy_init
#define curl_easy_perform        curl_late()->easy_perform
#define curl_easy_reset          curl_late()->easy_reset
#define curl_easy_setopt         curl_late()->easy_setopt
#define curl_free                curl_late()->free
#define curl_global_init_mem     curl_late()->global_init_mem
#define curl_multi_add_handle    curl_late()->multi_add_handle
#define curl_multi_cleanup       curl_late()->multi_cleanup
#define curl_multi_info_read     curl_late()->multi_info_read
#define curl_multi_init          curl_late()->multi_init
#define curl_multi_perform       curl_late()->multi_perform
#define curl_multi_poll          curl_late()->multi_poll
#define curl_multi_remove_handle curl_late()->multi_remove_handle
#define curl_multi_setopt        curl_late()->multi_setopt
#define curl_multi_wakeup        curl_late()->multi_wakeup
#define curl_slist_append        curl_late()->slist_append
#define curl_slist_free_all      curl_late()->slist_free_all
#define curl_url                 curl_late()->url
#define curl_url_cleanup         curl_late()->url_cleanup
#define curl_url_get             curl_late()->url_get
#define curl_url_set             curl_late()->url_set

#endif
