// Files on their way in: upload, plan, apply, undo; and files that are wrong.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "./support/suite.mjs";
import { parseCsv, writeCsv } from "./support/files.mjs";
import { download, figures, sample, upload, whole } from "./support/steps.mjs";

const { test } = suite();
const as = "programme_admin";

/** Waits until the load's page says that it is where it should be; the style of the badge tells. */
const isNow = (page, style) => page.locator(`h1 .badge.${style}`).waitFor();
const PLANNED = "warning";
const APPLIED = "success";
const TAKEN_BACK = "neutral";
const apply = (page) => page.locator("form[action$='/application'] button").click();

/** Says yes to what a button asks first. */
async function confirmed(page, name) {
  await page.locator(`button[popovertarget=confirm-${name}]`).first().click();
  const dialog = page.locator(`#confirm-${name}`);
  await dialog.waitFor();
  await dialog.locator("form button.primary").click();
}

async function listed(page) {
  await page.goto("/tenants");
  return figures(page);
}

test("a file is uploaded, planned, applied and undone", { as }, async ({ page, server }) => {
  const before = await listed(page);
  const path = await upload(page, sample(server, "OfficeUsage.csv"));
  await isNow(page, PLANNED);
  assert.deepEqual(await listed(page), before, "a plan changes nothing");
  await page.goto(path);
  await apply(page);
  await isNow(page, APPLIED);
  const after = await listed(page);
  assert.notDeepEqual(after, before);
  await page.goto(path);
  await confirmed(page, "undo");
  await isNow(page, TAKEN_BACK);
  assert.deepEqual(await listed(page), before, "everything is as it was");
});

test("the same file again changes nothing, and a plan can be discarded", { as }, async ({ page, server }) => {
  const again = join(server.folder, "loaded", "OfficeUsage.csv");
  const path = await upload(page, again);
  const added = await page.locator("dl.figures .figure", { hasText: /added/i }).locator("dd").innerText();
  assert.equal(whole(added), 0);
  await confirmed(page, "discard");
  await page.waitForLoadState();
  await page.goto(path);
  await isNow(page, TAKEN_BACK);
});

test("a packed file is taken as well", { as }, async ({ page, server }) => {
  const packed = join(server.folder, "packed.csv.gz");
  await writeFile(packed, gzipSync(await readFile(sample(server, "EMSUsage.csv"))));
  await upload(page, packed);
  await isNow(page, PLANNED);
  await confirmed(page, "discard");
});

test("refused rows are told by line, column, value and reason, and can be downloaded", { as }, async ({ page, server }) => {
  const some = parseCsv(await readFile(sample(server, "OfficeUsage.csv"), "utf8")).slice(0, 40);
  const file = join(server.folder, "broken.csv");
  await writeFile(file, writeCsv(some.map((row, place) => (place === 2 ? { ...row, MonthlyActiveUsers: "-5" } : row))));
  await upload(page, file);
  const row = page.locator("table tbody tr", { hasText: "-5" });
  await row.waitFor();
  const told = await row.innerText();
  assert.match(told, /MonthlyActiveUsers/);
  assert.match(told, /\b4\b/);
  const { text } = await download(page, page.locator("a[href$='/refused.csv']").first());
  const [refused] = parseCsv(text);
  assert.equal(refused.line, "4");
  assert.equal(refused.column, "MonthlyActiveUsers");
  // A value that a spreadsheet would compute is written so that it does not.
  assert.match(refused.value, /-5/);
  await confirmed(page, "discard");
});

test("a file that is none of the reports is refused in words, and leaves nothing", { as, expect: [400, 413, 415, 422] }, async ({ page, server }) => {
  await page.goto("/loads");
  const loads = await page.locator("table.loads tbody tr").count();
  const wrong = { "shopping.csv": "apples,pears\n1,2\n", "empty.csv": "", "page.csv": "<!doctype html><title>Sign in</title>", "sheet.csv": "PK\u0003\u0004 not a zip" };
  for (const [name, text] of Object.entries(wrong)) {
    const file = join(server.folder, name);
    await writeFile(file, text);
    await page.goto("/loads");
    await page.locator("input[type=file]").setInputFiles(file);
    await page.locator("form#upload button[type=submit]").click();
    const told = page.locator("[role=alert], .message.error").first();
    await told.waitFor();
    assert.ok((await told.innerText()).trim().length > 10, name);
  }
  await page.goto("/loads");
  const applied = await page.locator("table.loads .badge", { hasText: /planned|reading/i }).count();
  assert.equal(applied, 0, "nothing waits");
  assert.ok((await page.locator("table.loads tbody tr").count()) >= loads);
});

test("only the programme office sees loads", { as: "executive_report_viewer", expect: [403, 404] }, async ({ page }) => {
  assert.equal(await page.locator("nav a[href='/loads']").count(), 0);
  for (const path of ["/loads", "/loads/1", "/loads/1/refused.csv"]) {
    const answer = await page.goto(path);
    assert.ok([403, 404].includes(answer.status()), path);
  }
});
