"""The real queue, attacked from outside: by floods, from another site, and by whoever finds its files."""
import base64
import os
import shutil
import socket
import sqlite3
import stat
import struct
import sys
import threading
import time
import unittest
import uuid

import sodium
from service import Person, Service, epoch_of_today, new_id, seconds_ago, submit_body
from test_queue import QueueTest
from test_routes import table


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# ---- floods ----

class Flood:
    """Runs `once` in many threads until it is stopped; whatever happens to an attacker is no failure of the test."""

    def __init__(self, lanes, once):
        self.stopped = threading.Event()
        self.turns = 0
        self.threads = [threading.Thread(target=self.run, args=(once, lane), daemon=True) for lane in range(lanes)]

    def run(self, once, lane):
        while not self.stopped.is_set():
            try:
                once(lane)
                self.turns += 1
            except (OSError, ValueError, EOFError):
                time.sleep(0.005)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        for thread in self.threads:
            thread.join(10)


class Floods(QueueTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service.close()
        cls.service = Service(cls.config, tls=True).start()

    def attack(self, name):
        port = self.service.port
        coach = self.person("coach")

        def handshakes(_):
            self.service.connect(5).close()

        def half_handshakes(_):
            with socket.create_connection(("127.0.0.1", port), timeout=2) as link:
                link.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(40))
                time.sleep(0.3)

        def garbage(_):
            with socket.create_connection(("127.0.0.1", port), timeout=2) as link:
                link.sendall(os.urandom(2000))
                link.recv(100)

        def guesses(lane):
            Person(self.service, f"nobody{lane}x{time.monotonic_ns()}", "wrong-wrong-wrong")

        def pages(_):
            self.service.ask("GET", "/api/v1/queue", None, {"Cookie": coach.cookie})

        def feeds(_):
            feed = coach.feed()
            time.sleep(0.5)
            feed.close()

        def pairings(_):
            self.service.ask("POST", "/api/v1/pairings", {"commitment": b64(os.urandom(32)), "version": "1"},
                             {"Content-Type": "application/json"})

        def large(_):
            self.service.ask("POST", "/api/v1/join", "x" * 2_000_000, {"Origin": self.service.origin,
                                                                        "Content-Type": "application/json"})

        return {"handshakes": (6, handshakes), "half handshakes": (200, half_handshakes), "garbage": (6, garbage),
                "guesses": (6, guesses), "pages": (4, pages), "feeds": (40, feeds), "pairings": (4, pairings),
                "large": (3, large)}[name]

    def call(self, link):
        """A touch on Help now, on the kiosk's own warm connection: how long its answer takes, in ms."""
        body = b'{"asked_at":"%s"}' % seconds_ago(0).encode()
        head = (f"PUT /api/v1/alerts/{new_id()} HTTP/1.1\r\nHost: 127.0.0.1:{self.service.port}\r\n"
                f"Authorization: Bearer {self.service.token}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode()
        begun = time.perf_counter()
        link.sendall(head + body)
        answer = link.recv(65536)
        took = (time.perf_counter() - begun) * 1000
        self.assertRegex(answer, rb"^HTTP/1.1 20[01] ")
        return took

    def test_call_for_help_is_quick_in_every_flood_under_tls(self):
        worst = {}
        for name in ("handshakes", "half handshakes", "garbage", "guesses", "pages", "feeds", "pairings", "large"):
            link = self.service.connect(10)
            self.addCleanup(link.close)
            self.call(link)
            with Flood(*self.attack(name)) as flood:
                time.sleep(0.5)
                times = sorted(self.call(link) for _ in range(20) if time.sleep(0.05) is None)
            self.assertGreater(flood.turns, 0, name)
            worst[name] = (round(times[10]), round(times[-1]))
        # In front of the line that tells how the test ended, whose form the tables read.
        self.addClassCleanup(sys.stderr.write, f"# help now in floods, p50 and worst in ms: {worst}\n")
        # The whole attack runs on this machine too, so the usual touch counts, and the worst one has some room.
        self.assertLess(max(median for median, _ in worst.values()), 300, worst)
        self.assertLess(max(most for _, most in worst.values()), 1000, worst)

    def test_new_kiosks_and_people_get_in_while_somebody_hoards_connections(self):
        links = []
        for _ in range(700):
            try:
                links.append(socket.create_connection(("127.0.0.1", self.service.port), timeout=2))
            except OSError:
                break
        begun = time.monotonic()
        self.status(200, self.service.kiosk("GET", "/api/v1/board"))
        self.status(200, self.service.ask("GET", "/healthz"))
        self.assertLess(time.monotonic() - begun, 5)
        for link in links:
            link.close()

    def test_feeds_of_one_person_are_bounded(self):
        coach = self.person("coach")
        feeds = []
        for _ in range(60):
            feeds.append(coach.feed())
        self.addCleanup(lambda: [feed.close() for feed in feeds])
        self.status(200, self.service.kiosk("GET", "/api/v1/board"))
        alive = sum(1 for feed in feeds if not feed.closed and feed.next(0.05) is None and not feed.closed)
        self.assertLessEqual(alive, 32, "one cookie holds that many streams")


# ---- another site of the same queue ----

class Sites(unittest.TestCase):
    """A second site in the same database; everybody of the first one tries its ids."""

    @classmethod
    def setUpClass(cls):
        cls.service = Service("[limits]\nkiosk_requests = 100000\n").start()
        cls.service.kiosk("PUT", f"/api/v1/requests/{new_id()}", submit_body("leaf", 47))
        cls.service.kiosk("PUT", f"/api/v1/alerts/{new_id()}", {"asked_at": seconds_ago(0)})
        cls.service.stop()
        cls.other = str(uuid.uuid4())
        cls.ids = {}
        with sqlite3.connect(os.path.join(cls.service.data, "queue.db")) as database:
            database.row_factory = sqlite3.Row
            cls.copy(database, "site", id=cls.other, name="Otherville", short_name="Otherville")
            for kind in ("place", "coach", "kiosk", "staff", "request", "alert"):
                cls.copy_of_site(database, kind)
            database.execute("INSERT INTO feed_head (site) VALUES (?)", (cls.other,))
            database.execute("INSERT INTO audit_log (site, begun_at) VALUES (?, 1)", (cls.other,))
            database.execute("INSERT INTO audit_alarm (kiosk, site, at, seq, hash, log_seq) VALUES (?, ?, 1, 1, zeroblob(32), 0)",
                             (cls.ids["kiosk"], cls.other))
        database.close()
        cls.before = cls.rows()
        cls.service.start()
        cls.people = {role: cls.service.sign_in(role) for role in ("admin", "supervisor", "coach", "front_desk")}

    @classmethod
    def tearDownClass(cls):
        cls.service.stop()
        cls.service.close()

    @classmethod
    def copy(cls, database, kind, **changes):
        row = dict(database.execute(f"SELECT * FROM {kind} LIMIT 1").fetchone())
        row.update({name: value for name, value in changes.items() if name in row})
        database.execute(f"INSERT INTO {kind} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))

    @classmethod
    def copy_of_site(cls, database, kind):
        cls.ids[kind] = str(uuid.uuid4())
        cls.copy(database, kind, id=cls.ids[kind], site=cls.other, name="Otherville", login="otherville", token_hash=None,
                 place=cls.ids.get("place"), kiosk=cls.ids.get("kiosk"), coach=None, wanted=None, card_name="Otherville",
                 detail="Otherville")

    @classmethod
    def rows(cls):
        """All that the other site has, but for what time alone changes."""
        with sqlite3.connect(os.path.join(cls.service.data, "queue.db")) as database:
            database.row_factory = sqlite3.Row
            found = {}
            for kind in ("place", "coach", "kiosk", "staff", "request", "alert", "session", "holder", "audit_alarm"):
                found[kind] = [{name: row[name] for name in row.keys() if name not in ("told_at", "sealed", "epoch")}
                               for row in database.execute(f"SELECT * FROM {kind} WHERE site = ?", (cls.other,))]
            found["audit"] = database.execute("SELECT count(*) FROM audit WHERE site = ? AND actor_kind <> 'system'",
                                              (cls.other,)).fetchone()[0]
        database.close()
        return found

    def unchanged(self):
        self.service.stop()
        after = self.rows()
        self.service.start()
        self.assertEqual(after, self.before)

    def says_nothing(self, answer, path):
        self.assertNotIn(b"Otherville", answer.body, path)
        for kind, its in self.ids.items():
            if its not in path:
                self.assertNotIn(its.encode(), answer.body, f"{path} {kind}")

    BODIES = ({}, {"version": 1, "go": True}, {"version": 1, "outcome": "met"}, {"name": "Mine", "place": None},
              {"tag": "x", "name": "Mine"})

    def test_an_admin_reaches_nothing_of_another_site(self):
        for role, person in self.people.items():
            for method, path, who in table():
                if who != "STAFF" or path == "/api/v1/session" or path.endswith("feed"):
                    continue
                if "{id}" not in path:
                    if method == "GET":
                        self.says_nothing(person.ask(method, path), path)
                    continue
                for its in self.ids.values():
                    for body in self.BODIES if method != "GET" else (None,):
                        asked = path.replace("{id}", its)
                        answer = person.ask(method, asked, body)
                        self.assertIn(answer.status, (400, 403, 404, 422), f"{role} {method} {asked} {answer.body}")
                        self.says_nothing(answer, asked)
        self.unchanged()

    def test_nothing_of_another_site_is_taken_into_ones_own(self):
        admin, coach = self.people["admin"], self.people["coach"]
        mine = self.service.kiosk("GET", "/api/v1/board").json["kiosk"]
        for path, body in (("/api/v1/kiosks/pairing", {"kiosk": self.ids["kiosk"]}),
                           ("/api/v1/kiosks/pairing", {"name": "Mine", "place": self.ids["place"]}),
                           ("/api/v1/users", {"login": "mine", "name": "Mine", "role": "coach", "coach": self.ids["coach"]})):
            self.assertIn(admin.ask("POST", path, body).status, (404, 422), path)
        moved = admin.ask("PUT", f"/api/v1/kiosks/{mine['id']}", {"name": mine["name"], "place": self.ids["place"]})
        self.assertEqual(moved.status, 422)
        request = new_id()
        asked = self.service.kiosk("PUT", f"/api/v1/requests/{request}", submit_body("leaf", 51, coach=self.ids["coach"]))
        self.assertEqual((asked.status, asked.json["coach"]), (201, None))
        coach.ask("POST", f"/api/v1/requests/{request}/claim", {"version": 1, "go": True})
        handed = coach.ask("POST", f"/api/v1/requests/{request}/hand-off", {"version": 2, "coach": self.ids["coach"]})
        self.assertIn(handed.status, (404, 409, 422), handed.body)
        self.unchanged()

    def test_a_kiosk_reaches_nothing_of_another_site(self):
        for method, path, who in table():
            if who != "KIOSK" or "{id}" not in path:
                continue
            for its in (self.ids["request" if "/requests/" in path else "alert"],):
                for body in ({}, {"yes": True}, {"consent_version": 1}, {"asked_at": seconds_ago(0)}, submit_body("leaf", 61)):
                    asked = path.replace("{id}", its)
                    answer = self.service.kiosk(method, asked, None if method == "GET" else body)
                    self.says_nothing(answer, asked)
                    if (method, answer.status) != ("PUT", 200):  # it is told of its own open call
                        self.assertGreaterEqual(answer.status, 400, f"{method} {asked}")
        self.unchanged()


# ---- files, memory, logs ----

class Found(QueueTest):
    def named_request(self, name):
        """A request with a name, sealed here from the published bytes."""
        board = self.service.kiosk("GET", "/api/v1/board").json
        taken = {(ticket["sign"], ticket["number"]) for ticket in board["kiosk"]["taken"]}
        sign, number = next((s, n) for n in range(10, 100) for s in board["kiosk"]["signs"] if (s, n) not in taken)
        epoch, now = epoch_of_today(board), seconds_ago(0)
        key = next(each["key"] for each in board["epochs"] if each["class"] == "visit" and each["from"] <= now < each["until"])
        request = new_id()
        body = struct.pack(">BH", 1, len(name)) + name.encode()
        plain = (b"CBS1" + uuid.UUID(board["site"]["id"]).bytes + uuid.UUID(board["kiosk"]["id"]).bytes
                 + uuid.UUID(request).bytes + unb64(epoch) + struct.pack(">H", len(body)) + body).ljust(512, b"\0")
        self.status(201, self.service.kiosk("PUT", f"/api/v1/requests/{request}", submit_body(
            sign, number, find="name", epoch=epoch, sealed=b64(sodium.seal(plain, unb64(key))))))
        return request

    def test_a_name_that_was_read_is_in_no_file_backup_or_log(self):
        name = "Zqxwvkanarienvogel"
        coach = self.person("coach")
        request = self.named_request(name)
        self.status(200, coach.ask("POST", f"/api/v1/requests/{request}/claim", {"version": 1, "go": True}))
        for _ in range(3):
            self.assertEqual(self.status(200, coach.ask("GET", f"/api/v1/requests/{request}/contact")).json["name"], name)
        for path in ("/api/v1/queue", f"/api/v1/requests/{request}"):
            self.assertNotIn(name.encode(), coach.ask("GET", path).body)
        self.assertNotIn(name.encode(), self.person("admin").ask("GET", "/api/v1/audit").body)
        backup = os.path.join(self.service.data, "copy.db")
        self.assertEqual(self.service.command("backup", backup).returncode, 0)
        for folder, _, names in os.walk(self.service.folder):
            for file in names:
                if not stat.S_ISREG(os.stat(os.path.join(folder, file)).st_mode):
                    continue
                with open(os.path.join(folder, file), "rb") as opened:
                    self.assertNotIn(name.lower().encode(), opened.read().lower(), file)

    def test_a_backup_has_no_keys_of_days(self):
        """Neither the ring nor its bytes; restored elsewhere, with every password, it opens no name."""
        request = self.named_request("Ray")
        ring = next(name for name in os.listdir(self.service.data) if name.startswith("keyring"))
        with open(os.path.join(self.service.data, ring), "rb") as file:
            slots = file.read()
        backup = os.path.join(self.service.folder, "copy.db")
        self.assertEqual(self.service.command("backup", backup).returncode, 0)
        with open(backup, "rb") as file:
            copied = file.read()
        board = self.service.kiosk("GET", "/api/v1/board").json
        for key in {each["key"] for each in board["epochs"]}:
            at = slots.find(unb64(key))
            self.assertGreaterEqual(at, 0)
            self.assertNotIn(slots[at + 32:at + 96], copied)  # what follows the public key is its sealed secret one
        thief = Service(self.config)
        self.addCleanup(thief.close)
        shutil.rmtree(thief.data)
        os.mkdir(thief.data, 0o700)
        shutil.copy(backup, os.path.join(thief.data, "queue.db"))
        thief.start()
        coach = Person(thief, *self.service.person("coach"))
        thief.token = self.service.token
        self.status(200, coach.ask("POST", f"/api/v1/requests/{request}/claim", {"version": 1, "go": True}))
        answer = coach.ask("GET", f"/api/v1/requests/{request}/contact")
        self.assertNotIn(b"Ray", answer.body)
        self.assertIsNone(answer.json.get("name"))
        self.assertEqual(thief.stop(), 0)

    def test_every_file_is_its_owners_alone(self):
        """Also for a user whose files are everybody's (umask 0). What others may know is what they are given anyway."""
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        service = Service(tls=True)
        self.addCleanup(service.close)
        service.start()
        self.status(201, service.kiosk("PUT", f"/api/v1/requests/{new_id()}", submit_body()))
        backups = os.path.join(service.folder, "copy.db")
        self.assertEqual(service.command("backup", backups).returncode, 0)
        self.assertEqual(stat.S_IMODE(os.stat(service.data).st_mode), 0o700)
        open_to_all = [backups] if os.stat(backups).st_mode & 0o077 else []
        for folder, _, names in os.walk(service.data):
            open_to_all += [name for name in names if os.stat(os.path.join(folder, name)).st_mode & 0o077]
        self.assertEqual([name for name in open_to_all if name != "authority.pem"], [])
        self.assertEqual(service.stop(), 0)


if __name__ == "__main__":
    unittest.main()
