/* What the files of this layer share. */
#ifndef CB_DB_DB_INTERNAL_H
#define CB_DB_DB_INTERNAL_H

/* A SQLite result code, extended or not, as one of ours. */
int db_error(int sqlite_code);

#endif
