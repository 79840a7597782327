// How near the tenant list and the usage details run to their floor. `make bench` runs it; docs/performance.md says
// what the figures mean.
//
// efficiency = actual / (1 / (1 / floor_sql + 1 / floor_http)): what is reached of what would be possible if a request
// cost no more than its main statement and an empty answer. Everything is measured in turn, round by round, and the
// medians are compared.

import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { ENGINES, TENANTS, SMALL, DATABASE, UPTAKE, BARE_LOOP, UPTAKE_BENCH_JSON } = process.env;
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const SECONDS = Number(process.env.SECONDS ?? 4);
const CONNECTIONS = 16;
// As many as the product reads SQLite with at the same time.
const READERS = 4;
const PASSWORD = "bench only, on loopback";
const PEOPLE = [
  // The third partner has five locations.
  { name: "whole", args: ["--partner", "4000003", "--role", "executive_report_viewer"] },
  { name: "viewer", args: ["--partner", "4000003", "--role", "report_viewer"] },
  {
    name: "three",
    args: ["--partner", "4000003", "--role", "report_viewer"].concat(
      ["4100008", "4100009", "4100010"].flatMap((location) => ["--location", location]),
    ),
  },
  { name: "office", args: ["--programme", "--role", "programme_admin"] },
];
const SORTS = ["name", "usage_percent", "-usage_percent", "pau", "-pau"];

const home = mkdtempSync(join(tmpdir(), "uptake-bench-"));
const ticks = Number(execFileSync("getconf", ["CLK_TCK"]));
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const record = (line) => appendFileSync(UPTAKE_BENCH_JSON, `${JSON.stringify(line)}\n`);
const uptake = (database, args, input) =>
  execFileSync(UPTAKE, [...args, "--database", database], { input, encoding: "utf8", maxBuffer: 1 << 26 }).trim();

/** Seconds of processor that a process has used. */
function processor(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** A database with so many tenants, and somebody of each kind who can ask it. */
function fill(engine, tenants) {
  const name = `uptake_bench_${tenants}`;
  let database = `sqlite:${join(home, name)}.db`;
  if (engine === "postgres") {
    for (const text of [`DROP DATABASE IF EXISTS ${name}`, `CREATE DATABASE ${name}`]) {
      execFileSync("psql", ["-X", "-q", "-d", DATABASE, "-c", text], { stdio: ["ignore", "ignore", "ignore"] });
    }
    database = DATABASE.replace(/\/[^/?]*(\?.*)?$/, `/${name}$1`);
  }
  const folder = join(home, `reports-${tenants}`);
  uptake(database, ["sample", folder, "--tenants", String(tenants)]);
  for (const report of ["Profile", "CustomersAndTenants", "OfficeUsage", "EMSUsage"]) {
    uptake(database, ["import", join(folder, `${report}.csv`), "--json"]);
  }
  rmSync(folder, { recursive: true });
  if (engine === "postgres") {
    execFileSync("psql", ["-X", "-q", "-d", database, "-c", "VACUUM ANALYZE"]);
  }
  const tokens = {};
  for (const { name: person, args } of PEOPLE) {
    const email = `${person}@bench.example`;
    uptake(database, ["user", "add", "--email", email, "--name", person, ...args, "--password-stdin"], `${PASSWORD}\n`);
    tokens[person] = uptake(database, ["token", "create", "--email", email]);
  }
  return { engine, tenants, name, database, tokens };
}

/** Starts a server over a database, and waits until it is ready. */
async function serve(world, port) {
  const args = ["serve", "--database", world.database, "--listen", `127.0.0.1:${port}`];
  const child = spawn(UPTAKE, args, { stdio: "ignore", env: { ...process.env, UPTAKE_LOG: "info" } });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return { child, url };
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`no server on ${url}`);
}

/** The cookies of somebody who has signed in as people do. */
async function signIn(url, person) {
  const page = await fetch(`${url}/sign-in`);
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())[1];
  const cookies = (answer) => answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const body = new URLSearchParams({ csrf, email: `${person}@bench.example`, password: PASSWORD });
  const headers = { cookie: cookies(page).join("; "), origin: url };
  const answer = await fetch(`${url}/sign-in`, { method: "POST", body, headers, redirect: "manual" });
  if (answer.status !== 303) throw new Error(`signing in gave ${answer.status}`);
  return cookies(answer).join("; ");
}

/** Requests a second of an address with so many connections, and the median time of one in milliseconds. */
function wrk(address, headers, connections, seconds) {
  const args = ["-t", "1", "-c", String(connections), "-d", `${seconds}s`, "--latency"];
  const told = execFileSync("wrk", [...args, ...headers.flatMap((header) => ["-H", header]), address], { encoding: "utf8" });
  if (/Non-2xx|Socket errors/.test(told)) throw new Error(`${address}: ${told}`);
  const [, number, unit] = /50%\s+([\d.]+)(us|ms|s)/.exec(told);
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(told)[1]),
    requests: Number(/(\d+) requests in/.exec(told)[1]),
    milliseconds: Number(number) * { us: 0.001, ms: 1, s: 1000 }[unit],
  };
}

/** How often a second the bare statement runs: pgbench with prepared statements, or a bare loop over SQLite. */
function floor(world, statement) {
  if (world.engine === "postgres") {
    const file = join(home, "floor.sql");
    writeFileSync(file, `${statement};\n`);
    const args = ["-n", "-M", "prepared", "-c", String(CONNECTIONS), "-j", "2", "-T", String(SECONDS), "-f", file];
    const told = execFileSync("pgbench", [...args, world.database], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return Number(/tps = ([\d.]+)/.exec(told)[1]);
  }
  const file = world.database.replace("sqlite:", "");
  return Number(execFileSync(BARE_LOOP, [file, String(SECONDS), String(READERS)], { input: statement, encoding: "utf8" }));
}

/** What is measured against its floor. */
async function efficiencies(world, server) {
  const bearer = `Authorization: Bearer ${world.tokens.whole}`;
  const first = await fetch(`${server.url}/api/v1/tenants?limit=1`, { headers: { authorization: bearer.slice(15) } });
  const tenant = (await first.json()).items[0].tenant_id;
  const list = uptake(world.database, ["statement", "--token", world.tokens.whole]);
  const usage = uptake(world.database, ["statement", "--token", world.tokens.whole, "--tenant", tenant]);
  const cookie = `Cookie: ${await signIn(server.url, "whole")}`;
  const asked = [
    { what: "tenant list, JSON", goal: 0.5, path: "/api/v1/tenants", header: bearer, statement: list },
    { what: "tenant list, HTML", goal: 0.4, path: "/tenants", header: cookie, statement: list },
    { what: "tenant usage, JSON", goal: 0.5, path: `/api/v1/tenants/${tenant}/usage`, header: bearer, statement: usage },
  ];
  const got = asked.map(() => ({ rate: [], sql: [], http: [], cpu: [] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, { path, header, statement }] of asked.entries()) {
      const before = processor(server.child.pid);
      const { rate, requests } = wrk(server.url + path, [header], CONNECTIONS, SECONDS);
      got[at].cpu.push(((processor(server.child.pid) - before) / requests) * 1000);
      got[at].rate.push(rate);
      got[at].sql.push(floor(world, statement));
      got[at].http.push(wrk(`${server.url}/healthz`, [], CONNECTIONS, SECONDS).rate);
    }
  }
  for (const [at, { what, goal }] of asked.entries()) {
    const [rate, sql, http, cpu] = ["rate", "sql", "http", "cpu"].map((name) => median(got[at][name]));
    const efficiency = rate * (1 / sql + 1 / http);
    console.log(
      `${world.engine} ${what}: ${rate.toFixed(0)}/s, floors ${sql.toFixed(0)}/s (statement) and ${http.toFixed(0)}/s ` +
        `(healthz): efficiency ${efficiency.toFixed(2)} (goal ${goal}), ${cpu.toFixed(2)} ms of server processor a request`,
    );
    record({
      figure: what, engine: world.engine, tenants: world.tenants, connections: CONNECTIONS, per_second: rate,
      floor_sql_per_second: sql, floor_http_per_second: http, efficiency, goal, server_cpu_ms: cpu,
    });
  }
}

/** How the time of a page grows with the tenants: one connection, the large world against the small one. */
function growth(large, small) {
  const ratios = [];
  for (const person of ["whole", "three", "viewer", "office"]) {
    for (const sort of SORTS) {
      const took = { large: [], small: [] };
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [size, { world, server }] of Object.entries({ large, small })) {
          const address = `${server.url}/api/v1/tenants?sort=${sort}`;
          took[size].push(wrk(address, [`Authorization: Bearer ${world.tokens[person]}`], 1, 1).milliseconds);
        }
      }
      const [of, to] = [median(took.large), median(took.small)];
      ratios.push({ person, sort, of, to, ratio: of / to });
    }
  }
  for (const { person, sort, of, to, ratio } of ratios) {
    const at = `${large.world.tenants} tenants ${of.toFixed(2)} ms, ${small.world.tenants} ${to.toFixed(2)} ms`;
    console.log(`${large.world.engine} page of ${person} by ${sort}: ${at}: ${ratio.toFixed(2)} times (goal: at most 1.3)`);
    record({ figure: "growth of a page", engine: large.world.engine, person, sort, large_ms: of, small_ms: to, ratio });
  }
}

let port = Number(process.env.PORT ?? 18310);
const servers = [];
try {
  for (const engine of ENGINES.split(" ")) {
    console.log(`\n== ${engine}: ${SMALL} and ${TENANTS} tenants`);
    const sizes = [];
    for (const tenants of [Number(SMALL), Number(TENANTS)]) {
      const world = fill(engine, tenants);
      const server = await serve(world, (port += 1));
      servers.push(server.child);
      sizes.push({ world, server });
    }
    const [small, large] = sizes;
    await efficiencies(large.world, large.server);
    growth(large, small);
    for (const child of servers.splice(0)) {
      await new Promise((done) => child.on("exit", done).kill());
    }
    for (const { world } of sizes.filter(() => engine === "postgres")) {
      execFileSync("psql", ["-X", "-q", "-d", DATABASE, "-c", `DROP DATABASE ${world.name} WITH (FORCE)`]);
    }
  }
} finally {
  for (const child of servers) child.kill();
  rmSync(home, { recursive: true, force: true });
}
