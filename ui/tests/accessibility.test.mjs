// Every page and what opens on it, in both themes and at three widths: no violation of WCAG 2.2 A and
// AA, and no page that scrolls sideways. A new page is added to PAGES.

import assert from "node:assert/strict";
import { inspect } from "./support/axe.mjs";
import { WIDTHS, suite } from "./support/suite.mjs";
import { firstTenant, stageSample } from "./support/steps.mjs";

const { test } = suite();

const VIEWER = "executive_report_viewer";
const OFFICE = "programme_admin";
const FILER = "incentives_admin";

/** Name; role of the person (nobody when absent); where; the status of its answer; what is done there first. */
const PAGES = [
  { name: "sign-in", to: () => "/sign-in" },
  { name: "refused sign-in", to: () => "/sign-in", act: refuseSignIn, provokes: 422 },
  { name: "signed out", to: () => "/signed-out" },
  { name: "API", as: VIEWER, to: () => "/api/v1/docs" },
  { name: "overview", as: VIEWER, to: () => "/overview" },
  { name: "overview with its tables open", as: VIEWER, language: "nl-NL", to: () => "/overview", act: openFolds },
  { name: "tenant list", as: VIEWER, to: () => "/tenants" },
  { name: "tenant list with a menu open", as: VIEWER, to: () => "/tenants?limit=25", act: openMenu },
  { name: "licences", as: VIEWER, to: () => "/licences?limit=25" },
  { name: "licences in Dutch, filtered", as: OFFICE, language: "nl-NL", to: () => "/licences?unused=true&term_days=90&sort=term_end&limit=25" },
  { name: "tenant list in Dutch", as: VIEWER, language: "nl-NL", to: () => "/tenants?limit=25" },
  { name: "tenant list without a hit", as: VIEWER, to: () => "/tenants?q=no-tenant-is-called-so" },
  { name: "tenant list sorted and filtered", as: OFFICE, to: () => "/tenants?sort=-usage_percent&band=above&limit=25" },
  { name: "tenant", as: VIEWER, to: async (page) => (await firstTenant(page)).path },
  { name: "history", as: VIEWER, to: async (page) => (await firstTenant(page)).history },
  { name: "new status note", as: VIEWER, to: async (page) => (await firstTenant(page)).path, act: openNote },
  { name: "refused status note", as: VIEWER, to: async (page) => (await firstTenant(page)).path, act: refuseNote, provokes: 422 },
  { name: "status notes", as: VIEWER, to: async (page) => `${(await firstTenant(page)).path}/status-notes` },
  { name: "contacts", as: VIEWER, to: async (page) => `${(await firstTenant(page)).path}/contacts` },
  { name: "new contact", as: VIEWER, to: async (page) => `${(await firstTenant(page)).path}/contacts`, act: openContact },
  { name: "refused contact", as: VIEWER, to: async (page) => `${(await firstTenant(page)).path}/contacts/new`, act: refuseContact, provokes: 422 },
  { name: "question before a contact is deleted", as: VIEWER, to: contactForm, act: askBeforeContactGoes },
  { name: "contact that somebody else changed", as: VIEWER, to: contactForm, act: comeSecondWithContact, provokes: 409 },
  { name: "contacts of a report viewer", as: "report_viewer", language: "nl-NL", to: async (page) => `${(await firstTenant(page)).path}/contacts` },
  { name: "intent note", as: VIEWER, to: async (page) => `${(await firstTenant(page)).history}/intent-note`, act: typeIntent },
  { name: "service status", as: VIEWER, to: async (page) => (await firstTenant(page)).path, act: openStatus },
  { name: "refused service status", as: VIEWER, to: async (page) => (await firstTenant(page)).path, act: refuseStatus, provokes: 422 },
  { name: "service status that somebody else changed", as: VIEWER, to: statusPage, act: comeSecondWithStatus, provokes: 409 },
  { name: "service status on a page", as: VIEWER, language: "nl-NL", to: statusPage },
  { name: "service status of a past day", as: VIEWER, to: async (page) => `${await statusPage(page)}?as_of=2024-01-01` },
  { name: "my work", as: VIEWER, to: () => "/my-work" },
  { name: "my work of one kind", as: VIEWER, language: "nl-NL", to: () => "/my-work?kind=no_survey_contact" },
  { name: "work of the programme office", as: OFFICE, to: () => "/my-work" },
  { name: "blockers", as: VIEWER, to: () => "/blockers" },
  { name: "claims", as: FILER, to: () => "/claims" },
  { name: "new claim", as: FILER, language: "nl-NL", to: () => "/claims/new" },
  { name: "refused claim", as: FILER, to: () => "/claims/new", act: refuseClaim, provokes: 422 },
  { name: "claim that wants an answer", as: FILER, to: (page) => firstClaim(page, "action_required"), act: openFolds },
  { name: "claims to decide on", as: OFFICE, language: "nl-NL", to: () => "/claims?state=submitted" },
  { name: "claim that competes with another", as: OFFICE, to: (page) => firstClaim(page, "submitted"), act: openFolds },
  { name: "help", as: VIEWER, to: () => "/help" },
  { name: "help about a tenant that is not there", as: "account_admin", language: "nl-NL", to: () => "/help?tenant=nobody.example&reference=01ABC" },
  { name: "help about what is no tenant", as: OFFICE, to: () => "/help?tenant=nobody" },
  { name: "tickets", as: VIEWER, to: () => "/tickets" },
  { name: "tickets to answer", as: OFFICE, language: "nl-NL", to: () => "/tickets?sort=due_on" },
  { name: "new ticket", as: VIEWER, language: "nl-NL", to: () => "/tickets/new?type=problem&subject=access&tenant=nobody.example" },
  { name: "refused ticket", as: VIEWER, to: () => "/tickets/new", act: refuseTicket, provokes: 422 },
  { name: "ticket to answer", as: OFFICE, to: (page) => firstTicket(page, "reopened") },
  { name: "refused answer", as: OFFICE, language: "nl-NL", to: (page) => firstTicket(page, "open"), act: refuseAnswer, provokes: 422 },
  { name: "ticket that is resolved", as: "account_admin", to: (page) => firstTicket(page, "resolved") },
  { name: "referrals", as: VIEWER, to: () => "/referrals" },
  { name: "opportunities without a hit", as: VIEWER, to: () => "/opportunities?q=no-tenant-is-called-so" },
  { name: "referrals without a hit", as: "report_viewer", language: "nl-NL", to: () => "/referrals?q=nobody-asked-for-this" },
  { name: "referrals of the programme office", as: OFFICE, language: "nl-NL", to: () => "/referrals?sort=tenant" },
  { name: "referral to answer", as: VIEWER, to: (page) => firstReferral(page, "assigned") },
  { name: "refused decline", as: VIEWER, language: "nl-NL", to: (page) => firstReferral(page, "assigned"), act: declineForNoReason, provokes: 422 },
  { name: "referral of a report viewer", as: "report_viewer", to: (page) => firstReferral(page, "won") },
  { name: "referral that was declined", as: VIEWER, language: "nl-NL", to: (page) => firstReferral(page, "declined") },
  { name: "referral to take back", as: OFFICE, to: (page) => firstReferral(page, "active") },
  { name: "requests", as: OFFICE, to: () => "/referral-requests" },
  { name: "request to assign", as: OFFICE, to: firstRequest },
  { name: "request assigned to nobody", as: OFFICE, language: "nl-NL", to: firstRequest, act: assignToNobody, provokes: 422 },
  { name: "referrals that are wanted", as: "account_admin", to: () => "/referral-preference" },
  { name: "sign-in settings", as: "global_admin", language: "nl-NL", to: () => "/sign-in-settings" },
  { name: "programme settings", as: OFFICE, to: () => "/programme-settings" },
  { name: "refused programme settings", as: OFFICE, language: "nl-NL", to: () => "/programme-settings", act: refuseMinimum, provokes: 422 },
  { name: "offers", as: OFFICE, to: () => "/offers" },
  { name: "offers of a viewer", as: VIEWER, language: "nl-NL", to: () => "/offers" },
  { name: "form of an offer", as: OFFICE, to: () => "/offers/new" },
  { name: "opportunities", as: VIEWER, to: () => "/opportunities" },
  { name: "opportunities of the programme office", as: OFFICE, language: "nl-NL", to: () => "/opportunities?sku_bucket=security" },
  { name: "why an amount", as: OFFICE, to: async (page) => `${(await firstTenant(page)).path}/workloads/Teams/earnings` },
  { name: "question for a note", as: OFFICE, to: async (page) => `${(await firstTenant(page)).path}/note-requests/new` },
  { name: "questions about intent notes", as: OFFICE, to: () => "/intent-questions" },
  { name: "loads", as: OFFICE, to: () => "/loads" },
  { name: "planned load", as: OFFICE, to: stageSample },
  { name: "question before a load is discarded", as: OFFICE, to: stageSample, act: askBeforeDiscarding },
  { name: "statuses and reasons", as: OFFICE, to: () => "/taxonomy" },
  { name: "form of statuses and reasons", as: OFFICE, to: () => "/taxonomy/edit", act: addReason },
  { name: "refused statuses and reasons", as: OFFICE, language: "nl-NL", to: () => "/taxonomy/edit", act: refuseReason, provokes: 422 },
  { name: "what a version touches", as: OFFICE, to: () => "/taxonomy/edit", act: previewVersion },
  { name: "people", as: OFFICE, to: () => "/people" },
  { name: "person", as: OFFICE, to: firstPerson },
  { name: "preview of a person", as: OFFICE, language: "nl-NL", to: firstPerson, act: previewPerson },
  { name: "form of a person", as: "account_admin", to: () => "/people/new" },
  { name: "refused person", as: "account_admin", to: () => "/people/new", act: refusePerson, provokes: 422 },
  { name: "table of people", as: OFFICE, to: () => "/people/import" },
  { name: "table of people that was checked", as: "account_admin", to: () => "/people/import", act: checkPeople },
  { name: "table of people that was refused", as: "account_admin", language: "nl-NL", to: () => "/people/import", act: refusePeople, provokes: 422 },
  { name: "table of people that was applied", as: "account_admin", to: () => "/people/import", act: invitePeople },
  { name: "invitation", to: () => "/invitations/none" },
  { name: "forgotten password", to: () => "/password-reset" },
  { name: "new password", language: "nl-NL", to: () => "/password-reset/none" },
  { name: "partners", as: OFFICE, to: () => "/partners" },
  { name: "partner", as: OFFICE, language: "nl-NL", to: firstPartner },
  { name: "location", as: OFFICE, to: firstLocation },
  { name: "directory", as: OFFICE, language: "nl-NL", to: firstDirectory },
  { name: "audit", as: OFFICE, to: () => "/audit" },
  { name: "audit of no day", as: OFFICE, language: "nl-NL", to: () => "/audit?q=tenant&from=2026-13-45", status: 422 },
  { name: "personal data", as: OFFICE, to: () => "/personal-data" },
  { name: "personal data of whom the search finds", as: OFFICE, language: "nl-NL", to: () => "/personal-data", act: findData },
  { name: "personal data searched for nothing", as: "global_admin", to: () => "/personal-data", act: findNothing, provokes: 422 },
  { name: "personal data of an account", as: OFFICE, to: () => "/personal-data", act: openData },
  { name: "personal data erased by a slip", as: OFFICE, language: "nl-NL", to: () => "/personal-data", act: eraseBySlip, provokes: 422 },
  { name: "profile", as: VIEWER, to: () => "/profile" },
  { name: "second factor", as: VIEWER, language: "nl-NL", to: () => "/profile/second-factor" },
  { name: "refused password", as: VIEWER, to: () => "/profile", act: refusePassword, provokes: 422 },
  { name: "list of keys", as: VIEWER, to: () => "/profile", act: showKeys },
  { name: "no access", as: "account_admin", to: () => "/overview", status: 403 },
  { name: "not found", as: VIEWER, to: () => "/nothing-is-here", status: 404 },
];

async function refuseMinimum(page) {
  await page.locator("#field-licence_minimum").fill("0");
  await page.locator("form[action='/programme-settings'] button.primary").click();
  await page.getByRole("alert").first().waitFor();
}

async function refuseSignIn(page) {
  await page.locator("#email").fill("nobody@nowhere.example");
  await page.locator("#password").fill("not the password of anybody");
  await page.locator("#password").press("Enter");
  await page.getByRole("alert").waitFor();
}

async function refusePassword(page) {
  await page.locator("#current").fill("not the password of anybody");
  for (const field of ["#new", "#repeat"]) await page.locator(field).fill("a longer walk by the canal");
  await page.locator("form[action='/profile/password'] button").click();
  await page.locator("#current-error").waitFor();
}

async function findData(page) {
  await page.locator("#field-q").fill("viewer");
  await page.locator("#field-q").press("Enter");
  await page.locator("table.data-found").waitFor();
}

async function findNothing(page) {
  await page.locator("#field-q").fill(" ");
  await page.locator("#field-q").press("Enter");
  await page.locator("#error-q").waitFor();
}

async function openData(page) {
  await findData(page);
  await page.locator("table.data-found button").first().click();
  await page.locator("dl.data-kept").waitFor();
}

async function eraseBySlip(page) {
  await openData(page);
  await page.locator("#field-confirmation").fill("somebody@else.example");
  await page.locator("#field-confirmation").press("Enter");
  await page.locator("#error-confirmation").waitFor();
}

async function firstPerson(page) {
  await page.goto("/people?q=viewer");
  return page.locator("table.accounts th a").first().getAttribute("href");
}

async function firstPartner(page) {
  await page.goto("/partners");
  return page.locator("table.partners th a").first().getAttribute("href");
}

async function firstLocation(page) {
  await page.goto(await firstPartner(page));
  return page.locator("table.locations th a").first().getAttribute("href");
}

async function firstDirectory(page) {
  await page.goto(await firstPartner(page));
  return page.locator("table.directories th a").first().getAttribute("href");
}

async function previewPerson(page) {
  await page.locator("button[value=preview]").click();
  await page.locator("#preview").waitFor();
}

async function refusePerson(page) {
  await page.locator("button[value=save]").click();
  await page.locator(".error-summary").waitFor();
}

/** Checks a table of people; each line is a person and a role. */
async function bringPeople(page, ...lines) {
  const text = ["email,name,role,locations", ...lines].join("\n");
  await page.locator("#file").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.locator("form[action^='/people/import?'] button").click();
}

async function checkPeople(page) {
  await bringPeople(page, "wil@partner.example,Wil Zandhoen,report_viewer,", "ans@partner.example,Ans Weg,incentives_admin,");
  await page.locator("form[action='/people/import/application']").waitFor();
}

async function refusePeople(page) {
  await bringPeople(page, "wil@partner.example,Wil Zandhoen,report_viewer,", "nobody,,king,none");
  await page.getByRole("alert").waitFor();
}

async function invitePeople(page) {
  await checkPeople(page);
  await page.locator("form[action='/people/import/application'] button").click();
  await page.locator(".message.success").first().waitFor();
  assert.equal(await page.locator("p.secret").count(), 2, "a link for each of them");
}

async function addReason(page) {
  await page.locator("details.technical summary").first().click();
  await page.locator("section.node-status > button[value^=add-]").first().click();
  await page.locator("input[name^=code-]").waitFor();
}

async function refuseReason(page) {
  await addReason(page);
  await page.locator("button.primary[value=preview]").click();
  await page.locator(".error-summary").waitFor();
}

async function previewVersion(page) {
  await page.locator("input[name^=en-]").nth(1).fill("Nobody answers");
  for (const box of await page.locator("section.node-status > ol.nodes > li > .node input[name^=gone-]").all()) await box.check();
  await page.locator("li:has(> .node input[value$='.2.partner_engagement']) > .node input[name^=gone-]").uncheck();
  await page.locator("button.primary[value=preview]").click();
  await page.locator("table.unfit").waitFor();
}

async function openNote(page) {
  await page.locator("a[href$='/status-notes/new']").click();
  await page.locator("#pane [name=scope]").waitFor();
}

async function refuseNote(page) {
  await openNote(page);
  await page.locator("#pane button.primary").click();
  await page.locator("#pane [aria-invalid=true]").first().waitFor();
}

async function statusPage(page) {
  await page.goto((await firstTenant(page)).path);
  return page.locator(".statuses a").first().getAttribute("href");
}

async function openStatus(page) {
  await page.locator(".statuses a").first().click();
  await page.locator("#pane form[data-split]").waitFor();
}

async function refuseStatus(page) {
  await openStatus(page);
  await page.locator("#pane [data-split-add]").click();
  await page.locator("#pane button.primary").click();
  await page.locator("#pane [aria-invalid=true]").first().waitFor();
}

async function openContact(page) {
  await page.locator(".page-head a[href$='/contacts/new']").click();
  await page.locator("#pane [name=email]").waitFor();
}

async function refuseContact(page) {
  await page.locator("form.contact button.primary").click();
  await page.locator(".error-summary").waitFor();
}

/** The form of a contact that is there, and the address of which is nobody else's. */
async function contactForm(page) {
  contactForm.count = (contactForm.count ?? 0) + 1;
  const list = `${(await firstTenant(page)).path}/contacts`;
  await page.goto(`${list}/new`);
  await page.locator("[name=name]").fill("Wim Weg");
  await page.locator("[name=email]").fill(`wim.weg.${contactForm.count}@klant.example`);
  await page.locator("#field-country").fill("Netherlands");
  await page.locator("#field-language").fill("Dutch");
  await page.locator("[name=workloads]").first().check();
  await page.locator("[name=survey_eligible][value=yes]").check();
  await page.locator("form.contact button.primary").click();
  await page.locator(".message.success").waitFor();
  const link = page.locator(".note-item").filter({ hasText: `wim.weg.${contactForm.count}@` }).locator("a[data-pane]").first();
  return link.getAttribute("href");
}

async function askBeforeContactGoes(page) {
  await page.goto(`${new URL(page.url()).pathname}/deletion`);
  await page.locator("form[action$='/deletion']").waitFor();
}

/** Somebody else saves the same form meanwhile. */
async function saveElsewhere(page, change, button) {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await change(other);
  await other.locator(button).click();
  await other.locator(".message.success").waitFor();
  await other.close();
}

async function comeSecondWithContact(page) {
  const button = "form.contact button.primary";
  await saveElsewhere(page, (other) => other.locator("[name=title]").fill("Theirs"), button);
  await page.locator("[name=title]").fill("Mine");
  await page.locator(button).click();
  await page.locator(".theirs").waitFor();
}

async function comeSecondWithStatus(page) {
  const button = "form[data-split] button.primary";
  const remark = (text) => (one) => one.locator("form[data-split] ol [name^=remark-]").first().fill(text);
  await saveElsewhere(page, remark("theirs"), button);
  await remark("mine")(page);
  await page.locator(button).click();
  await page.locator(".message.warning .split-stood").waitFor();
}

async function typeIntent(page) {
  await page.locator("[name=text]").fill("They do not use it for now, and no value is seen.");
  await page.locator("[data-remark=finding]").first().waitFor();
}

/** Opens the folds in the page's content. */
function openFolds(page) {
  return page.evaluate(() => document.querySelectorAll("main details:not([data-menu])").forEach((one) => (one.open = true)));
}

/** Opens a menu of the filter bar. */
async function openMenu(page) {
  const menu = page.locator("details[data-menu]", { has: page.locator("input[name=band]") });
  await menu.locator("summary").click();
}

async function askBeforeDiscarding(page) {
  await page.locator("button[popovertarget=confirm-discard]").first().click();
  await page.locator("#confirm-discard").waitFor();
}

/** The claim of a state that moved last. */
async function firstClaim(page, state) {
  await page.goto(`/claims?source=filed&state=${state}`);
  return page.locator(".claims .name a").first().getAttribute("href");
}

async function refuseClaim(page) {
  await page.locator("form.claim button.primary").click();
  await page.locator(".error-summary").waitFor();
}

/** The first referral of a status. */
async function firstReferral(page, status) {
  await page.goto(`/referrals?status=${status}`);
  return page.locator("table.referrals tbody th a").first().getAttribute("href");
}

async function declineForNoReason(page) {
  await openFolds(page);
  await page.locator("form[action$='/decline'] button").click();
  await page.locator("[aria-invalid=true]").first().waitFor();
}

/** A request that waits to be assigned. */
async function firstRequest(page) {
  await page.goto("/referral-requests?state=open");
  return page.locator("table.requests tbody th a").first().getAttribute("href");
}

async function assignToNobody(page) {
  // Whoever suits best is chosen already.
  for (const choice of await page.locator("form[action$='/assignment'] select").all()) await choice.selectOption("");
  await page.locator("form[action$='/assignment'] button.primary").click();
  await page.locator(".message.error").waitFor();
}

/** The ticket of a state that moved last. */
async function firstTicket(page, state) {
  await page.goto(`/tickets?state=${state}`);
  return page.locator(".tickets tbody .title a").first().getAttribute("href");
}

async function refuseTicket(page) {
  await page.locator("form.ticket button.primary").click();
  await page.locator(".error-summary").waitFor();
}

async function refuseAnswer(page) {
  await page.locator("form[action$='/answers'] button.primary").click();
  await page.locator("#refused").waitFor();
}

async function showKeys(page) {
  await page.keyboard.press("?");
  await page.locator("#shortcuts").waitFor();
}

for (const { name, as, language, to, status = 200, provokes, act } of PAGES) {
  const expect = [status, provokes].filter((one) => one >= 400);
  test(`${name} is accessible in both themes at each width`, { as, sharesSession: true, language, expect }, async ({ page, server }) => {
    const answer = await page.goto(await to(page, server));
    assert.equal(answer.status(), status);
    await act?.(page);
    assert.deepEqual(await inspect(page, WIDTHS), []);
  });
}

test("no menu makes a page wider than the screen", { as: VIEWER }, async ({ page }) => {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/tenants?limit=25");
    const menus = page.locator("details[data-menu]");
    for (let place = 0; place < (await menus.count()); place += 1) {
      await menus.nth(place).locator("summary").click();
      const box = await menus.nth(place).locator(".menu-card").boundingBox();
      const name = (await menus.nth(place).locator("summary").innerText()).trim();
      assert.ok(box.x >= 0 && box.x + box.width <= width, `${name} at ${width} px: from ${box.x} to ${box.x + box.width}`);
      await page.keyboard.press("Escape");
    }
  }
});
