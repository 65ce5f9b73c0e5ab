"""Pairing, with the kiosk's half written anew here from the published bytes."""
import base64
import hashlib
import os
import uuid

import sodium
from test_queue import QueueTest

WINDOW = "/api/v1/kiosks/pairing"
JSON = {"Content-Type": "application/json"}


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def h(personal, message, size=32):
    return hashlib.blake2b(message, digest_size=size, person=personal.encode()).digest()


class Kiosk:
    """What a kiosk does, step by step."""

    def __init__(self, service):
        self.service = service
        self.public, self.secret = sodium.key_pair()
        self.nonce = os.urandom(32)
        self.commitment = h("cb-pair-commit-1", self.public + self.nonce)
        self.told = None

    def post(self):
        answer = self.service.ask("POST", "/api/v1/pairings", {"commitment": b64(self.commitment), "version": "9.9.9"}, JSON)
        if answer.status == 201:
            self.told = answer.json
            self.path = "/api/v1/pairings/" + self.told["id"]
        return answer

    def put(self, public=None, nonce=None):
        return self.service.ask("PUT", self.path, {"public_key": b64(public or self.public),
                                                   "nonce": b64(nonce or self.nonce)}, JSON)

    def get(self):
        return self.service.ask("GET", self.path)

    def numbers(self):
        ids = b"".join(uuid.UUID(self.told[key]).bytes for key in ("id", "site", "kiosk"))
        self.transcript = h("cb-pair-transcr1", ids + h("cb-pair-anchors1", unb64(self.told["anchors"])) + self.commitment
                            + self.public + self.nonce + unb64(self.told["nonce"]), 64)
        first, second = (int.from_bytes(self.transcript[at:at + 8], "big") for at in (0, 8))
        return f"{first % 10**6:06}", f"{second % 10**4:04}"

    def token(self, sealed):
        plain = sodium.open_sealed(unb64(sealed), self.public, self.secret)
        assert plain[:68] == b"CBP1" + self.transcript and plain[68:84] == uuid.UUID(self.told["kiosk"]).bytes
        return b64(plain[84:])

    def confirm(self, token):
        return self.service.ask("POST", self.path + "/confirm", headers={"Authorization": "Bearer " + token})


class Pairing(QueueTest):
    def setUp(self):
        self.admin = self.person("admin")
        self.addCleanup(self.admin.ask, "DELETE", WINDOW)
        board = self.service.kiosk("GET", "/api/v1/board").json["kiosk"]
        self.place, self.name = board["place"]["id"], board["name"]

    def kiosks(self):
        return self.status(200, self.admin.ask("GET", "/api/v1/kiosks")).json["items"]

    def kiosk_named(self, name):
        return next((kiosk for kiosk in self.kiosks() if kiosk["name"] == name), None)

    def open(self, **plan):
        return self.status(201, self.admin.ask("POST", WINDOW, plan))

    def stage(self):
        return self.status(200, self.admin.ask("GET", WINDOW)).json

    def shown(self):
        """A kiosk that has come as far as showing its digits."""
        kiosk = Kiosk(self.service)
        self.status(201, kiosk.post())
        self.status(200, kiosk.put())
        return kiosk

    def paired(self, kiosk):
        mine, theirs = kiosk.numbers()
        said = self.status(200, self.admin.ask("PUT", WINDOW, {"digits": mine})).json
        self.assertEqual((said["stage"], said["digits"]), ("approved", theirs))
        token = kiosk.token(self.status(200, kiosk.get()).json["sealed"])
        self.status(401, self.service.ask("GET", "/api/v1/board", headers={"Authorization": "Bearer " + token}))
        self.status(204, kiosk.confirm(token))
        return token

    def board_of(self, token):
        return self.service.ask("GET", "/api/v1/board", headers={"Authorization": "Bearer " + token})

    def test_two_numbers_make_a_kiosk(self):
        self.open(name="Kiosk 9", place=self.place)
        kiosk = self.shown()
        stage = self.stage()
        self.assertEqual((stage["stage"], stage["version"], stage["digits"]), ("numbers", "9.9.9", None))
        self.assertNotIn(kiosk.numbers()[0], str(stage))  # the page never shows what is to be typed there
        token = self.paired(kiosk)
        self.assertEqual(self.status(200, self.board_of(token)).json["kiosk"]["name"], "Kiosk 9")
        self.status(204, kiosk.confirm(token))  # its answer may have been lost
        self.assertEqual(self.stage()["stage"], "done")
        kiosks = self.status(200, self.admin.ask("POST", f"/api/v1/kiosks/{kiosk.told['kiosk']}/revoke", {})).json
        self.assertTrue(next(k for k in kiosks["items"] if k["name"] == "Kiosk 9")["revoked"])
        self.status(401, self.board_of(token))
        # Paired again it is the same kiosk, so that what it kept can be delivered.
        self.open(kiosk=kiosk.told["kiosk"])
        again = self.shown()
        self.assertEqual(again.told["kiosk"], kiosk.told["kiosk"])
        self.status(200, self.board_of(self.paired(again)))
        self.status(401, self.board_of(token))

    def test_wrong_digits_end_it_for_both(self):
        self.open(name="Kiosk 8", place=self.place)
        kiosk = self.shown()
        wrong = f"{(int(kiosk.numbers()[0]) + 1) % 10**6:06}"
        said = self.status(200, self.admin.ask("PUT", WINDOW, {"digits": wrong})).json
        self.assertEqual(said["stage"], "aborted")
        self.assertEqual(self.status(200, kiosk.get()).json, {"stage": "aborted", "sealed": None})
        self.status(409, self.admin.ask("PUT", WINDOW, {"digits": kiosk.numbers()[0]}))
        self.status(404, kiosk.confirm(b64(os.urandom(32))))
        self.assertIsNone(self.kiosk_named("Kiosk 8"))

    def test_a_second_kiosk_ends_it_for_both(self):
        self.open(name="Kiosk 8", place=self.place)
        kiosk = self.shown()
        self.status(409, Kiosk(self.service).post())
        self.assertEqual(self.stage()["stage"], "aborted")
        self.assertEqual(self.status(200, kiosk.get()).json["stage"], "aborted")
        self.status(404, Kiosk(self.service).post())

    def test_a_middleman_before_the_queue_is_seen(self):
        """He plays the queue to the kiosk, and a kiosk to the queue: the digits differ, whatever he relays."""
        self.open(name="Kiosk 8", place=self.place)
        middle, kiosk = Kiosk(self.service), Kiosk(self.service)
        self.status(201, middle.post())
        kiosk.told = dict(middle.told, anchors=b64(b"his own"))
        self.status(200, middle.put())
        self.assertNotEqual(kiosk.numbers()[0], middle.numbers()[0])
        said = self.status(200, self.admin.ask("PUT", WINDOW, {"digits": kiosk.numbers()[0]})).json
        self.assertEqual(said["stage"], "aborted")

    def test_a_middleman_who_waits_for_the_kiosk_is_bound_already(self):
        """He lets the kiosk finish first, and would now need values that make the queue's digits equal."""
        self.open(name="Kiosk 8", place=self.place)
        middle, kiosk = Kiosk(self.service), Kiosk(self.service)
        self.status(201, middle.post())
        kiosk.told = middle.told
        self.status(409, middle.put(public=kiosk.public, nonce=kiosk.nonce))
        self.assertEqual(self.stage()["stage"], "aborted")

    def test_values_come_once(self):
        self.open(name="Kiosk 8", place=self.place)
        kiosk = self.shown()
        self.status(409, kiosk.put())
        self.assertEqual(self.stage()["stage"], "aborted")

    def test_a_token_of_somebody_else_ends_it(self):
        self.open(name="Kiosk 8", place=self.place)
        kiosk = self.shown()
        self.status(200, self.admin.ask("PUT", WINDOW, {"digits": kiosk.numbers()[0]}))
        self.status(409, kiosk.confirm(b64(os.urandom(32))))
        self.assertEqual(self.stage()["stage"], "aborted")
        self.assertIsNone(self.kiosk_named("Kiosk 8"))

    def test_a_revoked_kiosk_cannot_confirm_itself_back_in(self):
        """Its token was good once, and the window that made it still says 'done'."""
        for revoke in (lambda kiosk: self.admin.ask("POST", f"/api/v1/kiosks/{kiosk.told['kiosk']}/revoke", {}).status == 200,
                       lambda kiosk: self.service.command("kiosk", "revoke", "--name", kiosk.told["name"]).returncode == 0):
            name = "Stolen " + b64(os.urandom(3))
            self.open(name=name, place=self.place)
            stolen = self.shown()
            token = self.paired(stolen)
            self.assertTrue(revoke(stolen))
            self.status(404, stolen.confirm(token))
            self.status(401, self.board_of(token))
            self.assertTrue(self.kiosk_named(name)["revoked"])
            self.assertEqual(self.stage()["stage"], "aborted")

    def test_what_is_done_is_not_undone_by_a_wrong_token(self):
        self.open(name="Kiosk 6", place=self.place)
        kiosk = self.shown()
        token = self.paired(kiosk)
        self.status(409, kiosk.confirm(b64(os.urandom(32))))
        self.assertEqual(self.stage()["stage"], "done")
        self.status(204, kiosk.confirm(token))

    def test_a_window_that_nobody_has_come_to_has_no_id(self):
        nobody = Kiosk(self.service)
        nobody.path = "/api/v1/pairings/" + str(uuid.UUID(int=0))
        self.open(name="Kiosk 8", place=self.place)
        self.status(404, nobody.get())
        self.status(404, nobody.put())
        self.status(404, nobody.confirm(b64(os.urandom(32))))
        self.assertEqual(self.stage()["stage"], "open")

    def test_bodies_of_strangers_do_nothing(self):
        self.open(name="Kiosk 8", place=self.place)
        good = {"commitment": b64(os.urandom(32)), "version": "1"}
        for status, body in ((400, ""), (400, "{"), (422, {}), (422, good | {"commitment": b64(os.urandom(31))}),
                             (422, good | {"version": "x" * 5000}), (422, good | {"version": None}), (400, "[]"),
                             (422, good | {"version": "1\u202e\n<b>"}), (422, good | {"commitment": 7}),
                             (400, "[" * 15000), (413, "x" * 2_000_000)):
            answer = self.service.ask("POST", "/api/v1/pairings", body, JSON)
            self.assertEqual(answer.status, status, str(body)[:60] + str(answer.body))
        self.assertEqual(self.stage()["stage"], "open")

    def test_nobody_is_paired_unasked(self):
        self.status(404, Kiosk(self.service).post())
        self.status(403, self.person("coach").ask("POST", WINDOW, {"name": "Mine", "place": self.place}))
        self.status(401, self.service.ask("GET", WINDOW))
        for plan, field in (({"name": self.name, "place": self.place}, "name"), ({"name": "", "place": self.place}, "name"),
                            ({"name": "Kiosk 7", "place": str(uuid.uuid4())}, "place"), ({"name": "Kiosk 7"}, "place")):
            self.assertEqual(self.status(422, self.admin.ask("POST", WINDOW, plan)).json["field"], field)
        self.status(404, self.admin.ask("POST", WINDOW, {"kiosk": str(uuid.uuid4())}))

    def test_a_kiosk_gets_another_name_and_tells_of_itself(self):
        self.service.kiosk("POST", "/api/v1/health", {"version": "1.2.3", "outbox": 4, "uptime_s": 1})
        kiosk = self.kiosk_named(self.name)
        self.assertEqual((kiosk["version"], kiosk["outbox"], kiosk["revoked"]), ("1.2.3", 4, False))
        path = "/api/v1/kiosks/" + kiosk["id"]
        self.status(200, self.admin.ask("PUT", path, {"name": "By the lift", "place": self.place}))
        self.assertEqual(self.service.kiosk("GET", "/api/v1/board").json["kiosk"]["name"], "By the lift")
        self.status(200, self.admin.ask("PUT", path, {"name": self.name, "place": self.place}))
        self.status(422, self.admin.ask("PUT", path, {"name": "", "place": self.place}))
        self.status(422, self.service.kiosk("POST", "/api/v1/health", {"version": "1\u202e2", "outbox": 0, "uptime_s": 1}))
