"""What the queue answers to kiosks, staff pages and strangers."""
import base64
import json
import os
import re
import threading
import time
import unittest

from service import Service, new_id, seconds_ago, submit_body

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
          "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
          "frame-ancestors 'none'")


class QueueTest(unittest.TestCase):
    """One queue for all of a class's tests; each test closes what it opened."""

    config = "[limits]\nkiosk_requests = 100000\n"

    @classmethod
    def setUpClass(cls):
        cls.service = Service(cls.config).start()
        cls.people = {}

    @classmethod
    def tearDownClass(cls):
        code = cls.service.stop()
        logged = cls.service.logged()
        cls.service.close()
        # A sanitizer's report is a failure wherever it comes from.
        assert code == 0, f"ended with {code}: {logged}"

    def person(self, role, index=0):
        if (role, index) not in self.people:
            self.people[(role, index)] = self.service.sign_in(role, index)
        return self.people[(role, index)]

    def submit(self, **changes):
        """A new request with a free ticket of the kiosk's signs; cancelled at the end of the test."""
        board = self.service.kiosk("GET", "/api/v1/board").json["kiosk"]
        taken = {(ticket["sign"], ticket["number"]) for ticket in board["taken"]}
        sign, number = next((s, n) for n in range(10, 100) for s in board["signs"] if (s, n) not in taken)
        request = new_id()
        answer = self.service.kiosk("PUT", f"/api/v1/requests/{request}", submit_body(sign, number, **changes))
        self.assertEqual(answer.status, 201, answer.body)
        self.addCleanup(self.service.kiosk, "POST", f"/api/v1/requests/{request}/cancel", {})
        return request, answer.json

    def status(self, expected, answer):
        self.assertEqual(answer.status, expected, answer.body)
        return answer


class Everyone(QueueTest):
    def test_health_says_that_it_can_commit(self):
        self.assertEqual(self.status(200, self.service.ask("GET", "/healthz")).json, {"ok": True})

    def test_metrics_are_prometheus_text(self):
        answer = self.status(200, self.service.ask("GET", "/metrics"))
        self.assertIn(b"coachbell_commits_total", answer.body)
        for line in answer.body.decode().splitlines():
            self.assertRegex(line, r"^(# (HELP|TYPE) .*|[a-z_]+ \d+)$")

    def test_every_answer_has_the_security_headers(self):
        answers = [self.service.ask(method, path) for method, path in (
            ("GET", "/"), ("GET", "/coach"), ("GET", "/nothing"), ("GET", "/healthz"), ("GET", "/api/v1/queue"),
            ("POST", "/api/v1/session"), ("DELETE", "/healthz"), ("PATCH", "/healthz"), ("GET", "/api/v1/board"))]
        answers.append(self.service.ask("PUT", "/healthz", "x" * 20000))
        self.assertEqual({answer.status for answer in answers}, {303, 200, 404, 401, 403, 405, 413})
        for answer in answers:
            self.assertEqual(answer.headers["content-security-policy"], POLICY)
            self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
            self.assertEqual(answer.headers["referrer-policy"], "no-referrer")
            self.assertEqual(answer.headers["cross-origin-opener-policy"], "same-origin")
            self.assertEqual(answer.headers["cross-origin-resource-policy"], "same-origin")
            self.assertIn("cache-control", answer.headers)
            self.assertNotIn("server", answer.headers)

    def test_refusals_before_routing_have_the_headers_too(self):
        got = self.service.raw(b"nonsense\r\n\r\n").decode()
        self.assertTrue(got.startswith("HTTP/1.1 400 "))
        self.assertIn("Content-Security-Policy: " + POLICY, got)
        self.assertIn('"status":400', got.replace(" ", ""))

    def test_pages_are_there(self):
        for path in ("/coach", "/desk", "/sign-in"):
            answer = self.status(200, self.service.ask("GET", path))
            self.assertTrue(answer.headers["content-type"].startswith("text/html"))
            again = self.service.ask("GET", path, headers={"If-None-Match": answer.headers["etag"]})
            self.assertEqual((again.status, again.body), (304, b""))
        self.assertEqual(self.service.ask("GET", "/").headers["location"], "/coach")

    def test_everything_a_page_names_is_there(self):
        for path in ("/coach", "/desk", "/sign-in"):
            page = self.service.ask("GET", path).body.decode()
            for name in re.findall(r'(?:src|href)="(/assets/[^"#?]+)', page):
                self.status(200, self.service.ask("GET", name))

    def test_head_has_no_body(self):
        answer = self.status(200, self.service.ask("HEAD", "/coach"))
        self.assertEqual(answer.body, b"")
        self.assertGreater(int(answer.headers["content-length"]), 0)

    def test_path_tricks_lead_nowhere(self):
        for path in ("/assets/../queue.conf", "/assets/..%2f..%2fetc/passwd", "/assets//etc/passwd", "/..", "/assets/",
                     "/assets/%2e%2e/", "/assets/./base.css", "/assets/base.css%00.html", "//coach", "/coach/"):
            self.status(404, self.service.ask("GET", path))


class Wire(QueueTest):
    """Bytes that are no HTTP, or HTTP meant to be misread."""

    def code(self, data, **more):
        got = self.service.raw(data, **more)
        return int(got.split(b" ")[1]) if got.startswith(b"HTTP/1.1 ") else None

    def head(self, *lines, first="POST /healthz HTTP/1.1"):
        host = f"Host: 127.0.0.1:{self.service.port}"
        return "\r\n".join((first, host) + lines + ("", "")).encode()

    def test_smuggling_shapes_are_refused_and_the_connection_closed(self):
        inner = self.head(first="GET /healthz HTTP/1.1")
        for lines in (("Content-Length: 5", "Content-Length: 0"), ("Content-Length: +5",), ("Content-Length: 5, 5",),
                      ("Transfer-Encoding: chunked", "Content-Length: 5"), ("Content-Length : 5",), ("X: a", " b: c")):
            got = self.service.raw(self.head(*lines) + inner)
            self.assertEqual(got.count(b"HTTP/1.1 "), 1, lines)
            self.assertTrue(got.startswith(b"HTTP/1.1 400 "), (lines, got[:60]))
            self.assertIn(b"Connection: close", got)
        self.assertEqual(self.code(self.head("Transfer-Encoding: chunked") + b"0\r\n\r\n"), 501)

    def test_too_much_is_refused(self):
        self.assertEqual(self.code(self.head("X: " + "x" * 9000)), 431)
        self.assertEqual(self.code(b"GET /" + b"a" * 20000), 431)
        self.assertEqual(self.code(self.head("Content-Length: 16385") + b"x" * 16385), 413)

    def test_nonsense_is_refused(self):
        for data in (b"\x00" * 40 + b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET\r\n\r\n", b"\r\n\r\n\r\n",
                     b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"):
            self.assertIn(self.code(data), (400, 505), data)

    def test_requests_in_one_packet_are_answered_in_order(self):
        got = self.service.raw(self.head(first="GET /healthz HTTP/1.1") * 3 +
                               self.head("Connection: close", first="GET /nothing HTTP/1.1"))
        self.assertEqual([int(code) for code in re.findall(rb"HTTP/1\.1 (\d+)", got)], [200, 200, 200, 404])

    def test_half_closed_client_still_gets_its_answer(self):
        self.assertEqual(self.code(self.head(first="GET /healthz HTTP/1.1"), half_close=True), 200)

    def test_foreign_host_is_refused(self):
        for host in ("evil.example", f"evil.example:{self.service.port}", "127.0.0.1", "127.0.0.1:1"):
            self.assertEqual(self.code(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()), 421)
        for host in ("localhost", "127.0.0.1", "[::1]"):
            self.assertEqual(self.code(f"GET /healthz HTTP/1.1\r\nHost: {host}:{self.service.port}\r\n"
                                       "Connection: close\r\n\r\n".encode()), 200)

    def test_continue_is_said_when_it_is_waited_for(self):
        import socket
        with socket.create_connection(("127.0.0.1", self.service.port), timeout=5) as link:
            link.sendall(self.head("Content-Length: 2", "Expect: 100-continue", "Connection: close"))
            self.assertTrue(link.recv(100).startswith(b"HTTP/1.1 100 "))
            link.sendall(b"{}")
            self.assertTrue(link.recv(100).startswith(b"HTTP/1.1 405 "))


class Slow(QueueTest):
    config = "[limits]\nconnections = 16\nrequest_seconds = 1\nidle_seconds = 2\nkiosk_requests = 100000\n"

    def test_byte_by_byte_ends_at_the_deadline(self):
        import socket
        started = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.service.port), timeout=5) as link:
            got = b""
            try:
                for byte in f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{self.service.port}\r\nX: {'x' * 500}".encode():
                    link.send(bytes([byte]))
                    time.sleep(0.02)
            except OSError:
                pass
            try:
                got = link.recv(1000)
            except OSError:
                pass
        self.assertLess(time.monotonic() - started, 4)
        self.assertTrue(got == b"" or got.startswith(b"HTTP/1.1 408 "), got)

    def test_idle_connections_give_way(self):
        import socket
        idle = [socket.create_connection(("127.0.0.1", self.service.port)) for _ in range(40)]
        self.status(200, self.service.ask("GET", "/healthz"))
        for link in idle:
            link.close()

    def test_reader_that_never_reads_does_not_stop_others(self):
        import socket
        with socket.create_connection(("127.0.0.1", self.service.port)) as link:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            request = f"GET /coach HTTP/1.1\r\nHost: 127.0.0.1:{self.service.port}\r\n\r\n".encode()
            link.setblocking(False)
            try:
                for _ in range(2000):
                    link.send(request)
            except BlockingIOError:
                pass
            started = time.monotonic()
            self.status(200, self.service.ask("GET", "/healthz"))
            self.assertLess(time.monotonic() - started, 1)


    def call_for_help(self):
        answer = self.service.kiosk("PUT", f"/api/v1/alerts/{new_id()}", {"asked_at": seconds_ago(0)})
        self.assertIn(answer.status, (200, 201), answer.body)

    def hoard(self, count, path, times=1, headers=""):
        """Connections that ask and take nothing."""
        import socket
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.service.port}\r\n{headers}\r\n".encode() * times
        links = []
        for _ in range(count):
            link = socket.socket()
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            link.connect(("127.0.0.1", self.service.port))
            self.addCleanup(link.close)
            links.append(link)
            try:
                link.sendall(request)
            except OSError:
                pass  # it had to give way already
        return links

    def test_readers_that_never_read_give_way_to_a_call_for_help(self):
        self.hoard(40, "/assets/staff.css", times=100)
        time.sleep(0.2)
        self.call_for_help()

    def test_call_for_help_passes_more_than_can_be_answered(self):
        cookie = f"Cookie: {self.person('coach').cookie}\r\n"
        for _ in range(60):
            self.submit()
        for _ in range(3):
            links = self.hoard(200, "/api/v1/queue", headers=cookie)
            self.call_for_help()
            for link in links:
                link.close()


class Waiting(QueueTest):
    def test_call_for_help_does_not_wait_for_what_came_before(self):
        import select
        import socket
        coach = self.person("coach")
        for _ in range(80):
            self.submit()
        request = (f"GET /api/v1/queue HTTP/1.1\r\nHost: 127.0.0.1:{self.service.port}\r\n"
                   f"Cookie: {coach.cookie}\r\n\r\n").encode()
        links = [socket.create_connection(("127.0.0.1", self.service.port)) for _ in range(200)]
        for link in links:
            link.sendall(request)
        self.status(201, self.service.kiosk("PUT", f"/api/v1/alerts/{new_id()}", {"asked_at": seconds_ago(0)}))
        answered = select.select(links, [], [], 0)[0]
        self.assertLess(len(answered), len(links))
        for link in links:
            self.assertTrue(link.recv(20).startswith(b"HTTP/1.1 200 "))
            link.close()


class Kiosk(QueueTest):
    def test_board_has_what_a_kiosk_needs_and_an_etag(self):
        answer = self.status(200, self.service.kiosk("GET", "/api/v1/board"))
        board = answer.json
        for key in ("revision", "served_at", "site", "settings", "kiosk", "epochs", "coaches", "topics", "resources"):
            self.assertIn(key, board)
        again = self.service.ask("GET", "/api/v1/board", headers={
            "Authorization": "Bearer " + self.service.token, "If-None-Match": answer.headers["etag"]})
        self.assertEqual((again.status, again.body), (304, b""))

    def test_board_changes_when_a_ticket_is_taken(self):
        before = self.service.kiosk("GET", "/api/v1/board")
        _, status = self.submit()
        after = self.service.kiosk("GET", "/api/v1/board")
        self.assertNotEqual(before.headers["etag"], after.headers["etag"])
        self.assertIn(status["ticket"], after.json["kiosk"]["taken"])

    def test_no_token_or_a_wrong_one_is_401_everywhere(self):
        for method, path in (("GET", "/api/v1/board"), ("PUT", f"/api/v1/requests/{new_id()}"), ("GET", "/api/v1/feed"),
                             ("PUT", f"/api/v1/alerts/{new_id()}"), ("POST", "/api/v1/tickets/lookup"),
                             ("POST", "/api/v1/health")):
            for token in (None, "", "x", "A" * 43, self.service.token + "A", self.service.token.swapcase()):
                headers = {} if token is None else {"Authorization": "Bearer " + token}
                self.status(401, self.service.ask(method, path, "{}", headers))
        headers = {"Authorization": "Basic " + self.service.token}
        self.status(401, self.service.ask("GET", "/api/v1/board", headers=headers))

    def test_submit_is_idempotent(self):
        request, _ = self.submit()
        body = json.dumps(submit_body(number=11))
        other = new_id()
        self.addCleanup(self.service.kiosk, "POST", f"/api/v1/requests/{other}/cancel", {})
        self.assertEqual([self.service.kiosk("PUT", f"/api/v1/requests/{other}", body).status for _ in range(3)],
                         [201, 200, 200])
        self.status(409, self.service.kiosk("PUT", f"/api/v1/requests/{other}", submit_body(number=12)))
        status = self.status(200, self.service.kiosk("GET", f"/api/v1/requests/{request}")).json
        self.assertEqual(set(status), {"id", "ticket", "kind", "state", "outcome", "version", "find", "consent_version",
                                       "opened", "told", "asked_at", "due_from", "due_until", "ahead", "wait", "coach", "holder",
                                       "former_holder"})

    def test_same_submit_from_many_at_once_is_one_request(self):
        request = new_id()
        body = json.dumps(submit_body(number=13))
        codes = []
        threads = [threading.Thread(target=lambda: codes.append(
            self.service.kiosk("PUT", f"/api/v1/requests/{request}", body).status)) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.service.kiosk("POST", f"/api/v1/requests/{request}/cancel", {})
        self.assertEqual(sorted(codes), [200] * 11 + [201])

    def test_bad_bodies_are_refused_with_the_field(self):
        path = f"/api/v1/requests/{new_id()}"
        good = json.dumps(submit_body())
        for body in ("", "{", "[]", "null", good + "x", good.replace('"find"', '"kind"'), "\xff".encode("latin-1"),
                     good.replace("en", "e\\ud800"), "[" * 5000, '{"a":' * 20 + "1" + "}" * 20,
                     good.encode().replace(b"walk_in", b"\xc0\xaf")):
            self.status(400, self.service.kiosk("PUT", path, body))
        for field, wrong in (("kind", "wizard"), ("kind", 5), ("ticket", None), ("coach", "x"), ("coach", "somebody"),
                             ("topics", "talk"), ("topics", [1]), ("find", "smell"), ("language", "e" * 40),
                             ("language", 1), ("notice_version", "1"), ("asked_at", "yesterday"), ("sealed", "AAAA"),
                             ("sealed", 5)):
            answer = self.status(422, self.service.kiosk("PUT", path, submit_body(**{field: wrong})))
            self.assertTrue(answer.json["field"].startswith(field), answer.body)
            self.assertEqual(answer.headers["content-type"], "application/problem+json")
        self.status(422, self.service.kiosk("PUT", path, submit_body("leaf", 9)))
        self.status(422, self.service.kiosk("PUT", path, submit_body("spoon", 47)))
        self.status(413, self.service.kiosk("PUT", path, "x" * 16385))
        self.status(404, self.service.kiosk("GET", path))

    def test_bad_ids_are_not_found(self):
        for request in ("x", "0" * 36, new_id()[:-1], new_id() + "0", "%00", new_id().replace("-", "_")):
            self.status(404, self.service.kiosk("PUT", f"/api/v1/requests/{request}", submit_body()))

    def test_two_requests_never_share_an_open_ticket(self):
        _, first = self.submit()
        other = new_id()
        self.addCleanup(self.service.kiosk, "POST", f"/api/v1/requests/{other}/cancel", {})
        ticket = first["ticket"]
        second = self.status(201, self.service.kiosk("PUT", f"/api/v1/requests/{other}",
                                                     submit_body(ticket["sign"], ticket["number"]))).json
        self.assertNotEqual(second["ticket"], ticket)

    def test_cancel_and_change(self):
        request, _ = self.submit()
        change = {"coach": None, "topics": [], "find": "sign", "language": "es", "sealed": None}
        self.assertEqual(self.status(200, self.service.kiosk(
            "POST", f"/api/v1/requests/{request}/change", change)).json["version"], 2)
        self.status(422, self.service.kiosk("POST", f"/api/v1/requests/{request}/change", {"coach": 5}))
        self.assertEqual(self.status(200, self.service.kiosk(
            "POST", f"/api/v1/requests/{request}/cancel", {})).json["outcome"], "cancelled")
        self.status(200, self.service.kiosk("POST", f"/api/v1/requests/{request}/cancel", {}))
        self.status(409, self.service.kiosk("POST", f"/api/v1/requests/{request}/change", change))
        self.status(404, self.service.kiosk("POST", f"/api/v1/requests/{new_id()}/cancel", {}))

    def test_lookup_finds_and_refuses_guessing(self):
        request, status = self.submit()
        ticket = status["ticket"]
        found = self.status(200, self.service.kiosk("POST", "/api/v1/tickets/lookup", ticket)).json
        self.assertEqual(found["id"], request)
        codes = [self.service.kiosk("POST", "/api/v1/tickets/lookup", {"sign": "tree", "number": n}).status
                 for n in range(90, 96)]
        self.assertEqual(codes, [404] * 5 + [429])
        answer = self.service.kiosk("POST", "/api/v1/tickets/lookup", ticket)
        self.assertEqual(answer.status, 429)
        self.assertGreater(int(answer.headers["retry-after"]), 0)

    def test_heartbeat(self):
        answer = self.status(200, self.service.kiosk("POST", "/api/v1/health",
                                                     {"version": "0.1.0", "outbox": 0, "uptime_s": 12}))
        self.assertRegex(answer.json["served_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$")


class KioskBucket(QueueTest):
    config = "[limits]\nkiosk_requests = 5\n"

    def test_too_many_requests_are_429_but_help_is_never_refused(self):
        sent = []
        for number in range(10, 16):
            sent.append((new_id(), json.dumps(submit_body(number=number))))
        codes = [self.service.kiosk("PUT", f"/api/v1/requests/{request}", body).status for request, body in sent]
        self.assertEqual(codes, [201] * 5 + [429])
        again = self.service.kiosk("PUT", f"/api/v1/requests/{sent[0][0]}", sent[0][1])
        self.assertEqual(again.status, 200)  # a repeat is no new one
        alert = new_id()
        codes = {self.service.kiosk("PUT", f"/api/v1/alerts/{alert}", "{}").status for _ in range(100)}
        self.assertEqual(codes, {200, 201})


class Session(QueueTest):
    def test_sign_in_and_out(self):
        person = self.service.sign_in("coach")
        self.status(200, person.answer)
        cookie = person.answer.headers["set-cookie"]
        for part in ("cb_demo=", "; HttpOnly", "; SameSite=Strict", "; Path=/"):
            self.assertIn(part, cookie)
        me = self.status(200, person.ask("GET", "/api/v1/session")).json
        self.assertEqual(me, person.answer.json)
        self.assertEqual(set(me), {"user", "site", "csrf"})
        self.status(204, person.ask("DELETE", "/api/v1/session"))
        self.status(401, person.ask("GET", "/api/v1/session"))
        self.status(401, person.ask("GET", "/api/v1/queue"))

    def sign_in_with_cookie(self, cookie):
        """Somebody signs in at a browser that has a cookie already: (the new cookie, its csrf)."""
        login, password = self.service.person("coach")
        answer = self.service.ask(
            "POST", "/api/v1/session", {"login": login, "password": password, "shared_computer": False},
            {"Origin": self.service.origin, "Content-Type": "application/json", "Cookie": cookie})
        self.status(200, answer)
        return answer.headers["set-cookie"].split(";")[0], answer.json["csrf"]

    def test_a_cookie_that_was_planted_before_signing_in_opens_nothing(self):
        planted = "cb_demo=" + base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")
        own, _ = self.sign_in_with_cookie(planted)
        self.assertNotEqual(own, planted)
        self.status(401, self.service.ask("GET", "/api/v1/session", None, {"Cookie": planted}))
        self.status(200, self.service.ask("GET", "/api/v1/session", None, {"Cookie": own}))

    def test_signing_in_again_ends_the_session_before(self):
        first = self.service.sign_in("coach")
        second, csrf = self.sign_in_with_cookie(first.cookie)
        self.assertNotEqual((second, csrf), (first.cookie, first.csrf))
        self.status(401, first.ask("GET", "/api/v1/session"))
        self.status(200, self.service.ask("GET", "/api/v1/session", None, {"Cookie": second}))

    def test_an_ended_session_cannot_be_replayed(self):
        person = self.service.sign_in("coach")
        request, _ = self.submit()
        self.status(204, person.ask("DELETE", "/api/v1/session"))
        for method, path, body in (("GET", "/api/v1/queue", None), ("GET", "/api/v1/queue/feed", None),
                                   ("GET", f"/api/v1/requests/{request}/contact", None),
                                   ("POST", f"/api/v1/requests/{request}/claim", {"version": 1, "go": True}),
                                   ("PUT", "/api/v1/me/presence", {"kind": "here", "until": None}),
                                   ("DELETE", "/api/v1/session", None)):
            self.status(401, person.ask(method, path, body))
        self.assertEqual(self.service.kiosk("GET", f"/api/v1/requests/{request}").json["state"], "waiting")

    def test_known_and_unknown_login_get_the_same_bytes(self):
        known = self.service.person("front_desk")[0]
        headers = {"Origin": self.service.origin, "Content-Type": "application/json"}
        answers = [self.service.ask("POST", "/api/v1/session", {"login": login, "password": "not-the-password"}, headers)
                   for login in (known, "nobody-of-that-name")]
        self.assertEqual([answer.status for answer in answers], [401, 401])
        self.assertEqual(answers[0].body, answers[1].body)
        self.assertEqual(answers[0].headers, answers[1].headers)

    def test_guessing_is_slowed_down_alike_for_known_and_unknown(self):
        headers = {"Origin": self.service.origin, "Content-Type": "application/json"}
        for login in (self.service.person("admin")[0], "someone-else"):
            codes = []
            while 429 not in codes and len(codes) < 12:  # each wait is twice the last: soon longer than one check takes
                answer = self.service.ask("POST", "/api/v1/session", {"login": login, "password": "x" * 12}, headers)
                codes.append(answer.status)
            self.assertEqual(codes[:5], [401] * 5)
            self.assertEqual(codes[-1], 429)
            self.assertIn("retry-after", answer.headers)

    def test_health_is_answered_while_passwords_are_checked(self):
        headers = {"Origin": self.service.origin, "Content-Type": "application/json"}
        wrong = {"login": "slow", "password": "x" * 12}
        started = time.monotonic()
        self.status(401, self.service.ask("POST", "/api/v1/session", wrong, headers))
        one_check = time.monotonic() - started
        threads = [threading.Thread(target=self.service.ask, args=(
            "POST", "/api/v1/session", {**wrong, "login": f"slow{i}"}, headers)) for i in range(6)]
        for thread in threads:
            thread.start()
            self.addCleanup(thread.join)  # before the next test signs in
        started = time.monotonic()
        self.status(200, self.service.ask("GET", "/healthz"))
        self.assertLess(time.monotonic() - started, one_check)

    def test_sign_in_needs_our_origin_and_json(self):
        login, password = self.service.person("coach")
        body = json.dumps({"login": login, "password": password})
        for headers, expected in (({}, 403), ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403),
                                  ({"Origin": self.service.origin}, 415),
                                  ({"Origin": self.service.origin, "Content-Type": "text/plain"}, 415)):
            self.status(expected, self.service.ask("POST", "/api/v1/session", body, headers))

    def test_bad_sign_in_bodies(self):
        headers = {"Origin": self.service.origin, "Content-Type": "application/json"}
        for body, expected in (("", 400), ("[]", 400), ('{"login":"a"}', 422), ('{"login":1,"password":"x"}', 422),
                               ('{"login":"a","login":"b","password":"x"}', 400),
                               ('{"login":"a","password":"' + "x" * 257 + '"}', 422),
                               ('{"login":"a\\u0000b","password":"x"}', 400)):
            self.status(expected, self.service.ask("POST", "/api/v1/session", body, headers))


class Staff(QueueTest):
    def claim(self, person, request, version=1):
        return person.ask("POST", f"/api/v1/requests/{request}/claim", {"version": version, "go": True})

    def other_coach(self):
        return self.person("coach", 1) if self.service.person("coach", 1) else self.person("supervisor")

    def test_queue_shows_a_request_at_once(self):
        request, _ = self.submit()
        queue = self.status(200, self.person("coach").ask("GET", "/api/v1/queue")).json
        self.assertEqual(set(queue), {"revision", "served_at", "site", "me", "coaches", "requests", "alerts", "topics",
                                      "promise", "offers"})
        mine = [each for each in queue["requests"] if each["id"] == request]
        self.assertEqual(len(mine), 1)
        self.assertEqual(mine[0]["state"], "waiting")
        self.assertNotIn("sealed", json.dumps(queue))

    def test_whole_visit(self):
        coach = self.person("coach")
        request, _ = self.submit()
        self.assertEqual(self.status(200, self.claim(coach, request)).json["state"], "on_the_way")
        self.assertEqual(self.service.kiosk("GET", f"/api/v1/requests/{request}").json["state"], "on_the_way")
        step = lambda name, **body: coach.ask("POST", f"/api/v1/requests/{request}/{name}", body)
        self.assertEqual(self.status(200, step("with-patient", version=2)).json["state"], "with_patient")
        self.status(409, step("close", version=2, outcome="met"))
        self.status(422, step("close", version=3, outcome="vanished"))
        closed = self.status(200, step("close", version=3, outcome="met")).json
        self.assertEqual((closed["state"], closed["outcome"], closed["can_reopen"]), ("closed", "met", True))
        self.assertEqual(self.status(200, step("reopen", version=4)).json["state"], "with_patient")
        self.status(200, step("close", version=5, outcome="enrolled"))

    def test_two_claims_at_once_one_wins_and_the_other_learns_who(self):
        people = [self.person("coach"), self.other_coach()]
        for _ in range(5):
            request, _ = self.submit()
            answers = [None, None]

            def claim(i):
                answers[i] = self.claim(people[i], request)
            threads = [threading.Thread(target=claim, args=(i,)) for i in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(sorted(answer.status for answer in answers), [200, 409])
            won = 0 if answers[0].status == 200 else 1
            current = answers[1 - won].json["current"]
            self.assertEqual(current["holder"]["id"], people[won].user["coach"])
            self.status(200, self.service.kiosk("POST", f"/api/v1/requests/{request}/cancel", {}))

    def test_a_coach_who_has_enough_people_gets_no_more(self):
        coach, other = self.person("coach"), self.other_coach()
        coaches = self.status(200, self.person("admin").ask("GET", "/api/v1/coaches")).json["items"]
        most = next(each["open_requests_max"] for each in coaches if each["id"] == coach.user["coach"])
        self.assertGreater(most, 1)
        for _ in range(most):
            request, _ = self.submit()
            self.status(200, self.claim(coach, request))
        one_more, _ = self.submit()
        for again in range(2):
            refused = self.status(409, self.claim(coach, one_more)).json
            self.assertIn(f"You already have {most} people", refused["detail"])
            self.assertNotIn("current", refused)
        self.status(200, self.claim(other, one_more))
        handed = other.ask("POST", f"/api/v1/requests/{one_more}/hand-off", {"version": 2, "coach": coach.user["coach"]})
        self.assertIn(f"already has {most} people", self.status(409, handed).json["detail"])
        self.status(200, self.service.kiosk("POST", f"/api/v1/requests/{request}/cancel", {}))
        self.status(200, other.ask("POST", f"/api/v1/requests/{one_more}/hand-off", {"version": 2, "coach": coach.user["coach"]}))

    def test_hand_off_and_the_patients_no(self):
        coach, other = self.person("coach"), self.other_coach()
        request, _ = self.submit()
        self.claim(coach, request)
        path = f"/api/v1/requests/{request}/hand-off"
        self.status(422, coach.ask("POST", path, {"version": 2, "coach": new_id()}))
        handed = self.status(200, coach.ask("POST", path, {"version": 2, "coach": other.user["coach"]})).json
        self.assertEqual((handed["state"], handed["holder"]["id"]), ("claimed", other.user["coach"]))
        status = self.service.kiosk("GET", f"/api/v1/requests/{request}").json
        self.assertEqual(status["former_holder"]["id"], coach.user["coach"])
        answered = self.status(200, self.service.kiosk("POST", f"/api/v1/requests/{request}/answer", {"yes": False})).json
        self.assertEqual((answered["state"], answered["holder"]), ("waiting", None))
        self.status(422, self.service.kiosk("POST", f"/api/v1/requests/{request}/answer", {"yes": "no"}))

    def test_contact_is_for_the_holder(self):
        coach, other = self.person("coach"), self.other_coach()
        request, _ = self.submit()
        self.status(403, coach.ask("GET", f"/api/v1/requests/{request}/contact"))
        self.claim(coach, request)
        self.assertEqual(self.status(200, coach.ask("GET", f"/api/v1/requests/{request}/contact")).json,
                         {"erased": False, "name": None, "phone": None, "place": None, "return_note": None})
        if other.user["role"] == "coach":
            self.status(403, other.ask("GET", f"/api/v1/requests/{request}/contact"))
        self.status(403, self.person("front_desk").ask("GET", f"/api/v1/requests/{request}/contact"))

    def test_presence(self):
        coach = self.person("coach")
        answer = self.status(200, coach.ask("PUT", "/api/v1/me/presence", {"kind": "here", "until": None})).json
        self.assertEqual(answer["availability"]["state"], "here")
        self.assertIsNotNone(answer["presence"]["until"])
        board = self.service.kiosk("GET", "/api/v1/board").json
        mine = [each for each in board["coaches"] if each["id"] == coach.user["coach"]][0]
        self.assertEqual(mine["presence"]["kind"], "here")
        for body in ({"kind": "flying"}, {"kind": "here", "until": "2020-01-01T00:00:00Z"},
                     {"kind": "here", "until": "1970-01-01T00:00:00Z"},
                     {"kind": "here", "until": "2099-01-01T00:00:00Z"}, {"kind": "here", "until": 5}, {}):
            self.status(422, coach.ask("PUT", "/api/v1/me/presence", body))
        self.status(403, self.person("front_desk").ask("PUT", "/api/v1/me/presence", {"kind": "here"}))

    def test_forged_changes_are_refused(self):
        coach = self.person("coach")
        request, _ = self.submit()
        path = f"/api/v1/requests/{request}/claim"
        body = json.dumps({"version": 1, "go": True})
        for change in ({"Origin": None}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"X-CSRF-Token": None},
                       {"X-CSRF-Token": "A" * 43}, {"Content-Type": "text/plain"}, {"Cookie": None},
                       {"Cookie": "cb_demo=" + "A" * 43}):
            headers = {name: value for name, value in {**coach.headers(), **change}.items() if value is not None}
            answer = self.service.ask("POST", path, body, headers)
            self.assertIn(answer.status, (401, 403, 415), change)
        self.assertEqual(self.service.kiosk("GET", f"/api/v1/requests/{request}").json["state"], "waiting")

    def test_roles(self):
        admin = self.person("admin")
        self.status(403, admin.ask("GET", "/api/v1/queue"))
        request, _ = self.submit()
        self.status(403, admin.ask("POST", f"/api/v1/requests/{request}/claim", {"version": 1}))
        self.status(403, self.person("front_desk").ask("POST", f"/api/v1/requests/{request}/claim", {"version": 1}))

    def test_bad_step_bodies(self):
        coach = self.person("coach")
        request, _ = self.submit()
        path = f"/api/v1/requests/{request}/claim"
        for body, expected in (("", 400), ("[]", 400), ("{}", 422), ('{"version":"1"}', 422), ('{"version":0}', 422),
                               ('{"version":1.5}', 422), ('{"version":99999999999}', 422),
                               ('{"version":1,"go":"yes"}', 422), ('{"version":1,"version":1}', 400)):
            self.status(expected, coach.ask("POST", path, body))
        self.status(404, coach.ask("POST", f"/api/v1/requests/{new_id()}/claim", {"version": 1}))


class Alerts(QueueTest):
    def test_alert_walks_forward_and_each_word_is_true(self):
        desk = self.person("front_desk")
        alert = new_id()
        feed = desk.feed()
        sent = self.status(201, self.service.kiosk("PUT", f"/api/v1/alerts/{alert}", {"asked_at": "2026-11-22T14:40:00Z"}))
        self.assertEqual((sent.json["state"], sent.json["stored"], sent.json["screens"]), ("sent", True, 1))
        rung = feed.until("alert", lambda data: data["id"] == alert)[2]
        self.assertEqual((rung["state"], rung["ring"]), ("sent", "desk"))
        repeat = self.status(200, self.service.kiosk("PUT", f"/api/v1/alerts/{new_id()}", {})).json
        self.assertEqual((repeat["id"], repeat["count"]), (alert, 2))
        for name, state in (("seen", "seen"), ("acknowledge", "acknowledged"), ("resolve", "resolved")):
            answer = self.status(200, desk.ask("POST", f"/api/v1/alerts/{alert}/{name}", {})).json
            self.assertEqual(answer["state"], state)
            self.assertEqual(self.service.kiosk("GET", f"/api/v1/alerts/{alert}").json["state"], state)
        self.assertIsNotNone(answer["acknowledged_by"])
        feed.close()

    def test_only_pages_that_ring_are_counted(self):
        desk, coach, alert = self.person("front_desk"), self.person("coach"), new_id()
        feeds = [desk.feed(), coach.feed()]
        sent = self.status(201, self.service.kiosk("PUT", f"/api/v1/alerts/{alert}", {})).json
        rung = feeds[1].until("alert", lambda data: data["id"] == alert)[2]
        self.assertEqual((sent["screens"], rung["screens"], rung["ring"]), (1, 1, "desk"))
        gone = self.status(200, desk.ask("POST", f"/api/v1/alerts/{alert}/acknowledge", {})).json
        self.assertEqual((gone["screens"], gone["ring"]), (1, "nobody"))
        desk.ask("POST", f"/api/v1/alerts/{alert}/resolve", {})
        for feed in feeds:
            feed.close()

    def test_without_a_front_desk_page_everyone_rings_at_once(self):
        coach, alert = self.person("coach"), new_id()
        feed = coach.feed()
        sent = self.status(201, self.service.kiosk("PUT", f"/api/v1/alerts/{alert}", {})).json
        rung = feed.until("alert", lambda data: data["id"] == alert)[2]
        self.assertEqual((sent["screens"], rung["screens"], rung["ring"]), (1, 1, "everyone"))
        coach.ask("POST", f"/api/v1/alerts/{alert}/resolve", {})
        feed.close()

    def test_ok_now_does_not_resolve(self):
        alert = new_id()
        self.service.kiosk("PUT", f"/api/v1/alerts/{alert}", {})
        answer = self.status(200, self.service.kiosk("POST", f"/api/v1/alerts/{alert}/ok", {}))
        self.assertNotEqual(answer.json["state"], "resolved")
        self.status(200, self.person("front_desk").ask("POST", f"/api/v1/alerts/{alert}/resolve", {}))

    def test_unknown_alert(self):
        self.status(404, self.service.kiosk("GET", f"/api/v1/alerts/{new_id()}"))
        self.status(404, self.person("front_desk").ask("POST", f"/api/v1/alerts/{new_id()}/seen", {}))


class Feeds(QueueTest):
    def test_kiosk_hears_of_its_request(self):
        feed = self.service.kiosk_feed()
        self.assertIn(b"text/event-stream", feed.head)
        request, _ = self.submit()
        self.assertIsNotNone(feed.until("request", lambda data: data["id"] == request))
        self.person("coach").ask("POST", f"/api/v1/requests/{request}/claim", {"version": 1, "go": True})
        event = feed.until("request", lambda data: data["id"] == request and data["state"] == "on_the_way")
        self.assertEqual(event[2]["holder"]["id"], self.person("coach").user["coach"])
        feed.close()

    def test_kiosk_hears_how_many_are_ahead_when_the_line_moves(self):
        first, _ = self.submit(asked_at=seconds_ago(60))
        second, status = self.submit()
        self.assertEqual(status["ahead"], 1)
        feed = self.service.kiosk_feed()
        self.service.kiosk("POST", f"/api/v1/requests/{first}/cancel", {})
        self.assertIsNotNone(feed.until("request", lambda data: data["id"] == second and data["ahead"] == 0))
        feed.close()

    def test_staff_hear_of_requests_and_coaches(self):
        coach = self.person("coach")
        feed = coach.feed()
        request, _ = self.submit()
        self.assertIsNotNone(feed.until("request", lambda data: data["id"] == request))
        coach.ask("PUT", "/api/v1/me/presence", {"kind": "break"})
        self.assertIsNotNone(feed.until("coach", lambda data: data["presence"]["kind"] == "break"))
        feed.close()

    def test_feed_resumes_without_a_gap(self):
        coach = self.person("coach")
        feed = coach.feed()
        first, _ = self.submit()
        last_id = feed.until("request", lambda data: data["id"] == first)[1]
        feed.close()
        missed = {self.submit()[0] for _ in range(5)}
        feed = coach.feed(last_id)
        while missed:
            event = feed.until("request")
            self.assertIsNotNone(event, missed)
            missed.discard(event[2]["id"])
        feed.close()

    def test_feed_survives_a_restart_without_a_gap(self):
        feed = self.service.kiosk_feed()
        request, _ = self.submit()
        last_id = feed.until("request", lambda data: data["id"] == request)[1]
        self.service.stop()
        while feed.next(2) is not None:
            pass
        self.assertTrue(feed.closed)
        self.service.start()
        self.service.kiosk("POST", f"/api/v1/requests/{request}/cancel", {})
        feed = self.service.kiosk_feed(last_id)
        self.assertIsNotNone(feed.until("request", lambda data: data["outcome"] == "cancelled"))
        feed.close()

    def test_strange_ids_start_over(self):
        for last_id in ("999999999", "nonsense", "-5", "9" * 40):
            feed = self.service.kiosk_feed(last_id)
            self.assertEqual(feed.next()[0], "reset", last_id)
            feed.close()

    def test_feed_that_missed_more_than_fits_starts_over_and_goes_on(self):
        kiosk, coach = self.service.kiosk_feed(), self.person("coach").feed()
        kiosk.next(0.2), coach.next(0.2)
        for feed in (kiosk, coach):
            feed.close()
        for _ in range(300):
            request, _ = self.submit()
            self.service.kiosk("POST", f"/api/v1/requests/{request}/cancel", {})
        for again in (self.service.kiosk_feed(kiosk.last_id), self.person("coach").feed(coach.last_id)):
            self.assertIsNotNone(again.until("reset"))
            request, _ = self.submit()
            self.assertIsNotNone(again.until("request", lambda data: data["id"] == request))
            again.close()

    def test_feed_ends_with_its_session(self):
        person = self.service.sign_in("coach")
        feed = person.feed()
        person.ask("DELETE", "/api/v1/session")
        feed.next(3)
        self.assertTrue(feed.closed)

    def test_feeds_of_one_kiosk_are_bounded_and_the_newest_win(self):
        feeds = [self.service.kiosk_feed() for _ in range(5)]
        request, _ = self.submit()
        self.assertIsNotNone(feeds[-1].until("request", lambda data: data["id"] == request))
        feeds[0].next(2)
        self.assertTrue(feeds[0].closed)
        for feed in feeds:
            feed.close()

    def test_feed_needs_a_session_or_token(self):
        self.status(401, self.service.ask("GET", "/api/v1/feed"))
        self.status(401, self.service.ask("GET", "/api/v1/queue/feed"))

    def test_heartbeat_comes_within_ten_seconds(self):
        feed = self.service.kiosk_feed()
        deadline = time.monotonic() + 11
        seen = feed.buffer
        while b"\n:\n\n" not in b"\n" + seen and time.monotonic() < deadline and feed._more(11):
            seen += feed.buffer
        self.assertIn(b":\n\n", seen)
        feed.close()
