/* Sites and what a clinic has put into them. */
#include "queue/store_internal.h"

#include <stdlib.h>
#include <string.h>

/* Binds a JSON value as text and drops it. A value that could not be made binds nothing, and NOT NULL refuses
 * the row. */
static void bind_json(sqlite3_stmt *statement, int index, json_t *value)
{
    char *text = value == NULL ? NULL : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

    db_bind_text(statement, index, text);
    free(text);
    json_decref(value);
}

/* The caller json_decref()s. */
static int read_json(sqlite3_stmt *statement, int column, json_t **ret_value)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    json_t *value = text == NULL ? NULL : json_loads(text, JSON_REJECT_DUPLICATES, NULL);

    if (value == NULL)
        return CB_DAMAGED;
    *ret_value = value;
    return CB_OK;
}

/* Content that our own reader refuses was not written by us. */
static int as_damaged(int error)
{
    return error == CB_BAD_INPUT ? CB_DAMAGED : error;
}

static int read_label(sqlite3_stmt *statement, int column, struct arena *arena, struct label *ret_label)
{
    struct content_reader reader = {.arena = arena};
    json_t *value = NULL;
    json_t *holder = NULL;
    int error = read_json(statement, column, &value);

    if (error != CB_OK)
        return error;
    holder = json_pack("{s:o}", "label", value);
    error =
        holder == NULL ? CB_NO_MEMORY : as_damaged(content_label(&reader, holder, "", "label", ret_label));
    json_decref(holder);
    return error;
}

static int read_schedule(sqlite3_stmt *statement, int column, struct arena *arena,
                         struct schedule *ret_schedule)
{
    struct content_reader reader = {.arena = arena};
    json_t *value = NULL;
    int error = read_json(statement, column, &value);

    if (error == CB_OK)
        error = as_damaged(content_schedule(&reader, value, "", ret_schedule));
    json_decref(value);
    return error;
}

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
        store->db, "INSERT INTO site (id, name, short_name, zone, coach_line, schedule, settings, public_key)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    int error;

    db_bind_uuid(statement, 1, &site->id);
    db_bind_text(statement, 2, site->name);
    db_bind_text(statement, 3, site->short_name);
    db_bind_text(statement, 4, site->zone_name);
    db_bind_text(statement, 5, site->coach_line);
    bind_json(statement, 6, content_schedule_json(&site->hours));
    bind_json(statement, 7, content_settings_json(&site->settings));
    db_bind_blob(statement, 8, site_key, SITE_KEY_SIZE);
    error = db_run(statement);
    if (error == CB_OK)
        error = add_feed_head(store, &site->id);
    return error == CB_OK ? feed_add(store, &site->id, FEED_BOARD, NULL) : error;
}

static int site_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_site)
{
    struct content_reader reader = {.arena = arena};
    struct site site = {.id = db_read_uuid(statement, 0),
                        .name = db_read_text(statement, 1, arena),
                        .short_name = db_read_text(statement, 2, arena),
                        .zone_name = db_read_text(statement, 3, arena),
                        .coach_line = db_read_text(statement, 4, arena)};
    json_t *settings = NULL;
    int error = read_schedule(statement, 5, arena, &site.hours);

    if (error == CB_OK)
        error = read_json(statement, 6, &settings);
    if (error == CB_OK)
        error = as_damaged(content_settings(&reader, settings, "", &site.settings));
    json_decref(settings);
    if (error == CB_OK)
        *(struct site *)ret_site = site;
    return error;
}

#define SITE_COLUMNS "id, name, short_name, zone, coach_line, schedule, settings"

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
        store->db,
        "INSERT INTO coach (id, site, position, name, pronouns, avatar, phone, card_name, languages, "
        "schedule, boundaries)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
        " ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name, pronouns = "
        "excluded.pronouns,"
        " avatar = excluded.avatar, phone = excluded.phone, card_name = excluded.card_name,"
        " languages = excluded.languages, schedule = excluded.schedule, boundaries = excluded.boundaries");
    int error;

    db_bind_uuid(statement, 1, &coach->id);
    db_bind_uuid(statement, 2, site_id);
    db_bind_int(statement, 3, order);
    db_bind_text(statement, 4, coach->name);
    db_bind_text(statement, 5, coach->pronouns);
    db_bind_text(statement, 6, coach->avatar);
    db_bind_text(statement, 7, coach->phone);
    db_bind_text(statement, 8, coach->card_name);
    bind_json(statement, 9, content_languages_json(coach->languages, coach->language_count));
    bind_json(statement, 10, content_schedule_json(&coach->schedule));
    bind_json(statement, 11, content_boundaries_json(&coach->boundaries));
    error = db_run(statement);
    if (error == CB_OK)
        error = feed_add(store, site_id, FEED_COACH, &coach->id);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

static int read_languages(sqlite3_stmt *statement, int column, struct arena *arena, struct coach *coach)
{
    struct content_reader reader = {.arena = arena};
    json_t *value = NULL;
    json_t *holder = NULL;
    int error = read_json(statement, column, &value);

    if (error != CB_OK)
        return error;
    holder = json_pack("{s:o}", "languages", value);
    error =
        holder == NULL
            ? CB_NO_MEMORY
            : as_damaged(content_languages(&reader, holder, "", &coach->languages, &coach->language_count));
    json_decref(holder);
    return error;
}

static int read_boundaries(sqlite3_stmt *statement, int column, struct arena *arena,
                           struct boundaries *ret_boundaries)
{
    struct content_reader reader = {.arena = arena};
    json_t *value = NULL;
    int error = read_json(statement, column, &value);

    if (error == CB_OK)
        error = as_damaged(content_boundaries(&reader, value, "", ret_boundaries));
    json_decref(value);
    return error;
}

static int read_presence(sqlite3_stmt *statement, int column, struct presence *ret_presence)
{
    const char *name = (const char *)sqlite3_column_text(statement, column);

    if (name == NULL || presence_from_name(name, &ret_presence->kind) != CB_OK)
        return CB_DAMAGED;
    ret_presence->until_ms = sqlite3_column_int64(statement, column + 1);
    ret_presence->back_at_ms = sqlite3_column_int64(statement, column + 2);
    return CB_OK;
}

#define COACH_COLUMNS                                                                                        \
    "id, name, pronouns, avatar, phone, card_name, languages, schedule, boundaries, presence, "              \
    "presence_until, "                                                                                       \
    "presence_back"

static int coach_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_coach)
{
    struct coach coach = {.id = db_read_uuid(statement, 0),
                          .name = db_read_text(statement, 1, arena),
                          .pronouns = db_read_text(statement, 2, arena),
                          .avatar = db_read_text(statement, 3, arena),
                          .phone = db_read_text(statement, 4, arena),
                          .card_name = db_read_text(statement, 5, arena)};
    int error = read_languages(statement, 6, arena, &coach);

    if (error == CB_OK)
        error = read_schedule(statement, 7, arena, &coach.schedule);
    if (error == CB_OK)
        error = read_boundaries(statement, 8, arena, &coach.boundaries);
    if (error == CB_OK)
        error = read_presence(statement, 9, &coach.presence);
    if (error == CB_OK)
        *(struct coach *)ret_coach = coach;
    return error;
}

int store_coaches(struct store *store, const struct uuid *site_id, struct arena *arena,
                  struct coach **ret_coaches, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(store->db, "SELECT " COACH_COLUMNS
                                                      " FROM coach WHERE site = ?1 ORDER BY position, name");
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
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT presence, presence_until, presence_back FROM coach WHERE site = ?1");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_presences, presence_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_presences = rows;
    return error;
}

int store_presence_set(struct store *store, const struct uuid *coach_id, const struct presence *presence,
                       int64_t at_ms)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "UPDATE coach SET presence = ?2, presence_until = ?3, presence_back = ?4"
                                " WHERE id = ?1 RETURNING site");
    struct uuid site_id = {{0}};
    int error;

    if (presence->kind != PRESENCE_NONE && presence->until_ms <= at_ms)
        return CB_BAD_INPUT;
    db_bind_uuid(statement, 1, coach_id);
    db_bind_text(statement, 2, presence_name(presence->kind));
    bind_time(statement, 3, presence->until_ms);
    bind_time(statement, 4, presence->back_at_ms);
    error = db_step(statement);
    if (error == CB_OK)
        site_id = db_read_uuid(statement, 0);
    db_done(statement);
    if (error == CB_OK)
        error = feed_add(store, &site_id, FEED_COACH, coach_id);
    return error == CB_OK ? feed_add(store, &site_id, FEED_BOARD, NULL) : error;
}

/* ---- topics and resources ---- */

int store_topic_put(struct store *store, const struct uuid *site_id, const struct topic *topic, int order)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "INSERT INTO topic (site, id, position, icon, label) VALUES (?1, ?2, ?3, ?4, ?5)"
                   " ON CONFLICT (site, id) DO UPDATE SET position = excluded.position, icon = excluded.icon,"
                   " label = excluded.label");
    int error;

    /* The request row keeps ids with a blank behind each. */
    if (strchr(topic->id, ' ') != NULL || strlen(topic->id) >= TOPIC_ID_MAX)
        return CB_BAD_INPUT;
    db_bind_uuid(statement, 1, site_id);
    db_bind_text(statement, 2, topic->id);
    db_bind_int(statement, 3, order);
    db_bind_text(statement, 4, topic->icon);
    bind_json(statement, 5, content_label_json(&topic->label));
    error = db_run(statement);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

static int topic_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_topic)
{
    struct topic *topic = ret_topic;

    topic->id = db_read_text(statement, 0, arena);
    topic->icon = db_read_text(statement, 1, arena);
    return read_label(statement, 2, arena, &topic->label);
}

int store_topics(struct store *store, const struct uuid *site_id, struct arena *arena,
                 struct topic **ret_topics, size_t *ret_count)
{
    sqlite3_stmt *statement =
        db_statement(store->db, "SELECT id, icon, label FROM topic WHERE site = ?1 ORDER BY position, id");
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
        "INSERT INTO resource (site, number, position, label) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (site, number) DO UPDATE SET position = excluded.position, label = excluded.label");
    int error;

    db_bind_uuid(statement, 1, site_id);
    db_bind_text(statement, 2, resource->number);
    db_bind_int(statement, 3, order);
    bind_json(statement, 4, content_label_json(&resource->label));
    error = db_run(statement);
    return error == CB_OK ? feed_add(store, site_id, FEED_BOARD, NULL) : error;
}

static int resource_from_row(sqlite3_stmt *statement, struct arena *arena, void *ret_resource)
{
    struct resource *resource = ret_resource;

    resource->number = db_read_text(statement, 0, arena);
    return read_label(statement, 1, arena, &resource->label);
}

int store_resources(struct store *store, const struct uuid *site_id, struct arena *arena,
                    struct resource **ret_resources, size_t *ret_count)
{
    sqlite3_stmt *statement = db_statement(
        store->db, "SELECT number, label FROM resource WHERE site = ?1 ORDER BY position, number");
    void *rows = NULL;
    int error;

    db_bind_uuid(statement, 1, site_id);
    error = rows_read(statement, arena, sizeof **ret_resources, resource_from_row, &rows, ret_count);
    if (error == CB_OK)
        *ret_resources = rows;
    return error;
}
