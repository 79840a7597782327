// What several journeys do or read, in the page's own terms.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { join } from "node:path";

/** A whole number as English writes it. */
export const whole = (text) => {
  const found = text.replaceAll(/[,\s]/g, "").match(/-?\d+/);
  assert.ok(found, `no number in "${text}"`);
  return Number(found[0]);
};

/** A percentage as English writes it, in tenths; nothing where there is none. */
export const tenths = (text) => {
  const found = text.replaceAll(",", "").match(/(\d+)\.(\d)\s*%/);
  return found ? Number(found[1]) * 10 + Number(found[2]) : null;
};

/** Half up to a tenth of a percent, from integers. */
export const usageTenths = (mau, pau) => (pau === 0 ? null : Math.floor((mau * 2000 + pau) / (2 * pau)));

/** The figures above a list or on a tenant page. */
export async function figures(page) {
  const [tenants, pau, mau, usage] = await page.locator("#results .figures dd").allInnerTexts();
  return { tenants: whole(tenants), pau: whole(pau), mau: whole(mau), usage: tenths(usage) };
}

/** The rows of the tenant list: name, address, and the cells by their column. */
export async function rows(page) {
  return page.locator("table.tenants tbody tr").evaluateAll((lines) =>
    lines.map((line) => {
      const cells = {};
      for (const cell of line.querySelectorAll("td, th")) {
        cell.querySelectorAll(".card-label").forEach((label) => label.remove());
        cells[cell.className.split(" ")[0]] = cell.innerText.trim();
      }
      const link = line.querySelector("th a");
      return { ...cells, name: link.innerText.trim(), path: new URL(link.href).pathname };
    }),
  );
}

/** Waits until the list was fetched anew after `action`. */
export async function afterReload(page, action) {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname === "/tenants" && response.request().method() === "GET"),
    action(),
  ]);
  await answer.finished();
  await page.waitForFunction(() => !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling"));
}

/** The focus is on it, or comes there: a page gives `autofocus` its due when it is first drawn, not when it is loaded. */
export const focusIsOn = (page, selector) => page.locator(selector).and(page.locator(":focus")).waitFor();

/** Tabs until the focus is on what is wanted. */
export async function tabTo(page, selector, most = 80) {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`${selector} was not reached with ${most} steps of Tab`);
}

/** The first tenant of the list with figures, its page and the history of its first workload. */
export async function firstTenant(page) {
  await page.goto("/tenants?sort=-pau");
  const [first] = await rows(page);
  await page.goto(first.path);
  const history = new URL(await page.locator("a[href*='/workloads/']").first().evaluate((link) => link.href)).pathname;
  return { ...first, history };
}

/** Uploads a file on the page of loads, and comes to the load's own page. */
export async function upload(page, file) {
  await page.goto("/loads");
  await page.locator("input[type=file]").setInputFiles(file);
  await page.locator("form#upload button[type=submit]").click();
  await page.waitForURL(/\/loads\/\d+$/);
  // The page looks again by itself while the file is being read.
  await page.locator("form[action$='/application'], .message.error, .message.info:not([role=status])").first().waitFor({ timeout: 30_000 });
  return new URL(page.url()).pathname;
}

/** A report of the month after the demo's. */
export const sample = (server, name) => join(server.folder, "sample", name);

/** Uploads the sample's licence usage, so that a planned load is there. */
export const stageSample = (page, server) => upload(page, sample(server, "OfficeUsage.csv"));

/** Downloads what a link gives, as text. */
export async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString("utf8") };
}

/** For how long an app shows a code, in milliseconds. */
export const HALF_A_MINUTE = 30_000;

/** What an app shows that was given this key (RFC 6238). */
export function shownByApp(key, at = Date.now()) {
  const bits = [...key.replaceAll(" ", "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / HALF_A_MINUTE)));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
