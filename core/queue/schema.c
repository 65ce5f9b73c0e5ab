/* The queue's tables. Ids are UUIDs as TEXT, times milliseconds since 1970 (NULL: not yet), hashes and sealed
 * fields BLOBs, content with a shape of its own JSON (wire/content_json.h). Every row carries its site. */
#include "queue/schema.h"

#include <stddef.h>

/* clang-format off */
static const char first_schema[] =
    /* ---- what a clinic has put in ---- */
    "CREATE TABLE site ("
    "  id TEXT PRIMARY KEY,"
    "  name TEXT NOT NULL,"
    "  short_name TEXT NOT NULL UNIQUE,"
    "  zone TEXT NOT NULL,"
    "  coach_line TEXT NOT NULL,"
    "  content TEXT NOT NULL,"              /* JSON: hours, exceptions, settings */
    "  public_key BLOB NOT NULL"            /* what names and numbers are sealed to */
    ") STRICT;"

    "CREATE TABLE place ("
    "  id TEXT PRIMARY KEY,"
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  name TEXT NOT NULL,"
    "  detail TEXT NOT NULL,"
    "  UNIQUE (site, name)"
    ") STRICT;"

    "CREATE TABLE coach ("
    "  id TEXT PRIMARY KEY,"
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  position INTEGER NOT NULL,"
    "  name TEXT NOT NULL,"
    "  pronouns TEXT NOT NULL,"
    "  avatar TEXT NOT NULL,"
    "  phone TEXT NOT NULL,"
    "  card_name TEXT NOT NULL,"
    "  content TEXT NOT NULL,"              /* JSON: languages, hours, exceptions, can, cannot, open_requests_max */
    "  presence TEXT NOT NULL DEFAULT 'none',"
    "  presence_until INTEGER,"
    "  presence_back INTEGER"
    ") STRICT;"
    "CREATE INDEX coach_by_position ON coach (site, position);"

    "CREATE TABLE topic ("
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  id TEXT NOT NULL,"
    "  position INTEGER NOT NULL,"
    "  icon TEXT NOT NULL,"
    "  content TEXT NOT NULL,"              /* JSON: label */
    "  PRIMARY KEY (site, id)"
    ") STRICT;"

    "CREATE TABLE resource ("
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  number TEXT NOT NULL,"
    "  position INTEGER NOT NULL,"
    "  content TEXT NOT NULL,"              /* JSON: label */
    "  PRIMARY KEY (site, number)"
    ") STRICT;"

    "CREATE TABLE kiosk ("
    "  id TEXT PRIMARY KEY,"
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  place TEXT NOT NULL REFERENCES place (id),"
    "  position INTEGER NOT NULL,"
    "  name TEXT NOT NULL,"
    "  signs INTEGER NOT NULL DEFAULT 0,"   /* a set: bit (1 << sign) */
    "  token_hash BLOB UNIQUE,"
    "  seen_at INTEGER,"
    "  revoked INTEGER NOT NULL DEFAULT 0,"
    "  UNIQUE (site, name)"
    ") STRICT;"

    /* ---- what changed ---- */
    /* One counter a site, so that a client is up to date or not, and an entry for each step of it. */
    "CREATE TABLE feed_head ("
    "  site TEXT PRIMARY KEY REFERENCES site (id),"
    "  revision INTEGER NOT NULL DEFAULT 0,"
    "  board_revision INTEGER NOT NULL DEFAULT 0"  /* the newest one that changed what kiosks show */
    ") STRICT;"

    "CREATE TABLE feed ("
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  revision INTEGER NOT NULL,"
    /* Not IN (…): SQLite would fill a temporary table with the list at every insert. */
    "  kind TEXT NOT NULL"
    "    CHECK (kind = 'board' OR kind = 'request' OR kind = 'coach' OR kind = 'alert'),"
    "  object TEXT,"                        /* the request, coach or alert */
    "  PRIMARY KEY (site, revision)"
    ") STRICT, WITHOUT ROWID;"

    /* ---- requests ---- */
    "CREATE TABLE request ("
    "  id TEXT PRIMARY KEY,"
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  kiosk TEXT REFERENCES kiosk (id),"   /* NULL: staff asked for someone */
    "  kind TEXT NOT NULL,"
    "  state TEXT NOT NULL,"
    "  version INTEGER NOT NULL,"
    "  sign TEXT NOT NULL,"
    "  number INTEGER NOT NULL,"
    "  wanted TEXT REFERENCES coach (id),"
    "  holder TEXT REFERENCES coach (id),"
    "  former_holder TEXT REFERENCES coach (id),"
    "  outcome TEXT,"
    "  find TEXT NOT NULL,"
    "  language TEXT NOT NULL,"
    "  topics TEXT NOT NULL,"               /* ids with a blank behind each: 'talk basics ' */
    "  asked_at INTEGER NOT NULL,"
    "  received_at INTEGER NOT NULL,"
    "  place_at INTEGER NOT NULL,"          /* orders the queue */
    "  state_since INTEGER NOT NULL,"
    "  closed_at INTEGER,"
    "  closed_from TEXT,"
    "  closed_from_holder TEXT,"
    "  closed_by TEXT,"
    "  notice_version INTEGER NOT NULL,"
    "  consent_version INTEGER NOT NULL,"
    "  preference TEXT NOT NULL,"
    "  source TEXT NOT NULL,"
    "  due_from INTEGER,"
    "  due_until INTEGER,"
    "  body_hash BLOB NOT NULL,"
    "  sealed BLOB,"
    "  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),"
    "  CHECK ((state = 'closed') = (outcome IS NOT NULL)),"
    "  CHECK (sealed IS NULL OR length(sealed) = 560)"
    ") STRICT;"
    "CREATE UNIQUE INDEX request_open_ticket ON request (site, sign, number) WHERE closed_at IS NULL;"
    "CREATE INDEX request_in_line ON request (site, place_at, id) WHERE closed_at IS NULL;"
    "CREATE INDEX request_closed ON request (site, closed_at) WHERE closed_at IS NOT NULL;"
    "CREATE INDEX request_sealed ON request (closed_at) WHERE sealed IS NOT NULL;"

    /* What happened, in order. The request row is what these add up to; store_check holds it to that. */
    "CREATE TABLE request_event ("
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  request TEXT NOT NULL REFERENCES request (id),"
    "  version INTEGER NOT NULL,"           /* the request's, after this step */
    "  step TEXT NOT NULL,"
    "  from_state TEXT NOT NULL,"
    "  to_state TEXT NOT NULL,"
    "  actor_kind TEXT NOT NULL,"
    "  actor_user TEXT,"
    "  actor_coach TEXT,"
    "  to_coach TEXT,"                      /* hand_off: to whom; submit and change: who was asked for */
    "  outcome TEXT,"
    "  at INTEGER NOT NULL,"
    "  PRIMARY KEY (request, version)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TRIGGER request_event_is_not_edited BEFORE UPDATE ON request_event "
    "BEGIN SELECT RAISE(ABORT, 'what happened is not edited'); END;"
    "CREATE TRIGGER request_event_is_not_deleted BEFORE DELETE ON request_event "
    "BEGIN SELECT RAISE(ABORT, 'what happened is not deleted'); END;"

    /* ---- who may sign in ---- */
    "CREATE TABLE staff ("
    "  id TEXT PRIMARY KEY,"
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  role TEXT NOT NULL,"
    "  coach TEXT REFERENCES coach (id),"
    "  login TEXT NOT NULL UNIQUE,"
    "  name TEXT NOT NULL,"
    "  salt BLOB NOT NULL,"
    "  kdf_opslimit INTEGER NOT NULL,"
    "  kdf_memlimit INTEGER NOT NULL,"
    "  verifier BLOB NOT NULL,"
    "  public_key BLOB NOT NULL,"
    "  wrapped_key BLOB NOT NULL,"
    "  site_grant BLOB"
    ") STRICT;"

    "CREATE TABLE session ("
    "  id BLOB PRIMARY KEY,"
    "  staff TEXT NOT NULL REFERENCES staff (id),"
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  wrapped_key BLOB NOT NULL,"
    "  created_at INTEGER NOT NULL,"
    "  used_at INTEGER NOT NULL,"
    "  expires_at INTEGER NOT NULL,"
    "  idle_ms INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX session_end ON session (expires_at);"

    /* ---- help now ---- */
    "CREATE TABLE alert ("
    "  id TEXT PRIMARY KEY,"
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  kiosk TEXT NOT NULL REFERENCES kiosk (id),"
    "  state TEXT NOT NULL,"
    "  count INTEGER NOT NULL,"
    "  sent_at INTEGER NOT NULL,"
    "  seen_at INTEGER,"
    "  acknowledged_at INTEGER,"
    "  acknowledged_by TEXT REFERENCES staff (id),"
    "  resolved_at INTEGER,"
    "  ok_at INTEGER"
    ") STRICT;"
    "CREATE UNIQUE INDEX alert_open ON alert (kiosk) WHERE resolved_at IS NULL;"
    "CREATE INDEX alert_of_site ON alert (site) WHERE resolved_at IS NULL;";

static const char choices_schema[] =
    "ALTER TABLE request ADD COLUMN opened_at INTEGER;"    /* a person on the staff side looked at it */
    "ALTER TABLE request_event ADD COLUMN consent INTEGER;" /* submit, consent: the version that stands from here */
    "ALTER TABLE coach ADD COLUMN presence_calls INTEGER NOT NULL DEFAULT 0;"
    /* Groups and the like: where to go on which days. */
    "CREATE TABLE meeting ("
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  id TEXT NOT NULL,"
    "  position INTEGER NOT NULL,"
    "  content TEXT NOT NULL,"              /* JSON: label, place, hours, exceptions */
    "  PRIMARY KEY (site, id)"
    ") STRICT;";

/* How long coaches are away, for the wait that patients are told. */
static const char presence_schema[] =
    "CREATE TABLE presence_event ("
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  coach TEXT NOT NULL REFERENCES coach (id),"
    "  at INTEGER NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  PRIMARY KEY (coach, at)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX presence_event_of_site ON presence_event (site, kind, at);";

/* One row that is written for no other reason than to know that it can be. */
static const char proof_schema[] =
    "CREATE TABLE proof ("
    "  id INTEGER PRIMARY KEY CHECK (id = 1),"
    "  at INTEGER NOT NULL"
    ") STRICT;";

/* Since when a kiosk had not been heard before it was last heard: nothing it kept can be older. */
static const char silence_schema[] = "ALTER TABLE kiosk ADD COLUMN silent_since INTEGER;";

/* Who did what: see audit.h. Kinds by name; the chain hashes their numbers. */
static const char audit_schema[] =
    "CREATE TABLE audit_log ("
    "  site TEXT PRIMARY KEY REFERENCES site (id),"
    "  begun_at INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE audit ("
    "  site TEXT NOT NULL REFERENCES audit_log (site),"
    "  seq INTEGER NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  clock INTEGER NOT NULL,"
    "  actor_kind TEXT NOT NULL,"
    "  actor TEXT,"                         /* may name who is gone: the log outlives its people */
    "  action TEXT NOT NULL,"
    "  object_kind TEXT NOT NULL,"
    "  object TEXT,"
    "  detail TEXT NOT NULL,"
    "  hash BLOB NOT NULL CHECK (length(hash) = 32),"
    "  PRIMARY KEY (site, seq)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TRIGGER audit_is_not_edited BEFORE UPDATE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is not edited'); END;"
    "CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is not deleted'); END;"
    /* OR REPLACE would delete without asking the trigger above. */
    "CREATE TRIGGER audit_only_grows BEFORE INSERT ON audit "
    "WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit WHERE site = NEW.site) "
    "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;"
    "CREATE TRIGGER audit_log_is_not_edited BEFORE UPDATE ON audit_log "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is not begun anew'); END;"
    "CREATE TRIGGER audit_log_is_not_deleted BEFORE DELETE ON audit_log "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is not begun anew'); END;"
    "CREATE TABLE audit_alarm ("
    "  kiosk TEXT PRIMARY KEY REFERENCES kiosk (id),"
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  at INTEGER NOT NULL,"
    "  seq INTEGER NOT NULL,"               /* the entry that the kiosk knows */
    "  hash BLOB NOT NULL,"
    "  log_seq INTEGER NOT NULL,"           /* the log's last one then */
    "  settled_at INTEGER"
    ") STRICT, WITHOUT ROWID;";

/* A coach who does not work here any more: kept for what they did. */
static const char coach_left_schema[] = "ALTER TABLE coach ADD COLUMN has_left INTEGER NOT NULL DEFAULT 0;";

/* Which key a field is sealed to, and since when the queue has run: names go on time also where no clock can
 * be trusted. What was sealed before there were epochs can be opened for ever with the site's key, so it
 * goes at once. */
static const char epochs_schema[] =
    "ALTER TABLE request ADD COLUMN epoch BLOB;"
    "ALTER TABLE request ADD COLUMN received_running INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE request ADD COLUMN received_verified INTEGER NOT NULL DEFAULT 1;"
    "ALTER TABLE request ADD COLUMN closed_running INTEGER;"
    "CREATE TABLE running ("
    "  id INTEGER PRIMARY KEY CHECK (id = 1),"
    "  ms INTEGER NOT NULL"                 /* how long the queue has run, summed over all its runs */
    ") STRICT;"
    "UPDATE request SET sealed = NULL;";

/* What old requests become. Events are still not deleted, but for those of a request that is being counted. */
static const char counts_schema[] =
    "CREATE TABLE request_count ("
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  day TEXT NOT NULL,"                  /* when they were closed, by the site's clock */
    "  kind TEXT NOT NULL,"
    "  outcome TEXT NOT NULL,"
    "  count INTEGER NOT NULL,"
    "  PRIMARY KEY (site, day, kind, outcome)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE reduction (request TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;"
    "DROP TRIGGER request_event_is_not_deleted;"
    "CREATE TRIGGER request_event_is_not_deleted BEFORE DELETE ON request_event "
    "WHEN NOT EXISTS (SELECT 1 FROM reduction WHERE request = OLD.request) "
    "BEGIN SELECT RAISE(ABORT, 'what happened is not deleted'); END;";

/* What a kiosk last said of itself. */
static const char kiosk_health_schema[] =
    "ALTER TABLE kiosk ADD COLUMN version TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE kiosk ADD COLUMN outbox INTEGER NOT NULL DEFAULT 0;"; /* what it could not send yet */

/* Who may open the site's key: people, codes and the recovery sheet, each with a tag and a grant. Before this
 * there were no tags: who held a grant then reads on, but is given none at the next change of the key. */
static const char holder_schema[] =
    "CREATE TABLE holder ("
    "  id TEXT PRIMARY KEY,"                /* of a person: the same as in staff */
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  kind TEXT NOT NULL CHECK (kind = 'user' OR kind = 'code' OR kind = 'paper'),"
    "  staff TEXT REFERENCES staff (id),"   /* NULL: paper */
    "  public_key BLOB NOT NULL,"
    "  tag BLOB,"                           /* NULL: never gets a grant */
    "  site_grant BLOB,"                    /* NULL: has none, like the front desk's codes */
    "  code_hash BLOB UNIQUE,"              /* codes: how they are found */
    "  created_at INTEGER NOT NULL,"
    "  expires_at INTEGER,"                 /* codes */
    "  confirmed_at INTEGER"                /* paper: when two groups of it were typed back */
    ") STRICT;"
    "CREATE INDEX holder_of_site ON holder (site);"
    "CREATE UNIQUE INDEX holder_code ON holder (staff) WHERE kind = 'code';"
    "INSERT INTO holder (id, site, kind, staff, public_key, site_grant, created_at)"
    " SELECT id, site, 'user', id, public_key, site_grant, 0 FROM staff WHERE site_grant IS NOT NULL;"
    "ALTER TABLE staff DROP COLUMN site_grant;"
    "ALTER TABLE staff ADD COLUMN invited INTEGER NOT NULL DEFAULT 0;" /* has a code, and no password yet */
    "ALTER TABLE staff ADD COLUMN removed_at INTEGER;"
    "ALTER TABLE session ADD COLUMN password_at INTEGER NOT NULL DEFAULT 0;" /* when it was last typed */
    /* What a new password costs on this machine. */
    "CREATE TABLE key_cost ("
    "  id INTEGER PRIMARY KEY CHECK (id = 1),"
    "  opslimit INTEGER NOT NULL,"
    "  memlimit INTEGER NOT NULL"
    ") STRICT;"
    /* A site's key before this one, sealed to this one, until nothing is sealed to it any more. */
    "CREATE TABLE old_site_key ("
    "  site TEXT PRIMARY KEY REFERENCES site (id),"
    "  site_grant BLOB NOT NULL"
    ") STRICT;"
    /* Browsers that somebody has signed in with. */
    "CREATE TABLE device ("
    "  id BLOB NOT NULL,"
    "  staff TEXT NOT NULL REFERENCES staff (id),"
    "  expires_at INTEGER NOT NULL,"
    "  PRIMARY KEY (id, staff)"
    ") STRICT, WITHOUT ROWID;";

/* The second channel's outbox, and since when staff were told by it. */
static const char channel_schema[] =
    "CREATE TABLE channel_message ("
    "  id TEXT PRIMARY KEY,"
    "  site TEXT NOT NULL REFERENCES site (id),"
    "  kind TEXT NOT NULL,"
    "  way TEXT NOT NULL,"
    "  object TEXT NOT NULL,"               /* an alert or a request */
    "  since INTEGER NOT NULL,"
    "  made_at INTEGER NOT NULL,"
    "  tries INTEGER NOT NULL,"
    "  next_at INTEGER,"                    /* NULL: nothing is left to do */
    "  accepted_at INTEGER,"
    "  failed_at INTEGER,"
    "  failure TEXT,"
    "  UNIQUE (object, kind, way)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX channel_message_next ON channel_message (way, next_at) WHERE next_at IS NOT NULL;"
    "ALTER TABLE request ADD COLUMN told_at INTEGER;"
    "ALTER TABLE alert ADD COLUMN told_at INTEGER;";
/* clang-format on */

const char *const queue_migrations[] = {first_schema,
                                        presence_schema,
                                        choices_schema,
                                        proof_schema,
                                        silence_schema,
                                        audit_schema,
                                        coach_left_schema,
                                        epochs_schema,
                                        counts_schema,
                                        kiosk_health_schema,
                                        holder_schema,
                                        channel_schema,
                                        NULL};
