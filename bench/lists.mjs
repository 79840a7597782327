// How near the tenant list and the usage details run to their floor. `make bench` runs it; docs/performance.md says
// what the figures mean.
//
// efficiency = actual / (1 / (1 / floor_sql + 1 / floor_http)): what is reached of what would be possible if a request
// cost no more than its main statement and an empty answer. Everything is measured in turn, round by round, and the
// medians are compared.

import { rmSync } from "node:fs";
import {
  CONNECTIONS, ROUNDS, SECONDS, drop, end, fill, floor, home, median, processor, record, serve, signIn, uptake, wrk,
} from "./kit.mjs";

const { ENGINES, TENANTS, SMALL } = process.env;
const SORTS = ["name", "usage_percent", "-usage_percent", "pau", "-pau"];

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
  for (const person of ["whole", "three", "viewer", "manager", "office"]) {
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
    await end(servers);
    for (const { world } of sizes) drop(world);
  }
} finally {
  for (const child of servers) child.kill();
  rmSync(home, { recursive: true, force: true });
}
