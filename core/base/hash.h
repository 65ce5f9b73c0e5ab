/* Fingerprints of values, to find them again in a table and to see that they changed (FNV-1a, 64 bits). Not
 * for secrets, and not for tables that strangers fill. */
#ifndef CB_BASE_HASH_H
#define CB_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_START UINT64_C(14695981039346656037)

/* Each takes the fingerprint so far, HASH_START at first. */
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length);
uint64_t hash_number(uint64_t hash, uint64_t number);
uint64_t hash_text(uint64_t hash, const char *text); /* with its end, so that "ab", "c" is not "a", "bc" */

#endif
