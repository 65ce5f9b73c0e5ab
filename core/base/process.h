/* What a program that holds secrets asks of the system. */
#ifndef CB_BASE_PROCESS_H
#define CB_BASE_PROCESS_H

/* No core file, no debugger of the same user, and /proc/PID/mem is root's. First of all, in main. */
void process_hide(void);

#endif
