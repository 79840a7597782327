// How near the opportunities run to their floor, in their usual order and by each filter alone; and how long it takes to
// compute anew what every workload could earn, against an UPDATE that writes constants to the same rows. `make bench` runs it;
// docs/performance.md says what the figures mean.

import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { CONNECTIONS, ROUNDS, SECONDS, drop, end, fill, floor, home, median, processor, record, serve, uptake, wrk } from "./kit.mjs";

const { ENGINES, TENANTS } = process.env;
const GOAL = 0.5;
const GOAL_RECOMPUTING = 0.3;
const OFFERED = ["Teams", "Exchange", "SharePoint", "Intune"];

/** A request of a program; its answer. */
async function ask({ url }, token, method, path, body, headers = {}) {
  const options = {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  };
  // A connection that was idle while something was measured is closed by now; each of these may come again.
  const answer = await fetch(url + path, options).catch(() => fetch(url + path, options));
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const terms = (workload, rate) => ({
  name: `${workload} grows`, workload, valid_from: "2020-01-01", valid_to: "2099-12-31", rate_minor: rate, ceiling_minor: 1_000_000, currency: "EUR",
});

/** One value of each filter: what the first page has, and of a search a word of a name. */
async function filters(world, server) {
  const { items } = await ask(server, world.tokens.whole, "GET", "/api/v1/opportunities?limit=100");
  const choices = await ask(server, world.tokens.whole, "GET", "/api/v1/filters");
  return [
    "", `country=${choices.countries[0]}`, `segment=${choices.segments[0]}`, `location=${choices.locations[0].partner_id}`,
    `workload=${items[0].workload}`, `sku_bucket=${items[0].sku_bucket}`, "claimed=true", "claimed=false", `q=${items[0].name.split(" ")[0]}`,
  ];
}

async function efficiencies(world, server) {
  const header = `Authorization: Bearer ${world.tokens.whole}`;
  for (const filter of await filters(world, server)) {
    const [name, value = ""] = filter.split("=");
    const path = `/api/v1/opportunities${filter && `?${new URLSearchParams({ [name]: value })}`}`;
    const statement = uptake(world.database, ["statement", "--token", world.tokens.whole, `--opportunities=${filter}`]);
    const got = { rate: [], sql: [], http: [], cpu: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = processor(server.child.pid);
      const { rate, requests } = wrk(server.url + path, [header], CONNECTIONS, SECONDS);
      got.cpu.push(((processor(server.child.pid) - before) / requests) * 1000);
      got.rate.push(rate);
      got.sql.push(floor(world, statement));
      got.http.push(wrk(`${server.url}/healthz`, [], CONNECTIONS, SECONDS).rate);
    }
    const [rate, sql, http, cpu] = ["rate", "sql", "http", "cpu"].map((one) => median(got[one]));
    const efficiency = rate * (1 / sql + 1 / http);
    const what = `opportunities${filter && ` by ${name}`}`;
    console.log(
      `${world.engine} ${what}: ${rate.toFixed(0)}/s, floors ${sql.toFixed(0)}/s (statement) and ${http.toFixed(0)}/s (healthz): ` +
        `efficiency ${efficiency.toFixed(2)} (goal ${GOAL}), ${cpu.toFixed(2)} ms of server processor a request`,
    );
    record({
      figure: what, engine: world.engine, tenants: world.tenants, filter, connections: CONNECTIONS, per_second: rate,
      floor_sql_per_second: sql, floor_http_per_second: http, efficiency, goal: GOAL, server_cpu_ms: cpu,
    });
  }
}

/** Runs a text by the database's own tool; milliseconds, and what it printed. */
function bare(world, text) {
  const began = performance.now();
  const [program, args] =
    world.engine === "postgres"
      ? ["psql", ["-X", "-qAt", "-d", world.database, "-c", text]]
      : ["sqlite3", ["-cmd", ".timeout 60000", world.database.replace("sqlite:", ""), text]];
  const told = execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return { took: performance.now() - began, told: told.trim() };
}

/** An offer changes, and with it every amount of its workload; then the floor writes to the same rows. */
async function recomputing(world, server) {
  const token = world.tokens.office;
  const { items } = await ask(server, token, "GET", "/api/v1/offers");
  const took = { change: [], floor: [] };
  const empty = bare(world, "SELECT 1").took;
  for (let round = 0; round < ROUNDS; round += 1) {
    // With another rate of each offer no amount stays: the last of them writes all that the floor has written over.
    const { handle, workload } = items.at(-1);
    const began = performance.now();
    await ask(server, token, "PUT", `/api/v1/offers/${handle}`, terms(workload, 500 + round), { "if-match": "*" });
    took.change.push(performance.now() - began);
    const constants = `UPDATE portfolio_workload SET earned_minor = c.earned, potential_minor = c.potential, currency = c.currency
      FROM (SELECT ${round} AS earned, ${1_000_000 + round} AS potential, 'EUR' AS currency) AS c WHERE portfolio_workload.currency IS NOT NULL`;
    took.floor.push(bare(world, constants).took - empty);
  }
  const rows = Number(bare(world, "SELECT COUNT(*) FROM portfolio_workload WHERE currency IS NOT NULL").told);
  const [change, least] = [median(took.change), median(took.floor)];
  const ratio = least / change;
  console.log(
    `${world.engine} computing ${rows} amounts anew: ${change.toFixed(0)} ms, floor ${least.toFixed(0)} ms: ratio ${ratio.toFixed(2)} ` +
      `(goal ${GOAL_RECOMPUTING}), ${((rows / change) * 1000).toFixed(0)} rows a second`,
  );
  record({
    figure: "recomputing potential earnings", engine: world.engine, tenants: world.tenants, rows, milliseconds: change, floor_milliseconds: least,
    ratio, goal: GOAL_RECOMPUTING, rows_per_second: (rows / change) * 1000,
  });
}

let port = Number(process.env.PORT ?? 18360);
const servers = [];
try {
  for (const engine of ENGINES.split(" ")) {
    console.log(`\n== ${engine}: opportunities of ${TENANTS} tenants`);
    const world = fill(engine, Number(TENANTS));
    const server = await serve(world, (port += 1));
    servers.push(server.child);
    for (const workload of OFFERED) await ask(server, world.tokens.office, "POST", "/api/v1/offers", terms(workload, 450));
    if (engine === "postgres") bare(world, "VACUUM ANALYZE");
    await efficiencies(world, server);
    await recomputing(world, server);
    await end(servers);
    drop(world);
  }
} finally {
  for (const child of servers) child.kill();
  rmSync(home, { recursive: true, force: true });
}
