"""The queue under TLS: who it is, how it speaks, whom it believes."""
import base64
import hashlib
import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
import time
import unittest

import service as service_module
from service import Service, new_id, submit_body


def openssl(*words, text=None):
    return subprocess.run(["openssl", *words], input=text, capture_output=True, text=True, timeout=20)


class TlsTest(unittest.TestCase):
    config = "[queue]\nnames = queue.clinic.lan coach.clinic.example:443\n"

    @classmethod
    def setUpClass(cls):
        cls.service = Service(cls.config, tls=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.service.close()

    def handshake(self, context, name="127.0.0.1"):
        with socket.create_connection(("127.0.0.1", self.service.port), timeout=10) as link:
            with context.wrap_socket(link, server_hostname=name) as tls:
                return tls.version(), tls.cipher()[0], tls.getpeercert()


class Handshake(TlsTest):
    def test_names_and_addresses_are_in_the_certificate(self):
        for name in ("127.0.0.1", "localhost", "queue.clinic.lan", "coach.clinic.example"):
            version, cipher, certificate = self.handshake(self.service.trusting(), name)
            self.assertEqual(version, "TLSv1.3")
        self.assertEqual(certificate["subject"], ())
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.handshake(self.service.trusting(), "other.clinic.lan")

    def test_who_does_not_know_the_authority_refuses(self):
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.handshake(ssl.create_default_context())

    def test_old_versions_are_refused(self):
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            old.check_hostname = False
            old.verify_mode = ssl.CERT_NONE
            old.set_ciphers("ALL:@SECLEVEL=0")
            old.minimum_version = old.maximum_version = version
            with self.assertRaises((ssl.SSLError, ConnectionResetError)):
                self.handshake(old)

    def test_tls_1_2_has_forward_secrecy_and_aead_only(self):
        context = self.service.trusting()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        version, cipher, _ = self.handshake(context)
        self.assertEqual(version, "TLSv1.2")
        self.assertRegex(cipher, "^ECDHE-ECDSA-(AES(128|256)-GCM|CHACHA20-POLY1305)")
        context.set_ciphers("ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384")
        with self.assertRaises((ssl.SSLError, ConnectionResetError)):
            self.handshake(context)

    def test_a_phone_without_aes_in_its_chip_gets_chacha(self):
        context = self.service.trusting()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256")
        self.assertIn("CHACHA20", self.handshake(context)[1])

    def test_one_ticket_and_no_early_data(self):
        said = openssl("s_client", "-connect", f"127.0.0.1:{self.service.port}", "-msg", "-ign_eof",
                       text=f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{self.service.port}\r\nConnection: close\r\n\r\n").stdout
        self.assertEqual(len(re.findall(r"<<< .*NewSessionTicket", said)), 1)
        self.assertIn("Max Early Data: 0", said)

    def test_a_client_cannot_renegotiate(self):
        process = subprocess.Popen(["openssl", "s_client", "-tls1_2", "-connect", f"127.0.0.1:{self.service.port}"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        time.sleep(0.5)
        process.stdin.write("R\n")
        process.stdin.flush()
        time.sleep(0.5)
        said = process.communicate("Q\n", timeout=10)[0]
        self.assertRegex(said, "no renegotiation|NO_RENEGOTIATION|handshake failure")

    def test_half_a_handshake_ends_at_the_deadline(self):
        service = Service("[limits]\nrequest_seconds = 1\n", tls=True).start()
        self.addCleanup(service.close)
        with socket.create_connection(("127.0.0.1", service.port), timeout=5) as link:
            link.sendall(b"\x16\x03\x01\x02\x00\x01")
            started = time.monotonic()
            self.assertEqual(link.recv(100), b"")
            self.assertLess(time.monotonic() - started, 3)

    def test_plain_http_gets_nothing(self):
        with socket.create_connection(("127.0.0.1", self.service.port), timeout=5) as link:
            link.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            try:
                self.assertNotIn(b"HTTP/1.1 200", link.recv(1000))
            except ConnectionResetError:
                pass


class Asking(TlsTest):
    def status(self, expected, answer):
        self.assertEqual(answer.status, expected, answer.body)
        return answer

    def test_a_whole_visit(self):
        coach = self.service.sign_in("coach")
        feed = coach.feed()
        request = new_id()
        self.status(201, self.service.kiosk("PUT", f"/api/v1/requests/{request}", submit_body()))
        self.assertIsNotNone(feed.until("request", lambda data: data["id"] == request))
        self.status(200, coach.ask("POST", f"/api/v1/requests/{request}/claim", {"version": 1, "go": True}))
        feed.close()

    def test_cookie_is_the_hosts_own(self):
        coach = self.service.sign_in("coach")
        cookie = coach.answer.headers["set-cookie"]
        for part in ("__Host-cb=", "; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"):
            self.assertIn(part, cookie)
        self.assertNotIn("Domain", cookie)
        token = coach.cookie.split("=", 1)[1]
        self.status(401, self.service.ask("GET", "/api/v1/session", headers={"Cookie": "cb_demo=" + token}))
        self.status(200, self.service.ask("GET", "/api/v1/session", headers={"Cookie": "__Host-cb=" + token}))

    def test_names_that_are_not_ours_are_misdirected(self):
        port = self.service.port
        for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"queue.clinic.lan:{port}", "coach.clinic.example"):
            self.status(200, self.service.ask("GET", "/healthz", headers={"Host": host}))
        for host in ("evil.example", f"evil.example:{port}", "queue.clinic.lan", f"coach.clinic.example:{port}", "127.0.0.1"):
            self.status(421, self.service.ask("GET", "/healthz", headers={"Host": host}))

    def test_transport_security_is_strict_on_the_usual_port_alone(self):
        strict = "strict-transport-security"
        usual = self.service.ask("GET", "/healthz", headers={"Host": "coach.clinic.example"})
        self.assertEqual(usual.headers[strict], "max-age=15552000")
        self.assertNotIn(strict, self.service.ask("GET", "/healthz").headers)

    def test_strangers_cannot_forward(self):
        answer = self.service.ask("GET", "/healthz", headers={"X-Forwarded-Proto": "http", "X-Forwarded-For": "1.2.3.4"})
        self.status(200, answer)

    def test_pages_of_other_origins_change_nothing(self):
        login, password = self.service.person("coach")
        for origin in (f"http://127.0.0.1:{self.service.port}", "https://evil.example", "null"):
            self.status(403, self.service.ask("POST", "/api/v1/session", {"login": login, "password": password},
                                              {"Origin": origin, "Content-Type": "application/json"}))

    def test_large_pages_come_whole(self):
        for path in ("/assets/staff.css", "/assets/icons.svg", "/assets/request-view.js"):
            answer = self.status(200, self.service.ask("GET", path))
            self.assertEqual(len(answer.body), int(answer.headers["content-length"]))

    def test_answers_in_order_on_one_connection(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port)
        connection.sock = self.service.connect()
        for path, status in (("/healthz", 200), ("/assets/icons.svg", 200), ("/nothing", 404), ("/healthz", 200)):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            self.assertEqual(answer.status, status)
        connection.close()


class Trust(TlsTest):
    def fingerprint(self):
        done = self.service.command("trust")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip().split("\n")[-1]

    def test_page_file_and_command_tell_the_same(self):
        der = self.service.ask("GET", "/trust/coachbell.der")
        self.assertEqual(der.headers["content-type"], "application/x-x509-ca-cert")
        digest = hashlib.sha256(der.body).hexdigest().upper()
        self.assertEqual(self.fingerprint().replace(":", ""), digest)
        page = self.service.ask("GET", "/trust").body.decode()
        shown = re.search(r'id="fingerprint">([^<]*)<', page).group(1)
        self.assertEqual(re.sub(r"[:\s]", "", shown), digest)
        self.assertEqual(ssl.PEM_cert_to_DER_cert(self.service.ask("GET", "/trust/coachbell.crt").body.decode()), der.body)

    def test_keys_are_in_no_answer_and_private_on_the_disk(self):
        for name in ("authority.pem", "server.pem"):
            self.assertEqual(os.stat(os.path.join(self.service.data, name)).st_mode & 0o777, 0o600)
        for path in ("/trust", "/trust/coachbell.crt", "/trust/coachbell.der"):
            self.assertNotIn(b"PRIVATE", self.service.ask("GET", path).body)

    def test_same_authority_after_a_restart(self):
        service = Service(tls=True).start()
        self.addCleanup(service.close)
        before = service.ask("GET", "/trust/coachbell.der").body
        service.stop()
        service.start()
        self.assertEqual(service.ask("GET", "/trust/coachbell.der").body, before)

    def test_one_authority_hands_over_to_the_next(self):
        service = Service(tls=True).start()
        self.addCleanup(service.close)
        old = service.trusting()

        def anchors():
            text = service.kiosk("GET", "/api/v1/board").json["anchors"]
            return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

        def etag():
            return service.kiosk("GET", "/api/v1/board").headers["etag"]

        first, first_tag = anchors(), etag()
        self.assertEqual(service.command("trust", "switch").returncode, 1)
        done = service.command("trust", "next")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(anchors().startswith(first) and len(anchors()) > len(first))
        self.assertNotEqual(etag(), first_tag)
        self.assertEqual(service.command("trust", "next").returncode, 1)
        second = anchors()[len(first):]
        done = service.command("trust", "switch")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(anchors(), second)
        with self.assertRaises(ssl.SSLCertVerificationError):
            with socket.create_connection(("127.0.0.1", service.port)) as link:
                old.wrap_socket(link, server_hostname="127.0.0.1")

    def test_wrong_words(self):
        self.assertEqual(self.service.command("trust", "everybody").returncode, 2)


class OwnCertificate(unittest.TestCase):
    """Certificates that an admin brings, made by the openssl program."""

    def setUp(self):
        self.service = Service(tls=True)
        self.addCleanup(self.service.close)
        self.folder = self.service.folder
        self.make_authority("ca")
        self.make_certificate("first", "ca")
        self.configure("first")

    def path(self, name):
        return os.path.join(self.folder, name)

    def openssl(self, *words):
        done = openssl(*words)
        self.assertEqual(done.returncode, 0, done.stderr)

    def make_authority(self, name):
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", f"/CN={name}",
                     "-keyout", self.path(name + ".key"), "-out", self.path(name + ".pem"))

    def make_certificate(self, name, authority, alternatives="DNS:queue.clinic.lan,IP:127.0.0.1"):
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=queue", "-keyout", self.path(name + ".key"),
                     "-out", self.path(name + ".csr"))
        with open(self.path("ext"), "w") as file:
            file.write(f"subjectAltName={alternatives}\n")
        self.openssl("x509", "-req", "-days", "30", "-in", self.path(name + ".csr"), "-CA", self.path(authority + ".pem"),
                     "-CAkey", self.path(authority + ".key"), "-CAcreateserial", "-extfile", self.path("ext"),
                     "-out", self.path(name + ".pem"))

    def configure(self, name, key=None, authority="ca", names="127.0.0.1 queue.clinic.lan"):
        with open(self.service.config, "w") as file:
            file.write(f"[queue]\nnames = {names}\ncertificate = {self.path(name + '.pem')}\n"
                       f"certificate_key = {self.path((key or name) + '.key')}\n"
                       f"certificate_authority = {self.path(authority + '.pem')}\n")
        self.service.trusting = lambda: ssl.create_default_context(cafile=self.path(authority + ".pem"))

    def shown(self):
        with self.service.connect() as link:
            return link.getpeercert(binary_form=True)

    def test_is_used_and_leaves_nothing_to_install(self):
        self.service.start()
        self.assertEqual(self.service.ask("GET", "/healthz").status, 200)
        self.assertEqual(self.service.ask("GET", "/trust").status, 404)
        self.assertFalse(os.path.exists(os.path.join(self.service.data, "authority.pem")))
        with open(self.path("ca.pem")) as file:
            der = ssl.PEM_cert_to_DER_cert(file.read())
        text = self.service.kiosk("GET", "/api/v1/board").json["anchors"]
        self.assertEqual(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), der)
        self.assertIn(hashlib.sha256(der).hexdigest().upper(), self.service.command("trust").stdout.replace(":", ""))

    def test_is_read_again_on_hang_up_and_kept_when_it_is_wrong(self):
        self.service.start()
        before = self.shown()
        self.make_certificate("first", "ca")
        self.service.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 10
        while self.shown() == before and time.monotonic() < deadline:
            time.sleep(0.05)
        after = self.shown()
        self.assertNotEqual(after, before)
        with open(self.path("first.pem"), "w") as file:
            file.write("nothing\n")
        self.service.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 10
        while "were not changed" not in self.service.logged() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertIn("holds no certificate", self.service.logged())
        self.assertEqual(self.shown(), after)

    def refused(self, *words):
        done = self.service.command("serve", "--listen", "127.0.0.1:0")
        self.assertEqual(done.returncode in (1, 2), True, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_what_is_wrong_is_said(self):
        self.make_authority("other")
        self.make_certificate("second", "ca", "DNS:elsewhere.lan")
        self.configure("first", key="second")
        self.refused("certificate_key is not the key")
        self.configure("first", authority="other")
        self.refused("does not vouch")
        self.configure("second")
        self.refused("does not speak for", "names")
        self.configure("missing", key="first")
        self.refused("Cannot read certificate", "missing.pem")


class Proxy(unittest.TestCase):
    """Plain HTTP behind a reverse proxy that this test plays."""

    def setUp(self):
        self.service = Service("[queue]\nnames = coach.clinic.example:443\ntrusted_proxies = 127.0.0.1\n").start()
        self.addCleanup(self.service.close)
        self.forwarded = {"Host": "coach.clinic.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.7"}

    def test_people_behind_it_have_https(self):
        login, password = self.service.person("coach")
        answer = self.service.ask("POST", "/api/v1/session", {"login": login, "password": password, "shared_computer": False},
                                  {**self.forwarded, "Origin": "https://coach.clinic.example", "Content-Type": "application/json"})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertIn("__Host-cb=", answer.headers["set-cookie"])

    def test_it_must_take_https_only(self):
        self.assertEqual(self.service.ask("GET", "/healthz", headers={**self.forwarded, "X-Forwarded-Proto": "http"}).status, 421)
        self.assertEqual(self.service.ask("GET", "/healthz", headers=self.forwarded).status, 200)

    def test_kiosks_behind_it_are_not_told_our_anchors(self):
        board = self.service.ask("GET", "/api/v1/board", headers={**self.forwarded, "Authorization": "Bearer " + self.service.token})
        self.assertNotIn("anchors", board.json)


class UnixSocket(unittest.TestCase):
    def test_a_proxy_reaches_it_by_a_file(self):
        service = Service("[queue]\nnames = coach.clinic.example:443\ntrusted_proxies = unix\n")
        self.addCleanup(service.close)
        path = os.path.join(service.folder, "q.sock")
        process = subprocess.Popen([service_module.PROGRAM, "serve", "--data", service.data, "--config", service.config,
                                    "--plain", "unix:" + path], stdout=subprocess.PIPE, text=True)
        try:
            self.assertEqual(process.stdout.readline(), f"listening on unix:{path}\n")
            for host, proto, status in (("coach.clinic.example", "https", 200), ("coach.clinic.example", "http", 421),
                                        ("evil.example", "https", 421)):
                connection = http.client.HTTPConnection("x")
                connection.sock = socket.socket(socket.AF_UNIX)
                connection.sock.connect(path)
                connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": proto})
                self.assertEqual(connection.getresponse().status, status)
                connection.close()
        finally:
            process.terminate()
            process.wait(timeout=20)
            process.stdout.close()
