/* What a clinic puts in, item by item, as JSON: a site file, and an admin's pages have one shape for each and
 * one reader that says what is wrong with it. Each write_… adds members to the open object and each read_…
 * takes them from `object`; an id that is a UUID is the caller's to write and read. */
#ifndef CB_WIRE_SITE_JSON_H
#define CB_WIRE_SITE_JSON_H

#include "wire/content_json.h"

void write_site(struct writer *writer, const struct site *site); /* with "settings" and the hours */
void read_site(struct reader *reader, const json_t *object, struct site *ret_site);
void write_place(struct writer *writer, const struct place *place);
void read_place(struct reader *reader, const json_t *object, struct place *ret_place);
void write_coach(struct writer *writer, const struct coach *coach); /* without presence */
void read_coach(struct reader *reader, const json_t *object, struct coach *ret_coach);
void write_topic(struct writer *writer, const struct topic *topic);
void read_topic(struct reader *reader, const json_t *object, struct topic *ret_topic);
void write_resource(struct writer *writer, const struct resource *resource);
void read_resource(struct reader *reader, const json_t *object, struct resource *ret_resource);
void write_group(struct writer *writer, const struct meeting *meeting);
void read_group(struct reader *reader, const json_t *object, struct meeting *ret_meeting);

#endif
