// Statuses and reasons: a version is made on the page, with and without scripts, and what is gone is chosen anew.

import assert from "node:assert/strict";
import { suite } from "./support/suite.mjs";

const { test } = suite();
const as = "programme_admin";

const section = (page, code) => page.locator("section.node-status", { has: page.locator(`> .node input[value$=".1.${code}"]`) });
const reason = (page, code) => page.locator(`li:has(> .node input[value$=".2.${code}"])`);
const preview = (page) => page.locator("button.primary[value=preview]").click();

/** A day from today, as the page writes days in fields. */
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Adds a reason of being blocked, with a technical reason, and moves it up; then sees what that touches. */
async function addStrike(page, from) {
  await page.goto("/taxonomy/edit");
  await page.locator("#field-valid_from").fill(from);
  // By its number: the page of before has a last reason too, and is there until the next one has come.
  const reasons = section(page, "blocked").locator("> ol > li");
  const added = reasons.nth(await reasons.count());
  await section(page, "blocked").locator("> button[value^=add-]").click();
  await added.locator("> .node [name^=en-]:focus").waitFor();
  await added.locator("> .node [name^=en-]").fill("Strike");
  await added.locator("> .node [name^=nl-]").fill("Staking");
  await added.locator("summary").click();
  await added.locator("details button[value^=add-]").click();
  const technical = added.locator("details li");
  await technical.nth(1).waitFor();
  assert.equal(await technical.count(), 2, "the first brings Other along");
  await technical.first().locator("[name^=en-]").fill("Union");
  await technical.first().locator("[name^=nl-]").fill("Vakbond");
  await added.locator("> .node button[value^=up-]").click();
  await reasons.last().locator("input[value$='.2.billing_licensing_and_subscription']").waitFor({ state: "attached" });
  await preview(page);
  await page.locator(".node-changes").waitFor();
  return page.locator(".node-changes").innerText();
}

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";
  test(`a version is made, looked at, planned, changed and withdrawn ${how}`, { as, javaScript, expect: [422] }, async ({ page }) => {
    const told = await addStrike(page, day(7));
    assert.match(told, /Blocked › Strike[^]*Blocked › Strike › Union[^]*Blocked › Strike › Other/);
    await page.locator("button[value=edit]").click();
    await page.locator("#field-valid_from").fill("2020-01-01");
    await preview(page);
    await page.locator("#error-valid_from").waitFor();
    await page.locator("#field-valid_from").fill(day(8));
    await preview(page);
    await page.locator("button[value=save]").click();
    await page.locator(".message.success").waitFor();
    const versions = page.locator("table.versions tbody tr");
    assert.match(await versions.first().innerText(), /Planned/);
    await page.goto("/taxonomy/edit");
    assert.equal(await page.locator("#field-valid_from").inputValue(), day(8));
    assert.equal(await reason(page, "strike").count(), 1);
    await page.goto("/taxonomy");
    await page.locator("button[popovertarget=confirm-withdrawal]").first().click();
    await page.locator("#confirm-withdrawal button.primary").click();
    await page.locator(".message.success").waitFor();
    assert.equal(await versions.count(), 1);
  });
}

test("what is not offered any more is chosen anew by whoever saves next", { as, expect: [422] }, async ({ page, account, context }) => {
  const partner = await (await context.browser().newContext({ baseURL: new URL(page.url()).origin, locale: "en-GB" })).newPage();
  const { signIn } = await import("./support/suite.mjs");
  await signIn(partner, account("executive_report_viewer"));
  await partner.goto("/tenants?l1=blocked&l2=legal_or_regulatory&sort=-pau");
  const tenant = await partner.locator("table.tenants tbody th a").first().getAttribute("href");
  await partner.goto(tenant);
  const links = await partner.locator(".statuses a[href$='/service-status']").evaluateAll((all) => [...new Set(all.map((one) => one.pathname))]);
  let form;
  for (const link of links) {
    await partner.goto(link);
    if (await partner.locator("[data-split-l2] option[value=legal_or_regulatory]:checked").count()) form = link;
    if (form) break;
  }
  assert.ok(form, "no workload with that reason");
  // The form stays open while the version changes.
  await page.goto("/taxonomy/edit");
  await reason(page, "legal_or_regulatory").locator("> .node [name^=gone-]").check();
  await preview(page);
  assert.match(await page.locator("table.unfit").innerText(), /Legal or regulatory[^]*Another choice/);
  await page.locator("button[value=save]").click();
  await page.locator(".message.success").waitFor();
  const seats = await partner.locator("ol > [data-split-line] input[name^=seats-]").evaluateAll((all) => all.map((one) => one.value));
  await partner.locator("form[data-split] .form-end button.primary").click();
  await partner.locator(".error-summary").waitFor();
  assert.match(await partner.locator("form[data-split] .field-error").first().innerText(), /“Legal or regulatory” is not offered any more/);
  assert.deepEqual(await partner.locator("ol > [data-split-line] input[name^=seats-]").evaluateAll((all) => all.map((one) => one.value)), seats);
  const line = partner.locator("[data-split-line]", { has: partner.locator("option[value=legal_or_regulatory]:checked") }).first();
  assert.match(await line.locator("[data-split-l2] option:checked").innerText(), /no longer offered/);
  while ((await partner.locator("[data-split-line] [data-split-l2] option[value=legal_or_regulatory]:checked").count()) > 0) {
    const next = partner.locator("[data-split-line]", { has: partner.locator("option[value=legal_or_regulatory]:checked") }).first();
    await next.locator("[data-split-l2]").selectOption("security_or_privacy");
  }
  await partner.locator("form[data-split] .form-end button.primary").click();
  await partner.locator(".message.success").waitFor();
  await partner.context().close();
});

test("nobody else finds the page", { as: "executive_report_viewer", expect: [403] }, async ({ page }) => {
  assert.equal(await page.locator("nav a[href='/taxonomy']").count(), 0);
  assert.equal((await page.goto("/taxonomy")).status(), 403);
  assert.equal((await page.goto("/taxonomy/edit")).status(), 403);
});
