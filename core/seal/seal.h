/* What makes identifying fields unreadable: libsodium behind a few verbs. Secrets live in sodium_malloc
 * memory where they stay longer than a call. H(p, m) is BLAKE2b-256 with the 16-byte personal p; kdf(k, i, c)
 * is crypto_kdf_derive_from_key; box is crypto_box_seal. Nothing here reads the clock, files or the network.
 */
#ifndef CB_SEAL_SEAL_H
#define CB_SEAL_SEAL_H

#include "seal/code.h"
#include "seal/field.h"
#include "seal/grant.h"
#include "seal/holder.h"
#include "seal/key.h"
#include "seal/keyring.h"
#include "seal/paper.h"
#include "seal/password.h"
#include "seal/token.h"
#include "seal/wrap.h"

#endif
