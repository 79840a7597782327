// A tenant, its usage details, and the history of a figure.

import assert from "node:assert/strict";
import { signIn, suite } from "./support/suite.mjs";
import { parseCsv } from "./support/files.mjs";
import { download, firstTenant, rows, tenths, usageTenths, whole } from "./support/steps.mjs";

const { test } = suite();
const as = "executive_report_viewer";

/** The usage details: workload, MAU, PAU and Usage % of the rows that have figures. */
const details = (page) =>
  page.locator("table.usage-details tbody tr").evaluateAll((lines) =>
    lines
      .filter((line) => line.querySelector("td.mau"))
      .map((line) => {
        line.querySelectorAll(".card-label").forEach((label) => label.remove());
        const text = (column) => line.querySelector(`.${column}`).innerText.trim();
        return { workload: text("name"), claim: text("claim"), mau: text("mau"), pau: text("pau"), usage: text("usage_percent") };
      }),
  );

test("the tenant ID stands on top and copies with one click", { as }, async ({ page, context, server }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  const id = await page.locator("#tenant-id").innerText();
  assert.equal(tenant.path, `/tenants/${id}`);
  await page.locator(".tenant-id [data-copy]").click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), id);
});

test("the rows of the usage details add up to the tenant's figures and to the list's", { as }, async ({ page }) => {
  await page.goto("/tenants?sort=-pau&limit=25");
  for (const tenant of (await rows(page)).slice(0, 5)) {
    await page.goto(tenant.path);
    const lines = await details(page);
    const sum = (column) => lines.reduce((total, one) => total + whole(one[column]), 0);
    assert.equal(sum("pau"), whole(tenant.pau), tenant.name);
    assert.equal(sum("mau"), whole(tenant.mau), tenant.name);
    for (const one of lines) assert.equal(tenths(one.usage), usageTenths(whole(one.mau), whole(one.pau)), `${tenant.name}: ${one.workload}`);
    assert.equal(lines.filter((one) => /^F-\d+/.test(one.claim)).length, Number(tenant.workloads_claimed), tenant.name);
  }
});

test("Usage % in the list leads to the usage details", { as }, async ({ page }) => {
  await page.goto("/tenants?sort=-pau");
  await page.locator("td.usage_percent a").first().click();
  await page.waitForURL(/#usage$/);
  await page.locator("#usage").waitFor();
});

test("a figure says its months, its file and how it was computed", { as }, async ({ page }) => {
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  const [line] = await details(page);
  await page.locator("a[href*='/workloads/']").first().click();
  await page.waitForURL(/\/workloads\//);
  const computed = await page.locator("#computed").innerText();
  for (const part of [line.mau, line.pau, line.usage.match(/[\d.,]+\s*%/)[0]]) assert.ok(computed.includes(part), `${part} in "${computed}"`);
  assert.match(computed, /\.csv/);
  const months = page.locator("table.history tbody tr");
  assert.ok((await months.count()) >= 13);
  const links = page.locator("table.history tbody th a");
  await links.nth((await links.count()) - 1).click();
  await page.waitForURL(/month=\d{4}-\d{2}/);
  assert.notEqual(await page.locator("#computed").innerText(), computed);
});

test("the history's export holds what the table shows", { as }, async ({ page }) => {
  const tenant = await firstTenant(page);
  await page.goto(tenant.history);
  const reported = await page.locator("table.history tbody tr:not(.gap)").count();
  const { text } = await download(page, page.locator("a[href$='/history.csv']"));
  const lines = parseCsv(text);
  assert.equal(lines.length, reported);
  const shown = await page.locator("table.history tbody tr:not(.gap) td.mau").evaluateAll((cells) => cells.map((cell) => cell.lastChild.textContent));
  assert.deepEqual(lines.map((one) => Number(one.mau)).sort((a, b) => a - b), shown.map(whole).sort((a, b) => a - b));
});

test("the usage details' export holds the rows of the page", { as }, async ({ page }) => {
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  const shown = await details(page);
  const { text } = await download(page, page.locator("a[href$='/usage.csv']"));
  const lines = parseCsv(text).filter((one) => one.mau !== "");
  assert.deepEqual(lines.map((one) => Number(one.pau)), shown.map((one) => whole(one.pau)));
});

test("somebody else's tenant and one that does not exist get the same answer", { as: "programme_admin", expect: [404] }, async ({ page, account }) => {
  const every = [];
  await page.goto("/tenants?limit=100");
  for (;;) {
    every.push(...(await rows(page)).map((one) => one.path));
    const next = page.locator("#page-next");
    if ((await next.count()) === 0) break;
    await next.click();
    await page.waitForLoadState();
  }
  await page.context().clearCookies();
  await signIn(page, account("report_viewer"));
  const own = new Set();
  await page.goto("/tenants?limit=100");
  for (;;) {
    for (const one of await rows(page)) own.add(one.path);
    const next = page.locator("#page-next");
    if ((await next.count()) === 0) break;
    await next.click();
    await page.waitForLoadState();
  }
  const foreign = every.find((path) => !own.has(path));
  assert.ok(own.size > 0 && foreign, "the demo has tenants of other partners");
  const absent = "/tenants/0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d5e";
  const told = [];
  for (const path of [foreign, absent, `${foreign}/workloads/Teams`, `${absent}/workloads/Teams`]) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 404);
    const reference = await page.locator("#request-id").innerText();
    // The address of the page stands in its own forms; the rest has to be the same, letter by letter.
    const body = (await answer.text()).replaceAll(reference, "").replaceAll(path, "").replaceAll(encodeURIComponent(path), "").replaceAll(path.split("/")[2], "");
    told.push(body.replaceAll(/name="csrf" value="[^"]*"/g, ""));
  }
  assert.equal(told[0], told[1]);
  assert.equal(told[2], told[3]);
});
