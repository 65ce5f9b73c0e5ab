/* Sites and what a clinic has put into them. */
#include "queue/store_internal.h"
#include "wire/content_json.h"

#include <string.h>

/* ---- columns of JSON ---- */

/* One kind of content: how it is written as the members of an object, and read back into `ret_value`. */
typedef void content_write_fn(struct writer *writer, const void *value);
typedef void content_read_fn(struct reader *reader, const json_t *object, void *ret_value);
struct content_kind {
    content_write_fn *write;
    content_read_fn *read;
    size_t size;
};

static int parse_content(const struct content_kind *kind, const char *text, struct arena *arena,
                         void *ret_value)
{
    struct wire_fault fault;
    json_t *root = NULL;
    struct reader reader = reader_open(text, strlen(text), &fault, &root);

    reader.arena = arena;
    if (reader.error == CB_OK)
        kind->read(&reader, root, ret_value);
    json_decref(root);
    return reader.error;
}

/* What could not be read back is not stored: CB_BAD_INPUT. */
static int bind_content(sqlite3_stmt *statement, int index, const struct content_kind *kind,
                        const void *value)
{
    struct arena arena = ARENA_INIT;
    struct strbuf text = STRBUF_INIT;
    struct writer writer = WRITER_INIT(&text);
    void *scratch = arena_alloc(&arena, kind->size);
    int error = CB_NO_MEMORY;

    write_object(&writer, NULL);
    kind->write(&writer, value);
    write_object_end(&writer);
    if (scratch != NULL && !strbuf_failed(&text))
        error = parse_content(kind, strbuf_text(&text), &arena, scratch);
    if (error == CB_OK)
        db_bind_text(statement, index, strbuf_text(&text));
    strbuf_release(&text);
    arena_release(&arena);
    return error;
}

static int read_content(sqlite3_stmt *statement, int column, const struct content_kind *kind,
                        struct arena *arena, void *ret_value)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    int error = text == NULL ? CB_DAMAGED : parse_content(kind, text, arena, ret_value);

    return error == CB_BAD_INPUT ? CB_DAMAGED : error; /* nobody but us wrote it */
}

/* Binds the last parameter, and runs the statement if that went well. */
static int run_with_content(sqlite3_stmt *statement, int index, const struct content_kind *kind,
                            const void *value)
{
    int error = bind_content(statement, index, kind, value);

    if (error == CB_OK)
        return db_run(statement);
    db_done(statement);
    return error;
}

static void write_site_content(struct writer *writer, const void *value)
{
    const struct site *site = value;

    write_schedule(writer, &site->hours);
    write_settings(writer, &site->settings);
}

static void read_site_content(struct reader *reader, const json_t *object, void *ret_site)
{
    struct site *site = ret_site;

    site->hours = read_schedule(reader, object);
    site->settings = read_settings(reader, object);
}

static void write_coach_content(struct writer *writer, const void *value)
{
    const struct coach *coach = value;

    write_codes(writer, "languages", coach->languages, coach->language_count);
    write_schedule(writer, &coach->schedule);
    write_boundaries(writer, &coach->boundaries);
    write_quiet(writer, coach);
}

static void read_coach_content(struct reader *reader, const json_t *object, void *ret_coach)
{
    struct coach *coach = ret_coach;

    coach->languages = read_codes(reader, object, "languages", &coach->language_count);
    coach->schedule = read_schedule(reader, object);
    coach->boundaries = read_boundaries(reader, object);
    read_quiet(reader, object, coach);
}

static void write_label_content(struct writer *writer, const void *value)
{
    write_label(writer, value);
}

static void read_label_content(struct reader *reader, const json_t *object, void *ret_label)
{
    *(struct label *)ret_label = read_label(reader, object);
}

static void write_topic_content(struct writer *writer, const void *value)
{
    const struct topic *topic = value;

    write_label(writer, &topic->label);
    if (topic->switched_off)
        write_bool(writer, "off", true);
}

static void read_topic_content(struct reader *reader, const json_t *object, void *ret_topic)
{
    struct topic *topic = ret_topic;

    topic->label = read_label(reader, object);
    topic->switched_off = read_flag(reader, object, "off");
}

static void write_meeting_content(struct writer *writer, const void *value)
{
    write_meeting(writer, value);
}

static void read_meeting_content(struct reader *reader, const json_t *object, void *ret_meeting)
{
    read_meeting(reader, object, ret_meeting);
}

static const struct content_kind topic_content = {write_topic_content, read_topic_content,
                                                  sizeof(struct topic)};
static const struct content_kind meeting_content = {write_meeting_content, read_meeting_content,
                                                    sizeof(struct meeting)};
static const struct content_kind site_content = {write_site_content, read_site_content, sizeof(struct site)};
static const struct content_kind coach_content = {write_coach_content, read_coach_content,
                                                  sizeof(struct coach)};
static const struct content_kind label_content = {write_label_content, read_label_content,
                                                  sizeof(struct label)};

/* ---- sites ---- */

static int add_feed_head(struct store *store, const struct uuid *site_id)
{
    sqlite3_stmt *statement = db_statement(store->db, "INSERT INTO feed_head (site) VALUES (?1)");

    db_bind_uuid(statement, 1, site_id);
    return db_run(statement);
}

int store_site_add(struct store *store, const struct site *site, const uint8_t site_key[SITE_KEY_SIZE])
{
    sqlite3_stmt *statement = db_statement(
        store->db, "INSERT INTO site (id, name, short_name, zone, coach_line, public_key, content)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    int error;

    db_bind_uuid(statement, 1, &site->id);
    db_bind_text(statement, 2, site->name);
    db_bind_text(statement, 3, site->short_name);
    db_bind_text(statement, 4, site->zone_name);
    db_bind_text(statement, 5, site->coach_line);
    db_bind_blob(statement, 6, site_key, SITE_KEY_SIZE);
    error = run_with_content(statement, 7, &site_content, site);
    if (error == CB_OK)
        error = add_feed_head(store, &site->id);
    return error == CB_OK ? feed_add(store, &site->id, FEED_BOARD, NULL) : error;
}

int store_site_put(struct store *store, const struct site *site)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "UPDATE site SET name = ?2, short_name = ?3, zone = ?4, coach_line = ?5,"
                                " content = ?6 WHERE id = ?1 RETURNING 1");
    int error;

    db_bind_uuid(statement, 1, &site->id);
    db_bind_text(statement, 2, site->name);
    db_bind_text(statement, 3, site->short_name);
    db_bind_text(statement, 4, site->zone_name);
    db_bind_text(statement, 5, site->coach_line);
    error = bind_content(statement, 6, &site_content, site);
    if (error == CB_OK)
        error = db_step(statement);
    db_done(statement);
    return error == CB_OK ? feed_add(store, &site->id, FEED_BOARD, NULL) : error;
}

static int site_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_site)
{
    struct site site = {.id = db_read_uuid(statement, 0),
                        .name = db_read_text(statement, 1, arena),
                        .short_name = db_read_text(statement, 2, arena),
                        .zone_name = db_read_text(statement, 3, arena),
                        .coach_line = db_read_text(statement, 4, arena)};
    int error = read_content(statement, 5, &site_content, arena, &site);

    if (error == CB_OK)
        *(struct site *)ret_site = site;
    return error;
}

#define SITE_COLUMNS "id, name, short_name, zone, coach_line, content"

int store_site(struct store *store, const struct uuid *site_id, struct arena *arena, struct site *ret_site)
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT " SITE_COLUMNS " FROM site WHERE id = ?1");

    db_bind_uuid(statement, 1, site_id);
    return row_read(statement, arena, site_from_row, ret_site);
}

int store_sites(struct store *store, struct arena *arena, struct site **ret_sites, size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " SITE_COLUMNS " FROM site ORDER BY short_name");
    void *rows = NULL;
    int error;

    error = rows_read(statement, arena, sizeof **ret_sites, site_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_sites = rows;
    return error;
}

int store_site_key(struct store *store, const struct uuid *site_id, uint8_t ret_site_key[SITE_KEY_SIZE])
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT public_key FROM site WHERE id = ?1");
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = db_step(statement);
    if (error == CB_OK)
        error = db_read_blob(statement, 0, ret_site_key, SITE_KEY_SIZE);
    db_done(statement);
    return error;
}

int store_site_zone(struct store *store, const struct site *site, const struct zone **ret_zone)
{
    return store_zone(store, site->zone_name, ret_zone);
}

int store_board_changed(struct store *store, const struct uuid *site_id)
{
    return feed_add(store, site_id, FEED_BOARD, NULL);
}

/* ---- places ---- */

int store_place_put(struct store *store, const struct uuid *site_id, const struct place *place)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "INSERT INTO place (id, site, name, detail) VALUES (?1, ?2, ?3, ?4)"
                   " ON CONFLICT (id) DO UPDATE SET name = excluded.name, detail = excluded.detail");
    int error;

    db_bind_uuid(statement, 1, &place->id);
    db_bind_uuid(statement, 2, site_id);
    db_bind_text(statement, 3, place->name);
    db_bind_text(statement, 4, place->detail);
    error = db_run(statement);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

int store_place_find(struct store *store, const struct uuid *site_id, const struct uuid *place_id)
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT 1 FROM place WHERE site = ?1 AND id = ?2");
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_uuid(statement, 2, place_id);
    error = db_step(statement);
    db_done(statement);
    return error;
}

static int place_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_place)
{
    *(struct place *)ret_place = (struct place){.id = db_read_uuid(statement, 0),
                                                .name = db_read_text(statement, 1, arena),
                                                .detail = db_read_text(statement, 2, arena)};
    return CB_OK;
}

int store_places(struct store *store, const struct uuid *site_id, struct arena *arena,
                 struct place **ret_places, size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT id, name, detail FROM place WHERE site = ?1 ORDER BY name");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_places, place_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_places = rows;
    return error;
}

/* ---- coaches ---- */

int store_coach_put(struct store *store, const struct uuid *site_id, const struct coach *coach, int order)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "INSERT INTO coach (id, site, position, name, pronouns, avatar, phone, card_name, content)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                   " ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name,"
                   " pronouns = excluded.pronouns, avatar = excluded.avatar, phone = excluded.phone,"
                   " card_name = excluded.card_name, content = excluded.content");
    int error;

    db_bind_uuid(statement, 1, &coach->id);
    db_bind_uuid(statement, 2, site_id);
    db_bind_int(statement, 3, order);
    db_bind_text(statement, 4, coach->name);
    db_bind_text(statement, 5, coach->pronouns);
    db_bind_text(statement, 6, coach->avatar);
    db_bind_text(statement, 7, coach->phone);
    db_bind_text(statement, 8, coach->card_name);
    error = run_with_content(statement, 9, &coach_content, coach);
    if (error == CB_OK)
        error = feed_add(store, site_id, FEED_COACH, &coach->id);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

static int read_presence(sqlite3_stmt *statement, int column, struct presence *ret_presence)
{
    const char *name = (const char *)sqlite3_column_text(statement, column);

    if (name == NULL || presence_from_name(name, &ret_presence->kind) != CB_OK)
        return CB_DAMAGED;
    ret_presence->until_ms = sqlite3_column_int64(statement, column + 1);
    ret_presence->back_at_ms = sqlite3_column_int64(statement, column + 2);
    ret_presence->calls = sqlite3_column_int(statement, column + 3) != 0;
    return CB_OK;
}

#define COACH_COLUMNS                                                                                        \
    "id, name, pronouns, avatar, phone, card_name, content, presence, presence_until, presence_back,"        \
    " presence_calls"

static int coach_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_coach)
{
    struct coach coach = {.id = db_read_uuid(statement, 0),
                          .name = db_read_text(statement, 1, arena),
                          .pronouns = db_read_text(statement, 2, arena),
                          .avatar = db_read_text(statement, 3, arena),
                          .phone = db_read_text(statement, 4, arena),
                          .card_name = db_read_text(statement, 5, arena)};
    int error = read_content(statement, 6, &coach_content, arena, &coach);

    if (error == CB_OK)
        error = read_presence(statement, 7, &coach.presence);
    if (error == CB_OK)
        *(struct coach *)ret_coach = coach;
    return error;
}

int store_coaches(struct store *store, const struct uuid *site_id, struct arena *arena,
                  struct coach **ret_coaches, size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT " COACH_COLUMNS " FROM coach WHERE site = ?1 AND has_left = 0"
                                " ORDER BY position, name");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_coaches, coach_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_coaches = rows;
    return error;
}

int store_coach(struct store *store, const struct uuid *coach_id, struct arena *arena,
                struct coach *ret_coach)
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT " COACH_COLUMNS " FROM coach WHERE id = ?1");

    db_bind_uuid(statement, 1, coach_id);
    return row_read(statement, arena, coach_from_row, ret_coach);
}

static int presence_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_presence)
{
    (void)arena;
    return read_presence(statement, 0, ret_presence);
}

int store_presences(struct store *store, const struct uuid *site_id, struct arena *arena,
                    struct presence **ret_presences, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "SELECT presence, presence_until, presence_back, presence_calls FROM coach WHERE site = ?1");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_presences, presence_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_presences = rows;
    return error;
}

static int site_id_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_id)
{
    (void)arena;
    *(struct uuid *)ret_id = db_read_uuid(statement, 0);
    return CB_OK;
}

/* Who is free for calls is shown at the other sites too. */
static int announce_presence(struct store *store, const struct uuid *site_id)
{
    struct arena arena = ARENA_INIT;
    void *rows = NULL;
    size_t count = 0;
    int error = feed_add(store, site_id, FEED_BOARD, NULL);

    if (error == CB_OK)
        error = rows_read(db_statement(store->db, "SELECT id FROM site"), &arena, sizeof(struct uuid),
                          site_id_from_row, &rows, &count);
    for (size_t i = 0; error == CB_OK && i < count; i++) {
        const struct uuid *other = (const struct uuid *)rows + i;

        if (!uuid_equal(other, site_id))
            error = feed_add(store, other, FEED_BOARD, NULL);
    }
    arena_release(&arena);
    return error;
}

/* Said twice in one millisecond: the last word counts. */
static int add_presence_event(struct store *store, const struct uuid *site_id, const struct uuid *coach_id,
                              enum presence_kind kind, int64_t at_ms)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "INSERT OR REPLACE INTO presence_event (site, coach, at, kind) VALUES (?1, ?2, ?3, ?4)");

    db_bind_uuid(statement, 1, site_id);
    db_bind_uuid(statement, 2, coach_id);
    db_bind_int(statement, 3, at_ms);
    db_bind_text(statement, 4, presence_name(kind));
    return db_run(statement);
}

int store_presence_set(struct store *store, const struct uuid *coach_id, const struct presence *presence,
                       int64_t at_ms)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "UPDATE coach SET presence = ?2, presence_until = ?3, presence_back = ?4,"
                                " presence_calls = ?5 WHERE id = ?1 RETURNING site");
    struct uuid site_id = {{0}};
    int error;

    if (presence->kind != PRESENCE_NONE && presence->until_ms <= at_ms)
        return CB_BAD_INPUT;
    db_bind_uuid(statement, 1, coach_id);
    db_bind_text(statement, 2, presence_name(presence->kind));
    bind_time(statement, 3, presence->until_ms);
    bind_time(statement, 4, presence->back_at_ms);
    db_bind_int(statement, 5, presence->calls);
    error = db_step(statement);
    if (error == CB_OK)
        site_id = db_read_uuid(statement, 0);
    db_done(statement);
    if (error == CB_OK)
        error = add_presence_event(store, &site_id, coach_id, presence->kind, at_ms);
    if (error == CB_OK)
        error = feed_add(store, &site_id, FEED_COACH, coach_id);
    return error == CB_OK ? announce_presence(store, &site_id) : error;
}

/* ---- topics and resources ---- */

int store_topic_put(struct store *store, const struct uuid *site_id, const struct topic *topic, int order)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "INSERT INTO topic (site, id, position, icon, content) VALUES (?1, ?2, ?3, ?4, ?5)"
                   " ON CONFLICT (site, id) DO UPDATE SET position = excluded.position, icon = excluded.icon,"
                   " content = excluded.content");
    int error;

    /* The request row keeps ids with a blank behind each. */
    if (strchr(topic->id, ' ') != NULL || strlen(topic->id) >= TOPIC_ID_MAX)
        return CB_BAD_INPUT;
    db_bind_uuid(statement, 1, site_id);
    db_bind_text(statement, 2, topic->id);
    db_bind_int(statement, 3, order);
    db_bind_text(statement, 4, topic->icon);
    error = run_with_content(statement, 5, &topic_content, topic);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

static int topic_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_topic)
{
    struct topic *topic = ret_topic;

    topic->id = db_read_text(statement, 0, arena);
    topic->icon = db_read_text(statement, 1, arena);
    return read_content(statement, 2, &topic_content, arena, topic);
}

int store_topics(struct store *store, const struct uuid *site_id, struct arena *arena,
                 struct topic **ret_topics, size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT id, icon, content FROM topic WHERE site = ?1 ORDER BY position, id");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_topics, topic_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_topics = rows;
    return error;
}

int store_resource_put(struct store *store, const struct uuid *site_id, const struct resource *resource,
                       int order)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "INSERT INTO resource (site, number, position, content) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (site, number) DO UPDATE SET position = excluded.position, content = excluded.content");
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_text(statement, 2, resource->number);
    db_bind_int(statement, 3, order);
    error = run_with_content(statement, 4, &label_content, &resource->label);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

static int resource_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_resource)
{
    struct resource *resource = ret_resource;

    resource->number = db_read_text(statement, 0, arena);
    return read_content(statement, 1, &label_content, arena, &resource->label);
}

int store_resources(struct store *store, const struct uuid *site_id, struct arena *arena,
                    struct resource **ret_resources, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT number, content FROM resource WHERE site = ?1 ORDER BY position, number");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_resources, resource_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_resources = rows;
    return error;
}

/* ---- groups ---- */

int store_meeting_put(struct store *store, const struct uuid *site_id, const struct meeting *meeting,
                      int order)
{
    sqlite3_stmt *statement = db_statement(
        store->db,
        "INSERT INTO meeting (site, id, position, content) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (site, id) DO UPDATE SET position = excluded.position, content = excluded.content");
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_text(statement, 2, meeting->id);
    db_bind_int(statement, 3, order);
    error = run_with_content(statement, 4, &meeting_content, meeting);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

static int meeting_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_meeting)
{
    struct meeting *meeting = ret_meeting;

    meeting->id = db_read_text(statement, 0, arena);
    return read_content(statement, 1, &meeting_content, arena, meeting);
}

int store_meetings(struct store *store, const struct uuid *site_id, struct arena *arena,
                   struct meeting **ret_meetings, size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT id, content FROM meeting WHERE site = ?1 ORDER BY position, id");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_meetings, meeting_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_meetings = rows;
    return error;
}

/* ---- who can be called ---- */

static int phone_coach_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_coach)
{
    *(struct phone_coach *)ret_coach = (struct phone_coach){.id = db_read_uuid(statement, 0),
                                                            .name = db_read_text(statement, 1, arena),
                                                            .avatar = db_read_text(statement, 2, arena),
                                                            .phone = db_read_text(statement, 3, arena),
                                                            .card_name = db_read_text(statement, 4, arena),
                                                            .site_name = db_read_text(statement, 5, arena),
                                                            .here = sqlite3_column_int(statement, 6) != 0,
                                                            .until_ms = sqlite3_column_int64(statement, 7)};
    return CB_OK;
}

int store_phone_coaches(struct store *store, int64_t now_ms, struct arena *arena,
                        struct phone_coach **ret_coaches, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT c.id, c.name, c.avatar, c.phone, c.card_name, s.short_name, c.presence = 'here',"
                   " c.presence_until FROM coach c JOIN site s ON s.id = c.site"
                   " WHERE c.presence_calls AND c.presence IN ('here', 'done') AND c.presence_until > ?1"
                   " AND c.phone <> '' AND c.has_left = 0 ORDER BY c.presence_until DESC, c.name LIMIT ?2");
    void *rows = NULL;
    int error;

    db_bind_int(statement, 1, now_ms);
    db_bind_int(statement, 2, SITE_PHONE_COACHES_MAX);
    error = rows_read(statement, arena, sizeof **ret_coaches, phone_coach_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_coaches = rows;
    return error;
}
