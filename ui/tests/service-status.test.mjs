// Service status: the form in its pane, with sums that follow the typing, and the same form without scripts.

import assert from "node:assert/strict";
import { firstTenant, whole } from "./support/steps.mjs";
import { suite } from "./support/suite.mjs";

const { test } = suite();
const as = "executive_report_viewer";

const form = (page) => page.locator("form[data-split]");
const lines = (page) => form(page).locator("ol > [data-split-line]");
const seats = (line) => line.locator("input[name^=seats-]");
const difference = (page) => form(page).locator("[data-split-difference] dd").innerText();

/** The address of the first workload's form, and the page of its tenant. */
async function firstForm(page) {
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  return { tenant: tenant.path, form: await page.locator(".statuses a").first().getAttribute("href") };
}

/** Makes of the form one line of all seats in progress; how many there are. */
async function allInProgress(page) {
  while ((await lines(page).count()) > 1) await lines(page).last().locator("[data-split-remove]").click();
  const only = lines(page).first();
  await only.locator("[data-split-l1]").selectOption("in_progress");
  await only.locator("[data-split-rest]").click();
  return Number(await seats(only).inputValue());
}

test("a split is changed in the pane, and its bar follows", { as }, async ({ page }) => {
  const at = await firstForm(page);
  await page.goto(at.tenant);
  await page.locator(".statuses a").first().click();
  await form(page).waitFor();
  const total = await allInProgress(page);
  assert.equal(await difference(page), "Adds up");
  assert.ok(await lines(page).first().locator(".l2").isHidden(), "in progress has no reasons");
  await seats(lines(page).first()).fill(String(total - 5));
  assert.equal(await difference(page), "5 seats are missing.");
  await form(page).locator("[data-split-add]").click();
  const added = lines(page).nth(1);
  await added.locator("[data-split-l1]").selectOption("blocked");
  await added.locator("[data-split-l2]").selectOption("legal_or_regulatory");
  await added.locator("[data-split-l3]").selectOption("other");
  assert.ok(await added.locator("[data-split-optional]").isHidden(), "other needs a remark");
  await added.locator("[name^=remark-]").fill("A court has to say it");
  await added.locator("[data-split-rest]").click();
  assert.deepEqual([await seats(added).inputValue(), await difference(page)], ["5", "Adds up"]);
  await form(page).locator("button.primary").click();
  await page.locator(".message.success").waitFor();
  const legend = await page.locator(".statuses > li").first().locator(".seats-legend").innerText();
  assert.match(legend.replaceAll("\n", " "), /In progress [\d,]+ Blocked 5/);
});

test("reasons follow the status, and what does not fit any more is taken out", { as }, async ({ page }) => {
  await page.goto((await firstForm(page)).form);
  await allInProgress(page);
  const only = lines(page).first();
  await only.locator("[data-split-l1]").selectOption("no_intent");
  const offered = await only.locator("[data-split-l2] option").allInnerTexts();
  assert.deepEqual(offered.slice(1), ["Using a competing solution", "Using an on-premises solution", "Executive sponsorship"]);
  assert.ok(await only.locator("[data-split-target]").isHidden(), "what nobody wants has no date");
  await only.locator("[data-split-l2]").selectOption("executive_sponsorship");
  await only.locator("[data-split-l1]").selectOption("blocked");
  assert.equal(await only.locator("[data-split-l2]").inputValue(), "");
  assert.ok(await only.locator(".l3").isHidden());
});

test("what is wrong is said at its fields, with the focus on the first", { as, expect: [422] }, async ({ page }) => {
  const at = await firstForm(page);
  await page.goto(at.tenant);
  await page.locator(".statuses a").first().click();
  await form(page).waitFor();
  await allInProgress(page);
  await form(page).locator("[data-split-add]").click();
  await form(page).locator("button.primary").click();
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
  assert.match(await page.evaluate(() => document.activeElement.name), /^seats-/);
  assert.equal(await form(page).locator("ol [aria-invalid=true]").count(), 2, "seats and status are missing");
});

test("of two who save at once the second sees the first one's beside the own", { as, expect: [409] }, async ({ page, context }) => {
  const at = await firstForm(page);
  await page.goto(at.form);
  const other = await context.newPage();
  await other.goto(at.form);
  await allInProgress(page);
  await form(page).locator("button.primary").click();
  await page.locator(".message.success").waitFor();
  await allInProgress(other);
  await lines(other).first().locator("[name^=remark-]").fill("mine");
  await form(other).locator("button.primary").click();
  await other.locator(".message.warning .split-stood").waitFor();
  assert.equal(await lines(other).first().locator("[name^=remark-]").inputValue(), "mine");
  await form(other).locator("button.primary").click();
  await other.locator(".message.success").waitFor();
});

test("the form works without scripts, by its buttons", { as, javaScript: false }, async ({ page }) => {
  const at = await firstForm(page);
  await page.goto(at.form);
  const press = (name) => form(page).locator(`button[value^='${name}']:not(.visually-hidden)`).first().click();
  for (let left = await lines(page).count(); left > 1; left -= 1) await press("remove-");
  await press("rest-");
  assert.equal(await difference(page), "Adds up");
  await lines(page).first().locator("[data-split-l1]").selectOption("blocked");
  await press("choose");
  await lines(page).first().locator("[data-split-l2]").selectOption("adoption_readiness");
  await press("add");
  assert.equal(await lines(page).count(), 2);
  await lines(page).nth(1).locator("button[value^='remove-']").click();
  await press("save");
  await page.locator(".message.success").waitFor();
  assert.match(await page.locator(".statuses > li").first().innerText(), /Blocked/);
});

test("a blocker leads to its tenants", { as }, async ({ page }) => {
  await page.goto("/blockers");
  const first = page.locator(".blocker-bars a").first();
  const tenants = Number((await first.locator(".value").innerText()).match(/([\d,]+) tenants?$/)[1]);
  await first.click();
  await page.waitForURL("**/tenants?l1=blocked&l2=*");
  assert.equal(whole(await page.locator("#results .figures dd").first().innerText()), tenants);
  assert.equal(await page.locator(".chips .chip").count(), 2);
});
