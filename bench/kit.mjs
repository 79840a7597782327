// What the measurements share: databases with people in them, servers over them, and the tools that measure.

import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { DATABASE, UPTAKE, BARE_LOOP, UPTAKE_BENCH_JSON } = process.env;
export const ROUNDS = Number(process.env.ROUNDS ?? 3);
export const SECONDS = Number(process.env.SECONDS ?? 4);
export const CONNECTIONS = 16;
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
  {
    name: "manager",
    args: ["--programme", "--role", "partner_manager"].concat(
      ["4000002", "4000003"].flatMap((partner) => ["--assigned-partner", partner]),
    ),
  },
  { name: "office", args: ["--programme", "--role", "programme_admin"] },
];

export const home = mkdtempSync(join(tmpdir(), "uptake-bench-"));
const ticks = Number(execFileSync("getconf", ["CLK_TCK"]));
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
export const record = (line) => appendFileSync(UPTAKE_BENCH_JSON, `${JSON.stringify(line)}\n`);
export const uptake = (database, args, input) =>
  execFileSync(UPTAKE, [...args, "--database", database], { input, encoding: "utf8", maxBuffer: 1 << 26 }).trim();

/** Seconds of processor that a process has used. */
export function processor(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** A database with so many tenants, and somebody of each kind who can ask it. */
export function fill(engine, tenants) {
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
export async function serve(world, port) {
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
export async function signIn(url, person) {
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
export function wrk(address, headers, connections, seconds) {
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
export function floor(world, statement) {
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

/** Ends servers. */
export async function end(children) {
  for (const child of children.splice(0)) {
    await new Promise((done) => child.on("exit", done).kill());
  }
}

/** Removes a database on the server; one in a file goes with its folder. */
export function drop(world) {
  if (world.engine === "postgres") {
    execFileSync("psql", ["-X", "-q", "-d", DATABASE, "-c", `DROP DATABASE ${world.name} WITH (FORCE)`]);
  }
}
