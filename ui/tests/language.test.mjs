// English and Dutch, light and dark: asked of the browser, chosen on the page, kept in the profile.

import assert from "node:assert/strict";
import { suite } from "./support/suite.mjs";

const { test } = suite();

const language = (page) => page.locator("html").getAttribute("lang");

test("the sign-in page speaks the browser's language", { language: "nl-NL" }, async ({ page }) => {
  await page.goto("/sign-in");
  assert.equal(await language(page), "nl");
  await page.getByRole("button", { name: "Aanmelden" }).waitFor();
});

test("the language can be changed before signing in", {}, async ({ page }) => {
  await page.goto("/sign-in");
  assert.equal(await language(page), "en");
  await page.getByRole("button", { name: "Nederlands" }).click();
  await page.waitForFunction(() => document.documentElement.lang === "nl");
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await page.getByRole("button", { name: "English" }).click();
  await page.waitForFunction(() => document.documentElement.lang === "en");
});

test("a language chosen in the menu stays, and leaves the page where it was", { as: "report_viewer" }, async ({ page }) => {
  await page.goto("/tenants?limit=25&sort=-mau");
  await page.locator(".person-menu summary").click();
  await page.getByRole("button", { name: "Nederlands" }).click();
  await page.waitForFunction(() => document.documentElement.lang === "nl");
  assert.equal(new URL(page.url()).searchParams.get("sort"), "-mau");
  await page.goto("/overview");
  assert.equal(await language(page), "nl");
  await page.getByRole("link", { name: "Overzicht" }).first().waitFor();
});

test("numbers are written as the language writes them", { as: "executive_report_viewer" }, async ({ page }) => {
  await page.goto("/overview");
  const english = await page.locator("main").innerText();
  assert.match(english, /\d\.\d\s?%/);
  await page.locator(".person-menu summary").click();
  await page.getByRole("button", { name: "Nederlands" }).click();
  await page.waitForFunction(() => document.documentElement.lang === "nl");
  const dutch = await page.locator("main").innerText();
  assert.match(dutch, /\d,\d\s?%/);
});
