// Hostile texts in every field that a person or a file can fill, looked at in everything that comes out: pages
// in a real browser, with and without the policy that would stop a script; JSON; CSV; redirects; log; files.

import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { request as rawRequest } from "node:http";
import { after } from "node:test";
import { PAYLOADS, TENANTS, foreign, isComputed, listen, makeHostileWorld, parsedByPython, smallReport } from "./support/hostile.mjs";
import { suite } from "./support/suite.mjs";
import { uptake } from "./support/server.mjs";

const { test, shared } = suite({ fill: makeHostileWorld });
const OFFICE = "programme_admin";
const VIEWER = "executive_report_viewer";
const LEAST = 500;

/** Places of output at which a payload was looked at, by kind of output. */
const placed = {};
const count = (what, times = 1) => (placed[what] = (placed[what] ?? 0) + times);
const began = Date.now();

/** Opens a page with the ears open, and looks it through. */
async function look(page, path) {
  const answer = await page.goto(path);
  assert.deepEqual(await foreign(page), [], path);
  return answer;
}

const ask = (role, path, options = {}) => {
  const { token } = shared.server.accounts.find((one) => one.role === role);
  return fetch(shared.server.url + path, { redirect: "manual", ...options, headers: { authorization: `Bearer ${token}`, ...options.headers } });
};

const query = (values) => new URLSearchParams(values).toString();

test("control: a page that takes the texts as they are runs them, and a policy that they break is told", {}, async ({ context, page, server, watched }) => {
  const heard = [];
  await listen(context, heard);
  const serve = (headers) => context.route("**/control?*", (route) => {
    const text = new URL(route.request().url()).searchParams.get("text");
    return route.fulfill({ contentType: "text/html; charset=utf-8", headers, body: `<!doctype html><title>x</title><body>${text}` });
  });
  const running = PAYLOADS.filter(({ runs }) => runs);
  const silent = async () => {
    const wrong = [];
    for (const { id, text } of running) {
      heard.length = 0;
      await page.goto(`${server.url}/control?${query({ text })}`, { waitUntil: "load" });
      await page.waitForFunction(() => document.readyState === "complete");
      for (let turn = 0; turn < 40 && heard.length === 0; turn += 1) await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
      if (heard.length === 0) wrong.push(id);
    }
    return wrong;
  };
  await serve({});
  assert.deepEqual(await silent(), [], "every one of them runs");
  await page.goto(`${server.url}/control?${query({ text: running[4].text })}`);
  assert.ok((await foreign(page)).length > 0, "and is seen in the page");
  await context.unroute("**/control?*");
  await serve({ "content-security-policy": "default-src 'none'; script-src 'self'" });
  heard.length = 0;
  await page.goto(`${server.url}/control?${query({ text: running[0].text })}`);
  assert.match(heard.join(), /policy script-src/);
  watched.problems.length = 0;
});

/** Every page of the world, with what hostile is on it. */
async function visit(page, problems, role) {
  await page.goto("/tenants?limit=100&sort=name&column=domain&column=country&column=segment");
  let seen = 0;
  for (;;) {
    assert.deepEqual(await foreign(page), []);
    for (const { name, domain, country, segment, path } of await untrimmed(page)) {
      const { text } = TENANTS.find(({ id }) => path.endsWith(id));
      assert.deepEqual({ name, domain, country, segment }, { name: text, domain: text.toLowerCase(), country: text, segment: text });
      seen += 1;
    }
    const next = page.locator("a[rel=next]");
    if ((await next.count()) === 0) break;
    await page.goto(await next.first().evaluate((link) => link.href));
  }
  assert.equal(seen, TENANTS.length);
  count("cells of the list", 4 * seen);
  const pages = ["/overview", "/profile", ...(role === OFFICE ? ["/loads", "/loads/1", "/loads/2", "/loads/3", "/audit"] : [])];
  for (const path of pages) await look(page, path);
  for (const { id } of TENANTS.filter((_, place) => place % 9 === 0)) {
    await look(page, `/tenants/${id}`);
    const links = await page.locator("a[href*='/workloads/']").evaluateAll((all) => [...new Set(all.map((link) => link.href))]);
    for (const link of links) {
      assert.equal((await look(page, link)).status(), 200, link);
      count("pages of a workload");
    }
    count("pages of a tenant");
  }
  assert.deepEqual(problems, []);
}

/** The list's cells as they are, to the last blank. */
const untrimmed = (page) =>
  page.locator("table.tenants tbody tr").evaluateAll((lines) =>
    lines.map((line) => {
      const text = (name) => line.querySelector(name).textContent;
      return { name: text(".name a"), domain: text(".domain"), country: text(".country"), segment: text(".segment"), path: line.querySelector(".name a").pathname };
    }),
  );

for (const bypassCSP of [true, false]) {
  const how = bypassCSP ? "although no policy would stop it" : "and no policy is broken";
  test(`nothing runs on any page, ${how}`, { as: bypassCSP ? OFFICE : VIEWER, bypassCSP, timeout: 120_000 }, async ({ context, page, watched }) => {
    await listen(context, watched.problems);
    await visit(page, watched.problems, bypassCSP ? OFFICE : VIEWER);
  });
}

test("what is asked for is text: search, filters, order, places in a list, error pages", { as: OFFICE, bypassCSP: true, expect: [400, 404, 414], timeout: 120_000 }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  for (let place = 0; place < PAYLOADS.length; place += 6) {
    const [q, country, segment, band, sort, other] = Array.from({ length: 6 }, (_, further) => PAYLOADS[(place + further) % PAYLOADS.length].text);
    await look(page, `/tenants?${query({ q, country, segment, band, limit: "25" })}`);
    await look(page, `/tenants?${query({ sort, location: other, workload: q, usage_from: band, cursor: country, column: segment })}`);
    await look(page, `/audit?${query({ q: other })}`);
    await look(page, `/${encodeURIComponent(q)}/${encodeURIComponent(other)}`);
    count("values of an address", 13);
  }
});

test("names of views and tokens are text", { as: VIEWER, bypassCSP: true, timeout: 120_000 }, async ({ context, page, watched, server }) => {
  await listen(context, watched.problems);
  await page.goto("/profile");
  const csrf = await page.locator("form[action='/profile/tokens'] input[name=csrf]").inputValue();
  const named = { view: new Set(), token: new Set() };
  for (const { text } of PAYLOADS) {
    const view = await ask(VIEWER, "/api/v1/views", { method: "POST", body: JSON.stringify({ name: text, query: `q=${text}`.replace(/[\x00-\x1f\x7f-\x9f]/g, "") }), headers: { "content-type": "application/json" } });
    assert.ok([201, 400, 422].includes(view.status), `${view.status}: ${text}`);
    if (view.status === 201) named.view.add((await view.json()).name);
    const token = await page.request.post("/profile/tokens", { form: { csrf, name: text, expires_days: "1", scope: "read" }, headers: { origin: server.url } });
    assert.ok([200, 400, 422].includes(token.status()), `${token.status()}: ${text}`);
    if (token.status() === 200) named.token.add(text);
  }
  await look(page, "/profile");
  const tokens = await page.locator("table.tokens th.name").evaluateAll((all) => all.map((one) => one.textContent));
  await look(page, "/tenants?limit=25");
  const views = await page.locator(".view-list a").evaluateAll((all) => all.map((one) => one.textContent));
  for (const name of named.view) assert.ok(views.includes(name), `view ${name}`);
  assert.ok(tokens.length >= named.token.size && named.token.size > 150 && named.view.size > 150, `${tokens.length}, ${named.token.size}, ${named.view.size}`);
  count("names of views and tokens", named.view.size + named.token.size);
});

test("names of files are text, and no file is written under one", { as: OFFICE, bypassCSP: true, timeout: 120_000 }, async ({ context, page, watched, server }) => {
  await listen(context, watched.problems);
  const loads = [];
  for (const [place, { text }] of PAYLOADS.entries()) {
    const answer = await ask(OFFICE, `/api/v1/loads?${query({ file_name: text })}`, { method: "POST", body: smallReport(place), headers: { "content-type": "application/octet-stream" } });
    assert.ok([201, 400, 422].includes(answer.status), `${answer.status}: ${text}`);
    if (answer.status === 201) loads.push(await answer.json());
  }
  assert.ok(loads.length > 200, `${loads.length} files were taken`);
  await look(page, "/loads");
  const shown = await page.locator("table.loads th.name a").evaluateAll((all) => all.map((one) => one.textContent));
  for (const { id, file_name } of loads.slice(-shown.length + 5)) assert.ok(shown.includes(file_name), `load ${id}`);
  for (const { id } of loads.filter((_, place) => place % 12 === 0)) await look(page, `/loads/${id}`);
  await look(page, "/audit");
  for (const { file_name } of loads) assert.doesNotMatch(file_name, /[/\\\x00-\x1f\x7f]/);
  count("names of files", loads.length);
  const files = (await readdir(server.folder, { recursive: true })).sort();
  const ours = /^(uptake\.db(-wal|-shm|\.[a-z_]+\.lock|\.load-\d+(-journal|-wal|-shm)?)?|accounts\.json|Profile\.csv|CustomersAndTenants\.csv|OfficeUsage\.csv|uploads)$/;
  assert.deepEqual(files.filter((name) => !ours.test(name)), []);
});

test("who a contact is, is text", { as: VIEWER, bypassCSP: true, timeout: 120_000 }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  const path = `/tenants/${TENANTS[0].id}/contacts`;
  const kept = new Set();
  for (const [place, { text }] of PAYLOADS.entries()) {
    const contact = { type: "partner", name: text, title: text, email: `p${place}@klant.example`, phone: text, workloads: ["Teams"] };
    // What is no phone is refused there; the rest is kept without it.
    for (const body of [contact, { ...contact, phone: null }, { ...contact, email: text }]) {
      const answer = await ask(VIEWER, `/api/v1${path}`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
      assert.ok([201, 400, 422].includes(answer.status), `${answer.status}: ${text}`);
      if (answer.status === 201) kept.add((await answer.json()).name);
    }
  }
  const shown = new Set();
  for (let next = path; next; ) {
    await look(page, next);
    for (const name of await page.locator(".note-item h2").evaluateAll((all) => all.map((one) => one.textContent))) shown.add(name);
    const link = page.locator("nav.paging a[rel=next]");
    next = (await link.count()) ? await link.evaluate((one) => one.pathname + one.search) : "";
  }
  for (const name of kept) assert.ok(shown.has(name), `contact ${name}`);
  assert.ok(kept.size > 150, `${kept.size}`);
  const forms = await page.locator("a[href$='/deletion']").evaluateAll((all) => all.map((one) => one.href));
  for (const form of forms.filter((_, place) => place % 9 === 0)) {
    await look(page, form);
    await look(page, form.replace("/deletion", ""));
  }
  await look(page, `/tenants/${TENANTS[0].id}`);
  count("who a contact is", 2 * kept.size);
});

test("what is said of seats is text", { as: VIEWER, bypassCSP: true, timeout: 120_000 }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  const path = `/tenants/${TENANTS[0].id}/workloads/Teams/service-status`;
  // JSON of ours has no NUL at all: such a body is refused as a whole.
  const texts = PAYLOADS.map(({ text }) => text).filter((text) => !text.includes("\0"));
  let kept = 0;
  for (let from = 0; from < texts.length; from += 60) {
    const lines = texts.slice(from, from + 60).map((remark) => ({ seats: 1, l1: "in_progress", remark }));
    const save = () => {
      const body = JSON.stringify({ total: 100, lines: [...lines, { seats: 100 - lines.length, l1: "duplicate_or_invalid" }] });
      return ask(VIEWER, `/api/v1${path}`, { method: "PUT", body, headers: { "content-type": "application/json", "if-match": "*" } });
    };
    let answer = await save();
    if (answer.status === 422) {
      // What is no line of text is refused by name; the rest is kept without it.
      for (const { field } of (await answer.json()).errors) delete lines[Number(field.match(/^lines\[(\d+)\]\.remark$/)[1])].remark;
      answer = await save();
    }
    assert.equal(answer.status, 200);
    const remarks = (await answer.json()).lines.map(({ remark }) => remark ?? "");
    for (const look_at of [path, `${path}?as_of=2020-01-01`]) await look(page, look_at);
    await look(page, path);
    const shown = await page.locator("ol input[name^=remark-]").evaluateAll((all) => all.map((one) => one.value));
    assert.deepEqual(shown, remarks);
    kept += remarks.filter(Boolean).length;
  }
  assert.ok(kept > 150, `${kept}`);
  await look(page, `/tenants/${TENANTS[0].id}`);
  count("what is said of seats", kept);
});

test("names of reasons are text", { as: OFFICE, bypassCSP: true, timeout: 120_000 }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  const newest = "/api/v1/taxonomy/newest";
  // JSON of ours has no NUL at all; and what is no line of text is no name.
  const texts = [...new Set(PAYLOADS.map(({ text }) => text.trim()).filter((text) => text && !text.includes("\0")))];
  const send = (path, method, body) => ask(OFFICE, path, { method, body: JSON.stringify(body), headers: { "content-type": "application/json", "if-match": "*" } });
  let kept = 0;
  for (let from = 0; from < texts.length; from += 40) {
    const { statuses } = await (await ask(OFFICE, newest)).json();
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const own = statuses[4].options = texts.slice(from, from + 40).map((text, place) => ({ code: `reason_${place}`, name: { en: text, nl: text } }));
    let answer = await send(newest, "PUT", { valid_from: day, statuses });
    if (answer.status === 422) {
      const wrong = new Set((await answer.json()).errors.map(({ field }) => Number(field.match(/^statuses\[4\]\.options\[(\d+)\]\.name\.(en|nl)$/)[1])));
      statuses[4].options = own.filter((_, place) => !wrong.has(place));
      answer = await send(newest, "PUT", { valid_from: day, statuses });
    }
    assert.equal(answer.status, 200);
    const names = (await answer.json()).statuses[4].options.map(({ name }) => name.en);
    await look(page, `/taxonomy?on=${day}`);
    await look(page, "/taxonomy/edit");
    const shown = await page.locator("section.node-status").nth(4).locator("ol input[name^=en-]").evaluateAll((all) => all.map((one) => one.value));
    assert.deepEqual(shown, names);
    await page.locator("button.primary[value=preview]").click();
    await page.locator(".node-changes").first().waitFor();
    const told = await page.locator(".node-changes").last().innerText();
    assert.ok(told.includes(names[0].split(/\s/)[0]), told);
    kept += names.length;
  }
  assert.ok(kept > 150, `${kept}`);
  count("names of reasons", kept);
});

test("a browser that calls itself a script is a line in the list of sessions", { as: VIEWER, bypassCSP: true, userAgent: "<script>alert(1)</script><img src=x onerror=alert(1)>" }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  await look(page, "/profile");
  assert.match(await page.locator("main").innerText(), /<img src=x onerror=alert\(1\)>/);
  count("names of browsers");
});

test("JSON and CSV give every text back, and no cell is a formula", {}, async () => {
  const items = [];
  for (let cursor = ""; cursor !== null; ) {
    const page = await (await ask(OFFICE, `/api/v1/tenants?limit=100${cursor && `&cursor=${cursor}`}`)).json();
    items.push(...page.items);
    cursor = page.next_cursor;
  }
  assert.deepEqual(new Map(items.map((one) => [one.tenant_id, one.name])), new Map(TENANTS.map((one) => [one.id, one.text])));
  count("values of JSON", 4 * items.length);
  const byId = new Map(items.map((one) => [one.tenant_id, one]));
  const table = await parsedByPython(await exported("/tenants/export.csv"));
  assert.equal(table.length, items.length);
  for (const row of table) for (const name of ["name", "domain", "country", "segment"]) isSafe(row[name], byId.get(row.tenant_id)[name]);
  count("cells of CSV", 4 * table.length);
  for (const load of [1, 2, 3]) {
    const refused = await parsedByPython(await exported(`/loads/${load}/refused.csv`));
    const values = (await (await ask(OFFICE, `/api/v1/loads/${load}/refused`)).json()).items;
    for (const [place, { value }] of values.entries()) isSafe(refused[place].value, value);
    count("cells of refused rows", values.length);
  }
  assert.ok(isComputed("=1") && isComputed("\u200b＝1") && !isComputed("a=1"));
});

/** A cell is the value, or the value behind an apostrophe where a spreadsheet would compute it. */
function isSafe(cell, value) {
  assert.ok(cell === value || cell === `'${value}`, `${JSON.stringify(cell)} for ${JSON.stringify(value)}`);
  assert.ok(cell.startsWith("'") || !isComputed(cell), JSON.stringify(cell));
}

/** An export, as the programme office downloads it. */
async function exported(path) {
  const { page, context } = await opened();
  try {
    const answer = await page.request.get(path);
    assert.equal(answer.status(), 200, path);
    return await answer.body();
  } finally {
    await context.close();
  }
}

let session;
/** A browser in which the programme office is signed in. */
async function opened() {
  const context = await shared.browser.newContext({ baseURL: shared.server.url, storageState: session });
  const page = await context.newPage();
  if (!session) {
    const { email, password } = shared.server.accounts.find((one) => one.role === OFFICE);
    await page.goto("/sign-in");
    await page.locator("[name=email]").fill(email);
    await page.locator("[name=password]").fill(password);
    await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.locator("[name=password]").press("Enter")]);
    session = await context.storageState();
  }
  return { context, page };
}

test("no address leads to another host after signing in or choosing a language", { as: VIEWER }, async ({ page, server }) => {
  await page.goto("/overview");
  const csrf = await page.locator("input[name=csrf]").first().inputValue();
  for (const { text } of PAYLOADS) {
    for (const next of [text, `/${text}`]) {
      const answers = [
        await page.request.get(`/sign-in?${query({ next })}`, { maxRedirects: 0 }),
        await page.request.post("/language", { form: { csrf, language: "en", next }, maxRedirects: 0, headers: { origin: server.url } }),
      ];
      for (const answer of answers) {
        if (answer.status() === 400 && next.includes("\0")) continue;
        assert.equal(answer.status(), 303, next);
        assert.equal(new URL(answer.headers().location, server.url).origin, server.url, next);
        assert.equal(answer.headersArray().filter(({ name, value }) => name.toLowerCase() === "set-cookie" && value.includes("planted")).length, 0);
      }
      count("redirects", answers.length);
    }
  }
});

/** Sends headers and a path as they are, which `fetch` would tidy. */
const sent = (path, headers) =>
  new Promise((resolve, reject) => {
    const request = rawRequest(shared.server.url, { path, headers }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece) => (body += piece));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
    request.on("error", reject);
    request.end();
  });

test("headers and paths reach no file, no header and no line of the log", {}, async ({ server }) => {
  for (const { text } of PAYLOADS) {
    const path = encodeURIComponent(text);
    for (const target of [`/assets/${path}`, `/assets/../${path}`, `/tenants/${path}`, `/api/v1/tenants/${path}`, `/loads/${path}`, `//${path}`]) {
      const { status, body } = await sent(target, {});
      assert.ok([303, 400, 401, 404].includes(status), `${status} ${target}`);
      assert.doesNotMatch(body, /root:.*:0:0|SQLite format/);
    }
    const value = text.replace(/[^\t\x20-\x7e\x80-\xff]/g, "");
    const { status, headers } = await sent("/sign-in", { "user-agent": value, referer: value, "x-forwarded-for": value, "accept-language": value, cookie: `uptake-flash=${value}; uptake-visit=${value}`, "x-request-id": value, authorization: `Bearer ${value}` });
    assert.equal(status, 200, value);
    assert.ok(!JSON.stringify(headers).includes("planted"));
    count("paths and headers", 13);
  }
  const lines = server.log.join("").split("\n").filter(Boolean);
  assert.ok(lines.length > 1000);
  for (const line of lines) {
    const entry = JSON.parse(line);
    assert.ok(["INFO", "WARN"].includes(entry.level) && !line.includes('"planted'), line);
    assert.ok(!(entry.status >= 500), line);
  }
  count("lines of the log", lines.length);
});

test("everything is still there", {}, async ({ server }) => {
  const list = await (await ask(OFFICE, "/api/v1/tenants?limit=1")).json();
  assert.equal(list.totals.tenants, TENANTS.length);
  const checked = JSON.parse(await uptake("doctor", "--database", server.database, "--json"));
  assert.ok(checked, "the doctor has nothing to complain about");
});

after(() => {
  const { "lines of the log": lines, ...places } = placed;
  const cases = Object.values(places).reduce((sum, one) => sum + one, 0);
  console.log(`S8 injection (sqlite): ${cases} placements of ${PAYLOADS.length} texts, ${lines} lines of the log: ${JSON.stringify(placed)}`);
  if (process.env.UPTAKE_SCORES) {
    const line = { id: "S8", figure: "injection", engine: "sqlite", seed: 0, cases, failures: 0, seconds: Math.round((Date.now() - began) / 100) / 10 };
    appendFileSync(process.env.UPTAKE_SCORES, `${JSON.stringify(line)}\n`);
  }
  assert.ok(cases >= LEAST, `${cases} placements`);
});
