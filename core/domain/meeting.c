/* Groups of one day, in the order in which they begin. */
#include "domain/meeting.h"

#include "domain/availability.h"

size_t meetings_today(const struct board *board, const struct zone *zone, int64_t wall_ms,
                      struct meeting_today ret_meetings[MEETINGS_TODAY_MAX])
{
    struct opening openings[MEETINGS_TODAY_MAX];
    size_t count = 0;

    for (size_t i = 0; i < board->meeting_count; i++) {
        const struct meeting *meeting = &board->meetings[i];
        size_t times =
            schedule_rest_of_day(&meeting->schedule, zone, wall_ms, openings, MEETINGS_TODAY_MAX - count);

        for (size_t j = 0; j < times; j++) {
            size_t at = count++;

            for (; at > 0 && ret_meetings[at - 1].start_ms > openings[j].start_ms; at--)
                ret_meetings[at] = ret_meetings[at - 1];
            ret_meetings[at] = (struct meeting_today){meeting, openings[j].start_ms, openings[j].end_ms};
        }
    }
    return count;
}
