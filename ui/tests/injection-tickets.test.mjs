// Hostile texts in every field of a ticket and of help, looked at in everything that comes out of them.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { PAYLOADS, foreign, listen, makeHostileWorld } from "./support/hostile.mjs";
import { suite } from "./support/suite.mjs";

const { test, shared } = suite({ fill: makeHostileWorld });
const OFFICE = "programme_admin";
const VIEWER = "executive_report_viewer";

const query = (values) => new URLSearchParams(values).toString();

/** Opens a page with the ears open, and looks it through. */
async function look(page, path) {
  await page.goto(path);
  assert.deepEqual(await foreign(page), [], path);
}

const ask = (role, path, options = {}) => {
  const { token } = shared.server.accounts.find((one) => one.role === role);
  return fetch(shared.server.url + path, { redirect: "manual", ...options, headers: { authorization: `Bearer ${token}`, ...options.headers } });
};

const send = (role, path, method, body) =>
  ask(role, path, { method, body: JSON.stringify(body), headers: { "content-type": "application/json", "if-match": "*" } });

/** Opens a ticket with this text in every field that takes it; nothing where none does. */
async function asked(text) {
  const plain = { title: "Title", type: "problem", subject: "access", description: "Description" };
  const said = { ...plain, title: text, description: text, reference: text };
  // What is no line of text is refused there, and what is neither an ID nor a domain in any case where it is none.
  for (const body of [{ ...said, type: text }, { ...said, subject: text }, { ...said, workload: text }, { ...said, tenant: text }, said, { ...plain, description: text }]) {
    const answer = await send(VIEWER, "/api/v1/tickets", "POST", body);
    assert.ok([201, 400, 422].includes(answer.status), `${answer.status}: ${text}`);
    if (answer.status === 201) return answer.json();
  }
  return undefined;
}

test("what a ticket says is text, what is answered and what its files are called", { as: OFFICE, bypassCSP: true }, async ({ context, page, watched, server }) => {
  await listen(context, watched.problems);
  const kept = { tickets: 0, files: 0, answers: 0 };
  for (const [place, { text }] of PAYLOADS.filter((_, number) => number % 4 === 2).entries()) {
    const ticket = await asked(text);
    if (!ticket) continue;
    kept.tickets += 1;
    const path = `/tickets/${ticket.number}`;
    const body = `%PDF-1.7\nticket ${place}`;
    const sent = await ask(VIEWER, `/api/v1${path}/attachments?${query({ file_name: text })}`, { method: "POST", body, headers: { "content-type": "application/octet-stream" } });
    assert.equal(sent.status, 201, text);
    const [{ id, file_name }] = (await sent.json()).attachments;
    assert.doesNotMatch(file_name, /[/\\<>"\x00-\x1f\x7f]/);
    const given = await ask(OFFICE, `/api/v1${path}/attachments/${id}`);
    assert.match(given.headers.get("content-disposition"), /^attachment; filename="[ -~]*"; filename\*=UTF-8''[A-Za-z0-9%._~!#$&+^`|-]*$/);
    assert.equal(await given.text(), body);
    kept.files += 1;
    const said = await send(OFFICE, `/api/v1${path}/answers`, "POST", { text });
    assert.ok([201, 400, 422].includes(said.status), `${said.status}: ${text}`);
    if (said.status === 201) kept.answers += 1;
    for (const step of ["resolution", "reopening"]) {
      const moved = await send(VIEWER, `/api/v1${path}/${step}`, "POST", { text });
      assert.ok([200, 400, 409, 422].includes(moved.status), `${moved.status}: ${text}`);
    }
    if (place % 5 !== 0) continue;
    await look(page, path);
    assert.ok((await page.locator("main").innerText()).includes(file_name), file_name);
    await look(page, `/help?${query({ tenant: text, workload: text, reference: text })}`);
    await look(page, `/tickets/new?${query({ title: text, type: text, subject: text, tenant: text, workload: text, reference: text })}`);
    await look(page, `/tickets?${query({ q: text, state: text, type: text, subject: text, assigned: text, overdue: text, sort: text, cursor: text })}`);
  }
  for (const what of Object.keys(kept)) assert.ok(kept[what] > 25, `${what}: ${kept[what]}`);
  for (const open of ["/tickets", "/tickets?limit=100&sort=title", "/my-work?kind=ticket"]) await look(page, open);
  const files = await readdir(`${server.folder}/attachments`, { recursive: true });
  assert.deepEqual(files.filter((name) => !/^[0-9a-f]{2}(\/[0-9a-f]{64})?$/.test(name)), []);
});
