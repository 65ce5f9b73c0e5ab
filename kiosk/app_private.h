/* What the files of app.c share among themselves and with no screen. */
#ifndef CB_APP_PRIVATE_H
#define CB_APP_PRIVATE_H

#include "app.h"

/* Brings the app to `now` and runs what is due: the first thing every entry point does, so that a touch that
 * comes after a deadline finds the screen as that deadline left it. */
void app_turn(struct app *app, struct moment now);
/* A person did something: idle time starts anew. */
void app_note_input(struct app *app);
/* True when the visit holds nothing that a boot would not: no need to ask for more time. */
bool app_blank(const struct app *app);
/* True while no page may cover itself or go away by time. */
bool app_never_idles(const struct app *app);

/* What is chosen, pressed and focused belongs to one picture: forgotten when another page comes. */
void app_page_changed(struct app *app);
/* Home, and on it `screen`: for pages from which there is no way back to the draft. */
void app_restart_at(struct app *app, enum screen_id screen);
/* Puts the page that is true now in place of every page about the request in the history. */
void app_settle_request(struct app *app);
/* The board's first page: home, or starting while there is no board. */
enum screen_id app_base_screen(const struct app *app);
/* Forgets the visit and begins another; draws nothing and goes nowhere else. */
void visit_begin(struct visit *visit, enum screen_id base, struct layout_mode mode);

/* Another number: another page, or another part of one. */
int app_page_number(const struct app *app);
/* After each picture: says how it takes the place of the one before (app_motion.c). */
void app_note_scene(struct app *app);

/* What a touch means on every screen; the screens come first. */
void app_act_common(struct app *app, struct action action);

/* What the page says is about the person in front of it (app_speech.c). */
bool app_page_about_person(const struct app *app);
/* The keys that change how the page is read. False: it is none of them. */
bool app_speech_key(struct app *app, enum app_key key);
/* The settings of speech and keypad. False: it is none of them. */
bool app_speech_act(struct app *app, struct action action);

/* A character of the installer's password (app_installer.c). */
void app_installer_type(struct app *app, uint32_t character);
/* And one of the queue's address, or of its digits. */
void app_pair_type(struct app *app, uint32_t character, struct moment now);

/* Tickets this kiosk gave (app_send.c). */
/* Saved before this program started: its ticket is given too. */
void given_note_saved(struct app *app, const struct relay_report *saved);
void given_note_status(struct app *app, const struct wire_status *status);
void given_forget(struct app *app, const struct uuid *id);

#endif
