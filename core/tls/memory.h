/* OpenSSL's memory: plain text of every connection passes through it. */
#ifndef CB_TLS_MEMORY_H
#define CB_TLS_MEMORY_H

/* From now on OpenSSL overwrites what it frees. CB_CONFLICT: it has allocated already. */
int tls_wipe_memory(void);

#endif
