// What partner people write about a tenant: in the pane, on a page without scripts, by keyboard alone, and with a
// connection or a session that ends meanwhile.

import assert from "node:assert/strict";
import { firstTenant, tabTo } from "./support/steps.mjs";
import { signIn, suite } from "./support/suite.mjs";

const { test } = suite();
const as = "executive_report_viewer";

const pane = (page) => page.locator("#pane");
const offer = (page) => page.locator("[data-draft-offer]");

/** Opens the pane for a new status note of the largest tenant. */
async function openNote(page) {
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  await page.locator("a[href$='/status-notes/new']").click();
  await pane(page).locator("[name=scope]").waitFor();
  return tenant;
}

async function fillNote(page, scope) {
  await page.locator("[name=scope]").fill(scope);
  await page.locator("[name=next_actions]").fill("Call the service desk");
  await page.locator("[name=next_action_date]").fill("2099-01-31");
  await page.locator("[name=next_action_owner]").fill("Noor Bakker");
}

const save = (page) => page.locator("form[action$='/status-notes'] button.primary").click();

/** Waits until what is typed is kept in the browser. */
const kept = (page, text) =>
  page.waitForFunction((words) => Object.values({ ...localStorage }).some((value) => value.includes(words)), text);

test("a status note is written by keyboard alone", { as }, async ({ page }) => {
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  await tabTo(page, "a[href$='/status-notes/new']", 200);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "scope");
  assert.ok(await offer(page).isHidden(), "nothing was left from before");
  await page.keyboard.type("Mail first");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Agree on a day");
  await page.keyboard.press("Tab");
  // Day and month stand in the order of the browser's own language; here it does not matter.
  await page.keyboard.type("11112099");
  // A date has a stop for each of its parts, and one for its calendar.
  await tabTo(page, "#pane [name=next_action_owner]");
  await page.keyboard.type("Noor Bakker");
  await page.keyboard.press("Enter");
  await page.locator(".message.success").waitFor();
  const note = page.locator(".note-item").first();
  assert.match(await note.innerText(), /Mail first[\s\S]*Agree on a day[\s\S]*11 November 2099, by Noor Bakker/);
  assert.ok(await pane(page).isHidden());
});

test("what is wrong with a note is said at its fields, with the focus on the first", { as, expect: [422] }, async ({ page }) => {
  await openNote(page);
  await page.locator("[name=scope]").fill("Mail first");
  await save(page);
  await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "next_actions");
  assert.equal(await pane(page).locator("[aria-invalid=true]").count(), 3);
  assert.equal(await page.locator("[name=scope]").inputValue(), "Mail first");
  assert.ok(await offer(page).isHidden(), "what is in the form is not offered once more");
});

test("what was typed before a tab was closed is offered, put back or thrown away", { as }, async ({ page }) => {
  await openNote(page);
  await page.locator("[name=scope]").fill("Half a thought");
  await kept(page, "Half a thought");
  page.once("dialog", (dialog) => dialog.accept());
  await page.reload();
  await page.locator("a[href$='/status-notes/new']").click();
  await offer(page).waitFor();
  assert.equal(await page.locator("[name=scope]").inputValue(), "", "nothing comes back unasked");
  await page.locator("[data-draft-restore]").click();
  assert.equal(await page.locator("[name=scope]").inputValue(), "Half a thought");
  assert.ok(await offer(page).isHidden());
  page.once("dialog", (dialog) => dialog.accept());
  await page.reload();
  await page.locator("a[href$='/status-notes/new']").click();
  await page.locator("[data-draft-discard]").click();
  await page.reload();
  await page.locator("a[href$='/status-notes/new']").click();
  await pane(page).locator("[name=scope]").waitFor();
  assert.ok(await offer(page).isHidden());
});

test("a note outlives a lost connection", { as }, async ({ page, context, watched }) => {
  await openNote(page);
  await fillNote(page, "Written on a train");
  await context.setOffline(true);
  await save(page);
  await pane(page).getByRole("alert").waitFor();
  assert.equal(await page.locator("[name=scope]").inputValue(), "Written on a train");
  await context.setOffline(false);
  await save(page);
  await page.locator(".message.success").waitFor();
  assert.match(await page.locator(".note-item").first().innerText(), /Written on a train/);
  // The connection was cut on purpose.
  watched.problems = watched.problems.filter((problem) => !/ERR_INTERNET_DISCONNECTED/.test(JSON.stringify(problem)));
});

test("a note outlives a session that has ended", { as, expect: [401, 403] }, async ({ page, context, account }) => {
  await openNote(page);
  await fillNote(page, "Written before lunch");
  const cookies = (await context.cookies()).filter((cookie) => cookie.name.includes("session"));
  assert.equal(cookies.length, 1);
  await context.clearCookies({ name: cookies[0].name });
  await save(page);
  await pane(page).getByRole("alert").getByRole("link").waitFor();
  assert.equal(await page.locator("[name=scope]").inputValue(), "Written before lunch");
  const other = await context.newPage();
  await signIn(other, account(as));
  await other.close();
  await save(page);
  await page.locator(".message.success").waitFor();
  assert.match(await page.locator(".note-item").first().innerText(), /Written before lunch/);
});

test("without scripts a note is written, refused, read whole and corrected", { as, javaScript: false, expect: [422] }, async ({ page }) => {
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  await page.locator("a[href$='/status-notes/new']").click();
  await page.locator("[name=scope]").fill("Every word of it ".repeat(40));
  await save(page);
  assert.equal(await page.locator("[aria-invalid=true]").count(), 3);
  await fillNote(page, "Every word of it ".repeat(40));
  await save(page);
  const note = page.locator(".note-item").first();
  const height = (await note.boundingBox()).height;
  await note.locator("summary").click();
  assert.ok((await note.boundingBox()).height > height, "the rest is shown");
  await note.locator("a[href*='corrects=']").click();
  await page.locator("[name=scope]").fill("Less of it");
  await save(page);
  assert.match(await page.locator(".note-item").first().innerText(), /Less of it/);
  await page.locator("a[href$='/status-notes']").last().click();
  await page.locator("#filter-text").fill("Every word");
  await page.locator("#filter-text").press("Enter");
  assert.equal(await page.locator(".note-item").count(), 1);
});

test("an item of my work leads to its form, and is gone when done", { as }, async ({ page }) => {
  await page.goto("/my-work?kind=intent_note_missing");
  const items = page.locator(".work-items > li");
  const button = items.first().locator("a.button");
  const address = await button.getAttribute("href");
  assert.match(address, /\/workloads\/[^/]+\/intent-note$/);
  await button.click();
  await pane(page).locator("[name=text]").fill("No intent to use it, because the works council objects to it here.");
  await pane(page).locator("button[value=save]").click();
  await page.locator(".message.success").first().waitFor();
  await page.goto("/my-work?kind=intent_note_missing");
  assert.equal(await page.locator(`.work-items a.button[href='${address}']`).count(), 0);
  assert.ok((await items.count()) > 0, "what others wait for is still there");
});

test("an intent note is written by keyboard alone, with guidance on the way", { as }, async ({ page }) => {
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  await tabTo(page, "a[href$='/intent-note']", 200);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "text");
  await page.keyboard.type("They do not use it for now.");
  await page.locator("[data-guidance] [data-remark=finding]").first().waitFor();
  assert.match((await page.locator("[data-mirror] mark.finding").allInnerTexts()).join(" "), /for now/);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("No intent to use it, because the works council objects.");
  await page.locator("[data-guidance] [data-grade=good]").waitFor();
  assert.match(await page.locator("[data-guidance-said]").innerText(), /Good/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator(".message.success").waitFor();
  assert.match(await page.locator(".statuses").innerText(), /the works council objects/);
});

test("the buttons stand still while guidance comes and goes", { as }, async ({ page }) => {
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  await page.locator("a[href$='/intent-note']").nth(2).click();
  const save = pane(page).locator("button[value=save]");
  const text = pane(page).locator("[name=text]");
  await text.fill("");
  const before = await save.boundingBox();
  await text.fill("They do not use it for now.");
  await pane(page).locator("[data-guidance] [data-remark=finding]").first().waitFor();
  assert.deepEqual(await save.boundingBox(), before, "a click may not land beside the button");
});

test("whoever comes second with an intent note sees both", { as, expect: [409] }, async ({ page, context }) => {
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  const link = page.locator("a[href$='/intent-note']").nth(1);
  const address = await link.evaluate((one) => one.href);
  await link.click();
  await pane(page).locator("[name=text]").fill("Mine, because I came second.");
  const other = await context.newPage();
  await other.goto(address);
  await other.locator("[name=text]").fill("Theirs, because they came first.");
  await other.locator("button[value=save]").click();
  await other.locator(".message.success").waitFor();
  await other.close();
  await pane(page).locator("button[value=save]").click();
  await pane(page).getByRole("alert").filter({ hasText: "Theirs, because" }).waitFor();
  assert.equal(await pane(page).locator("[name=text]").inputValue(), "Mine, because I came second.");
  await pane(page).locator("button[value=save]").click();
  await page.locator(".message.success").waitFor();
  assert.match(await page.locator(".statuses").innerText(), /Mine, because I came second/);
});

test("a whole page with an error does not take the place of a form", { as, expect: [409] }, async ({ page }) => {
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  await page.locator("a[href$='/intent-note']").first().click();
  await pane(page).locator("[name=text]").fill("An hour of typing, because.");
  const whole = { status: 409, contentType: "text/html", body: "<!doctype html><html><main><h1>Conflict</h1></main></html>" };
  await page.route("**/intent-note", (route) => (route.request().method() === "POST" ? route.fulfill(whole) : route.continue()));
  await pane(page).locator("button[value=save]").click();
  await pane(page).getByRole("alert").waitFor();
  assert.equal(await pane(page).locator("[name=text]").inputValue(), "An hour of typing, because.");
  assert.equal(await pane(page).getByText("Conflict").count(), 0);
  await page.unroute("**/intent-note");
});
