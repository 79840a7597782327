"""The program under attack: a demo with a token for every role, and a server on a copy of it."""

import json
import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from shutil import copytree

PROGRAM = os.environ["UPTAKE_BIN"]
NOBODY = "nobody"
OFFICE = "programme_admin"


def clean_environment():
    """The environment without settings of the person who runs this."""
    return {name: value for name, value in os.environ.items() if not name.startswith("UPTAKE_")}


def uptake(*words):
    """Runs the command line to its end; what it printed."""
    run = subprocess.run([PROGRAM, *words], env=clean_environment(), check=True, capture_output=True, text=True)
    return run.stdout


class Demo:
    """A demo database, with a token for every role and spare ones to revoke."""

    def __init__(self, folder):
        self.folder = folder / "demo"
        self.folder.mkdir()
        database = f"sqlite:{self.folder / 'uptake.db'}"
        told = json.loads(uptake("demo", "--database", database, "--tenants", "60", "--seed", "7", "--json"))
        self.accounts = {account["role"]: account for account in told["accounts"]}
        self.tokens = {NOBODY: None}
        for role, account in self.accounts.items():
            create = ["token", "create", "--database", database, "--email", account["email"]]
            # The newest comes first in the list; those before it are there to be revoked.
            made = [uptake(*create).strip() for _ in range(3)]
            self.tokens[role] = made[-1]
        uptake("sample", str(folder / "sample"), "--tenants", "60", "--seed", "8")
        self.reports = {name: (folder / "sample" / name).read_bytes() for name in ("OfficeUsage.csv", "EMSUsage.csv")}


class Server:
    """The program on a copy of the demo, on a free port, with its log in a file."""

    def __init__(self, demo, folder):
        self.demo = demo
        self.folder = Path(copytree(demo.folder, folder))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.url = f"http://{self.address}"

    def __enter__(self):
        self.log = open(self.folder / "log", "wb")
        words = [PROGRAM, "serve", "--database", f"sqlite:{self.folder / 'uptake.db'}", "--listen", self.address]
        self.process = subprocess.Popen(words, env=clean_environment(), stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(400):
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=5)
                return self
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the server did not get ready:\n" + "\n".join(self.lines()))

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()

    def is_alive(self):
        """Whether it still runs."""
        return self.process.poll() is None

    def lines(self):
        """The log."""
        return (self.folder / "log").read_text(errors="replace").splitlines()

    def ask(self, role, path, body=None):
        """Asks the API as a role; what it answers."""
        request = urllib.request.Request(self.url + path, data=body)
        if body is not None:
            request.add_header("content-type", "application/octet-stream")
        if token := self.demo.tokens[role]:
            request.add_header("authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def fetch(self, role, path):
        """Gets a file as a role; its bytes."""
        request = urllib.request.Request(self.url + path)
        request.add_header("authorization", f"Bearer {self.demo.tokens[role]}")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    def send(self, role, method, path, body=None):
        """Sends JSON, or a file's bytes, to the API as a role, whatever stands there; what it answers, if anything."""
        is_file = isinstance(body, bytes)
        given = body if is_file or body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, method=method, data=given)
        request.add_header("if-match", "*")
        request.add_header("content-type", "application/octet-stream" if is_file else "application/json")
        request.add_header("authorization", f"Bearer {self.demo.tokens[role]}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
        except urllib.error.HTTPError as answer:
            raise SystemExit(f"{role}: {method} {path}: {answer.code} {answer.read().decode()}") from None
        return json.loads(text) if text else None

    def sign_in(self, role):
        """A session of a role's person, as a browser makes one."""
        account = self.demo.accounts[role]
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = browser.open(f"{self.url}/sign-in", timeout=30).read().decode()
        csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        form = {"csrf": csrf, "email": account["email"], "password": account["password"]}
        try:
            browser.open(f"{self.url}/sign-in", urllib.parse.urlencode(form).encode(), timeout=30).read()
        except urllib.error.HTTPError as answer:
            # Signed in all the same; who has no role that sees tenants is told so on the page that follows.
            if answer.code != 403:
                raise

    def stage_reports(self):
        """Two loads that wait to be applied or discarded; their ids."""
        return [self.ask(OFFICE, f"/api/v1/loads?file_name={name}", text)["id"] for name, text in self.demo.reports.items()]
