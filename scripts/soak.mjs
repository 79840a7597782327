// A constant mixed load on the real server, and what becomes of its memory, files and log:
//   scripts/soak                          an hour
//   UPTAKE_SOAK_MINUTES=1440 scripts/soak a day
// Builds the release, fills a demo, and writes target/soak.json. `make soak` is this.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

process.chdir(path.join(import.meta.dirname, ".."));
const minutes = Number(process.env.UPTAKE_SOAK_MINUTES ?? 60);
const profile = process.env.UPTAKE_SOAK_PROFILE ?? "release";
execFileSync("cargo", ["build", "--locked", "-p", "uptake", ...(profile === "release" ? ["--release"] : [])], { stdio: "inherit" });
const metadata = JSON.parse(execFileSync("cargo", ["metadata", "--format-version", "1", "--no-deps", "--offline"], { maxBuffer: 1 << 28 }));
const target = metadata.target_directory;
const binary = path.join(target, profile, "uptake");
const folder = mkdtempSync(path.join(tmpdir(), "uptake-soak."));
const file = path.join(folder, "uptake.db");
const env = { ...process.env, UPTAKE_DATABASE: `sqlite:${file}`, UPTAKE_LISTEN: "127.0.0.1:0" };
const run = (...words) => execFileSync(binary, words, { env, encoding: "utf8", maxBuffer: 1 << 28 });
run("demo", "--tenants", "1000", "--json");
const tokens = ["executive@demo.example", "viewer@demo.example", "programme@demo.example"].map((email) =>
    run("token", "create", "--email", email).trim(),
);

const server = spawn(binary, ["serve"], { env, stdio: ["ignore", "ignore", "pipe"] });
let badLines = 0;
let troubles = 0;
let rest = "";
const port = await new Promise((resolve) => {
    server.stderr.setEncoding("utf8");
    server.stderr.on("data", (text) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop();
        for (const line of lines) {
            try {
                const told = JSON.parse(line);
                if (told.message === "serving") resolve(Number(told.address.split(":").pop()));
                if (told.level === "ERROR" || told.level === "WARN") troubles += 1;
            } catch {
                badLines += 1;
            }
        }
    });
});

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const ask = (method, address, token, body) =>
    new Promise((resolve) => {
        const headers = { authorization: `Bearer ${token}`, ...(body ? { "content-type": "application/json" } : {}) };
        const asked = request({ port, host: "127.0.0.1", method, path: address, headers, agent }, (answer) => {
            answer.resume();
            answer.on("end", () => resolve(answer.statusCode));
        });
        asked.on("error", () => resolve(0));
        asked.end(body && JSON.stringify(body));
    });

const size = (name) => {
    try {
        return statSync(name).size;
    } catch {
        return 0;
    }
};
const look = () => ({
    seconds: Math.round((Date.now() - began) / 1000),
    requests,
    errors,
    rss_bytes: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]) * 1024,
    open_files: readdirSync(`/proc/${server.pid}/fd`).length,
    database_bytes: size(file),
    wal_bytes: size(`${file}-wal`),
});

let [requests, errors, number] = [0, 0, 0];
const began = Date.now();
const end = began + minutes * 60_000;
const samples = [];
const reads = ["/api/v1/tenants?limit=50", "/api/v1/tenants?sort=-pau&limit=50", "/api/v1/overview", "/api/v1/me", "/api/v1/filters", "/api/v1/views"];
const worker = async (own) => {
    while (Date.now() < end) {
        number += 1;
        const token = tokens[(own + number) % tokens.length];
        const status =
            number % 20 === 0
                ? await ask("POST", "/api/v1/views", token, { name: `view ${number % 50}`, query: `q=${number}` })
                : await ask("GET", reads[number % reads.length], token);
        requests += 1;
        if (status < 200 || status >= 300) errors += 1;
        // A load that a small installation has, not the most that it can bear.
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
};
const watch = setInterval(() => samples.push(look()), Math.max(1000, (minutes * 60_000) / 120));
await Promise.all([0, 1, 2, 3].map(worker));
clearInterval(watch);
samples.push(look());
// The first tenth warms up: pools open, caches fill.
const warm = samples[Math.floor(samples.length / 10)];
const last = samples.at(-1);
const drift = (last.rss_bytes - warm.rss_bytes) / warm.rss_bytes;
const status = await new Promise((resolve) => {
    server.on("exit", resolve);
    server.kill("SIGTERM");
});
const result = { minutes, requests, errors, bad_lines: badLines, troubles, rss_drift: drift, exit: status, samples };
writeFileSync(path.join(target, "soak.json"), JSON.stringify(result, null, 1) + "\n");
rmSync(folder, { recursive: true });
console.log(
    `soak: ${minutes} min, ${requests} requests, ${errors} errors, ${badLines} bad lines of the log, memory ${(100 * drift).toFixed(1)} % from ${warm.rss_bytes >> 20} MiB, ` +
        `${warm.open_files} to ${last.open_files} files, WAL ${last.wal_bytes >> 10} KiB, exit ${status}`,
);
// Caches fill for minutes, by a megabyte at a time: what a short run grows by is no leak yet.
const isJudged = minutes >= 30;
if (!isJudged) console.log("Too short to say whether memory keeps growing: 30 minutes or more.");
process.exit(errors || badLines || status !== 0 || (isJudged && drift > 0.05) ? 1 : 0);
