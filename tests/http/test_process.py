"""The program around the queue: restarts, kills, and clear words for what is wrong."""
import json
import os
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import unittest

import service as service_module
from service import Person, Service, epoch_of_today, new_id, submit_body


class Restart(unittest.TestCase):
    def setUp(self):
        self.service = Service("[limits]\nkiosk_requests = 100000\n").start()
        self.addCleanup(self.service.close)

    def test_live_cookie_still_works_after_a_restart(self):
        coach = self.service.sign_in("coach")
        request = new_id()
        self.service.kiosk("PUT", f"/api/v1/requests/{request}", submit_body())
        coach.ask("POST", f"/api/v1/requests/{request}/claim", {"version": 1, "go": True})
        self.assertEqual(self.service.stop(), 0)
        self.service.start()
        self.assertEqual(coach.ask("GET", "/api/v1/session").status, 200)
        self.assertEqual(coach.ask("GET", f"/api/v1/requests/{request}/contact").status, 200)

    def test_an_ended_session_stays_ended_after_a_restart(self):
        coach = self.service.sign_in("coach")
        self.assertEqual(coach.ask("DELETE", "/api/v1/session").status, 204)
        self.assertEqual(self.service.stop(), 0)
        self.service.start()
        self.assertEqual(coach.ask("GET", "/api/v1/session").status, 401)

    def test_after_a_restart_names_are_locked_until_somebody_comes_who_holds_the_key(self):
        coach, supervisor = self.service.sign_in("coach"), self.service.sign_in("supervisor")
        request = new_id()
        epoch = epoch_of_today(self.service.kiosk("GET", "/api/v1/board").json)
        self.service.kiosk("PUT", f"/api/v1/requests/{request}", submit_body(epoch=epoch))
        coach.ask("POST", f"/api/v1/requests/{request}/claim", {"version": 1, "go": True})
        self.assertEqual(self.service.stop(), 0)
        # Somebody who may see the name and was never given the key cannot open it alone.
        with sqlite3.connect(os.path.join(self.service.data, "queue.db")) as database:
            database.execute("UPDATE holder SET site_grant = NULL WHERE id = ?", (coach.user["id"],))
        database.close()
        self.service.start()
        locked = coach.ask("GET", f"/api/v1/requests/{request}/contact")
        self.assertEqual(locked.status, 423, locked.body)
        self.assertEqual(supervisor.ask("GET", "/api/v1/session").status, 200)
        self.assertEqual(coach.ask("GET", f"/api/v1/requests/{request}/contact").status, 200)

    def test_a_backup_is_restored_only_when_the_queue_is_stopped(self):
        backup = os.path.join(self.service.folder, "before.db")
        kept, lost = new_id(), new_id()
        self.service.kiosk("PUT", f"/api/v1/requests/{kept}", submit_body(number=21))
        made = self.service.command("backup", backup)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.service.kiosk("PUT", f"/api/v1/requests/{lost}", submit_body(number=22))
        refused = self.service.command("restore", backup)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("Stop it", refused.stderr)
        self.assertEqual(self.service.stop(), 0)
        ring = [name for name in os.listdir(self.service.data) if name.startswith("keyring-")]
        self.assertEqual(len(ring), 1)
        restored = self.service.command("restore", backup)
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.assertIn("before-restore", restored.stdout)
        self.service.start()
        self.assertEqual(self.service.kiosk("GET", f"/api/v1/requests/{kept}").status, 200)
        self.assertEqual(self.service.kiosk("GET", f"/api/v1/requests/{lost}").status, 404)
        check = self.service.command("check")
        self.assertEqual(check.returncode, 0, check.stderr)
        self.assertNotIn("check.tmp", os.listdir(self.service.data))

    def test_kill_in_the_middle_of_submits_loses_nothing_and_doubles_nothing(self):
        for _ in range(3):
            self.kill_while_submitting()
        check = self.service.command("check")
        self.assertEqual(check.returncode, 0, check.stderr)

    def kill_while_submitting(self):
        acknowledged, unanswered, lock = {}, {}, threading.Lock()
        stop = threading.Event()

        def submit(lane):
            for turn in range(80):
                if stop.is_set():
                    return
                request, body = new_id(), json.dumps(submit_body("leaf", 10 + (lane * 10 + turn) % 90))
                try:
                    status = self.service.kiosk("PUT", f"/api/v1/requests/{request}", body).status
                except (OSError, service_module.http.client.HTTPException):
                    status = None
                with lock:
                    (acknowledged if status == 201 else unanswered)[request] = body
                if status is None:
                    return

        threads = [threading.Thread(target=submit, args=(lane,)) for lane in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(0.25)
        self.service.stop(signal.SIGKILL)
        stop.set()
        for thread in threads:
            thread.join()
        self.service.start()
        self.assertGreater(len(acknowledged), 8)
        for request, body in acknowledged.items():
            self.assertEqual(self.service.kiosk("GET", f"/api/v1/requests/{request}").status, 200)
            self.assertEqual(self.service.kiosk("PUT", f"/api/v1/requests/{request}", body).status, 200)
        for request, body in unanswered.items():
            self.assertIn(self.service.kiosk("PUT", f"/api/v1/requests/{request}", body).status, (200, 201, 503))
        for request in list(acknowledged) + list(unanswered):
            self.service.kiosk("POST", f"/api/v1/requests/{request}/cancel", {})

    def test_commands_go_through_the_running_queue(self):
        self.assertEqual(self.service.command("check").returncode, 0)
        mode = os.stat(os.path.join(self.service.data, "control.sock")).st_mode & 0o777
        self.assertEqual(mode, 0o600)
        backup = os.path.join(self.service.folder, "copy.db")
        made = self.service.command("backup", backup)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertTrue(os.path.exists(backup))
        self.assertEqual(self.service.command("backup").returncode, 2)
        self.assertEqual(self.service.stop(), 0)
        self.assertFalse(os.path.exists(os.path.join(self.service.data, "control.sock")))
        self.assertEqual(self.service.command("check").returncode, 0)

    def test_revoked_kiosk_loses_its_feed(self):
        listing = self.service.kiosk("GET", "/api/v1/board").json["kiosk"]["name"]
        feed = self.service.kiosk_feed()
        revoked = self.service.command("kiosk", "revoke", "--name", listing)
        self.assertEqual(revoked.returncode, 0, revoked.stderr)
        while feed.next(3) is not None:
            pass
        self.assertTrue(feed.closed)
        self.assertEqual(self.service.kiosk("GET", "/api/v1/board").status, 401)

    def test_garbage_on_the_control_socket_is_harmless(self):
        for data in (b"", b"\x00", b"\xff" * 100, b"\x04\x00\x00\x00abcd", b"\x02\x00\x00\x00\x00\x00"):
            with socket.socket(socket.AF_UNIX) as link:
                link.connect(os.path.join(self.service.data, "control.sock"))
                link.sendall(data)
        self.assertEqual(self.service.ask("GET", "/healthz").status, 200)

    def test_nothing_of_a_name_or_password_is_logged(self):
        login, password = self.service.person("coach")
        Person(self.service, login, password)
        Person(self.service, "someone", "a-password-nobody-has")
        self.service.stop()
        logged = self.service.logged()
        for text in (login, password, "someone", "a-password-nobody-has", self.service.token):
            self.assertNotIn(text, logged)


class FullDisk(unittest.TestCase):
    def test_health_and_answers_are_true_on_a_full_disk(self):
        service = Service().start()
        self.addCleanup(service.close)
        self.assertEqual(service.ask("GET", "/healthz").status, 200)
        service.full_disk()
        # What was proved a moment ago counts for a few seconds.
        self.assertTrue(self.becomes(service, 503))
        self.assertEqual(service.kiosk("GET", "/api/v1/board").status, 200)
        request, body = new_id(), submit_body()
        self.assertEqual(service.kiosk("PUT", f"/api/v1/requests/{request}", body).status, 503)
        self.assertFalse(service.kiosk("PUT", f"/api/v1/alerts/{new_id()}", {}).json["stored"])
        service.full_disk(False)
        self.assertTrue(self.becomes(service, 200))
        self.assertEqual(service.kiosk("PUT", f"/api/v1/requests/{request}", body).status, 201)

    def becomes(self, service, status, timeout=15):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if service.ask("GET", "/healthz").status == status:
                return True
            time.sleep(0.1)
        return False


class Failures(unittest.TestCase):
    """Each gets words that say what and what to do, and its exit code."""

    def setUp(self):
        self.service = Service()
        self.addCleanup(self.service.close)

    def fails(self, code, words, *arguments):
        done = subprocess.run([service_module.PROGRAM, *arguments], capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, code, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def serve(self, code, words, *arguments):
        self.fails(code, words, "serve", "--data", self.service.data, *arguments)

    def test_port_is_taken(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            self.serve(1, (f"127.0.0.1:{port}", "taken", "somewhere else"), "--plain", f"127.0.0.1:{port}")
            self.serve(1, (f"127.0.0.1:{port}", "taken", "somewhere else"), "--listen", f"127.0.0.1:{port}")

    def test_plain_http_is_not_for_other_machines(self):
        for address in ("0.0.0.0:8320", "192.168.1.5:8320", "[::]:8320"):
            self.serve(1, ("this machine only", "--listen", address), "--plain", address)

    def test_address_is_none(self):
        for address in ("8320", "localhost:8320", "127.0.0.1", "127.0.0.1:99999", ":", "127.0.0.1:"):
            self.serve(2, ("no address",), "--listen", address)
            self.serve(2, ("no address",), "--plain", address)

    def test_data_folder_is_empty(self):
        self.fails(1, (self.service.folder,), "serve", "--data", os.path.join(self.service.folder, "none"))

    def test_database_is_damaged(self):
        with open(os.path.join(self.service.data, "queue.db"), "r+b") as file:
            file.seek(0)
            file.write(b"this is no database at all......" * 64)
        self.serve(1, ("queue.db",), "--plain", "127.0.0.1:0")

    def test_database_is_newer(self):
        import sqlite3
        with sqlite3.connect(os.path.join(self.service.data, "queue.db")) as database:
            database.execute("PRAGMA user_version = 999")
        database.close()
        self.serve(1, ("newer",), "--plain", "127.0.0.1:0")

    def test_two_queues_on_one_folder(self):
        self.service.start()
        self.serve(1, (self.service.data,), "--plain", "127.0.0.1:0")

    def test_pages_are_missing(self):
        self.serve(1, ("/nowhere", "--share"), "--share", "/nowhere", "--plain", "127.0.0.1:0")

    def test_configuration_is_wrong(self):
        for text, words in (("[queue]\nlisten = 127.0.0.1:1\nlisen = x\n", ("line 3", "lisen")),
                            ("[limits]\nconnections = many\n", ("line 2", "connections", "16")),
                            ("[limits]\n\n# fine\nidle_seconds = 0\n", ("line 4", "idle_seconds")),
                            ("nonsense\n", ("line 1",)), ("[nothing]\na = b\n", ("line 2", "a", "nothing"))):
            path = os.path.join(self.service.folder, "bad.conf")
            with open(path, "w") as file:
                file.write(text)
            self.serve(1, (path,) + words, "--config", path)
        self.serve(1, ("/no/such.conf",), "--config", "/no/such.conf")

    def test_wrong_usage(self):
        self.fails(2, ("--help",))
        self.fails(2, ("dance", "--help"), "dance")
        self.fails(2, ("--data",), "serve", "--data")
        self.serve(2, ("--frobnicate",), "--frobnicate")

    def test_words_that_are_missing_are_named(self):
        self.fails(2, ("add, reset, remove, list", "--help"), "user", "--data", self.service.data)
        self.fails(2, ("add, token, revoke, list",), "kiosk", "dance", "--data", self.service.data)

    def test_help_names_every_command_with_its_words(self):
        done = subprocess.run([service_module.PROGRAM, "--help"], capture_output=True, text=True, timeout=20)
        for words in ("serve", "demo", "init", "user add", "user reset", "user remove", "user list", "kiosk add", "kiosk token", "kiosk revoke",
                      "kiosk list", "backup", "check"):
            self.assertEqual(done.stdout.count(f"  {words} ") + done.stdout.count(f"  {words}\n"), 1, words)

    def test_an_emptied_database_is_no_new_site(self):
        path = os.path.join(self.service.folder, "emptied")
        os.mkdir(path, 0o700)
        open(os.path.join(path, "queue.db"), "w").close()
        self.fails(1, ("queue.db", "damaged", "backup"), "check", "--data", path)

    def test_help_and_version(self):
        for flag, word in (("--help", "serve"), ("--version", "coachbell-queue ")):
            done = subprocess.run([service_module.PROGRAM, flag], capture_output=True, text=True, timeout=20)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn(word, done.stdout)

    def test_demo_twice_is_refused(self):
        self.assertEqual(self.service.command("demo").returncode, 1)
