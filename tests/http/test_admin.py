"""What an admin changes, and what the kiosk then shows."""
import unittest

from service import new_id
from test_queue import QueueTest

LISTS = ("places", "coaches", "topics", "resources", "groups")


class Content(QueueTest):
    def setUp(self):
        self.admin = self.person("admin")

    def get(self, path):
        return self.status(200, self.admin.ask("GET", "/api/v1/" + path)).json

    def board(self):
        return self.service.kiosk("GET", "/api/v1/board").json

    def coach(self, name):
        return next(coach for coach in self.get("coaches")["items"] if coach["name"] == name)

    def test_lists_are_for_admins(self):
        for role in ("coach", "front_desk", "supervisor"):
            person = self.person(role)
            for path in LISTS + ("settings",):
                self.status(403, person.ask("GET", "/api/v1/" + path))
        for path in LISTS + ("settings",):
            self.status(401, self.service.ask("GET", "/api/v1/" + path))
            self.get(path)

    def test_a_coach_is_added_shown_changed_and_gone(self):
        new = {"name": "Noor", "pronouns": "they/them", "avatar": "", "phone": "+16175550199", "card_name": "Noor (R)",
               "languages": ["en", "ar"], "hours": [{"weekday": 1, "start": "09:00", "end": "12:00"}], "exceptions": [],
               "can": [], "cannot": [], "open_requests_max": 0}
        added = self.status(201, self.admin.ask("POST", "/api/v1/coaches", new)).json
        self.assertIn("Noor", [coach["name"] for coach in self.board()["coaches"]])
        path = f"/api/v1/coaches/{added['id']}"
        changed = self.status(200, self.admin.ask("PUT", path, added | {"pronouns": ""})).json
        self.assertEqual(changed["pronouns"], "")
        self.assertNotEqual(changed["tag"], added["tag"])
        # The first tag is out of date now: what stands there comes with the refusal.
        stale = self.status(409, self.admin.ask("PUT", path, added)).json
        self.assertEqual(stale["current"]["pronouns"], "")
        self.status(204, self.admin.ask("DELETE", path))
        self.assertNotIn("Noor", [coach["name"] for coach in self.board()["coaches"]])
        self.status(404, self.admin.ask("DELETE", path))
        self.status(404, self.admin.ask("PUT", path, changed))
        # A kiosk with an old board may still ask for them: the person is not turned away for it.
        _, status = self.submit(coach=added["id"])
        self.assertIsNone(status["coach"])

    def test_what_makes_no_sense_is_refused_by_field(self):
        coach = self.coach("Marisol")
        path = f"/api/v1/coaches/{coach['id']}"
        overlap = [{"weekday": 6, "start": "22:00", "end": "26:00"}, {"weekday": 0, "start": "01:00", "end": "03:00"}]
        for field, value, named in (("phone", "617 555", "phone"), ("languages", [], "languages"),
                                    ("hours", overlap, "hours[1]"), ("name", "", "name"),
                                    ("hours", [{"weekday": 7, "start": "09:00", "end": "10:00"}], "hours[0].weekday"),
                                    ("can", [{"icon": "heart", "label": {"fr": "Oui"}}], "can[0]")):
            answer = self.status(422, self.admin.ask("PUT", path, coach | {field: value})).json
            self.assertEqual(answer["field"], named)
        for text in ("Mari\u202esol", "Mari\rsol", "\u0001", "Mari\u2066sol"):
            self.assertEqual(self.status(422, self.admin.ask("PUT", path, coach | {"name": text})).json["field"], "name")
            self.assertEqual(self.status(422, self.admin.ask("PUT", path, coach | {"can": [{"icon": "heart", "label": {
                "en": text, "es": "S\u00ed"}}]})).json["field"], "can")
        self.status(400, self.admin.ask("PUT", path, "{"))
        self.assertEqual(self.coach("Marisol"), coach)

    def test_who_is_needed_stays(self):
        coach = self.coach("Marisol")  # she has a sign-in
        self.status(409, self.admin.ask("DELETE", f"/api/v1/coaches/{coach['id']}"))
        place = self.board()["kiosk"]["place"]["id"]
        self.status(409, self.admin.ask("DELETE", f"/api/v1/places/{place}"))
        self.submit(topics=["talk"])
        topics = self.get("topics")
        without = [topic for topic in topics["items"] if topic["id"] != "talk"]
        self.status(409, self.admin.ask("PUT", "/api/v1/topics", topics | {"items": without}))
        self.assertEqual(self.get("topics"), topics)

    def test_a_list_is_changed_whole_and_in_order(self):
        topics = self.get("topics")
        turned = topics["items"][::-1]
        kept = self.status(200, self.admin.ask("PUT", "/api/v1/topics", topics | {"items": turned})).json
        self.assertEqual([t["id"] for t in kept["items"]], [t["id"] for t in turned])
        shown = [topic["id"] for topic in self.board()["topics"]]
        self.assertEqual(shown, [t["id"] for t in turned if not t.get("off")])
        self.status(409, self.admin.ask("PUT", "/api/v1/topics", topics))
        self.status(200, self.admin.ask("PUT", "/api/v1/topics", {"tag": kept["tag"], "items": topics["items"]}))
        twice = self.get("resources")
        twice["items"] += twice["items"][:1]
        self.assertEqual(self.status(422, self.admin.ask("PUT", "/api/v1/resources", twice)).json["field"], "items")

    def test_new_words_of_privacy_are_a_new_version(self):
        settings = self.get("settings")
        first = settings["settings"]["notice_version"]
        settings["settings"]["notice"] = {"en": "We keep nothing.", "es": "No guardamos nada."}
        settings = self.status(200, self.admin.ask("PUT", "/api/v1/settings", settings)).json
        self.assertEqual(settings["settings"]["notice_version"], first + 1)
        self.assertEqual(self.board()["settings"]["notice_version"], first + 1)
        settings["settings"]["texting"] = not settings["settings"]["texting"]
        settings = self.status(200, self.admin.ask("PUT", "/api/v1/settings", settings)).json
        self.assertEqual(settings["settings"]["notice_version"], first + 1)

    def test_settings_that_cannot_be_are_refused(self):
        settings = self.get("settings")
        for change, field in (({"time_zone": "Mars/Olympus"}, "time_zone"), ({"coach_line": "911!"}, "coach_line"),
                              ({"settings": settings["settings"] | {"languages": []}}, "settings.languages"),
                              ({"settings": settings["settings"] | {"languages": ["xx"]}}, "settings.languages[0]")):
            answer = self.status(422, self.admin.ask("PUT", "/api/v1/settings", settings | change)).json
            self.assertEqual(answer["field"], field)

    def test_ids_of_nobody_are_not_found(self):
        self.status(404, self.admin.ask("DELETE", f"/api/v1/coaches/{new_id()}"))
        self.status(404, self.admin.ask("GET", "/api/v1/coachesandmore"))


if __name__ == "__main__":
    unittest.main()
