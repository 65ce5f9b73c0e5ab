"""Staff ask for a coach in a person's place."""
import unittest

from service import new_id
from test_queue import QueueTest


class Ask(QueueTest):
    def body(self, **changes):
        return {"id": new_id(), "kind": "walk_in", "coach": None, "topics": ["talk"], "language": "es", "source": None,
                "name": None, "place": None} | changes

    def ask(self, person, expected=201, **changes):
        answer = self.status(expected, person.ask("POST", "/api/v1/requests", self.body(**changes)))
        if expected in (200, 201):
            version = answer.json["version"]
            self.addCleanup(person.ask, "POST", f"/api/v1/requests/{answer.json['id']}/close",
                            {"version": version, "outcome": "declined"})
        return answer

    def test_desk_coach_and_supervisor_ask_and_admin_and_kiosk_do_not(self):
        for role in ("front_desk", "coach", "supervisor"):
            self.assertEqual(self.ask(self.person(role)).json["ticket"]["sign"], "tree")
        self.ask(self.person("admin"), 403)
        self.status(401, self.service.kiosk("POST", "/api/v1/requests", self.body()))

    def test_coaches_hear_of_it_and_the_person_finds_it_at_a_kiosk(self):
        feed = self.person("coach").feed()
        self.addCleanup(feed.close)
        asked = self.ask(self.person("front_desk"), kind="referral", source="social_worker").json
        event = feed.until("request", lambda data: data["id"] == asked["id"])
        self.assertEqual((event[2]["source"], event[2]["kiosk"]), ("social_worker", None))
        found = self.status(200, self.service.kiosk("POST", "/api/v1/tickets/lookup", asked["ticket"])).json
        self.assertEqual(found["state"], "waiting")

    def test_many_at_once_have_tickets_of_their_own(self):
        desk = self.person("front_desk")
        tickets = [tuple(self.ask(desk).json["ticket"].values()) for _ in range(20)]
        self.assertEqual(len(set(tickets)), 20)

    def test_a_name_is_not_in_any_file(self):
        self.ask(self.person("front_desk"), name="Quillfeather", place="Ward of Quillfeather")
        self.assertNotIn("Quillfeather", self.service.logged())
        for path in self.service.files():
            with open(path, "rb") as file:
                self.assertNotIn(b"Quillfeather", file.read(), path)

    def test_a_body_that_is_not_whole_is_refused(self):
        desk = self.person("front_desk")
        whole = self.body()
        for field in whole:
            part = {key: value for key, value in whole.items() if key != field}
            answer = self.status(422, desk.ask("POST", "/api/v1/requests", part)).json
            self.assertEqual(answer["field"], field)
        self.status(400, desk.ask("POST", "/api/v1/requests", "[]x"))


if __name__ == "__main__":
    unittest.main()
