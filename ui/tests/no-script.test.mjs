// Without JavaScript: the page stays the source of truth.

import assert from "node:assert/strict";
import { suite } from "./support/suite.mjs";
import { parseCsv } from "./support/files.mjs";
import { download, figures, rows, sample } from "./support/steps.mjs";

const { test } = suite();
const as = "executive_report_viewer";
const javaScript = false;

test("the list is searched, filtered, sorted, paged and exported", { as, javaScript }, async ({ page }) => {
  await page.goto("/tenants?limit=25");
  const all = await figures(page);
  const [first] = await rows(page);
  await page.locator("#q").fill(first.name);
  await page.locator("#q").press("Enter");
  await page.waitForURL((url) => url.searchParams.get("q") === first.name);
  assert.ok((await rows(page)).some((one) => one.path === first.path));
  await page.goto("/tenants?limit=25");
  const country = page.locator("input[name=country]").first();
  await page.locator("details", { has: country }).locator("summary").click();
  await country.check();
  await page.locator("#tenant-filter noscript button, #tenant-filter button.primary").first().click();
  await page.waitForURL((url) => url.searchParams.has("country"));
  assert.ok((await figures(page)).tenants < all.tenants);
  await page.locator("#sort-pau").click();
  await page.waitForURL((url) => url.searchParams.get("sort") === "-pau");
  assert.equal(new URL(page.url()).searchParams.has("country"), true, "the filter stays");
  await page.goto("/tenants?limit=25&sort=-pau");
  const shown = await rows(page);
  const next = page.locator("#page-next");
  if (await next.count()) {
    await next.click();
    await page.waitForURL((url) => url.searchParams.has("cursor"));
    assert.ok(!(await rows(page)).some((one) => shown.some((other) => other.path === one.path)));
  }
  await page.goto("/tenants?sort=-pau");
  const { text } = await download(page, page.locator("a[href^='/tenants/export.csv']"));
  assert.equal(parseCsv(text).length, all.tenants);
});

test("a tenant and a history are read, with figures beside every picture", { as, javaScript }, async ({ page }) => {
  await page.goto("/overview");
  assert.ok((await page.locator("main svg").count()) > 0 && (await page.locator("main table").count()) > 0);
  await page.goto("/tenants?sort=-pau");
  await page.locator("table.tenants tbody th a").first().click();
  await page.waitForURL(/\/tenants\/[0-9a-f-]{36}$/);
  await page.locator("a[href*='/workloads/']").first().click();
  await page.waitForURL(/\/workloads\//);
  assert.ok((await page.locator("table.history tbody tr").count()) >= 13);
  assert.equal(await page.locator(".with-script:visible").count(), 0, "what needs a script is not offered");
});

test("a file is loaded and undone", { as: "programme_admin", javaScript }, async ({ page, server }) => {
  await page.goto("/loads");
  await page.locator("input[type=file]").setInputFiles(sample(server, "OfficeUsage.csv"));
  await page.locator("form#upload button[type=submit]").click();
  await page.waitForURL(/\/loads\/\d+$/);
  await page.locator("form[action$='/application'] button").click({ timeout: 30_000 });
  await page.locator("button[popovertarget=confirm-undo]").first().click();
  await page.locator("#confirm-undo form button.primary").click();
  await page.locator("h1 .badge.neutral").waitFor();
});

test("preferences, a token and the way out work", { as, javaScript }, async ({ page }) => {
  await page.goto("/profile");
  await page.locator("input[name=theme][value=dark]").check();
  await page.locator("form[action='/profile/preferences'] button").click();
  await page.locator("html[data-theme=dark]").waitFor();
  await page.locator("#token-name").fill("Without script");
  await page.locator("form[action='/profile/tokens'] button").click();
  assert.ok((await page.locator("#new-token").innerText()).length >= 32);
  await page.locator(".person-menu summary").click();
  await page.locator("form[action='/sign-out'] button").click();
  await page.locator(".person-menu").waitFor({ state: "detached" });
});
