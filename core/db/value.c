/* Binding and reading the kinds of values that Coachbell stores. */
#include "db/db.h"

#include <string.h>

void db_bind_uuid(sqlite3_stmt *statement, int index, const struct uuid *id)
{
    char text[UUID_TEXT_SIZE];

    if (statement == NULL)
        return;
    if (uuid_is_none(id)) {
        sqlite3_bind_null(statement, index);
        return;
    }
    uuid_format(id, text);
    sqlite3_bind_text(statement, index, text, -1, SQLITE_TRANSIENT);
}

void db_bind_text(sqlite3_stmt *statement, int index, const char *text)
{
    if (statement == NULL)
        return;
    if (text == NULL)
        sqlite3_bind_null(statement, index);
    else
        sqlite3_bind_text(statement, index, text, -1, SQLITE_TRANSIENT);
}

void db_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, size_t length)
{
    if (statement == NULL)
        return;
    if (bytes == NULL)
        sqlite3_bind_null(statement, index);
    else
        sqlite3_bind_blob64(statement, index, bytes, length, SQLITE_TRANSIENT);
}

void db_bind_int(sqlite3_stmt *statement, int index, int64_t value)
{
    if (statement != NULL)
        sqlite3_bind_int64(statement, index, value);
}

/* Only this program writes ids, so a text that is none is read as none; store_check finds such rows. */
struct uuid db_read_uuid(sqlite3_stmt *statement, int column)
{
    struct uuid id = {{0}};
    const char *text = (const char *)sqlite3_column_text(statement, column);

    if (text != NULL)
        (void)uuid_parse(text, &id);
    return id;
}

const char *db_read_text(sqlite3_stmt *statement, int column, struct arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    const char *copy = text == NULL ? "" : arena_copy_text(arena, text);

    return copy == NULL ? "" : copy;
}

int db_read_blob(sqlite3_stmt *statement, int column, void *ret_bytes, size_t length)
{
    const void *bytes = sqlite3_column_blob(statement, column);

    if (bytes == NULL || (size_t)sqlite3_column_bytes(statement, column) != length)
        return CB_DAMAGED;
    memcpy(ret_bytes, bytes, length);
    return CB_OK;
}
