// The application under test: the built binary, on a free port, with a database of its own.

import { execFile, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeNextMonth } from "./files.mjs";

const TENANTS = 120;
const SEED = 7;

/** The environment without settings of the person who runs the tests. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("UPTAKE_"));
  return Object.fromEntries(kept);
}

/** Runs the command line to its end and returns what it printed. */
export async function uptake(...args) {
  const { stdout } = await promisify(execFile)(process.env.UPTAKE_BIN, args, { env: cleanEnvironment(), maxBuffer: 1 << 26 });
  return stdout;
}

/** Fills a demo database in a folder, and writes who can sign in beside it. */
export async function makeDemo(folder) {
  const database = `sqlite:${join(folder, "uptake.db")}`;
  const printed = await uptake("demo", "--database", database, "--tenants", String(TENANTS), "--seed", String(SEED), "--json");
  await writeFile(join(folder, "accounts.json"), printed);
  await uptake("sample", join(folder, "loaded"), "--tenants", String(TENANTS), "--seed", String(SEED));
  await writeNextMonth(join(folder, "loaded"), join(folder, "sample"));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until the server answers that it is ready. */
async function untilReady(url, child, log) {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the server stopped with code ${child.exitCode}:\n${log.join("")}`);
    const ready = await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`the server was not ready after 30 s:\n${log.join("")}`);
}

/** Fills a folder with a copy of the demo database. */
const copyDemo = (folder) => cp(process.env.UPTAKE_DEMO, folder, { recursive: true });

/**
 * Starts the server on a database of its own: a copy of the demo, or what `fill` writes into the folder. With a `name`, such as
 * `localhost`, people reach it by that name, and it is told so. `settings` are further variables of its environment.
 */
export async function startServer(fill = copyDemo, name = undefined, settings = {}) {
  const folder = await mkdtemp(join(tmpdir(), "uptake-server-"));
  await fill(folder);
  const database = `sqlite:${join(folder, "uptake.db")}`;
  const { accounts } = JSON.parse(await readFile(join(folder, "accounts.json"), "utf8"));
  const port = await freePort();
  const listen = `127.0.0.1:${port}`;
  const url = `http://${name ?? "127.0.0.1"}:${port}`;
  const named = name ? ["--public-url", url] : [];
  const log = [];
  const child = spawn(process.env.UPTAKE_BIN, ["serve", "--database", database, "--listen", listen, ...named], {
    env: { ...cleanEnvironment(), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => log.push(String(chunk)));
  const gone = new Promise((resolve) => child.on("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await gone;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(url, child, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, folder, database, accounts, log, stop };
}
