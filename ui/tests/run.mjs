// Runs the browser tests: makes one demo database, which every test file copies, and starts node's
// own test runner. `make browser` calls this with UPTAKE_BIN and CHROMIUM set.
//   node tests/run.mjs [FILE...]      all files when none is named

import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeDemo } from "./support/server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const named = process.argv.slice(2);
const files = named.length > 0 ? named : (await readdir(here)).filter((file) => file.endsWith(".test.mjs")).map((file) => join(here, file));

for (const name of ["UPTAKE_BIN", "CHROMIUM"]) {
  if (!process.env[name]) {
    console.error(`${name} is not set; use \`make browser\`, which sets it.`);
    process.exit(2);
  }
}

// Each has a server and a browser of its own, and both of them several processes.
const atATime = Math.min(4, Math.max(2, availableParallelism()));

const demo = await mkdtemp(join(tmpdir(), "uptake-demo-"));
try {
  await makeDemo(demo);
  const node = spawn(
    process.execPath,
    ["--test", "--test-reporter=spec", `--test-concurrency=${atATime}`, ...files],
    { stdio: "inherit", env: { ...process.env, UPTAKE_DEMO: demo } },
  );
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => node.kill(signal));
  process.exitCode = await new Promise((resolve) => node.on("exit", (code) => resolve(code ?? 1)));
} finally {
  await rm(demo, { recursive: true, force: true });
}
