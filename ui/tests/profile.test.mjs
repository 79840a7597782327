// The own account: preferences, password, sessions, tokens.

import assert from "node:assert/strict";
import { focusIsOn } from "./support/steps.mjs";
import { signIn, suite } from "./support/suite.mjs";

const { test, shared } = suite();

/** A second browser of the same person. */
async function elsewhere(who) {
  const context = await shared.browser.newContext({ baseURL: shared.server.url });
  const page = await context.newPage();
  await signIn(page, who);
  return { context, page };
}

/** Whether a page still knows who it is. */
async function isSignedIn(page) {
  await page.goto("/profile");
  return new URL(page.url()).pathname === "/profile";
}

async function changePassword(page, current, next, repeat = next) {
  await page.goto("/profile");
  await page.locator("#current").fill(current);
  await page.locator("#new").fill(next);
  await page.locator("#repeat").fill(repeat);
  await page.locator("form[action='/profile/password'] button").click();
  await page.waitForLoadState();
}

const ask = (server, secret, path = "/api/v1/me") => fetch(server.url + path, { headers: { authorization: `Bearer ${secret}` } });

test("the profile says who one is, which roles and where", { as: "report_viewer" }, async ({ page, account }) => {
  await page.goto("/profile");
  const text = await page.locator("main").innerText();
  assert.ok(text.includes(account("report_viewer").email));
  assert.match(text, /report viewer/i);
});

test("a theme and a language are chosen for good", { as: "partner_manager" }, async ({ page, account }) => {
  await page.goto("/profile");
  await page.locator("input[name=theme][value=dark]").check();
  await page.locator("select#language").selectOption("nl");
  await page.locator("form[action='/profile/preferences'] button").click();
  await page.waitForLoadState();
  await page.context().clearCookies();
  await signIn(page, account("partner_manager"));
  await page.goto("/overview");
  assert.equal(await page.locator("html").getAttribute("lang"), "nl");
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [red, green, blue] = background.match(/[\d.]+/g).map(Number);
  assert.ok(red + green + blue < 300, `dark: ${background}`);
});

test("a password is changed with the present one, and ends the other sessions", { as: "incentives_admin", expect: [403, 422] }, async ({ page, account }) => {
  const who = account("incentives_admin");
  const other = await elsewhere(who);
  const next = "a longer walk by the canal";
  await changePassword(page, `${who.password}x`, next);
  await page.locator("#current-error").waitFor();
  await changePassword(page, who.password, "short", "short");
  await page.locator("#new-error, #new:invalid").first().waitFor();
  await changePassword(page, who.password, next, `${next}!`);
  await page.locator("#repeat-error").waitFor();
  await focusIsOn(page, "#repeat");
  await changePassword(page, who.password, next);
  assert.ok(!(await isSignedIn(other.page)), "the other session has ended");
  await other.context.close();
  await page.context().clearCookies();
  await signIn(page, { email: who.email, password: next });
  assert.ok(await isSignedIn(page));
});

test("a session elsewhere is seen and ended", { as: "report_viewer" }, async ({ page, account }) => {
  const other = await elsewhere(account("report_viewer"));
  await page.goto("/profile");
  const end = page.locator("form[action^='/profile/sessions/'][action$='/deletion'] td button, table.sessions form button");
  assert.equal(await page.locator("table.sessions tbody tr .badge").count(), 1, "one of them is this one");
  await end.first().click();
  await page.waitForLoadState();
  assert.ok(!(await isSignedIn(other.page)));
  assert.ok(await isSignedIn(page), "this one goes on");
  await other.context.close();
});

test("signing out everywhere ends this session too", { as: "global_admin", expect: [403] }, async ({ page, account }) => {
  const other = await elsewhere(account("global_admin"));
  await page.goto("/profile");
  await page.locator("form[action='/profile/sessions/deletion'] button").click();
  await page.waitForURL("**/sign-in*");
  assert.ok(!(await isSignedIn(other.page)));
  assert.ok(!(await isSignedIn(page)));
  await other.context.close();
});

test("a token is shown once, opens the API as its person, and ends when it is revoked", { as: "executive_report_viewer" }, async ({ page, account, server }) => {
  await page.goto("/profile");
  await page.locator("#token-name").fill("Nightly export");
  await page.locator("#token-days").fill("7");
  await page.locator("form[action='/profile/tokens'] button").click();
  const secret = await page.locator("#new-token").innerText();
  const me = await ask(server, secret);
  assert.equal(me.status, 200);
  assert.equal((await me.json()).email, account("executive_report_viewer").email);
  const tenants = await (await ask(server, secret, "/api/v1/tenants?limit=5&sort=-pau")).json();
  assert.equal(tenants.items.length, 5);
  assert.ok(tenants.totals.tenants >= 5);
  await page.goto("/profile");
  assert.ok(!(await page.content()).includes(secret), "shown once");
  await page.locator("table.tokens tbody tr", { hasText: "Nightly export" }).locator("form button").click();
  await page.waitForLoadState();
  assert.equal((await ask(server, secret)).status, 401);
  assert.equal((await ask(server, `${secret}x`)).status, 401);
});
