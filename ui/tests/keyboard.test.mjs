// Without a mouse: everything can be reached, seen and done.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCsv, writeCsv } from "./support/files.mjs";
import { uptake } from "./support/server.mjs";
import { suite } from "./support/suite.mjs";
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
    const marked = seen(at) || (at.parentElement && at.parentElement.matches(":focus-within") && seen(at.parentElement));
    return {
      what: `${at.tagName.toLowerCase()}${at.id ? `#${at.id}` : ""} ${(at.getAttribute("aria-label") ?? at.textContent ?? "").trim().slice(0, 40)}`,
      href: at.getAttribute("href"),
      isBody: at === document.body,
      marked,
      inView: box.width > 0 && box.height > 0 && box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0,
    };
  });

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

test("a thousand seats are split over four lines and saved by keyboard alone", { as, timeout: 120_000 }, async ({ page, server }) => {
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

test("a contact is added by keyboard alone", { as, timeout: 120_000 }, async ({ page }) => {
  const { path } = await firstTenant(page);
  await page.goto(path);
  await tabTo(page, "a[href$='/contacts/new']", 200);
  await page.keyboard.press("Enter");
  await page.locator("#pane form.contact").waitFor();
  const type = async (field, text) => {
    await tabTo(page, `#pane ${field}`);
    await page.keyboard.type(text);
  };
  await type("#field-name", "Wil Zandhoen");
  await type("#field-email", "wil.zandhoen@klant.example");
  // A list is searched by typing a part of what is looked for.
  await type("#field-country", "Netherl");
  await type("#field-language", "dut");
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

test("the first stop skips to the content", { as }, async ({ page }) => {
  await page.goto("/tenants");
  await page.keyboard.press("Tab");
  const skip = await focused(page);
  assert.equal(skip.href, "#main");
  assert.ok(skip.inView, "it shows when it has the focus");
  await page.keyboard.press("Enter");
  assert.ok(await page.evaluate(() => document.activeElement.id === "main"));
});

test("every stop on the way through a page can be seen, and the way has an end", { as, timeout: 120_000 }, async ({ page }) => {
  for (const path of ["/overview", "/tenants?limit=25", "/profile"]) {
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
