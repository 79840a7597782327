// Passkeys: a device of the browser's own makes one, and signs in with it.

import assert from "node:assert/strict";
import { inspect } from "./support/axe.mjs";
import { focusIsOn, tabTo } from "./support/steps.mjs";
import { signIn, suite, WIDTHS } from "./support/suite.mjs";

// Browsers know passkeys by TLS, and on this name without.
const { test } = suite({ name: "localhost" });

/** A device that looks at its person, who shows their finger whenever they are asked. */
async function device(page) {
  const tools = await page.context().newCDPSession(page);
  await tools.send("WebAuthn.enable");
  const { authenticatorId } = await tools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
  return {
    passkeys: async () => (await tools.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    /** From now on nobody shows the right finger. */
    refuse: () => tools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false }),
    forget: () => tools.send("WebAuthn.clearCredentials", { authenticatorId }),
  };
}

const failed = (page) => page.locator("[data-passkey-failed]:visible");

/** Begins to add one, as far as the page that asks the device. */
async function begin(page, who, name) {
  await page.goto("/profile/passkeys");
  if (name) await page.locator("#passkey-name").fill(name);
  await page.locator("#passkey-current").fill(who.password);
  await page.locator("form[action='/profile/passkeys/setup'] button").click();
  await page.locator("form[data-passkey=create]").waitFor();
}

async function add(page, who, name) {
  await begin(page, who, name);
  await page.locator("form[data-passkey=create] button").click();
  await page.locator("form[action$='/deletion'] button").first().waitFor();
}

async function signInByPasskey(page) {
  await page.goto("/sign-in?next=%2Ftenants");
  await page.locator("form[action='/sign-in/passkey'] button").click();
}

for (const language of ["en-GB", "nl-NL"]) {
  const role = language === "en-GB" ? "report_viewer" : "executive_report_viewer";
  test(`somebody adds one, signs in with it, and removes it (${language})`, { as: role, language, expect: [422] }, async ({ page, account }) => {
    const who = account(role);
    const own = await device(page);
    const look = async (what) => assert.deepEqual(await inspect(page, WIDTHS), [], what);
    await page.goto("/profile");
    await page.locator("a[href='/profile/passkeys']").click();
    await page.waitForURL("**/profile/passkeys");
    assert.match(await page.locator("#passkey-name").inputValue(), /Chrome/, "a name to begin with");
    await look("none yet");
    await page.locator("#passkey-current").fill("not the password");
    await page.locator("form[action='/profile/passkeys/setup'] button").click();
    await page.locator("#passkey-current-error").waitFor();
    await focusIsOn(page, "#passkey-current");
    await look("a wrong password");
    await begin(page, who, "Sofía’s laptop <b>");
    await look("asking the device");
    await page.locator("form[data-passkey=create] button").click();
    await page.locator("form[action$='/deletion'] button").waitFor();
    assert.match(await page.locator("main").innerText(), /Sofía’s laptop <b>/);
    await look("one");
    const [kept] = await own.passkeys();
    assert.deepEqual([kept.rpId, kept.isResidentCredential, kept.userName], ["localhost", true, who.email]);

    await page.context().clearCookies();
    await signInByPasskey(page);
    // The device is asked without another click, and leads on to where the person wanted to go.
    await page.waitForURL("**/tenants");

    await page.goto("/profile/passkeys");
    assert.match(await page.locator("main").innerText(), language === "en-GB" ? /Last used/ : /Laatst gebruikt/);
    await page.locator("form[action$='/deletion'] button").click();
    await page.locator("form[action$='/deletion']").waitFor({ state: "detached" });
    await page.context().clearCookies();
    // The device still has it; here it is nobody's.
    await signInByPasskey(page);
    await page.locator("main .message.error").waitFor();
    assert.equal(new URL(page.url()).pathname, "/sign-in/passkey/answer");
    await look("refused");
    await page.locator("form[action='/sign-in/passkey'] button").click();
    await page.waitForURL("**/sign-in/passkey?*");
  });
}

test("a device that refuses loses nothing, and says what to do", { as: "global_admin" }, async ({ page, account }) => {
  const who = account("global_admin");
  const own = await device(page);
  await add(page, who, "Phone");
  // Another for the same person is not made by the same device.
  await begin(page, who, "The same phone");
  await page.locator("form[data-passkey=create] button").click();
  await failed(page).waitFor();
  assert.equal((await own.passkeys()).length, 1);
  assert.deepEqual(await inspect(page, WIDTHS), []);
  await page.context().clearCookies();
  await own.refuse();
  await signInByPasskey(page);
  await failed(page).waitFor();
  const button = page.locator("form[data-passkey=get] button");
  assert.ok(await button.evaluate((one) => one === document.activeElement && !one.disabled), "it can be tried again");
  assert.deepEqual(await inspect(page, WIDTHS), []);
  await own.forget();
  await button.click();
  await failed(page).waitFor();
  await page.locator("main a[href='/sign-in']").click();
  await signIn(page, who);
  assert.ok(!new URL(page.url()).pathname.startsWith("/sign-in"), "the password works beside it");
});

test("by the keyboard alone", { as: "incentives_admin" }, async ({ page, account }) => {
  const who = account("incentives_admin");
  await device(page);
  await page.goto("/profile/passkeys");
  await tabTo(page, "#passkey-current");
  await page.keyboard.type(who.password);
  await page.keyboard.press("Enter");
  await page.locator("form[data-passkey=create]").waitFor();
  await tabTo(page, "form[data-passkey=create] button");
  await page.keyboard.press("Enter");
  await page.locator("form[action$='/deletion']").waitFor();
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await tabTo(page, "form[action='/sign-in/passkey'] button");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
});

test("without JavaScript nothing is offered that cannot work", { as: "account_admin", javaScript: false }, async ({ page, account }) => {
  await begin(page, account("account_admin"));
  assert.ok(await page.locator("p.without-script").isVisible());
  assert.ok(!(await page.locator("form[data-passkey=create] button").isVisible()));
  await page.context().clearCookies();
  await page.goto("/sign-in");
  assert.ok(!(await page.locator("form[action='/sign-in/passkey'] button").isVisible()));
});

test("an older browser is told", { as: "account_admin" }, async ({ page, account }) => {
  await page.addInitScript(() => delete window.PublicKeyCredential);
  await begin(page, account("account_admin"));
  await page.locator("[data-passkey-unable]:visible").waitFor();
  assert.equal(await page.locator("form[data-passkey=create] button").count(), 0);
});

// The last one: what it demands stays for whoever signs in after it.
test("where a second factor is demanded, a passkey is one", { as: "global_admin", language: "nl-NL" }, async ({ page, account }) => {
  const who = account("global_admin");
  await device(page);
  await add(page, who);
  // They may have one of an earlier test.
  await page.locator("form[data-passkey=create]").waitFor({ state: "detached" });
  await page.goto("/sign-in-settings");
  await page.locator("input[name=second_factor][value=true]").check();
  await page.locator("form[action='/sign-in-settings'] button.primary").click();
  await page.waitForURL("**/sign-in?*");
  await signIn(page, who);
  await page.getByRole("heading", { name: "Gebruik uw passkey" }).waitFor();
  assert.equal(await page.locator("#code, #factor-key").count(), 0, "the password alone sets nothing up");
  assert.deepEqual(await inspect(page, WIDTHS), []);
  await page.locator("form[action='/sign-in/passkey'] button").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.goto("/profile/passkeys");
  await page.locator("form[action$='/deletion'] button").first().waitFor();
});
