// The tenant list: search, filters, order, pages, columns, views, export.

import assert from "node:assert/strict";
import { suite } from "./support/suite.mjs";
import { parseCsv } from "./support/files.mjs";
import { afterReload, download, figures, rows, tenths, usageTenths, whole } from "./support/steps.mjs";

const { test } = suite();
const as = "executive_report_viewer";

const query = (page) => new URL(page.url()).searchParams;

test("the list narrows while one types, and the address keeps what was typed", { as }, async ({ page }) => {
  await page.goto("/tenants");
  const all = await figures(page);
  const [first] = await rows(page);
  const word = first.name.split(/\s+/)[0];
  await afterReload(page, () => page.locator("#q").pressSequentially(word, { delay: 5 }));
  await page.waitForFunction((text) => new URL(location.href).searchParams.get("q") === text, word);
  const found = await rows(page);
  const narrowed = await figures(page);
  assert.ok(found.some((one) => one.path === first.path));
  assert.ok(narrowed.tenants <= all.tenants);
  assert.equal(narrowed.tenants, found.length);
  for (const one of found) assert.ok(`${one.name} ${one.domain} ${one.tenant_id}`.toLowerCase().includes(word.toLowerCase()), one.name);
  assert.ok(await page.locator("#q").evaluate((field) => field === document.activeElement), "typing goes on undisturbed");
  await page.reload();
  assert.deepEqual(await rows(page), found);
});

test("a tenant is found by its ID and by its domain", { as }, async ({ page }) => {
  await page.goto("/tenants?sort=-pau&column=domain");
  const [first] = await rows(page);
  const id = first.path.split("/").at(-1);
  for (const text of [id, id.slice(0, 8), id.toUpperCase(), first.domain]) {
    await page.goto(`/tenants?q=${encodeURIComponent(text)}`);
    assert.ok((await rows(page)).some((one) => one.path === first.path), text);
  }
});

test("filters combine, show as chips, and come off one by one", { as }, async ({ page }) => {
  const columns = "/tenants?column=name&column=country&column=usage_percent";
  await page.goto(columns);
  const all = await figures(page);
  const country = page.locator("input[name=country]").first();
  await page.locator("details", { has: country }).locator("summary").click();
  await afterReload(page, () => country.check());
  const chosen = await country.inputValue();
  await page.waitForFunction(() => new URL(location.href).searchParams.has("country"));
  const narrowed = await figures(page);
  assert.ok(narrowed.tenants > 0 && narrowed.tenants < all.tenants);
  for (const one of await rows(page)) assert.equal(one.country, chosen);
  await page.goto(`${page.url()}&band=high`);
  const twice = await figures(page);
  assert.ok(twice.tenants < narrowed.tenants);
  for (const one of await rows(page)) {
    const usage = tenths(one.usage_percent);
    assert.ok(usage >= 750 && usage <= 1000, one.usage_percent);
    assert.equal(one.country, chosen);
  }
  assert.equal(await page.locator(".chips .chip").count(), 2);
  await page.locator(".chips .chip a").last().click();
  await page.waitForURL((url) => !url.searchParams.has("band"));
  assert.deepEqual(await figures(page), narrowed);
  await page.locator(".chips a.clear").click();
  await page.waitForURL((url) => !url.searchParams.has("country"));
  assert.deepEqual(await figures(page), all);
});

test("a click on a column's head sorts by it, a second one the other way round", { as }, async ({ page }) => {
  await page.goto("/tenants?limit=100");
  for (const [column, read] of [["pau", whole], ["mau", whole], ["usage_percent", tenths]]) {
    for (const [order, sign] of [["descending", -1], ["ascending", 1]]) {
      await afterReload(page, () => page.locator(`#sort-${column}`).click());
      await page.locator(`th.${column}[aria-sort=${order}]`).waitFor();
      const values = (await rows(page)).map((one) => (/\d/.test(one[column]) ? read(one[column]) : null));
      const known = values.filter((value) => value !== null);
      assert.ok(known.length > 10);
      known.forEach((value, place) => place === 0 || assert.ok(sign * (value - known[place - 1]) >= 0, `${column} ${order}: ${known}`));
      assert.ok(values.slice(known.length).every((value) => value === null), "what has no value comes last, either way");
    }
  }
});

test("the pages hold every tenant once, and the figures above are those of the whole list", { as: "programme_admin" }, async ({ page }) => {
  await page.goto("/tenants?limit=25&sort=-usage_percent");
  const above = await figures(page);
  assert.ok(above.tenants > 50, "the demo has more than two pages");
  const seen = [];
  let first = await rows(page);
  for (;;) {
    seen.push(...(await rows(page)));
    assert.deepEqual(await figures(page), above);
    const next = page.locator("#page-next");
    if ((await next.count()) === 0) break;
    await next.click();
    await page.waitForLoadState();
  }
  assert.equal(seen.length, above.tenants);
  assert.equal(new Set(seen.map((one) => one.path)).size, above.tenants);
  const sum = (column) => seen.reduce((total, one) => total + (/\d/.test(one[column]) ? whole(one[column]) : 0), 0);
  assert.equal(sum("pau"), above.pau);
  assert.equal(sum("mau"), above.mau);
  assert.equal(usageTenths(above.mau, above.pau), above.usage);
  for (const one of seen) {
    if (/\d/.test(one.pau)) assert.equal(tenths(one.usage_percent), usageTenths(whole(one.mau), whole(one.pau)), one.name);
  }
  await page.locator("#page-previous").click();
  await page.waitForLoadState();
  assert.equal((await rows(page)).length, 25);
  await page.locator("#page-first").click();
  await page.waitForURL((url) => !url.searchParams.has("cursor"));
  assert.deepEqual(await rows(page), first);
});

test("columns can be left out, and stay out", { as }, async ({ page }) => {
  await page.goto("/tenants");
  assert.equal(await page.locator("th.tenant_id").count(), 1);
  const box = page.locator("input[name=column][value=tenant_id]");
  await page.locator("details", { has: box }).locator("summary").click();
  await afterReload(page, () => box.uncheck());
  assert.equal(await page.locator("th.tenant_id").count(), 0);
  assert.ok(!query(page).getAll("column").includes("tenant_id") && query(page).getAll("column").includes("pau"));
  await page.reload();
  assert.equal(await page.locator("th.tenant_id").count(), 0);
  await page.locator("#sort-pau").click();
  await page.locator("th.pau[aria-sort]").waitFor();
  assert.equal(await page.locator("th.tenant_id").count(), 0, "sorting leaves the choice alone");
});

test("a view is saved under a name, opened again, and deleted", { as }, async ({ page }) => {
  await page.goto("/tenants?sort=-mau&band=low&limit=25");
  const wanted = await rows(page);
  const menu = page.locator("details", { has: page.locator("input[form=view-new]") });
  await menu.locator("summary").click();
  await menu.locator("input[form=view-new]").fill("Lowest first: <b>my</b> & \"own\"");
  await menu.locator("button[form=view-new]").click();
  await page.waitForLoadState();
  await page.goto("/tenants");
  await menu.locator("summary").click();
  await menu.locator(".view-list a", { hasText: 'Lowest first: <b>my</b> & "own"' }).click();
  await page.waitForURL((url) => url.searchParams.get("sort") === "-mau");
  assert.equal(query(page).get("band"), "low");
  assert.deepEqual(await rows(page), wanted);
  await menu.locator("summary").click();
  await menu.locator(".view-list button").first().click();
  await page.waitForLoadState();
  await page.goto("/tenants");
  await menu.locator("summary").click();
  assert.equal(await menu.locator(".view-list").count(), 0);
});

test("the export holds the list as filtered, in its order", { as }, async ({ page }) => {
  await page.goto("/tenants?sort=-pau&band=good&limit=25");
  const above = await figures(page);
  const { name, text } = await download(page, page.locator("a[href^='/tenants/export.csv']"));
  assert.match(name, /\.csv$/);
  const lines = parseCsv(text);
  assert.equal(lines.length, above.tenants);
  assert.equal(lines.reduce((sum, one) => sum + Number(one.pau), 0), above.pau);
  const shown = (await rows(page)).map((one) => one.path.split("/").at(-1));
  assert.deepEqual(lines.slice(0, shown.length).map((one) => one.tenant_id), shown);
});

test("going back shows the list as it was", { as }, async ({ page }) => {
  await page.goto("/tenants");
  const before = await rows(page);
  await afterReload(page, () => page.locator("#sort-mau").click());
  await page.locator("th.mau[aria-sort]").waitFor();
  const sorted = await rows(page);
  await page.locator("table.tenants tbody th a").first().click();
  await page.waitForURL(/\/tenants\/[0-9a-f-]{36}$/);
  await page.goBack();
  await page.locator("th.mau[aria-sort]").waitFor();
  assert.deepEqual(await rows(page), sorted);
  await page.goBack();
  await page.waitForURL((url) => !url.searchParams.has("sort"));
  await page.waitForFunction(() => document.querySelector("th.mau:not([aria-sort])"));
  assert.deepEqual(await rows(page), before);
});

test("nothing found says what to do, and a wrong question is told", { as, expect: [400, 422] }, async ({ page }) => {
  await page.goto("/tenants?q=no-tenant-is-called-so");
  assert.equal(await page.locator("table.tenants").count(), 0);
  assert.equal((await figures(page)).tenants, 0);
  await page.locator("#results .empty a").click();
  await page.waitForURL((url) => !url.searchParams.has("q"));
  assert.ok((await rows(page)).length > 0);
  for (const wrong of ["sort=potential_earnings", "usage_from=ten", "cursor=made-up", "location=9999999"]) {
    await page.goto(`/tenants?${wrong}`);
    await page.locator("[role=alert], .empty h1, h1").first().waitFor();
    assert.ok(!(await page.locator("body").innerText()).includes("panicked"));
  }
});
