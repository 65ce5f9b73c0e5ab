"""A real coachbell-queue on a free port with a demo data folder of its own, and ways to talk to it, down to single bytes."""
import base64
import hashlib
import http.client
import json
import os
import re
import resource
import select
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import uuid

PROGRAM = None  # set by run


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in reversed(headers)}
        self.cookies = [value.split(";")[0] for name, value in headers if name.lower() == "set-cookie"]
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)


class Service:
    """start() … stop() any number of times over the same data. tls: encrypted, and trusted by the queue's own authority."""

    def __init__(self, extra_config="", tls=False):
        self.tls = tls
        self.folder = tempfile.mkdtemp(prefix="coachbell-http-")
        self.data = os.path.join(self.folder, "data")
        self.config = os.path.join(self.folder, "queue.conf")
        with open(self.config, "w") as file:
            file.write(extra_config)
        self.log = open(os.path.join(self.folder, "log"), "w+")
        self.process = None
        self.port = 0
        made = self.command("demo")
        if made.returncode != 0:
            raise AssertionError(made.stderr)
        with open(os.path.join(self.data, "kiosk.token")) as file:
            self.token = file.read().strip()
        with open(os.path.join(self.data, "demo-sign-ins.txt")) as file:
            self.sign_ins = [line.rstrip("\n").split("\t") for line in file if line.strip()]

    def command(self, *words):
        return subprocess.run(
            [PROGRAM, words[0], "--data", self.data, "--config", self.config, *words[1:]],
            capture_output=True, text=True, timeout=60)

    def start(self):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--data", self.data, "--config", self.config,
             "--listen" if self.tls else "--plain", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE, stderr=self.log, text=True,
            restore_signals=False)  # SIGXFSZ stays ignored: see full_disk
        line = self.process.stdout.readline()
        found = re.fullmatch(self.scheme + r"://127\.0\.0\.1:(\d+)\n", line.removeprefix("listening on "))
        if not found:
            self.log.seek(0)
            raise AssertionError(f"not ready: {line!r} {self.log.read()}")
        self.port = int(found.group(1))
        return self

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(timeout=20)
        self.process.stdout.close()
        self.process = None
        return code

    def close(self):
        if self.process is not None:
            self.stop(signal.SIGKILL)
        self.log.close()
        shutil.rmtree(self.folder)

    def full_disk(self, full=True):
        """Every write to a file fails, as on a full disk, until it is said otherwise."""
        unlimited = resource.RLIM_INFINITY
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (1 if full else unlimited, unlimited))

    def logged(self):
        self.log.flush()
        with open(self.log.name) as file:
            return file.read()

    def files(self):
        """Every file that the queue keeps."""
        paths = (os.path.join(folder, name) for folder, _, names in os.walk(self.data) for name in names)
        return [path for path in paths if os.path.isfile(path)]

    # ---- HTTP ----

    @property
    def scheme(self):
        return "https" if self.tls else "http"

    @property
    def origin(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def trusting(self):
        """What a browser does once /trust was followed."""
        return ssl.create_default_context(cafile=os.path.join(self.data, "authority.pem"))

    def connect(self, timeout=20):
        link = socket.create_connection(("127.0.0.1", self.port), timeout=timeout)
        return self.trusting().wrap_socket(link, server_hostname="127.0.0.1") if self.tls else link

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.sock = self.connect()
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        answer = Answer(response.status, response.getheaders(), response.read())
        connection.close()
        return answer

    def kiosk(self, method, path, body=None):
        return self.ask(method, path, body, {"Authorization": "Bearer " + self.token})

    def person(self, role, index=0):
        """(login, password) of the demo's index-th person of that role."""
        people = [(login, password) for login, password, _, its in self.sign_ins if its == role]
        return people[index] if index < len(people) else None

    def sign_in(self, role, index=0):
        return Person(self, *self.person(role, index))

    def raw(self, data, timeout=5, half_close=False):
        """Sends bytes and reads until the other side closes or falls silent."""
        with self.connect(timeout) as link:
            link.sendall(data)
            if half_close:
                link.shutdown(socket.SHUT_WR)
            return read_all(link)

    def feed(self, path, headers, last_id=None):
        return Feed(self, path, headers, last_id)

    def kiosk_feed(self, last_id=None):
        return Feed(self, "/api/v1/feed", {"Authorization": "Bearer " + self.token}, last_id)


def read_all(link):
    got = b""
    try:
        while True:
            piece = link.recv(65536)
            if not piece:
                return got
            got += piece
    except (socket.timeout, ConnectionResetError):
        return got


class Person:
    """A browser with somebody at it. `device`: the cookie of a browser that was used before; None: a new browser."""

    def __init__(self, service, login=None, password=None, shared=False, device=None):
        self.service = service
        self.csrf = ""
        self.cookie = device or ""
        self.device = device
        if login is not None:
            self.keep(self.ask("POST", "/api/v1/session",
                               {"login": login, "password": password, "shared_computer": shared}))

    def keep(self, answer):
        """Signed in, by whatever way, or not."""
        self.answer = answer
        if answer.status == 200:
            self.cookie = answer.cookies[0]
            self.device = answer.cookies[1]
            self.csrf = answer.json["csrf"]
            self.user = answer.json["user"]
        return self

    def headers(self):
        return {"Origin": self.service.origin, "Content-Type": "application/json", "Cookie": self.cookie,
                "X-CSRF-Token": self.csrf}

    def ask(self, method, path, body=None):
        return self.service.ask(method, path, body, self.headers())

    def feed(self, last_id=None):
        return Feed(self.service, "/api/v1/queue/feed", {"Cookie": self.cookie}, last_id)


class Feed:
    """A stream of server-sent events: next() gives (event, id, data) or None when nothing comes in time."""

    def __init__(self, service, path, headers, last_id=None):
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{service.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if last_id is not None:
            lines.append(f"Last-Event-ID: {last_id}")
        self.link = service.connect(5)
        self.link.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.buffer = b""
        self.last_id = last_id
        self.closed = False
        while b"\r\n\r\n" not in self.buffer and self._more(5):
            pass
        self.head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")

    def _more(self, timeout):
        decrypted = isinstance(self.link, ssl.SSLSocket) and self.link.pending() > 0
        if not decrypted and not select.select([self.link], [], [], timeout)[0]:
            return False
        try:
            piece = self.link.recv(65536)
        except ConnectionResetError:
            piece = b""
        if not piece:
            self.closed = True
            return False
        self.buffer += piece
        return True

    def next(self, timeout=5):
        deadline = time.monotonic() + timeout
        while True:
            while b"\n\n" in self.buffer:
                block, _, self.buffer = self.buffer.partition(b"\n\n")
                event = self._read(block.decode())
                if event is not None:
                    return event
            if self.closed or not self._more(max(0, deadline - time.monotonic())):
                return None

    def _read(self, block):
        event, data = "message", []
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            value = value[1:] if value.startswith(" ") else value
            if name == "id":
                self.last_id = int(value)
            elif name == "event":
                event = value
            elif name == "data":
                data.append(value)
        return (event, self.last_id, json.loads("\n".join(data))) if data else None

    def until(self, event, check=lambda data: True, timeout=5):
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            got = self.next(deadline - time.monotonic())
            if got is None:
                return None
            if got[0] == event and check(got[2]):
                return got
        return None

    def close(self):
        self.link.close()


def new_id():
    return str(uuid.uuid4())


def seconds_ago(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - seconds))


def key_of_today(board):
    """What a visit is sealed to now."""
    now = seconds_ago(0)
    key = next(each["key"] for each in board["epochs"]
               if each["class"] == "visit" and each["from"] <= now < each["until"])
    return base64.urlsafe_b64decode(key + "=")


def epoch_of_today(board):
    """That key's id."""
    digest = hashlib.blake2b(key_of_today(board), digest_size=32, person=b"cb-key-id-----v1").digest()
    return base64.urlsafe_b64encode(digest[:8]).decode().rstrip("=")


def submit_body(sign="leaf", number=47, **changes):
    body = {
        "kind": "walk_in", "ticket": {"sign": sign, "number": number}, "coach": None, "topics": [], "find": "sign",
        "language": "en", "notice_version": 1, "asked_at": seconds_ago(0),
        "due_from": None, "due_until": None, "preference": None, "source": None, "consent_version": 0,
        "epoch": base64.urlsafe_b64encode(bytes(8)).decode().rstrip("="),
        "sealed": base64.urlsafe_b64encode(os.urandom(560)).decode().rstrip("="),
    }
    body.update(changes)
    return body
