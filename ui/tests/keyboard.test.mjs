// Without a mouse: everything can be reached, seen and done.

import assert from "node:assert/strict";
import { suite } from "./support/suite.mjs";
import { rows } from "./support/steps.mjs";

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

/** Tabs until the focus is on what is wanted. */
async function tabTo(page, selector, most = 80) {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`${selector} was not reached with ${most} steps of Tab`);
}

test("somebody signs in, finds a tenant, opens a figure and signs out by keyboard alone", {}, async ({ page, account }) => {
  const { email, password } = account(as);
  await page.goto("/sign-in");
  assert.ok(await page.locator("#email").evaluate((field) => field === document.activeElement), "the first field has the focus");
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
