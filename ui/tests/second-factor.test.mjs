// The second factor: set up, asked for, lost, demanded.

import assert from "node:assert/strict";
import { inspect } from "./support/axe.mjs";
import { focusIsOn, HALF_A_MINUTE, shownByApp } from "./support/steps.mjs";
import { signIn, suite, WIDTHS } from "./support/suite.mjs";

const { test } = suite();

const key = (page) => page.locator("#factor-key").innerText();
const codes = (page) => page.locator("#recovery-codes code").allInnerTexts();

async function bring(page, code) {
  await page.locator("#code").fill(code);
  await page.locator("form[action='/sign-in/code'] button").click();
  await page.waitForLoadState();
}

/** Goes past every page of it, with what `look` looks at on each. */
async function allOfIt(page, who, look) {
  await page.goto("/profile");
  await page.locator("a[href='/profile/second-factor']").click();
  await page.waitForURL("**/profile/second-factor");
  await page.locator("form[action='/profile/second-factor/setup'] button").click();
  await page.locator("#factor-key").waitFor();
  await look("setting up");
  const secret = await key(page);
  const confirm = async (code) => {
    await page.locator("#on-code").fill(code);
    await page.locator("#on-current").fill(who.password);
    await page.locator("form[action='/profile/second-factor'] button").click();
    await page.waitForLoadState();
  };
  await confirm("000000");
  await page.locator("#on-code-error").waitFor();
  assert.equal(await key(page), secret, "a wrong code loses nothing");
  await look("a refused code");
  await confirm(shownByApp(secret));
  const recovery = await codes(page);
  assert.equal(recovery.length, 10);
  assert.equal(await page.locator("#factor-key").count(), 0);
  await look("recovery codes");

  await page.context().clearCookies();
  await signIn(page, who);
  assert.equal(new URL(page.url()).pathname, "/sign-in/code");
  await focusIsOn(page, "#code");
  await look("asked for a code");
  await page.goto("/profile");
  assert.equal(new URL(page.url()).pathname, "/sign-in", "nobody is signed in yet");
  await signIn(page, who);
  await bring(page, "123456");
  await page.getByRole("alert").waitFor();
  await look("a wrong code");
  // The one after that with which it was set up: a clock may be fast by half a minute.
  await bring(page, shownByApp(secret, Date.now() + HALF_A_MINUTE));
  await page.waitForURL("**/overview");

  await page.context().clearCookies();
  await signIn(page, who);
  await bring(page, recovery[0].toLowerCase());
  await page.waitForURL("**/overview");
  await page.goto("/profile/second-factor");
  assert.match(await page.locator("main").innerText(), /9 recovery codes/);
  await look("managing");
  await page.locator("#off-code").fill(recovery[1]);
  await page.locator("#off-current").fill(who.password);
  await page.locator("form[action='/profile/second-factor/deletion'] button").click();
  await page.locator("form[action='/profile/second-factor/setup'] button").waitFor();
  await page.context().clearCookies();
  await signIn(page, who);
  assert.equal(new URL(page.url()).pathname, "/overview");
}

test("somebody sets it up, signs in with it, and turns it off", { as: "report_viewer", expect: [422] }, async ({ page, account }) => {
  await allOfIt(page, account("report_viewer"), async (what) => {
    assert.deepEqual(await inspect(page, WIDTHS), [], what);
  });
});

test("without JavaScript too", { as: "executive_report_viewer", javaScript: false, expect: [422] }, async ({ page, account }) => {
  const who = account("executive_report_viewer");
  await page.goto("/profile/second-factor");
  await page.locator("form[action='/profile/second-factor/setup'] button").click();
  await page.locator("#on-code").fill(shownByApp(await key(page)));
  await page.locator("#on-current").fill(who.password);
  await page.locator("form[action='/profile/second-factor'] button").click();
  const recovery = await codes(page);
  await page.context().clearCookies();
  await signIn(page, who);
  await bring(page, recovery[0]);
  await page.waitForURL("**/overview");
});

test("the picture can be read by a camera: it says what the link says", { as: "incentives_admin" }, async ({ page }) => {
  await page.goto("/profile/second-factor");
  await page.locator("form[action='/profile/second-factor/setup'] button").click();
  const uri = await page.locator("a[href^='otpauth:']").getAttribute("href");
  assert.match(uri, /^otpauth:\/\/totp\/Uptake:[^?]+\?secret=[A-Z2-7]{32}&issuer=Uptake&algorithm=SHA1&digits=6&period=30$/);
  assert.equal(new URL(uri).searchParams.get("secret"), (await key(page)).replaceAll(" ", ""));
  const box = await page.locator("svg.qr").boundingBox();
  assert.ok(box.width >= 200 && Math.abs(box.width - box.height) < 1, JSON.stringify(box));
});

test("an organisation demands it, and whoever has none is led to it", { as: "global_admin", language: "nl-NL" }, async ({ page, account }) => {
  const who = account("global_admin");
  await page.goto("/sign-in-settings");
  await page.locator("input[name=second_factor][value=true]").check();
  await page.locator("form[action='/sign-in-settings'] button.primary").click();
  // Signed in with a password alone: that is not enough any more.
  await page.waitForURL("**/sign-in?*");
  await signIn(page, who);
  await page.locator("#factor-key").waitFor();
  assert.deepEqual(await inspect(page, WIDTHS), []);
  await bring(page, shownByApp(await key(page)));
  assert.equal((await codes(page)).length, 10);
  assert.deepEqual(await inspect(page, WIDTHS), []);
  await page.locator("main a.button.primary").click();
  await page.goto("/sign-in-settings");
  assert.ok(await page.locator("input[name=second_factor][value=true]").isChecked());
});
