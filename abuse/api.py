"""Throws the cases that schemathesis makes of the OpenAPI document at a server, as each role and as nobody.

Nothing may answer 5xx, answer what the document does not have, or panic; and every line of the log must be
one of JSON. A first round against a document with planted contradictions must be complained about, so that
the silence afterwards means something. scripts/abuse-api calls this with UPTAKE_BIN set.

    UPTAKE_CASES=5000   how many cases at least
    UPTAKE_SEED=1       which of them
    UPTAKE_SCORES=FILE  appends the figures
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from demo import NOBODY, OFFICE, Demo, Server
from documents import by_hand, contradicted, realistic, strict

CASES = int(os.environ.get("UPTAKE_CASES", "5000"))
SEED = int(os.environ.get("UPTAKE_SEED", "1"))
# Roles at once, each with a server of its own.
AT_A_TIME = min(4, max(2, os.cpu_count() or 2))

# What is wrong with a request is found before the roles are looked at, or with them: these stand for the others.
AT_THE_DOOR = (NOBODY, "executive_report_viewer", "account_admin", OFFICE)

# Values that fit the schema can still be refused: a cursor of another list, a file that is no report. The
# document says so (400, 422), and so this check has nothing to find.
LEFT_OUT = "positive_data_acceptance"

# Which statuses are refusals.
SETTINGS = Path(__file__).with_name("schemathesis.toml")


def throw(server, document, token, name, *words):
    """Runs schemathesis; gives its report."""
    schema, report = server.folder / f"{name}.json", server.folder / f"{name}-report.json"
    schema.write_text(json.dumps(document))
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(SETTINGS)]
    command += ["run", str(schema), "--url", server.url, *words]
    command += ["--workers", "1", "--continue-on-failure", "--no-shrink", "--exclude-checks", LEFT_OUT]
    # How long a busy machine takes to think of cases is no fault.
    command += ["--suppress-health-check", "too_slow"]
    command += ["--request-timeout", "30", "--no-color", "--warnings", "off", "--generation-database", "none"]
    command += ["--report", "json", "--report-json-path", str(report)]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    run = subprocess.run(command, cwd=server.folder, capture_output=True, text=True, timeout=3600)
    if not report.exists():
        raise SystemExit(f"schemathesis wrote no report:\n{run.stdout[-4000:]}\n{run.stderr[-4000:]}")
    return {**json.loads(report.read_text()), "printed": run.stdout}


def problems_of(report):
    """What schemathesis complains about."""
    found = [f"{one['title']} ({one['count']}): {', '.join(one['operations'])}" for one in report["failures"]]
    found += [f"{one['title']} ({one['count']})" for one in report["errors"]]
    if not report["complete"]:
        found.append(f"not complete: {report['stop_reason']}")
    return [*found, report["printed"][-6000:]] if found else []


def read_log(lines):
    """What the log says: how often each operation answered what, and what must not be in it."""
    answers, bad = Counter(), []
    for line in lines:
        try:
            entry = json.loads(line)
            message, level, status = entry["message"], entry["level"], entry.get("status", 0)
        except (ValueError, KeyError, TypeError):
            bad.append(f"a line of the log that is none: {line[:300]}")
            continue
        if message == "answered":
            answers[(entry["method"], entry["route"], status)] += 1
        if status >= 500 or level == "ERROR" or "panic" in message:
            bad.append(line[:500])
    return answers, bad


def one_role(demo, folder, document, role, seed, is_first):
    """One role against a server of its own: what a client would send, and then what nobody would."""
    token = demo.tokens[role]
    with Server(demo, folder / f"{role}-{seed}") as server:
        loads = server.stage_reports()
        at = ["--seed", str(seed)]
        reports = []
        if role != NOBODY:
            by_hand(server, role)
            last = ["--phases", "fuzzing,stateful", "--mode", "positive", "--max-examples", "28"]
            reports.append(throw(server, realistic(document, server, role, loads), token, "realistic", *at, *last))
            # Had a case ended the token in use, the cases after it would have come from nobody.
            server.ask(role, "/api/v1/me")
        if role in AT_THE_DOOR:
            # The cases of the boundaries are the same with every seed.
            last = ["--phases", "examples,coverage" if is_first else "fuzzing", "--max-examples", "30"]
            reports.append(throw(server, strict(document), token, "strict", *at, *last))
        if not server.is_alive():
            raise SystemExit(f"{role}: the server is gone:\n" + "\n".join(server.lines()[-20:]))
    answers, problems = read_log(server.lines())
    problems += [problem for report in reports for problem in problems_of(report)]
    return role, sum(report["test_cases"]["generated"] for report in reports), answers, problems


def check_control(demo, folder, document):
    """A document that contradicts the server must be complained about."""
    paths = ["/api/v1/me", "/api/v1/views", "/api/v1/freshness"]
    only = [word for path in paths for word in ("--include-path", path)]
    with Server(demo, folder / "control") as server:
        planted = contradicted(document)
        report = throw(server, planted, demo.tokens[OFFICE], "planted", "--max-examples", "3", "--seed", str(SEED), *only)
    found = {(one["type"], operation) for one in report["failures"] for operation in one["operations"]}
    wanted = {("JsonSchemaError", f"GET {path}") for path in paths[:2]} | {("UndefinedStatusCode", f"GET {paths[2]}")}
    if not wanted <= found:
        raise SystemExit(f"the control is not caught: {wanted - found}\n{report['printed'][-3000:]}")
    broken = read_log(['{"message":"answered","level":"INFO","method":"GET","route":"/","status":500}', "panicked at x"])
    if len(broken[1]) != 2:
        raise SystemExit("the control is not caught: a 500 and a line that is none")
    print(f"control: {len(wanted) + 2} planted faults are complained about", flush=True)


def score(cases, failures, seconds):
    """Prints the figure, and keeps it where the scoreboard is written."""
    print(f"S7 schemathesis (sqlite, seed {SEED}): {cases} cases, {failures} failures, {seconds:.1f} s", flush=True)
    if path := os.environ.get("UPTAKE_SCORES"):
        line = {"id": "S7", "figure": "schemathesis", "engine": "sqlite", "seed": SEED, "cases": cases}
        with open(path, "a") as out:
            out.write(json.dumps({**line, "failures": failures, "seconds": round(seconds, 1)}) + "\n")


def one_round(demo, folder, document, turn):
    """Every role once; how many cases, what was answered, what was wrong."""
    cases, answers, problems = 0, Counter(), []
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        ask = lambda role: one_role(demo, folder, document, role, SEED + turn, turn == 0)
        for role, count, told, wrong in pool.map(ask, demo.tokens):
            by_status = Counter()
            for (_, _, status), times in told.items():
                by_status[status] += times
            print(f"{role}: {count} cases, answers {dict(sorted(by_status.items()))}", flush=True)
            cases, answers = cases + count, answers + told
            problems += [f"{role}, seed {SEED + turn}: {text}" for text in wrong]
    return cases, answers, problems


def main():
    with tempfile.TemporaryDirectory(prefix="uptake-abuse-") as place:
        folder, began = Path(place), time.monotonic()
        demo = Demo(folder)
        with Server(demo, folder / "first") as server:
            document = server.ask(NOBODY, "/api/v1/openapi.json")
        check_control(demo, folder, document)
        cases, turn, answers, problems = 0, 0, Counter(), []
        while cases < CASES and not problems:
            count, told, wrong = one_round(demo, folder, document, turn)
            cases, turn, answers, problems = cases + count, turn + 1, answers + told, problems + wrong
        # Cases that never get past the door prove little.
        wanted = {(method.upper(), path) for path, operations in document["paths"].items() for method in operations}
        # No provider is set up here, so that there is no account at one; the guards of providers have that.
        wanted.discard(("DELETE", "/api/v1/me/provider-accounts/{handle}"))
        # Adding a passkey takes a browser and a device; the guards of it have both.
        wanted.discard(("DELETE", "/api/v1/me/passkeys/{handle}"))
        # Setting up a second factor takes a browser, so that nobody has one; the guards of it have that.
        wanted.discard(("DELETE", "/api/v1/people/{handle}/second-factor"))
        done = {(method, path) for method, path, status in answers if 200 <= status < 300}
        problems += [f"nobody ever got done: {method} {path}" for method, path in sorted(wanted - done)]
        print(f"{len(wanted & done)} of {len(wanted)} operations were done by somebody")
        for text in problems:
            print(text, file=sys.stderr)
        score(cases, len(problems), time.monotonic() - began)
        sys.exit(1 if problems else 0)


main()
