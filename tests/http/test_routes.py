"""Every route of the table, over the network and encrypted, asked by whoever it is not for: none may slip by."""
import base64
import http.client
import os
import re
import unittest

from service import Answer, Service, new_id
from test_queue import POLICY, QueueTest

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../core/queue/routes.c")
HEADERS = {"content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
           "cache-control": "no-store", "cross-origin-opener-policy": "same-origin",
           "cross-origin-resource-policy": "same-origin"}


def table():
    """(method, path, who) of every row, as the queue's own source has it."""
    with open(TABLE) as file:
        rows = re.findall(r'\{HTTP_(\w+), "([^"]+)",\s*WHO_(\w+),', file.read())
    assert len(rows) > 60, "the table of routes has another shape now"
    return rows


class Routes(QueueTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service.close()
        cls.service = Service(tls=True).start()

    def setUp(self):
        self.admin = self.person("admin")
        self.link = http.client.HTTPConnection("127.0.0.1", self.service.port)  # one for all of a test's questions
        self.addCleanup(self.link.close)

    def ask(self, method, path, body, headers):
        if self.link.sock is None:
            self.link.sock = self.service.connect()
        self.link.request(method, path, body, headers)
        response = self.link.getresponse()
        return Answer(response.status, response.getheaders(), response.read())

    def routes(self, *who, changes=True):
        """The rows for these callers, with an id of nothing in the hole."""
        for method, path, whose in table():
            if whose in who and (not changes or method != "GET"):
                yield method, path.replace("{id}", new_id())

    def refused(self, expected, method, path, headers, body="{}"):
        answer = self.ask(method, path, None if method == "GET" else body, headers)
        self.assertEqual(answer.status, expected, f"{method} {path} {headers} {answer.body}")
        self.headers_are_there(answer, path)

    def headers_are_there(self, answer, path):
        for name, value in HEADERS.items():
            self.assertEqual(answer.headers.get(name), value, f"{path} {name}")
        self.assertFalse([name for name in answer.headers if name.startswith("access-control")], path)

    def test_changes_from_no_page_or_another_are_refused_on_every_route(self):
        port = self.service.port
        for method, path in self.routes("STAFF", "NOBODY_YET"):
            for origin in (None, "null", "https://evil.example", f"http://127.0.0.1:{port}", f"https://localhost:{port}",
                           f"https://127.0.0.1:{port}.evil.example", f"https://127.0.0.1:{port}/", "https://127.0.0.1"):
                headers = self.admin.headers()
                headers["Origin"] = origin
                self.refused(403, method, path, {name: value for name, value in headers.items() if value is not None})

    def test_changes_without_the_pages_token_are_refused_on_every_route(self):
        coach = self.person("coach")
        for method, path in self.routes("STAFF"):
            for token in (None, "", "x", coach.csrf, self.admin.csrf[:-1], self.admin.csrf + "A", self.admin.cookie.split("=")[1]):
                headers = self.admin.headers()
                headers["X-CSRF-Token"] = token
                self.refused(403, method, path, {name: value for name, value in headers.items() if value is not None})

    def test_forms_change_nothing_on_any_route(self):
        """What a page of another site can send without asking: these three types, and none."""
        for method, path in self.routes("STAFF", "NOBODY_YET", "NEW_KIOSK"):
            if method == "DELETE":
                continue  # no form sends it
            headers = self.admin.headers()
            if path.startswith("/api/v1/pairings"):
                del headers["Origin"]  # which would be enough to be refused
            for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""):
                self.refused(415, method, path, {**headers, "Content-Type": kind})

    def test_pages_cannot_stand_in_for_a_kiosk(self):
        """Who pairs has no token yet: a browser on the clinic's network must not be able to end a pairing."""
        for method, path in self.routes("NEW_KIOSK"):
            for origin in ("https://evil.example", "null", self.service.origin):
                self.refused(403, method, path, {"Origin": origin, "Content-Type": "application/json"})

    def test_foreign_names_are_misdirected_on_every_route(self):
        for method, path in self.routes("STAFF", "NOBODY_YET", "ANYONE", "NEW_KIOSK", "KIOSK", changes=False):
            headers = {**self.admin.headers(), "Authorization": "Bearer " + self.service.token}
            self.refused(421, method, path, {**headers, "Host": "evil.example"})

    def test_nobody_is_refused_on_every_route(self):
        strangers = base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()
        for method, path in self.routes("STAFF", changes=False):
            for cookie in ("", "__Host-cb=", f"__Host-cb={strangers}", f"cb_demo={self.admin.cookie.split('=')[1]}"):
                self.refused(401, method, path, {**self.admin.headers(), "Cookie": cookie})
            self.refused(401, method, path, {"Authorization": "Bearer " + self.service.token,
                                             "Content-Type": "application/json", "Origin": self.service.origin})
        for method, path in self.routes("KIOSK", changes=False):
            for bearer in ("", "Bearer ", "Bearer " + strangers, "Basic " + self.service.token, self.service.token):
                self.refused(401, method, path, {**self.admin.headers(), "Authorization": bearer})

    def test_what_is_answered_has_the_headers_on_every_route(self):
        for method, path in self.routes("STAFF", "NOBODY_YET", "ANYONE", "NEW_KIOSK", changes=False):
            if path.endswith("/feed") or (method, path) == ("DELETE", "/api/v1/session"):
                continue  # a stream's have their own test; signing out would end this one
            answer = self.ask(method, path, None if method == "GET" else "{}", self.admin.headers())
            self.headers_are_there(answer, path)
            self.assertLess(answer.status, 500, path)

    def test_nothing_is_shared_with_other_origins(self):
        """A browser asks first (OPTIONS); it is told nothing."""
        for _, path in self.routes("STAFF", "NOBODY_YET", "ANYONE", "NEW_KIOSK", "KIOSK", changes=False):
            answer = self.ask("OPTIONS", path, None, {"Origin": "https://evil.example",
                                                      "Access-Control-Request-Method": "POST"})
            self.assertIn(answer.status, (405, 501), path)
            self.assertFalse([name for name in answer.headers if name.startswith("access-control")], path)


if __name__ == "__main__":
    unittest.main()
