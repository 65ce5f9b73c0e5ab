/* Finding things on the board. */
#include "domain/board.h"

#include <string.h>

const struct coach *board_coach(const struct board *board, const struct uuid *id)
{
    for (size_t i = 0; i < board->coach_count; i++) {
        if (uuid_equal(&board->coaches[i].id, id))
            return &board->coaches[i];
    }
    return NULL;
}

const struct topic *board_topic(const struct board *board, const char *id)
{
    for (size_t i = 0; i < board->topic_count; i++) {
        if (strcmp(board->topics[i].id, id) == 0)
            return &board->topics[i];
    }
    return NULL;
}
