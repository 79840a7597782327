// Without a mouse: everything can be reached, seen and done.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCsv, writeCsv } from "./support/files.mjs";
import { uptake } from "./support/server.mjs";
import { signIn, suite } from "./support/suite.mjs";
import { firstTenant, focusIsOn, rows, sample, tabTo } from "./support/steps.mjs";

const { test } = suite();
const as = "executive_report_viewer";

/** What has the focus, and whether one can see that it has. */
const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    const seen = (element) => {
      const style = getComputedStyle(element);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    };
    const box = at.getBoundingClientRect();
    // A field may show the focus on the frame around it.
    const framed = at.parentElement && at.parentElement.matches(":focus-within") && seen(at.parentElement);
    // The calendar within a field for a day is marked by the browser itself, and tells no page of it.
    const marked = seen(at) || framed || at.matches("input[type=date]:not(:focus-visible)");
    return {
      what: `${at.tagName.toLowerCase()}${at.id ? `#${at.id}` : ""} ${(at.getAttribute("aria-label") ?? at.textContent ?? "").trim().slice(0, 40)}`,
      href: at.getAttribute("href"),
      isBody: at === document.body,
      marked: Boolean(marked),
      inView: box.width > 0 && box.height > 0 && box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0,
    };
  });

/** Tabs to a button or link, and presses it. */
async function press(page, selector) {
  await tabTo(page, selector, 200);
  await page.keyboard.press("Enter");
}

/** Tabs to a field, and types. */
async function type(page, field, text) {
  await tabTo(page, field, 200);
  await page.keyboard.type(text);
}

/** A notice after something was done. */
const told = (page, text) => page.locator(".message.flash[role=status]", { hasText: text }).waitFor();

test("somebody signs in, finds a tenant, opens a figure and signs out by keyboard alone", {}, async ({ page, account }) => {
  const { email, password } = account(as);
  await page.goto("/sign-in");
  await focusIsOn(page, "#email");
  await page.keyboard.type(email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/overview");
  await page.keyboard.press("/");
  await page.keyboard.type("a");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/tenants" && url.searchParams.get("q") === "a");
  const [first] = await rows(page);
  await tabTo(page, "table.tenants tbody th a");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${first.path}`);
  await tabTo(page, "table.usage-details tbody th a");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/workloads\//);
  await tabTo(page, ".person-menu summary");
  await page.keyboard.press("Enter");
  await tabTo(page, "form[action='/sign-out'] button");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !document.querySelector(".person-menu"));
});

/** Loads a total for a workload of a tenant, in the month after the newest. */
async function loadTotal(server, tenant, workload, seats) {
  const all = parseCsv(await readFile(sample(server, "OfficeUsage.csv"), "utf8"));
  const row = all.find((one) => tenant.endsWith(one.CustomerTenantId.toLowerCase()) && one.WorkloadName === workload);
  const file = join(server.folder, "total.csv");
  await writeFile(file, writeCsv([{ ...row, PaidAvailableUnits: seats, MonthlyActiveUsers: 10 }]));
  await uptake("import", "--database", server.database, "--json", file);
}

test("a thousand seats are split over four lines and saved by keyboard alone", { as }, async ({ page, server }) => {
  const { path } = await firstTenant(page);
  await page.goto(path);
  const own = await page.locator(".statuses a[href$='/service-status']").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const link = own.find((one) => one.includes("/workloads/Teams/"));
  assert.ok(link, `Teams is not among ${own}`);
  await loadTotal(server, path, "Teams", 1000);
  await page.goto(path);
  await tabTo(page, `.statuses a[href='${link}']`, 200);
  await page.keyboard.press("Enter");
  await page.locator("#pane form[data-split]").waitFor();
  const line = (number, part) => `#pane ol > li:nth-child(${number}) ${part}`;
  const count = () => page.locator("#pane ol > [data-split-line]").count();
  while ((await count()) > 1) {
    await tabTo(page, line(2, "[data-split-remove]"));
    await page.keyboard.press("Enter");
  }
  const difference = () => page.locator("#pane [data-split-difference] dd").innerText();
  const fill = async (number, seats, status, reason) => {
    if (number > 1) {
      await tabTo(page, "#pane [data-split-add]");
      await page.keyboard.press("Enter");
      assert.ok(await page.evaluate((field) => document.activeElement.matches(field), line(number, "input[name^=seats-]")), "a new line has the focus");
    } else await tabTo(page, line(1, "input[name^=seats-]"));
    if (seats) {
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(seats);
    } else {
      await tabTo(page, line(number, "[data-split-rest]"));
      await page.keyboard.press("Enter");
    }
    await tabTo(page, line(number, "[data-split-l1]"));
    await page.keyboard.type(status);
    if (!reason) return;
    await tabTo(page, line(number, "[data-split-l2]"));
    await page.keyboard.type(reason);
  };
  await fill(1, "400", "In progress");
  await fill(2, "300", "Blocked", "Legal");
  await fill(3, "200", "No intent", "Executive");
  assert.equal(await difference(), "100 seats are missing.");
  await fill(4, "", "Status", "New");
  assert.equal(await difference(), "Adds up");
  await tabTo(page, "#pane button.primary:not(.visually-hidden)");
  await page.keyboard.press("Enter");
  await page.locator(".message.success").waitFor();
  const shown = await page.locator(".statuses > li", { has: page.locator(`a[href='${link}']`) }).locator(".seats-legend").innerText();
  for (const part of [/In progress\s+400/, /Blocked\s+300/, /No intent\s+200/, /Status unknown\s+100/]) assert.match(shown, part);
});

test("a contact is added by keyboard alone", { as }, async ({ page }) => {
  const { path } = await firstTenant(page);
  await page.goto(path);
  await tabTo(page, "a[href$='/contacts/new']", 200);
  await page.keyboard.press("Enter");
  await page.locator("#pane form.contact").waitFor();
  await type(page, "#pane #field-name", "Wil Zandhoen");
  await type(page, "#pane #field-email", "wil.zandhoen@klant.example");
  // A list is searched by typing a part of what is looked for.
  await type(page, "#pane #field-country", "Netherl");
  await type(page, "#pane #field-language", "dut");
  for (const choice of ["[name=workloads]", "[name=survey_eligible]"]) {
    await tabTo(page, `#pane ${choice}`);
    await page.keyboard.press("Space");
  }
  await tabTo(page, "#pane button.primary");
  await page.keyboard.press("Enter");
  await page.locator(".message.success").waitFor();
  await page.goto(`${path}/contacts`);
  const card = page.locator(".note-item", { hasText: "Wil Zandhoen" });
  assert.match(await card.innerText(), /Survey eligible[\s\S]*wil\.zandhoen@klant\.example[\s\S]*Netherlands[\s\S]*Dutch/);
});

test("a referral is found, accepted and followed up by keyboard alone", { as }, async ({ page }) => {
  await page.goto("/overview");
  await press(page, "nav.side a[href='/tenants']");
  await page.waitForURL("**/tenants");
  await press(page, "main nav a[href='/referrals']");
  await page.waitForURL("**/referrals");
  await press(page, ".claim-states a[href*='status=assigned']");
  await page.waitForURL("**/referrals?status=assigned");
  const name = await page.locator("table.referrals tbody th a").first().innerText();
  await press(page, "table.referrals tbody th a");
  await page.waitForURL(/\/referrals\/R-/);
  const heading = page.getByRole("heading", { level: 1 });
  assert.match(await heading.innerText(), /To answer/);
  assert.ok((await heading.innerText()).includes(name));
  await press(page, "form[action$='/acceptance'] button");
  await told(page, "The referral is yours.");
  assert.match(await heading.innerText(), /Active/);
  await type(page, "#field-services_sold", "Two days of training");
  await type(page, "#field-note", "They begin in January.");
  await press(page, "form[data-draft] .form-end button.primary");
  await told(page, "Saved;");
  assert.match(await page.locator(".claim-history").innerText(), /They begin in January\.[\s\S]*Two days of training/);
});

test("a person is found, and their role looked at before it is changed, by keyboard alone", { as: "account_admin" }, async ({ page, account }) => {
  const { email, name } = account("report_viewer");
  await page.goto("/profile");
  await press(page, "nav.side a[href='/people']");
  await page.waitForURL("**/people");
  await type(page, "#people-search", email);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/people?q=*");
  await press(page, "table.accounts th a");
  await page.waitForURL(/\/people\/[\w-]+$/);
  await page.getByRole("heading", { level: 1, name }).waitFor();
  const reach = (value) => page.locator(`[name=reach-report_viewer][value=${value}]`);
  assert.ok(await reach("chosen").isChecked());
  await tabTo(page, "[name=reach-report_viewer]", 200);
  await page.keyboard.press("ArrowLeft");
  assert.ok(await reach("everywhere").isChecked(), "arrows choose among the places of a role");
  await press(page, "button[value=preview]");
  assert.match(await page.locator("#preview").innerText(), /\d+ tenants[\s\S]*saved/);
  assert.ok(await reach("everywhere").isChecked(), "what was chosen is still chosen");
  await press(page, "button.primary[value=save]");
  await told(page, "Saved.");
  await page.goto(`/people?q=${encodeURIComponent(email)}`);
  assert.match(await page.locator("table.accounts td.held").innerText(), /Report viewer · Entire organisation/);
});

test("a ticket is written, answered and resolved by keyboard alone", { as }, async ({ page, account }) => {
  await page.goto("/overview");
  await press(page, "nav.side a[href='/tickets']");
  await page.waitForURL("**/tickets");
  await press(page, "main a[href='/tickets/new']");
  await page.waitForURL("**/tickets/new");
  await type(page, "#field-title", "A tenant is missing");
  // A list goes to what is typed.
  await type(page, "#field-type", "Prob");
  await type(page, "#field-subject", "What I");
  await type(page, "#field-description", "It was there yesterday.");
  await press(page, "form.ticket button.primary");
  await told(page, "The ticket is opened.");
  const path = new URL(page.url()).pathname;
  assert.match(await page.locator(".facts").innerText(), /Problem[\s\S]*What I can see/);

  await page.context().clearCookies();
  await signIn(page, account("programme_admin"));
  await press(page, "nav.side a[href='/tickets']");
  await page.waitForURL("**/tickets");
  await press(page, `.tickets tbody .title a[href='${path}']`);
  await page.waitForURL(`**${path}`);
  await type(page, "#field-text", "Its claim has ended.");
  await press(page, "form[action$='/answers'] button.primary");
  await told(page, "Your message is sent.");

  await page.context().clearCookies();
  await signIn(page, account(as));
  await page.goto(path);
  assert.match(await page.locator(".ticket-messages").innerText(), /Programme office[\s\S]*Its claim has ended\./);
  await press(page, "button[formaction$='/resolution']");
  await told(page, "The ticket is resolved.");
});

test("the audit is searched by keyboard alone", { as: "programme_admin" }, async ({ page }) => {
  await page.goto("/loads");
  await press(page, "nav.side a[href='/audit']");
  await page.waitForURL("**/audit");
  await type(page, "#audit-search", "sign_in.done");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("q") === "sign_in.done");
  const found = page.locator("table.audit tbody th");
  assert.deepEqual([...new Set(await found.allInnerTexts())], ["Signed in"]);
  // Day and month in whatever order the browser has them.
  await type(page, "#audit-until", "02022020");
  await press(page, "main form[role=search] button[type=submit]");
  await page.waitForURL((url) => url.searchParams.get("until") === "2020-02-02");
  assert.equal(await found.count(), 0);
  await press(page, "main a.button[href='/audit']");
  await page.waitForURL("**/audit");
  await found.first().waitFor();
});

test("help is asked about a tenant, and leads to a ticket, by keyboard alone", { as }, async ({ page }) => {
  const { path } = await firstTenant(page);
  const id = path.split("/").at(-1);
  await press(page, "nav.side a[href='/help']");
  await page.waitForURL("**/help");
  const answer = page.locator(".help-answer[role=status]");
  await type(page, "#field-tenant", id);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/help?tenant=${id}`);
  assert.match(await answer.innerText(), /You see this tenant\./);
  await tabTo(page, "#field-tenant", 200);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("nobody.example");
  await press(page, "main form[role=search] button[type=submit]");
  await page.waitForURL("**/help?tenant=nobody.example");
  assert.match(await answer.innerText(), /not open to your account/);
  await press(page, ".help-answer a[href^='/tickets/new']");
  await page.waitForURL("**/tickets/new?*");
  assert.equal(await page.locator("#field-tenant").inputValue(), "nobody.example");
});

test("the first stop skips to the content", { as }, async ({ page }) => {
  await page.goto("/tenants");
  await page.keyboard.press("Tab");
  const skip = await focused(page);
  assert.equal(skip.href, "#main");
  assert.ok(skip.inView, "it shows when it has the focus");
  await page.keyboard.press("Enter");
  assert.ok(await page.evaluate(() => document.activeElement.id === "main"));
});

const WAYS = {
  [as]: ["/overview", "/tenants?limit=25", "/profile", "/referrals", "/tickets/new", "/help"],
  programme_admin: ["/people?q=viewer", "/people/new", "/audit?q=sign_in"],
};

test("every stop on the way through a page can be seen, and the way has an end", {}, async ({ page, account }) => {
  for (const [role, path] of Object.entries(WAYS).flatMap(([role, paths]) => paths.map((path) => [role, path]))) {
    await page.context().clearCookies();
    await signIn(page, account(role));
    await page.goto(path);
    const stops = [];
    for (let step = 0; step < 400; step += 1) {
      await page.keyboard.press("Tab");
      const stop = await focused(page);
      if (stop.isBody) break;
      stops.push(stop);
    }
    assert.ok(stops.length > 10 && stops.length < 400, `${path}: ${stops.length} stops`);
    assert.deepEqual(stops.filter((stop) => !stop.marked).map((stop) => stop.what), [], `${path}: the focus cannot be seen`);
    assert.deepEqual(stops.filter((stop) => !stop.inView).map((stop) => stop.what), [], `${path}: the focus is out of view`);
  }
});

test("a filter is opened, chosen and closed by keyboard", { as }, async ({ page }) => {
  await page.goto("/tenants");
  const menu = page.locator("details", { has: page.locator("input[name=country]") });
  await menu.locator("summary").focus();
  await page.keyboard.press("Enter");
  await tabTo(page, "input[name=country]", 3);
  await page.keyboard.press("Space");
  await page.waitForFunction(() => new URL(location.href).searchParams.has("country"));
  await page.keyboard.press("Escape");
  assert.equal(await menu.getAttribute("open"), null, "Escape closes the menu");
  assert.ok(await menu.locator("summary").evaluate((summary) => summary === document.activeElement), "and the focus is back where it was");
});

test("the question mark lists the keys, Escape closes the list, and keys typed into a field are text", { as }, async ({ page }) => {
  await page.goto("/overview");
  await page.keyboard.press("?");
  const list = page.locator("#shortcuts");
  await list.waitFor();
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await page.waitForURL("**/tenants");
  await page.locator("#q").focus();
  await page.keyboard.type("g?o/");
  assert.equal(await page.locator("#q").inputValue(), "g?o/");
  assert.ok(!(await list.isVisible()));
});
