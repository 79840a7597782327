// Who to talk to at a tenant: in the pane, on pages without scripts, by keyboard, and what becomes of a deletion.

import assert from "node:assert/strict";
import { firstTenant } from "./support/steps.mjs";
import { suite } from "./support/suite.mjs";

const { test } = suite();
const as = "executive_report_viewer";

const pane = (page) => page.locator("#pane");
const item = (page, name) => page.locator(".note-item").filter({ hasText: name });

async function openList(page) {
  const tenant = await firstTenant(page);
  await page.goto(`${tenant.path}/contacts`);
  return tenant;
}

/** Fills the form that is open. */
async function fill(page, name, email) {
  await page.locator("[name=name]").fill(name);
  await page.locator("[name=email]").fill(email);
  await page.locator("#field-country").fill("Netherlands");
  await page.locator("#field-language").fill("Dutch");
  await page.locator("[name=workloads]").first().check();
}

const save = (page) => page.locator("form.contact button.primary").click();

test("a contact is added in the pane, and its deletion undone", { as }, async ({ page }) => {
  await openList(page);
  await page.locator(".page-head a[href$='/contacts/new']").click();
  await fill(pane(page), "Noor Kwartel", "noor.kwartel@klant.example");
  await pane(page).locator("[name=survey_eligible][value=yes]").check();
  await save(page);
  await page.locator(".message.success").waitFor();
  const card = item(page, "Noor Kwartel");
  assert.match(await card.innerText(), /Survey eligible[\s\S]*noor\.kwartel@klant\.example[\s\S]*Netherlands[\s\S]*Dutch/);
  await card.locator("a[href$='/deletion']").click();
  await pane(page).locator("button.primary").click();
  const offer = page.locator(".undo").filter({ hasText: "Noor Kwartel" });
  await offer.waitFor();
  assert.equal(await item(page, "Noor Kwartel").count(), 0);
  await offer.locator("button").click();
  await page.locator(".message.success").waitFor();
  assert.equal(await item(page, "Noor Kwartel").count(), 1);
});

test("the survey question is there for a customer's contact alone", { as }, async ({ page }) => {
  await openList(page);
  await page.locator(".page-head a[href$='/contacts/new']").click();
  const question = pane(page).locator("#field-survey_eligible");
  await question.waitFor();
  assert.ok(await question.isVisible());
  await pane(page).locator("[name=type][value=partner]").check();
  assert.ok(await question.isHidden());
  await fill(pane(page), "Piet Partner", "piet@partner.example");
  await save(page);
  await page.locator(".message.success").waitFor();
  assert.equal(await item(page, "Piet Partner").locator(".badge").count(), 1);
});

test("a country that is left half typed is completed where one alone is meant", { as }, async ({ page }) => {
  await openList(page);
  await page.locator(".page-head a[href$='/contacts/new']").click();
  await fill(pane(page), "Kees Kiezer", "kees.kiezer@klant.example");
  const country = pane(page).locator("#field-country");
  for (const [typed, left] of [["niger", "Niger"], ["united", "united"], ["curacao", "Curaçao"], ["gium", "Belgium"]]) {
    await country.fill("");
    await country.pressSequentially(typed);
    await country.press("Tab");
    assert.equal(await country.inputValue(), left, typed);
  }
  await pane(page).locator("[name=survey_eligible][value=yes]").check();
  await save(page);
  await page.locator(".message.success").waitFor();
  assert.match(await item(page, "Kees Kiezer").innerText(), /Belgium/);
});

test("what is wrong is said at its fields, with the focus on the first", { as, expect: [422] }, async ({ page }) => {
  await openList(page);
  await page.locator(".page-head a[href$='/contacts/new']").click();
  await pane(page).locator("[name=name]").fill("Noor");
  await pane(page).locator("[name=email]").fill("noor at klant");
  await save(page);
  await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "email");
  assert.equal(await pane(page).locator("[name=name]").inputValue(), "Noor");
  assert.ok((await pane(page).locator(".error-summary li").count()) >= 3);
});

test("an offer to undo goes when its time is over", { as }, async ({ page }) => {
  const tenant = await openList(page);
  await page.clock.install();
  await page.goto(`${tenant.path}/contacts/new`);
  await fill(page, "Vera Voorbij", "vera.voorbij@klant.example");
  await page.locator("[name=survey_eligible][value=yes]").check();
  await save(page);
  await item(page, "Vera Voorbij").locator("a[href$='/deletion']").click();
  await pane(page).locator("button.primary").click();
  const offer = page.locator(".undo").filter({ hasText: "Vera Voorbij" });
  await offer.waitFor();
  await page.clock.fastForward(31_000);
  await offer.waitFor({ state: "detached" });
});

test("whoever comes second with a contact sees both", { as, expect: [409] }, async ({ page, context }) => {
  const tenant = await openList(page);
  await page.goto(`${tenant.path}/contacts/new`);
  await fill(page, "Sam Samen", "sam.samen@klant.example");
  await page.locator("[name=survey_eligible][value=yes]").check();
  await save(page);
  const link = item(page, "Sam Samen").locator("a[data-pane]").first();
  const address = await link.evaluate((one) => one.href);
  await link.click();
  await pane(page).locator("[name=title]").fill("Mine");
  const other = await context.newPage();
  await other.goto(address);
  await other.locator("[name=title]").fill("Theirs");
  await save(other);
  await other.locator(".message.success").waitFor();
  await other.close();
  await save(page);
  await pane(page).locator(".theirs").filter({ hasText: "Theirs" }).waitFor();
  assert.equal(await pane(page).locator("[name=title]").inputValue(), "Mine");
  await save(page);
  await page.locator(".message.success").waitFor();
  await page.locator("main .note-item").filter({ hasText: "Sam Samen" }).filter({ hasText: "Mine" }).waitFor();
});

test("a contact is added, found, changed and deleted without scripts", { as, javaScript: false }, async ({ page }) => {
  const tenant = await firstTenant(page);
  await page.goto(tenant.path);
  await page.locator("a[href$='/contacts/new']").click();
  await fill(page, "Zonder Script", "zonder.script@klant.example");
  await page.locator("[name=survey_eligible][value=yes]").check();
  await save(page);
  await page.locator("#filter-q").fill("zonder");
  await page.locator("[role=search] button").last().click();
  assert.equal(await page.locator(".note-item").count(), 1);
  await item(page, "Zonder Script").locator("a[data-pane]").first().click();
  await page.locator("[name=title]").fill("Boss");
  await save(page);
  await item(page, "Zonder Script").locator("a[href$='/deletion']").click();
  await page.locator("main form button.primary").click();
  await page.locator(".undo").filter({ hasText: "Zonder Script" }).locator("button").click();
  assert.match(await item(page, "Zonder Script").innerText(), /Boss/);
});
