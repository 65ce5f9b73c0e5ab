"""The second channel of a real queue, against a webhook and a mail server on loopback."""
import hashlib
import hmac
import http.server
import json
import os
import signal
import socketserver
import sqlite3
import tempfile
import threading
import time
import unittest

from service import Service, new_id, seconds_ago, submit_body

SECRET = "a secret of some length"


def until(what, seconds=20):
    """The first true answer of what(), asked again and again."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to be in time")


class Webhook:
    """Keeps what it is sent. Answers `codes` one after the other, then 204."""

    def __init__(self, port=0):
        self.taken, self.codes = [], []
        webhook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                webhook.taken.append((self.headers, body))
                self.send_response(webhook.codes.pop(0) if webhook.codes else 204)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def kinds(self):
        return [json.loads(body)["kind"] for _, body in self.taken]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class MailServer:
    """Just enough SMTP. `refuse`: a command that is answered with 550 (AUTH with 535)."""

    def __init__(self, refuse=""):
        self.mails = []
        server = self

        class Handler(socketserver.StreamRequestHandler):
            def say(self, text):
                self.wfile.write((text + "\r\n").encode())

            def handle(self):
                sender, receivers = "", []
                self.say("220 mail.test")
                while line := self.rfile.readline().decode().strip():
                    verb = line.split()[0].upper()
                    if verb == refuse:
                        self.say("535 no" if verb == "AUTH" else "550 no")
                    elif verb == "EHLO":
                        self.say("250-mail.test\r\n250 AUTH PLAIN")
                    elif verb == "AUTH":
                        if len(line.split()) == 2:
                            self.say("334 ")
                            self.rfile.readline()
                        self.say("235 yes")
                    elif verb == "DATA":
                        self.say("354 go on")
                        text = b""
                        while not text.endswith(b"\r\n.\r\n"):
                            text += self.rfile.readline()
                        server.mails.append((sender, receivers, text.decode()))
                        self.say("250 taken")
                    else:
                        if verb == "MAIL":
                            sender = line
                        if verb == "RCPT":
                            receivers.append(line)
                        self.say("221 bye" if verb == "QUIT" else "250 fine")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class ChannelTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="coachbell-channel-")
        self.addCleanup(self.folder.cleanup)
        self.webhook = Webhook()
        self.addCleanup(lambda: self.webhook.stop())

    def secret(self, text=SECRET):
        path = os.path.join(self.folder.name, f"secret-{len(text)}")
        with open(path, "w") as file:
            file.write(text + "\n")
        return path

    def config(self, mail=None, more=""):
        text = f"[channel]\nwebhook = http://127.0.0.1:{self.webhook.port}/in\nwebhook_secret = {self.secret()}\n"
        if mail:
            text += (f"mail_server = smtp://127.0.0.1:{mail.port}\nmail_from = bell@clinic.test\n"
                     f"mail_to = desk@clinic.test\n")
        return text + more

    def serve(self, config):
        service = Service(config)
        self.addCleanup(service.close)
        return service.start()

    def call_for_help(self, service):
        alert = new_id()
        answer = service.kiosk("PUT", f"/api/v1/alerts/{alert}", {"asked_at": seconds_ago(0)})
        self.assertEqual(answer.status, 201)
        self.assertIs(answer.json["told"], False)
        return alert

    def told(self, service, path):
        return service.kiosk("GET", path).json["told"]


class SecondChannel(ChannelTest):
    def test_call_for_help_with_no_page_open_goes_out_at_once_signed_and_without_a_name(self):
        service = self.serve(self.config())
        self.webhook.codes = [503]
        alert = self.call_for_help(service)
        until(lambda: self.webhook.taken)
        self.assertIs(self.told(service, f"/api/v1/alerts/{alert}"), False, "it was not accepted yet")
        until(lambda: self.told(service, f"/api/v1/alerts/{alert}"))
        (first, body), (second, again) = self.webhook.taken
        self.assertEqual((first["X-Coachbell-Delivery"], body), (second["X-Coachbell-Delivery"], again))
        parts = dict(part.split("=") for part in first["X-Coachbell-Signature"].split(","))
        expected = hmac.new(SECRET.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
        self.assertEqual(parts["v1"], expected)
        message = json.loads(body)
        self.assertEqual(set(message), {"id", "kind", "site", "kiosk", "place", "ticket", "since"})
        self.assertEqual((message["kind"], message["ticket"]), ("help_unanswered", None))
        metrics = service.ask("GET", "/metrics").body.decode()
        self.assertIn("coachbell_channel_accepted_total 1\n", metrics)
        self.assertIn("coachbell_channel_failures_total 1\n", metrics)

    def test_request_that_nobody_opened_goes_out_both_ways_and_the_ticket_says_so(self):
        mail = MailServer()
        self.addCleanup(mail.stop)
        service = self.serve(self.config(mail))
        request = new_id()
        path = f"/api/v1/requests/{request}"
        status = service.kiosk("PUT", path, submit_body(asked_at=seconds_ago(360))).json
        self.assertIs(status["told"], False)
        until(lambda: self.told(service, path) and self.webhook.taken and mail.mails)
        message = json.loads(self.webhook.taken[0][1])
        self.assertEqual((message["kind"], message["ticket"]), ("request_unopened", status["ticket"]))
        sender, receivers, text = mail.mails[0]
        self.assertEqual((sender.split()[1], receivers), ("FROM:<bell@clinic.test>", ["RCPT TO:<desk@clinic.test>"]))
        self.assertIn(f"{status['ticket']['sign'].capitalize()} {status['ticket']['number']}", text)
        self.assertIn("No coach has opened it", text)
        ways = service.sign_in("admin").ask("GET", "/api/v1/channel").json["ways"]
        self.assertEqual([(way["way"], way["set_up"], way["waiting"]) for way in ways],
                         [("webhook", True, 0), ("mail", True, 0)])

    def test_what_was_answered_meanwhile_is_not_told_any_more(self):
        self.webhook.codes = [500]
        service = self.serve(self.config())
        alert = self.call_for_help(service)
        until(lambda: self.webhook.taken)
        desk = service.sign_in("front_desk")
        self.assertEqual(desk.ask("POST", f"/api/v1/alerts/{alert}/acknowledge", {}).status, 200)
        admin = service.sign_in("admin")
        until(lambda: admin.ask("GET", "/api/v1/channel").json["ways"][0]["waiting"] == 0)
        self.assertEqual(len(self.webhook.taken), 1)
        self.assertIs(self.told(service, f"/api/v1/alerts/{alert}"), False)

    def test_message_survives_a_queue_that_was_killed(self):
        port = self.webhook.port
        service = self.serve(self.config())
        self.webhook.stop()
        alert = self.call_for_help(service)
        admin = service.sign_in("admin")
        way = until(lambda: [way for way in admin.ask("GET", "/api/v1/channel").json["ways"] if way["failure"]])[0]
        self.assertEqual(way["failure"], "unreachable")
        self.assertIn("nothing answers there", way["failure_words"])
        service.stop(signal.SIGKILL)
        self.webhook = Webhook(port)
        service.start()
        until(lambda: self.told(service, f"/api/v1/alerts/{alert}"))
        self.assertEqual(self.webhook.kinds(), ["help_unanswered"])

    def test_an_open_desk_has_half_a_minute(self):
        service = self.serve(self.config())
        desk = service.sign_in("front_desk").feed()
        self.addCleanup(desk.link.close)
        began = time.monotonic()
        self.call_for_help(service)
        until(lambda: self.webhook.taken, 45)
        self.assertGreater(time.monotonic() - began, 29)

    def test_supervisors_hear_of_it_after_a_minute_and_a_half(self):
        mail = MailServer()
        self.addCleanup(mail.stop)
        service = self.serve(self.config(mail, "mail_supervisors = oncall@clinic.test\n"))
        self.call_for_help(service)
        until(lambda: mail.mails)
        service.stop()
        database = sqlite3.connect(os.path.join(service.data, "queue.db"))
        database.execute("UPDATE alert SET sent_at = sent_at - 90000")
        database.commit()
        database.close()
        service.start()
        until(lambda: len(mail.mails) == 2)
        self.assertEqual([receivers for _, receivers, _ in mail.mails],
                         [["RCPT TO:<desk@clinic.test>"], ["RCPT TO:<oncall@clinic.test>"]])
        self.assertEqual(self.webhook.kinds(), ["help_unanswered", "help_supervisors"])


class Command(ChannelTest):
    def made(self, config):
        service = Service(config)
        self.addCleanup(service.close)
        return service

    def try_out(self, config):
        return self.made(config).command("channel", "test")

    def test_both_ways_are_tried(self):
        mail = MailServer()
        self.addCleanup(mail.stop)
        tested = self.try_out(self.config(mail, f"mail_user = bell\nmail_password = {self.secret('pass word')}\n"))
        self.assertEqual((tested.returncode, tested.stdout),
                         (0, "webhook: it was accepted\nmail: it was accepted\n"), tested.stderr)
        self.assertEqual(self.webhook.kinds(), ["test"])
        self.assertIn("Subject: Coachbell: a test", mail.mails[0][2])

    def test_each_failure_has_its_words(self):
        self.webhook.codes = [404]
        tested = self.try_out(self.config())
        self.assertEqual(tested.returncode, 1)
        self.assertIn("webhook: it answered, but did not take the message (404)", tested.stderr)
        login = f"mail_user = bell\nmail_password = {self.secret('pass word')}\n"
        for verb, more, words in (("RCPT", "", "did not take the message"), ("AUTH", login, "password was not accepted")):
            mail = MailServer(verb)
            self.addCleanup(mail.stop)
            tested = self.try_out(self.config(mail, more))
            self.assertEqual(tested.returncode, 1, verb)
            self.assertIn(words, tested.stderr)
        self.webhook.stop()
        self.assertIn("nothing answers there", self.try_out(self.config()).stderr)
        self.webhook = Webhook()
        self.assertIn("No second channel is set up", self.try_out("").stderr)

    def test_settings_that_would_tell_others_are_refused(self):
        good = self.secret()
        for text, words in (("webhook = http://hooks.clinic.test/\nwebhook_secret = " + good, "must start with https://"),
                            ("webhook = http://localhost.evil.test/\nwebhook_secret = " + good, "must start with https://"),
                            ("webhook = http://127.0.0.1@evil.test/\nwebhook_secret = " + good, "is not an address"),
                            ("webhook = https://hooks.clinic.test/", "needs webhook_secret"),
                            ("webhook = https://hooks.clinic.test/\nwebhook_secret = " + self.secret("short"), "16 to"),
                            ("webhook = https://hooks.clinic.test/\nwebhook_secret = /nowhere", "cannot read /nowhere"),
                            ("mail_server = smtp://127.0.0.1:25\nmail_from = a@b\nmail_to = a@b>,c@d", "one mail address"),
                            ("mail_server = pop3://127.0.0.1", "mail_server is not an address"),
                            ("mail_to = a@b", "mail_to needs mail_server")):
            service = self.made("[channel]\n" + text + "\n")
            for words_of in (("channel", "test"), ("serve", "--plain", "127.0.0.1:0")):
                ended = service.command(*words_of)
                self.assertEqual(ended.returncode, 1, text)
                self.assertIn(words, ended.stderr)


if __name__ == "__main__":
    unittest.main()
