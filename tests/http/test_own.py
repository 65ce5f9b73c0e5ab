"""A coach's own time and boundaries."""
import unittest

from test_queue import QueueTest

PATH = "/api/v1/me/boundaries"


class Own(QueueTest):
    def setUp(self):
        self.coach = self.person("coach")
        self.admin = self.person("admin")

    def get(self):
        return self.status(200, self.coach.ask("GET", PATH)).json

    def put(self, own, expected=200, **changes):
        return self.status(expected, self.coach.ask("PUT", PATH, own | changes)).json

    def shown(self, name):
        coaches = self.service.kiosk("GET", "/api/v1/board").json["coaches"]
        return next(coach for coach in coaches if coach["name"] == name)

    def test_what_a_coach_changes_is_on_the_kiosk(self):
        own = self.get()
        hours = [{"weekday": 2, "start": "10:00", "end": "12:00"}]
        leave = [{"date": "2031-03-03", "ranges": [], "label": "Leave"}]
        kept = self.put(own, hours=hours, exceptions=leave, pronouns="they/them", quiet_minutes=10, open_requests_max=3)
        self.assertNotEqual(kept["tag"], own["tag"])
        shown = self.shown(own["name"])
        self.assertEqual((shown["hours"], shown["pronouns"]), (hours, "they/them"))
        self.assertNotIn("quiet_minutes", shown)
        me = self.status(200, self.coach.ask("GET", "/api/v1/queue")).json["me"]
        self.assertEqual((me["quiet_minutes"], me["quiet_outside_hours"], me["at_once"]), (10, False, 3))
        # The tag of before is out of date: what stands there comes with the refusal.
        self.assertEqual(self.put(own, 409)["current"]["pronouns"], "they/them")
        self.put(own, tag=kept["tag"])

    def test_rules_of_the_site_name_and_phone_stay(self):
        own = self.get()
        rules = [each for each in own["cannot"] if each.get("locked")]
        self.assertEqual(len(rules), 2)
        self.assertFalse(any(each.get("locked") for each in own["choices"]["cannot"]))
        mine = {"icon": "not-part", "label": {"en": "Rides", "es": "Viajes"}, "locked": True}
        kept = self.put(own, cannot=[mine], name="Somebody else", phone="+16175550111", card_name="X")
        self.assertEqual(kept["cannot"], rules + [{"icon": "not-part", "label": mine["label"]}])
        for field in ("name", "phone", "card_name"):
            self.assertEqual(kept[field], own[field])
        self.assertIn(mine["label"], [each["label"] for each in kept["choices"]["cannot"]])
        self.put(own, tag=kept["tag"])

    def test_what_makes_no_sense_is_refused_by_field(self):
        own = self.get()
        overlap = [{"weekday": 0, "start": "09:00", "end": "12:00"}, {"weekday": 0, "start": "11:00", "end": "13:00"}]
        for field, value, named in (("hours", overlap, "hours[1]"), ("languages", [], "languages"),
                                    ("quiet_minutes", 61, "quiet_minutes"), ("tag", None, "tag")):
            self.assertEqual(self.put(own, 422, **{field: value})["field"], named)
        self.assertEqual(self.get(), own)

    def test_it_is_for_coaches_only(self):
        for role in ("front_desk", "admin"):
            self.status(403, self.person(role).ask("GET", PATH))
        self.status(401, self.service.ask("GET", PATH))


if __name__ == "__main__":
    unittest.main()
