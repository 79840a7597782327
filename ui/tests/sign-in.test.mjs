// Coming in and going out.

import assert from "node:assert/strict";
import { focusIsOn } from "./support/steps.mjs";
import { signIn, suite } from "./support/suite.mjs";

const { test } = suite();

test("a wrong password is told, keeps the address, and the right one then leads in", { expect: [422] }, async ({ page, account }) => {
  const { email, password, name } = account("executive_report_viewer");
  await page.goto("/sign-in");
  await page.locator("[name=email]").fill(email);
  await page.locator("[name=password]").fill(`${password}x`);
  await page.locator("[name=password]").press("Enter");
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.equal(await page.locator("[name=email]").inputValue(), email);
  assert.equal(await page.locator("[name=password]").inputValue(), "");
  await focusIsOn(page, "[name=password]");
  await page.locator("[name=password]").fill(password);
  await page.locator("[name=password]").press("Enter");
  await page.waitForURL("**/overview");
  if (name) assert.ok(await page.locator("header").getByText(name).count(), "the header says who is signed in");
});

test("an account that does not exist gets the same answer as a wrong password", { expect: [422] }, async ({ page, account }) => {
  const told = [];
  for (const email of [account("report_viewer").email, "nobody@nowhere.example"]) {
    await page.goto("/sign-in");
    await page.locator("[name=email]").fill(email);
    await page.locator("[name=password]").fill("not the password of anybody");
    await page.locator("[name=password]").press("Enter");
    told.push((await page.getByRole("alert").innerText()).trim());
  }
  assert.equal(told[0], told[1]);
});

test("who has to sign in first comes to the page that was asked for", {}, async ({ page, account }) => {
  await page.goto("/tenants?sort=-pau&limit=25");
  await page.waitForURL("**/sign-in*");
  const { email, password } = account("report_viewer");
  await page.locator("[name=email]").fill(email);
  await page.locator("[name=password]").fill(password);
  await page.locator("[name=password]").press("Enter");
  await page.waitForURL("**/tenants?*");
  const query = new URL(page.url()).searchParams;
  assert.equal(query.get("sort"), "-pau");
  assert.equal(query.get("limit"), "25");
});

test("signing in never leads to another site", {}, async ({ page, account, server }) => {
  const { email, password } = account("report_viewer");
  for (const next of ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"]) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.locator("[name=email]").fill(email);
    await page.locator("[name=password]").fill(password);
    await page.locator("[name=password]").press("Enter");
    await page.waitForURL((url) => url.pathname !== "/sign-in");
    assert.equal(new URL(page.url()).origin, server.url);
  }
});

test("after signing out, the way back leads to the sign-in page", { as: "report_viewer" }, async ({ page, context, server }) => {
  const cookie = (await context.cookies()).find((one) => one.httpOnly);
  assert.ok(cookie, "the session is in a cookie that scripts cannot read");
  assert.notEqual(cookie.sameSite, "None");
  await page.locator(".person-menu summary").click();
  await page.locator('form[action="/sign-out"] button').click();
  await page.waitForURL((url) => !url.pathname.startsWith("/overview"));
  await page.goto("/tenants");
  await page.waitForURL("**/sign-in*");
  // The cookie that was in use does not open anything any more, whoever kept it.
  await context.addCookies([{ ...cookie, url: server.url, domain: undefined, path: undefined }].map(({ domain, path, ...kept }) => kept));
  await page.goto("/tenants");
  await page.waitForURL("**/sign-in*");
});

test("a person without a viewer role is told so, and what to ask of whom", { as: "account_admin", expect: [403] }, async ({ page, account }) => {
  for (const path of ["/", "/overview", "/tenants"]) {
    await page.goto(path);
    const heading = await page.getByRole("heading", { level: 1 }).innerText();
    assert.notEqual(heading.trim(), "");
    assert.match(await page.locator("main").innerText(), /report viewer/i);
  }
  assert.equal(await page.locator("nav a[href='/tenants'], nav a[href='/overview']").count(), 0, "no entry that leads nowhere");
  const { organisation } = account("account_admin");
  if (organisation) assert.ok((await page.locator("main").innerText()).includes(organisation));
});

test("two people on one browser do not see each other's pages", {}, async ({ page, account }) => {
  await signIn(page, account("programme_admin"));
  await page.goto("/loads");
  assert.equal(new URL(page.url()).pathname, "/loads");
  await page.context().clearCookies();
  await signIn(page, account("report_viewer"));
  assert.equal(await page.locator("nav a[href='/loads']").count(), 0);
});
