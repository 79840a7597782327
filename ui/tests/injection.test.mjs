// Hostile texts in every field that a person or a file can fill, looked at in everything that comes out: pages
// in a real browser, with and without the policy that would stop a script; JSON; CSV; redirects; log; files.

import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { request as rawRequest } from "node:http";
import { after } from "node:test";
import { PAYLOADS, TENANTS, foreign, isComputed, listen, locationId, makeHostileWorld, parsedByPython, smallReport } from "./support/hostile.mjs";
import { suite } from "./support/suite.mjs";
import { uptake } from "./support/server.mjs";

const { test, shared } = suite({ fill: makeHostileWorld });
const OFFICE = "programme_admin";
const VIEWER = "executive_report_viewer";
const CLAIMANT = "incentives_admin";
const LEAST = 500;
const BROWSER = "<script>alert(1)</script><img src=x onerror=alert(1)>";

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
  const pages = ["/overview", "/profile", "/licences?limit=100", "/licences?limit=100&sort=sku", "/licences?limit=100&sort=-product_family", ...(role === OFFICE ? ["/loads", "/loads/1", "/loads/2", "/loads/3", "/loads/4", "/audit"] : [])];
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
  test(`nothing runs on any page, ${how}`, { as: bypassCSP ? OFFICE : VIEWER, bypassCSP }, async ({ context, page, watched }) => {
    await listen(context, watched.problems);
    await visit(page, watched.problems, bypassCSP ? OFFICE : VIEWER);
  });
}

test("what is asked for is text: search, filters, order, places in a list, error pages", { as: OFFICE, bypassCSP: true, expect: [400, 404, 414] }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  for (let place = 0; place < PAYLOADS.length; place += 6) {
    const [q, country, segment, band, sort, other] = Array.from({ length: 6 }, (_, further) => PAYLOADS[(place + further) % PAYLOADS.length].text);
    await look(page, `/tenants?${query({ q, country, segment, band, limit: "25" })}`);
    await look(page, `/tenants?${query({ sort, location: other, workload: q, usage_from: band, cursor: country, column: segment })}`);
    // What came since, for every third of them.
    if (place % 18 === 0) {
      await look(page, `/tenants?${query({ l1: q, l2: country, overall_status: segment, signal: band, overdue: sort, no_survey_contact: other })}`);
      const tenant = `/tenants/${TENANTS[0].id}`;
      await look(page, `${tenant}/contacts?${query({ q, type: country, cursor: segment })}`);
      await look(page, `${tenant}/status-notes?${query({ q, author: country, from: segment, until: band, overall_status: sort, cursor: other })}`);
      await look(page, `${tenant}/status-notes/new?${query({ corrects: q })}`);
      await look(page, `${tenant}/workloads/Teams/service-status?${query({ as_of: q, cursor: country })}`);
      await look(page, `/my-work?${query({ kind: q, cursor: country })}`);
      await look(page, `/taxonomy?${query({ on: q })}`);
      await look(page, `/licences?${query({ q, country, sku: segment, sku_bucket: band, sort, cursor: other, limit: "25" })}`);
      await look(page, `/licences?${query({ location: q, tenant_id: country, term_days: segment, auto_renew: band, unused: sort })}`);
      await look(page, `/intent-questions?${query({ cursor: q })}`);
      await look(page, `/claims?${query({ q, state: country, tenant_id: segment, source: band, cursor: sort })}`);
      await look(page, `/opportunities?${query({ q, country, segment, workload: band, sku_bucket: sort, claimed: other })}`);
      await look(page, `/opportunities?${query({ location: q, sort: country, cursor: segment, limit: "25" })}`);
      count("values of an address", 36);
    }
    await look(page, `/audit?${query({ q: other })}`);
    await look(page, `/${encodeURIComponent(q)}/${encodeURIComponent(other)}`);
    count("values of an address", 13);
  }
});

test("names of views and tokens are text", { as: VIEWER, bypassCSP: true }, async ({ context, page, watched, server }) => {
  await listen(context, watched.problems);
  await page.goto("/profile");
  const csrf = await page.locator("form[action='/profile/tokens'] input[name=csrf]").inputValue();
  const post = (path, form) => page.request.post(path, { form: { csrf, ...form }, headers: { origin: server.url } });
  const made = { view: 0, token: 0 };
  // A person has so many at a time and no more.
  for (let from = 0; from < PAYLOADS.length; from += 45) {
    const named = { view: new Set(), token: new Set() };
    for (const { text } of PAYLOADS.slice(from, from + 45)) {
      const view = await ask(VIEWER, "/api/v1/views", { method: "POST", body: JSON.stringify({ name: text, query: `q=${text}`.replace(/[\x00-\x1f\x7f-\x9f]/g, "") }), headers: { "content-type": "application/json" } });
      assert.ok([201, 400, 422].includes(view.status), `${view.status}: ${text}`);
      if (view.status === 201) named.view.add((await view.json()).name);
      const token = await post("/profile/tokens", { name: text, expires_days: "1", scope: "read" });
      assert.ok([200, 400, 422].includes(token.status()), `${token.status()}: ${text}`);
      if (token.status() === 200) named.token.add(text);
    }
    await look(page, "/profile");
    const rows = page.locator("table.tokens tbody tr").filter({ has: page.locator("form") });
    const tokens = await rows.evaluateAll((all) => all.map((row) => [row.querySelector("th").textContent, row.querySelector("form").getAttribute("action")]));
    await look(page, "/tenants?limit=25");
    const views = await page.locator(".view-list a").evaluateAll((all) => all.map((one) => one.textContent));
    for (const name of named.view) assert.ok(views.includes(name), `view ${name}`);
    assert.ok(tokens.length >= named.token.size, `${tokens.length} of ${named.token.size}`);
    const { items } = await (await ask(VIEWER, "/api/v1/views")).json();
    for (const { id } of items) assert.equal((await ask(VIEWER, `/api/v1/views/${id}`, { method: "DELETE" })).status, 204);
    for (const [name, path] of tokens) if (named.token.has(name)) assert.ok((await post(path, {})).ok(), name);
    made.view += named.view.size;
    made.token += named.token.size;
  }
  assert.ok(made.view > 150 && made.token > 150, `${made.view}, ${made.token}`);
  count("names of views and tokens", made.view + made.token);
});

test("names of files are text, and no file is written under one", { as: OFFICE, bypassCSP: true }, async ({ context, page, watched, server }) => {
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
  const ours = /^(uptake\.db(-wal|-shm|\.[a-z_]+\.lock|\.load-\d+(-journal|-wal|-shm)?)?|accounts\.json|Profile\.csv|CustomersAndTenants\.csv|OfficeUsage\.csv|SeatsSubscriptionsAndRevenue\.csv|uploads)$/;
  assert.deepEqual(files.filter((name) => !ours.test(name)), []);
});

test("who a contact is, is text", { as: VIEWER, bypassCSP: true }, async ({ context, page, watched }) => {
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

test("what is said of seats is text", { as: VIEWER, bypassCSP: true }, async ({ context, page, watched }) => {
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

/** Sends JSON, which of ours has no NUL at all: such a body is refused as a whole. */
const send = (role, path, method, body) =>
  ask(role, path, { method, body: JSON.stringify(body), headers: { "content-type": "application/json", "if-match": "*" } });

test("what a status note says is text", { as: VIEWER, bypassCSP: true }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  const path = `/tenants/${TENANTS[0].id}/status-notes`;
  const kept = [];
  for (const { text } of PAYLOADS) {
    const note = { scope: text, risks: text, next_actions: text, next_action_date: "2099-01-31", next_action_owner: text, overall_status: "active" };
    // What is no name on one line is refused there; the rest is kept without it.
    for (const body of [note, { ...note, next_action_owner: "Somebody" }]) {
      const answer = await send(VIEWER, `/api/v1${path}`, "POST", body);
      assert.ok([201, 400, 422].includes(answer.status), `${answer.status}: ${text}`);
      if (answer.status !== 201) continue;
      kept.push(await answer.json());
      break;
    }
  }
  assert.ok(kept.length > 150, `${kept.length}`);
  let shown = 0;
  for (let next = path; next; ) {
    await look(page, next);
    shown += await page.locator(".note-item").count();
    const link = page.locator("nav.paging a[rel=next]");
    next = (await link.count()) ? await link.evaluate((one) => one.pathname + one.search) : "";
  }
  assert.ok(shown >= kept.length, `${shown} of ${kept.length}`);
  for (const { id } of kept.filter((_, place) => place % 25 === 0)) await look(page, `${path}/new?${query({ corrects: id })}`);
  for (const after of [`/tenants/${TENANTS[0].id}`, "/my-work", "/tenants?limit=25", "/overview"]) await look(page, after);
  count("what a status note says", 4 * kept.length);
});

test("an intent note, a question about it and the answer are text", { as: OFFICE, bypassCSP: true }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  const path = `/tenants/${TENANTS[0].id}/workloads/Teams`;
  const kept = { text: 0, question: 0, answer: 0 };
  const wrote = async (what, answer) => {
    assert.ok([200, 204, 400, 422].includes(answer.status), `${what}: ${answer.status}`);
    if (answer.status < 300) kept[what] += 1;
    return answer.status < 300;
  };
  // Each takes four requests; what all of them have in common is looked at in the notes.
  for (const [place, { text }] of PAYLOADS.filter((_, number) => number % 6 === 0).entries()) {
    await wrote("text", await send(VIEWER, `/api/v1${path}/intent-note`, "PUT", { text }));
    if (!(await wrote("question", await send(VIEWER, `/api/v1${path}/intent-questions`, "POST", { question: text })))) continue;
    const { items } = await (await ask(OFFICE, "/api/v1/intent-questions")).json();
    const pages = place % 6 === 0 ? ["/intent-questions", "/my-work", `${path}/intent-note`, `/tenants/${TENANTS[0].id}`] : [];
    for (const open of pages) await look(page, open);
    const told = await wrote("answer", await send(OFFICE, `/api/v1/intent-questions/${items[0].id}/answer`, "POST", { answer: text }));
    if (!told) assert.equal((await send(OFFICE, `/api/v1/intent-questions/${items[0].id}/answer`, "POST", { answer: "So." })).status, 204);
  }
  for (const what of Object.keys(kept)) assert.ok(kept[what] > 20, `${what}: ${kept[what]}`);
  await look(page, `${path}/intent-note`);
  await look(page, "/blockers");
  count("intent notes, questions, answers", kept.text + kept.question + kept.answer);
});

test("names and segments of offers are text", { as: OFFICE, bypassCSP: true }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  const offers = "/api/v1/offers";
  const terms = { workload: "Teams", valid_from: "2026-01-01", valid_to: "2026-12-31", rate_minor: 450, ceiling_minor: 1000000, currency: "EUR" };
  let kept = 0;
  for (const { text } of PAYLOADS.filter((_, number) => number % 4 === 0)) {
    const answer = await send(OFFICE, offers, "POST", { ...terms, name: text, excluded_segments: [text] });
    assert.ok([201, 400, 422].includes(answer.status), `${answer.status}: ${text}`);
    if (answer.status === 201) kept += 1;
  }
  assert.ok(kept > 20, `${kept}`);
  const usage = `/tenants/${TENANTS[0].id}`;
  for (const open of ["/offers", usage, `${usage}/workloads/Teams/earnings`, "/opportunities"]) await look(page, open);
  count("offers", kept);
});

/** Files a claim on a tenant, with this text in every field that takes it; nothing where none does. */
async function filed(text, place) {
  const plain = { location: locationId(0), tenant_id: TENANTS[place % TENANTS.length].id, domain: "klant.example", workloads: ["Teams"], activity: "Plan", name: "Plan" };
  const customer = { name: "Somebody", email: "somebody@klant.example" };
  const contacts = { customer_contact: { ...customer, title: text }, own_contact: customer };
  const said = { ...plain, ...contacts, activity: text, name: text, comment: text };
  // What is no line of text is refused there; the rest is kept without it. What is no domain, address or code is refused in any case.
  for (const body of [
    { ...said, domain: text }, { ...said, location: text }, { ...said, tenant_id: text }, { ...said, workloads: [text] },
    { ...said, customer_contact: { ...customer, email: text } }, { ...said, own_contact: { ...customer, email: text } },
    { ...said, customer_contact: { ...customer, name: text, title: text }, own_contact: { ...customer, name: text } },
    said, { ...plain, ...contacts, customer_contact: customer, comment: text },
  ]) {
    const answer = await send(CLAIMANT, "/api/v1/claims", "POST", body);
    assert.ok([201, 400, 422].includes(answer.status), `${answer.status}: ${text}`);
    if (answer.status === 201) return answer.json();
  }
  return undefined;
}

for (const [role, step] of [[CLAIMANT, 4], [OFFICE, 6]]) {
  test(`what a claim says is text, what its proofs are called and why it moves, for ${role}`, { as: role, bypassCSP: true }, async ({ context, page, watched, server }) => {
    await listen(context, watched.problems);
    const kept = { claims: 0, proofs: 0, reasons: 0 };
    for (const [place, { text }] of PAYLOADS.filter((_, number) => number % step === 1).entries()) {
      const claim = await filed(text, place);
      if (!claim) continue;
      kept.claims += 1;
      const path = `/claims/${claim.number}`;
      const body = `%PDF-1.7\n${role} ${place}`;
      const proof = await ask(CLAIMANT, `/api/v1${path}/proofs?${query({ file_name: text })}`, { method: "POST", body, headers: { "content-type": "application/octet-stream" } });
      assert.equal(proof.status, 201, text);
      const [{ id, file_name }] = (await proof.json()).proofs;
      assert.doesNotMatch(file_name, /[/\\<>"\x00-\x1f\x7f]/);
      const given = await ask(CLAIMANT, `/api/v1${path}/proofs/${id}`);
      assert.match(given.headers.get("content-disposition"), /^attachment; filename="[ -~]*"; filename\*=UTF-8''[A-Za-z0-9%._~!#$&+^`|-]*$/);
      assert.equal(await given.text(), body);
      kept.proofs += 1;
      assert.equal((await send(CLAIMANT, `/api/v1${path}/submission`, "POST", {})).status, 200);
      const asked = await send(OFFICE, `/api/v1${path}/information-request`, "POST", { reason: text });
      assert.ok([200, 400, 422].includes(asked.status), `${asked.status}: ${text}`);
      if (asked.status === 200) kept.reasons += 1;
      if (place % 5 !== 0) continue;
      await look(page, path);
      assert.ok((await page.locator("main").innerText()).includes(file_name), file_name);
      if (role === CLAIMANT && asked.status === 200) await look(page, `${path}/edit`);
    }
    for (const what of Object.keys(kept)) assert.ok(kept[what] > 25, `${what}: ${kept[what]}`);
    for (const open of ["/claims", "/claims?state=action_required", "/claims/new", "/my-work", "/my-work?kind=claim"]) {
      if (role === CLAIMANT || open !== "/claims/new") await look(page, open);
    }
    const files = await readdir(`${server.folder}/proofs`, { recursive: true });
    assert.deepEqual(files.filter((name) => !/^[0-9a-f]{2}(\/[0-9a-f]{64})?$/.test(name)), []);
    count("claims, proofs, reasons", 6 * kept.claims + kept.proofs + kept.reasons);
  });
}

test("names of people, partners and locations are text", { as: OFFICE, bypassCSP: true }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  const partners = "/api/v1/partners";
  const of = `${partners}/4990001`;
  assert.equal((await send(OFFICE, partners, "POST", { partner_id: "4990001", name: "Hostile" })).status, 201);
  const kept = { people: 0, partners: 0, locations: 0 };
  const took = (what, answer, text) => {
    assert.ok([200, 201, 400, 422].includes(answer.status), `${what}: ${answer.status}: ${text}`);
    if (answer.status < 400) kept[what] += 1;
  };
  let number = 0;
  for (const { text } of PAYLOADS.filter((_, index) => index % 4 === 0)) {
    number += 1;
    const place = { location_id: `499${1000 + number}`, name: text, city: text, country: text, enrolled: true };
    took("locations", await send(OFFICE, `${of}/locations`, "POST", place), text);
    const roles = [{ role: "report_viewer" }];
    took("people", await send(OFFICE, "/api/v1/people", "POST", { email: `hostile${number}@partner.example`, name: text, partner_id: "4990001", roles }), text);
    took("partners", await send(OFFICE, of, "PUT", { name: text }), text);
    const table = `email,name,role,locations\n${text}`;
    assert.ok([200, 400, 422].includes((await send(OFFICE, "/api/v1/people/import", "POST", { csv: table })).status), text);
  }
  for (const what of Object.keys(kept)) assert.ok(kept[what] > 20, `${what}: ${kept[what]}`);
  await look(page, "/people?q=hostile");
  const person = await page.locator("table.accounts th a").first().getAttribute("href");
  for (const open of [person, "/people/new?partner=4990001", "/partners", "/partners/4990001", "/partners/4990001/locations/4991001"]) await look(page, open);
  count("people, partners, locations", kept.people + kept.partners + kept.locations);
});

test("names of reasons are text", { as: OFFICE, bypassCSP: true }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  const newest = "/api/v1/taxonomy/newest";
  // JSON of ours has no NUL at all; and what is no line of text is no name.
  const texts = [...new Set(PAYLOADS.map(({ text }) => text.trim()).filter((text) => text && !text.includes("\0")))];
  let kept = 0;
  for (let from = 0; from < texts.length; from += 40) {
    const { statuses } = await (await ask(OFFICE, newest)).json();
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const own = statuses[4].options = texts.slice(from, from + 40).map((text, place) => ({ code: `reason_${place}`, name: { en: text, nl: text } }));
    let answer = await send(OFFICE, newest, "PUT", { valid_from: day, statuses });
    if (answer.status === 422) {
      const wrong = new Set((await answer.json()).errors.map(({ field }) => Number(field.match(/^statuses\[4\]\.options\[(\d+)\]\.name\.(en|nl)$/)[1])));
      statuses[4].options = own.filter((_, place) => !wrong.has(place));
      answer = await send(OFFICE, newest, "PUT", { valid_from: day, statuses });
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

test("a browser that calls itself a script is a line in the list of sessions", { as: VIEWER, bypassCSP: true, userAgent: BROWSER }, async ({ context, page, watched }) => {
  await listen(context, watched.problems);
  await look(page, "/profile");
  // The name that the page gives it is a guess; the whole of what it calls itself is told with it.
  const told = await page.locator("table.sessions [title]").evaluateAll((all) => all.map((one) => one.title));
  assert.ok(told.includes(BROWSER), told.join("\n"));
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
