/* One visit at the kiosk, as a value and its steps. No SDL, no clock, no network: the main loop gives it
 * touches, reports and the time, takes orders for the relay out of it, and draws its view. Only act and step
 * change it; only this file knows time-outs. */
#ifndef CB_APP_H
#define CB_APP_H

#include "base/clock.h"
#include "base/random.h"
#include "domain/availability.h"
#include "domain/board.h"
#include "domain/preference.h"
#include "installer.h"
#include "relay/relay.h"
#include "speech/narrator.h"
#include "ui/view.h"

#define APP_IDLE_MS         (60 * SECOND_MS)  /* rules A12 */
#define APP_IDLE_LONG_MS    (120 * SECOND_MS) /* a code on the screen */
#define APP_MORE_TIME_MS    (30 * SECOND_MS)  /* how long "Do you want more time?" waits */
#define APP_LABEL_TURN_MS   (4 * SECOND_MS)   /* home's language label */
#define APP_SMALL_INCHES    14                /* on smaller displays a visit begins in large text */
#define APP_ALERT_FAIL_MS   (5 * SECOND_MS)
#define APP_DIGIT_SHOWN_MS  SECOND_MS       /* rules B6: then a typed digit of a phone number is masked */
#define APP_CONSENT_VERSION 1               /* of the words beside the box of consent */
#define APP_SENDING_MS      (3 * SECOND_MS) /* without an answer, "saved here" is said */
#define APP_LANGUAGES_MAX   12
#define APP_HISTORY_MAX     12
#define APP_ORDERS_MAX      16
#define APP_TICKETS_MAX     128

enum screen_id {
    SCREEN_HOME,
    SCREEN_BOARD, /* who is here */
    SCREEN_PROFILE,
    SCREEN_ROLE,       /* what coaches do */
    SCREEN_PREFERENCE, /* whom the person would rather talk with */
    SCREEN_TOPICS,
    SCREEN_FIND,    /* how should we find you: sign, name */
    SCREEN_REACH,   /* where can we find you, for a request that is left */
    SCREEN_REVIEW,  /* ready to send */
    SCREEN_NOTICE,  /* the clinic's own privacy notice */
    SCREEN_SENDING, /* between Send and the first answer */
    SCREEN_TICKET,
    SCREEN_SAVED, /* saved here, not sent yet */
    SCREEN_NOT_SAVED,
    SCREEN_COMING,
    SCREEN_MY_TICKET,
    SCREEN_CANCEL,
    SCREEN_CANCELLED,
    SCREEN_ENDED, /* closed by staff, expired, refused: what it is now and the ways on */
    SCREEN_CARD,
    SCREEN_CLOSED, /* no coach here */
    SCREEN_GROUPS, /* groups today */
    SCREEN_PHONE,  /* a coach who is free for calls */
    SCREEN_LANGUAGE,
    SCREEN_ACCESS, /* make this easier to use */
    SCREEN_HELP,
    SCREEN_HELP_SENT, /* calling, coming, no answer: by the alert's state */
    SCREEN_STARTING,  /* no board yet: the kiosk cannot serve requests, but help and the desk are named */
    SCREEN_TOO_SMALL, /* the display: only the installer's pages open */
    SCREEN_INSTALLER_LOCK, /* the password before the installer's pages */
    SCREEN_INSTALLER,
    SCREEN_INSTALLER_RULER,
    SCREEN_INSTALLER_TOUCH,
    SCREEN_INSTALLER_KEYS,
    SCREEN_INSTALLER_PAIR,
    SCREEN_COUNT /* all from the lock to here are the installer's */
};

/* What a touch can mean. `arg` in brackets. */
enum app_action {
    DO_NOTHING,
    DO_BACK,  /* also from part to part of a page */
    DO_CLOSE, /* back from the page, whatever part of it is open */
    DO_START_OVER,
    DO_OVER_YES,
    DO_OVER_NO,
    DO_LANGUAGE,
    DO_PICK_LANGUAGE /* [index] */,
    DO_ACCESS,
    DO_ACCESS_RESET,
    DO_MORE,
    DO_TEXT_SIZE /* [enum text_size] */,
    DO_THEME /* [enum theme] */,
    DO_LOWER /* [0 or 1] */,
    DO_STILL /* [0 or 1] */,
    DO_HELP,
    DO_ASK,
    DO_SEE_BOARD,
    DO_ROLES,
    DO_CARD,
    DO_MY_TICKET,
    DO_HOME,
    DO_BOARD_MORE,
    DO_BOARD_FIRST,
    DO_COACH /* [index in board order] */,
    DO_ASK_COACH /* [index] */,
    DO_ASK_ANY,
    DO_COACH_CARD /* [index] */,
    DO_CARD_OTHER,
    DO_CHANGE_WHO,
    DO_PREFER,
    DO_PREFER_LANGUAGE /* [index among board_spoken_languages, -1: any] */,
    DO_PREFER_GENDER /* [enum preference_gender] */,
    DO_PREFER_DONE,
    DO_PREFER_SKIP,
    DO_CHANGE_WHAT,
    DO_CHANGE_HOW,
    DO_NOTICE,
    DO_NOTICE_DONE,
    DO_SEND,
    DO_TRY_AGAIN,
    DO_TOPIC /* [index] */,
    DO_TOPICS_DONE,
    DO_TOPICS_SKIP,
    DO_FIND /* [enum request_find] */,
    DO_KEY /* [Unicode character] */,
    DO_SHIFT,
    DO_BACKSPACE,
    DO_CLEAR,
    DO_KEYS_LETTERS,
    DO_KEYS_ACCENTS,
    DO_KEYS_DIGITS,
    DO_FIND_DONE,
    DO_PHONE_SHOW,
    DO_CONSENT,
    DO_LEAVE,
    DO_GROUPS,
    DO_PHONE,
    DO_PHONE_CARD,
    DO_REACH_DAY /* [index, -1: not sure] */,
    DO_REACH_PART /* [enum day_part] */,
    DO_STOP_TEXTS,
    DO_TEXT_AGAIN,
    DO_TICKET_CHANGE,
    DO_TICKET_CANCEL,
    DO_CANCEL_YES,
    DO_CANCEL_NO,
    DO_DONE,
    DO_COMING_OK,
    DO_NOT_TODAY,
    DO_HANDOFF_YES,
    DO_HANDOFF_NO,
    DO_SIGN /* [enum sign] */,
    DO_DIGIT /* [0…9] */,
    DO_SHOW_TICKET,
    DO_BRING_STAFF,
    DO_ALERT_AGAIN,
    DO_ALERT_OK,
    DO_SPEAK /* [0 or 1] */,
    DO_SPEED /* [0 slower, 1 usual, 2 faster] */,
    DO_VOLUME /* [-1 softer, 1 louder] */,
    DO_KEYPAD /* [0 or 1] */,
    DO_INSTALLER_TRY,
    DO_RULER,
    DO_RULER_BY /* [percent] */,
    DO_TOUCH_TEST,
    DO_TOUCH_POINT /* [0…8] */,
    DO_SOUND_TEST,
    DO_LEARN,
    DO_LEARN_SKIP,
    DO_LEARN_AGAIN,
    DO_PAIR,
    DO_PAIR_LOOK,
    DO_PAIR_TYPED,
    DO_PAIR_STOP,
    DO_MORE_TIME,
    DO_CLEAR_NOW
};

enum keyboard_page {
    KEYS_LETTERS,
    KEYS_ACCENTS,
    KEYS_DIGITS
};
enum cover {
    COVER_NONE,
    COVER_OVER /* start over? */,
    COVER_IDLE /* more time? */
};

/* What has become of the visit's request, as far as this kiosk knows. */
enum request_way {
    WAY_NONE,      /* there is no request */
    WAY_SENDING,   /* ordered; neither saved nor answered yet */
    WAY_SAVED,     /* on this kiosk's disk; the queue has not answered */
    WAY_SENT,      /* the queue answered: visit.request is its word */
    WAY_NOT_SAVED, /* nothing was kept and nothing will be sent */
    WAY_REFUSED    /* the queue will not take it, ever */
};
/* A change, a cancel or an answer that was asked for after sending, and is not the queue's word yet. */
enum wish_kind {
    WISH_NONE,
    WISH_CHANGE,
    WISH_CANCEL,
    WISH_ANSWER,
    WISH_CONSENT
};
enum wish_way {
    WISH_ORDERED,
    WISH_SAVED,
    WISH_REFUSED
};

enum day_part {
    PART_ANY,
    PART_MORNING,
    PART_AFTERNOON
};

/* What the person has chosen so far. */
struct draft {
    struct uuid coach_id;         /* none: any */
    struct preference preference; /* of any coach: empty where a coach is chosen */
    uint32_t topics;              /* bit i: board topic i */
    enum request_find find;
    char name[RELAY_NAME_MAX + 1];
    enum request_kind kind;      /* for now, or left for later */
    char phone[RELAY_PHONE_MAX]; /* digits, as people here write them */
    bool consent;                /* the box beside it */
    char place[RELAY_PLACE_MAX + 1];
    struct date due_date; /* when they will be here; year 0: not sure */
    enum day_part due_part;
};

/* Everything that a visit leaves behind must be in here: leaving wipes it whole (rules B5). */
struct visit {
    enum screen_id history[APP_HISTORY_MAX]; /* the last one is what is shown */
    size_t history_count;
    int language; /* index into app->languages */
    struct layout_mode mode;
    size_t part; /* of the page that is open, where it takes several */
    struct speech_settings speech;
    bool keypad; /* in use: the focus is always shown */
    struct installer_visit installer;
    struct draft draft;
    struct draft sent; /* the draft as the open request has it */
    bool editing;      /* Change on the ticket: Send changes the open request */
    bool touched;      /* something was chosen or typed: Start over asks */
    enum keyboard_page keys;
    bool shift;
    size_t board_page;
    struct uuid shown_coach; /* profile and card */
    int64_t phone_typed_ms;  /* mono, of the newest digit; 0: none to show */
    bool phone_shown;
    enum sign lookup_sign;
    int lookup_digits[2]; /* -1: empty */
    bool lookup_pending;
    int lookup_error; /* cb_error of the last lookup, CB_OK: none */
    enum request_way way;
    struct wire_status request; /* what the queue last said, or what was saved */
    int64_t sending_since_ms;   /* mono */
    bool sending_slow;          /* a try failed, or the answer takes longer than APP_SENDING_MS */
    int64_t sent_try_ms;        /* wall time of the last failed try, 0 */
    bool sent_late;             /* was said to be saved and not sent; the queue has it since */
    int64_t promised_ms;        /* mono: the end of the first wait that was foretold; 0: none was */
    enum wish_kind wish;
    enum wish_way wish_way;
    int wish_version;      /* of the request when the wish was ordered: a later one is its answer */
    bool looked_up;        /* found by My ticket: what was asked for is not known here */
    bool handoff_answered; /* the person said yes to the coach in answered_holder */
    struct uuid answered_holder;
    struct uuid alert_id; /* none: no alert in this visit */
    struct wire_alert alert;
    bool alert_known; /* the queue answered */
    bool alert_failed;
    int64_t alert_at_ms; /* wall: when it was asked for */
    int64_t alert_mono_ms;
    enum cover cover;
    int64_t last_input_ms;  /* mono */
    int64_t cover_since_ms; /* mono */
    size_t covered_depth;   /* help was opened over a cover: back at this depth the cover returns; 0: no */
};

struct app_language {
    char code[WIRE_LANGUAGE_MAX];
    char own_name[32]; /* "Español" */
    const struct catalogue *catalogue;
    bool draft;   /* not offered before an admin has switched it on */
    bool offered; /* to patients: by the board's settings; the first language always is */
};
/* The region's numbers, from assets/region/<id>.ini: local data, needed before anything else (rules C4). */
struct region {
    char emergency[16];   /* 911 */
    char crisis[16];      /* 988 */
    char crisis_chat[64]; /* 988lifeline.org */
    bool crisis_texts;    /* the crisis line takes texts */
    char phone_prefix[8]; /* +1 */
    int phone_digits;     /* 10: of a number as people write it; with the prefix it is whole */
};

/* A ticket this kiosk gave, so that it is not given again before the board says that it is taken. Not part of
 * a visit: it says nothing about a person. */
struct given_ticket {
    struct uuid id;
    struct ticket ticket;
    enum request_kind kind;
    int64_t asked_at_ms; /* wall, by the queue's clock where that was known */
    int64_t at_ms;       /* wall, when this was noted */
    bool sent;           /* the queue has it, and the board will tell */
};

/* What of a picture matters to how the next one takes its place. */
struct scene {
    bool drawn;
    int page;
    int language;
    struct layout_mode mode;
    struct rect pressed; /* with its lip; w 0: nothing is */
};
/* How app->frame takes the place of the picture before. Neither a span nor at once: nothing begins to move,
 * and what moves may go on. */
struct motion {
    int span_ms;     /* inside the box; what is outside comes at once */
    struct rect box; /* logical */
    bool at_once;    /* the whole of it, now */
};

/* Whether this kiosk may ask for anybody. */
enum standing {
    STANDING_KNOWN, /* paired, as far as it has heard */
    STANDING_UNPAIRED /* no queue was ever agreed on */,
    STANDING_REVOKED /* the queue does not know it any more: help's pages are all that is left */
};

struct app {
    struct visit visit;
    enum standing standing;
    const struct board *board; /* NULL: none yet. Borrowed; app_set_board announces another */
    const struct zone *zone;
    struct moment board_fetched;
    bool linked;
    struct app_language languages[APP_LANGUAGES_MAX];
    size_t language_count;
    struct region region;
    struct canvas canvas;
    struct random_source random;
    struct moment now; /* of this turn */
    struct relay_order orders[APP_ORDERS_MAX];
    size_t order_count;
    struct given_ticket given[APP_TICKETS_MAX];
    size_t given_count;
    bool dirty;                 /* the screen must be drawn again */
    struct element_list frame;  /* what was last drawn */
    int focus;                  /* index in frame, -1 none */
    int pressed;                /* index in frame, -1 none */
    int asked;                  /* index in frame of the text that was touched to hear it, -1 none */
    struct action focus_action; /* what they mean, to find them again in the next frame */
    struct action pressed_action;
    bool by_keys; /* the last input was a key: focus is always shown */
    struct installer_facts installer;
    struct installer_lock lock;
    struct installer_wishes wishes;
    bool headphones;      /* plugged in, now: of the kiosk, not of a visit */
    bool mute;            /* nothing on this kiosk can speak: no voice is installed, or there is no sound */
    bool unheard;         /* the frame was drawn anew and the narrator has not seen it */
    struct scene scene;   /* of the frame */
    struct motion motion; /* into it */
};

/* Smaller than the pages are made for (DISPLAY_INCHES_MIN): none of those for patients opens. */
bool app_display_too_small(const struct app *app);
void app_init(struct app *app, const struct region *region, struct canvas canvas, struct random_source random,
              struct moment now);
void app_release(struct app *app);
/* The languages patients may choose, as indexes into app->languages; there is room for APP_LANGUAGES_MAX. */
size_t app_offered_languages(const struct app *app, int *ret_indexes);
/* The catalogue outlives the app. The first language added is the one a visit starts in. */
void app_add_language(struct app *app, const char *code, const char *own_name,
                      const struct catalogue *catalogue);
/* A new board (or the same, confirmed). The old one may be freed afterwards. */
void app_set_board(struct app *app, const struct board *board, const struct zone *zone, struct moment fetched,
                   struct moment now);
/* Without standing there is no board: what stood there goes, but not from under somebody who waits for help.
 */
void app_set_standing(struct app *app, enum standing standing, struct moment now);
/* A pairing came to its good end just now: the installer who waits for it is told. */
void app_paired(struct app *app);
/* Pointer and keys. A touch presses on the way down and acts on release inside the same target; sliding off
 * cancels. */
void app_pointer_down(struct app *app, int x, int y, struct moment now);
void app_pointer_move(struct app *app, int x, int y, struct moment now);
void app_pointer_up(struct app *app, int x, int y, struct moment now);
enum app_key {
    KEY_NEXT,
    KEY_PREVIOUS,
    KEY_SELECT,
    KEY_BACK,
    KEY_HELP,
    KEY_REPEAT, /* the page once more */
    KEY_PAUSE,  /* and on again */
    KEY_FASTER,
    KEY_SLOWER,
    KEY_LOUDER,
    KEY_SOFTER,
    KEY_VOLUME /* louder; from the loudest to the softest */
};
void app_key(struct app *app, enum app_key key, struct moment now);
/* A key of the keypad, which somebody uses who may not see the screen: it starts speech (rules A2). The first
 * one of a visit shows the focus and does nothing else, unless it is Help. */
void app_keypad(struct app *app, enum app_key key, struct moment now);
/* Headphones were plugged in: speech begins. They were pulled out: speech stops and the visit is over, unless
 * somebody waits for help (rules A3). */
void app_headphones(struct app *app, bool plugged, struct moment now);
/* The installer's chord or held key: the page that asks for the password. Nothing, while a call for help is
 * open. */
void app_open_installer(struct app *app, struct moment now);
/* What became of wishes.check_password. The password is wiped. */
void app_installer_answer(struct app *app, bool right, struct moment now);
/* While true, the next key is learnt: app_learn_key. */
bool app_learns_keys(const struct app *app);
void app_learn_key(struct app *app, int scancode, struct moment now);
/* The setting's choice, as DO_SPEED numbers them. */
int app_speed_choice(const struct app *app);
/* Whether the page's language can be read aloud here. */
enum voice_state {
    VOICE_READY,
    VOICE_NO_LANGUAGE,
    VOICE_NO_SOUND
};
enum voice_state app_voice(const struct app *app);
/* As a visit begins: read aloud only to who wears headphones, usual speed and volume. */
void app_reset_speech(struct app *app);
/* What the narrator is told about app->frame. */
struct narrator_page app_narration(const struct app *app);
/* A typed character on an attached keyboard, on the screens that have a field. */
void app_type(struct app *app, uint32_t character, struct moment now);
void app_act(struct app *app, struct action action, struct moment now);
void app_report(struct app *app, const struct relay_report *report, struct moment now);
/* Runs the deadlines that are due. */
void app_tick(struct app *app, struct moment now);
/* Monotonic time of the next deadline; INT64_MAX: none. */
int64_t app_next_deadline(const struct app *app);
bool app_take_order(struct app *app, struct relay_order *ret_order);
/* Draws the current screen into app->frame. */
void app_view(struct app *app, struct text_measurer *measurer);

/* ---- for the screens ---- */
enum screen_id app_screen(const struct app *app);
void app_go(struct app *app, enum screen_id screen);      /* forward; Back returns */
void app_replace(struct app *app, enum screen_id screen); /* instead of this one */
void app_return_to(struct app *app,
                   enum screen_id screen); /* back to where it is in the history; else app_go */
void app_back(struct app *app);
void app_leave(struct app *app); /* end of visit: wipes, home */
/* False when APP_ORDERS_MAX wait already: nothing was ordered. */
bool app_order(struct app *app, const struct relay_order *order);
/* A request of this visit is on the way, saved or sent, and not closed. */
bool app_request_open(const struct app *app);
/* The page that tells the truth about the visit's request. */
enum screen_id app_request_page(const struct app *app);
/* Sends the draft: a new request, or a change of the open one. Opens the page that follows. */
void app_send(struct app *app);
void app_cancel_request(struct app *app);
void app_installer_try(struct app *app);
int64_t app_installer_wait_ms(const struct app *app); /* before the next password is tried; 0: now */
void app_learn_next(struct app *app);
void app_answer_handoff(struct app *app, bool yes);
/* Lets the number of the open request be used, or no longer. */
void app_consent(struct app *app, bool yes);
/* The number is whole and the box says yes. */
bool app_phone_ready(const struct app *app);
/* The words "I will be here" stand for; 0, 0 for not sure. */
struct window {
    int64_t from_ms, until_ms;
};
struct window reach_window(const struct zone *zone, struct date date, enum day_part part);
/* Asks what has become of the ticket on My ticket. */
void app_look_up(struct app *app);
/* A new draft in the same visit and language: "ask again". */
void app_ask_anew(struct app *app);
/* Asks for staff, or asks again, and opens the page that follows. */
void app_call_staff(struct app *app);
bool app_alert_open(const struct app *app);
/* The board's coaches sorted as patients see them: here, with someone or break, expected, later, away.
 * Returns the count. */
struct coach_now {
    const struct coach *coach;
    size_t index;                     /* in board order */
    struct availability availability; /* UNKNOWN when the board is stale */
};
size_t app_coaches(const struct app *app, struct coach_now *ret_coaches, size_t max);
bool app_board_stale(const struct app *app);
/* Nobody has set the clock right: what day it is cannot be told. True without a board. */
bool app_clock_wrong(const struct app *app);
/* The coach who can be called longest, when the board is fresh enough to know; NULL: none. */
const struct phone_coach *app_phone_coach(const struct app *app);
/* Whether there is a key to seal a name or number of this draft's kind to; without one the kiosk offers the
 * sign only. */
bool app_can_seal(const struct app *app);
bool app_someone_on_shift(const struct app *app);
/* How the pages are when a visit begins. */
struct layout_mode app_first_mode(const struct app *app);
const char *app_language_code(const struct app *app);

#endif
