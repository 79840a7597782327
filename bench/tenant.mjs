// How near the page of a tenant runs to its floor, with as much on it as a large customer gathers: every workload claimed,
// 400 status notes, 60 contacts, and 24 service statuses a workload. `make bench` runs it, on PostgreSQL: the floor is all that
// the page asks the database, as the database's own log has it, in one transaction of pgbench; and an empty answer.

import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { get } from "node:http";
import { CONNECTIONS, ROUNDS, SECONDS, drop, end, fill, floor, home, median, processor, record, serve, signIn, wrk } from "./kit.mjs";

const { UPTAKE_POSTGRES_LOG, SMALL } = process.env;
const NOTES = 400;
const CONTACTS = 60;
const STATUSES = 24;
const GOAL = 0.5;
const MOST_BYTES = 60_000;

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A request of a program; its answer. */
async function ask(url, token, method, path, body, headers = {}) {
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Gives the tenant with the most claimed workloads of the partner all that people write. */
async function gather(url, token) {
  const list = await ask(url, token, "GET", "/api/v1/tenants?sort=-workloads_claimed&limit=1");
  const base = `/api/v1/tenants/${list.items[0].tenant_id}`;
  const usage = await ask(url, token, "GET", `${base}/usage`);
  const claimed = usage.rows.filter((row) => row.claim).map((row) => row.workload);
  for (let number = 0; number < NOTES; number += 1) {
    await ask(url, token, "POST", `${base}/status-notes`, {
      scope: `Wave ${number}: mail and calendars for everybody, then files by department. ${"And so on. ".repeat(number % 30)}`,
      next_actions: "Agree on the order of departments. Move the pilot group.",
      next_action_date: day(1 + (number % 40)),
      next_action_owner: `Owner ${number % 7}`,
      overall_status: ["active", "blocked", "paused"][number % 3],
    });
  }
  for (let number = 0; number < CONTACTS; number += 1) {
    const isCustomer = number % 3 > 0;
    await ask(url, token, "POST", `${base}/contacts`, {
      type: isCustomer ? "customer" : "partner",
      name: `Contact ${number}`,
      email: `contact-${number}@customer.example`,
      workloads: claimed.slice(0, 2),
      ...(isCustomer ? { country: "NL", language: "nl", survey_eligible: true } : {}),
    });
  }
  for (const workload of claimed) {
    const path = `${base}/workloads/${encodeURIComponent(workload)}`;
    const { total } = await ask(url, token, "GET", `${path}/service-status`);
    await ask(url, token, "PUT", `${path}/intent-note`, { text: `They use ${workload} in two locations, because the third has no devices.` }, { "if-match": "*" });
    for (let number = 0; total > 1 && number < STATUSES; number += 1) {
      const blocked = 1 + (number % (total - 1));
      const lines = [
        { seats: blocked, l1: "blocked", l2: "service_reliability" },
        { seats: total - blocked, l1: "in_progress" },
      ];
      await ask(url, token, "PUT", `${path}/service-status`, { total, lines }, { "if-match": "*" });
    }
  }
  return { path: `/tenants/${list.items[0].tenant_id}`, workloads: claimed.length };
}

/** How many bytes the page has on its way, compressed. */
function weight(address, cookie) {
  return new Promise((done, fail) => {
    get(address, { headers: { cookie, "accept-encoding": "br, gzip" } }, (answer) => {
      let bytes = 0;
      answer.on("data", (piece) => (bytes += piece.length));
      answer.on("end", () => (answer.statusCode === 200 ? done(bytes) : fail(new Error(`${address}: ${answer.statusCode}`))));
    }).on("error", fail);
  });
}

/** What a page asks the database, as its log has it: each statement with its values in their places. */
export function statements(log) {
  const told = [];
  let last;
  for (const line of log.replaceAll("\n\t", "\n").split(/\n(?=[^\n]*(?:LOG|DETAIL|STATEMENT|ERROR|HINT):  )/)) {
    const values = /DETAIL:  parameters: ([\s\S]*)$/.exec(line);
    if (values && last) {
      for (const [, number, value] of values[1].matchAll(/\$(\d+) = (NULL|'(?:[^']|'')*')/g)) last.values[number] = value;
      continue;
    }
    // What is parsed and bound is logged as well; what runs counts.
    const said = /LOG:  duration: [\d.]+ ms  (?:execute [^:]*|statement): ([\s\S]*)$/.exec(line);
    last = said ? { text: said[1].trim().replace(/;$/, ""), values: [] } : undefined;
    if (last) told.push(last);
  }
  return told.map(({ text, values }) => text.replaceAll(/\$(\d+)/g, (mark, number) => values[number] ?? mark));
}

/** The statements of one look at the page by somebody who was served before. */
async function asked(world, path, port) {
  const set = (what) => execFileSync("psql", ["-X", "-q", "-d", world.database, "-c", `ALTER DATABASE ${world.name} ${what}`]);
  set("SET log_min_duration_statement = 0");
  const server = await serve(world, port);
  try {
    const cookie = await signIn(server.url, "whole");
    for (let looks = 0; looks < 8; looks += 1) await weight(server.url + path, cookie);
    const before = readFileSync(UPTAKE_POSTGRES_LOG, "utf8").length;
    await weight(server.url + path, cookie);
    await new Promise((done) => setTimeout(done, 300));
    return statements(readFileSync(UPTAKE_POSTGRES_LOG, "utf8").slice(before));
  } finally {
    await end([server.child]);
    set("RESET log_min_duration_statement");
  }
}

if (!UPTAKE_POSTGRES_LOG) {
  console.log("The page of a tenant is measured on a throwaway server alone, whose log can be read.");
  process.exit(0);
}
const port = Number(process.env.PORT ?? 18330);
const children = [];
try {
  const world = fill("postgres", Number(SMALL));
  const server = await serve(world, port);
  children.push(server.child);
  const { path, workloads } = await gather(server.url, world.tokens.whole);
  execFileSync("psql", ["-X", "-q", "-d", world.database, "-c", "VACUUM ANALYZE"]);
  const all = await asked(world, path, port + 1);
  const cookie = await signIn(server.url, "whole");
  const bytes = await weight(server.url + path, cookie);
  const got = { rate: [], sql: [], http: [], cpu: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = processor(server.child.pid);
    const { rate, requests } = wrk(server.url + path, [`Cookie: ${cookie}`], CONNECTIONS, SECONDS);
    got.cpu.push(((processor(server.child.pid) - before) / requests) * 1000);
    got.rate.push(rate);
    got.sql.push(floor(world, all.join(";\n")));
    got.http.push(wrk(`${server.url}/healthz`, [], CONNECTIONS, SECONDS).rate);
  }
  const [rate, sql, http, cpu] = ["rate", "sql", "http", "cpu"].map((name) => median(got[name]));
  const efficiency = rate * (1 / sql + 1 / http);
  console.log(
    `postgres page of a tenant, ${workloads} workloads: ${rate.toFixed(0)}/s, floors ${sql.toFixed(0)}/s (${all.length} statements) and ` +
      `${http.toFixed(0)}/s (healthz): efficiency ${efficiency.toFixed(2)} (goal ${GOAL}), ${cpu.toFixed(2)} ms of server processor a request, ` +
      `${(bytes / 1000).toFixed(1)} kB compressed (goal: at most ${MOST_BYTES / 1000})`,
  );
  record({
    figure: "page of a tenant", engine: "postgres", workloads, statements: all.length, connections: CONNECTIONS, per_second: rate,
    floor_sql_per_second: sql, floor_http_per_second: http, efficiency, goal: GOAL, server_cpu_ms: cpu, bytes,
  });
  await end(children);
  drop(world);
} finally {
  for (const child of children) child.kill();
  rmSync(home, { recursive: true, force: true });
}
