// The ways in, where there are providers, passkeys and mail: in both themes and at three widths, as all other pages
// (accessibility.test.mjs). What a letter leads to is reached by the letter.

import assert from "node:assert/strict";
import { inspect } from "./support/axe.mjs";
import { startMail } from "./support/mail.mjs";
import { startProvider } from "./support/provider.mjs";
import { uptake } from "./support/server.mjs";
import { shownByApp } from "./support/steps.mjs";
import { signIn, suite, WIDTHS } from "./support/suite.mjs";

let mail;
let provider;
const { test, shared } = suite({
  name: "localhost",
  beside: async () => {
    mail = await startMail();
    provider = await startProvider();
    const gone = await startProvider();
    await gone.stop();
    const lines = [provider.settings("duin", "Duin"), gone.settings("zand", "Zand")];
    return {
      settings: {
        UPTAKE_PROVIDERS: lines.join("\n"),
        UPTAKE_PROVIDER_SECRET_DUIN: provider.secret,
        UPTAKE_SMTP: mail.url,
        UPTAKE_MAIL_FROM: "Uptake <uptake@programme.example>",
      },
      hosts: [provider.issuer],
      stop: () => Promise.all([mail.stop(), provider.stop()]),
    };
  },
});

const VIEWER = "executive_report_viewer";

/** As in accessibility.test.mjs; `act` is given whoever has the role `who`, too. */
const PAGES = [
  { name: "sign-in with all ways in", to: () => "/sign-in" },
  { name: "sign-in after a password was set", language: "nl-NL", to: () => "/sign-in?notice=password-set" },
  { name: "way to a provider", to: () => "/sign-in", act: depart },
  { name: "provider that refuses", to: () => "/sign-in", act: cancel, provokes: 422 },
  { name: "provider that is gone", language: "nl-NL", to: () => "/sign-in", act: askGone, provokes: 503 },
  { name: "answer of a provider that nobody asked for", to: () => "/sign-in/providers/duin/answer?state=none&code=none", status: 422 },
  { name: "profile with ways in", as: VIEWER, to: () => "/profile", act: connect },
  { name: "profile with a refused way in", as: VIEWER, language: "nl-NL", to: () => "/profile", act: connectWrongly, provokes: 422 },
  { name: "passkeys", as: VIEWER, to: () => "/profile/passkeys" },
  { name: "code step", as: "incentives_admin", to: () => "/profile/second-factor", act: comeToCode },
  { name: "refused code", as: "partner_manager", language: "nl-NL", to: () => "/profile/second-factor", act: bringWrongCode, provokes: 422 },
  { name: "invitation that works", to: invitation },
  { name: "invitation with passwords that differ", language: "nl-NL", to: invitation, act: differ, provokes: 422 },
  { name: "invitation at another address", to: invitation, act: acceptElsewhere, provokes: 422 },
  { name: "forgotten password where there is mail", to: () => "/password-reset" },
  { name: "forgotten password that was asked for", language: "nl-NL", to: () => "/password-reset", act: askReset },
  { name: "new password by a link that works", to: reset },
  { name: "new passwords that differ", language: "nl-NL", to: reset, act: differ, provokes: 422 },
  { name: "question before unsubscribing", to: unsubscribing },
  { name: "unsubscribed", language: "nl-NL", to: unsubscribing, act: unsubscribe },
];

const know = () => provider.know(`${shared.server.url}/sign-in/providers/duin/answer`);

async function depart(page) {
  // The provider says nothing, and the page that leads there stays.
  await page.route(`${provider.issuer}/**`, (route) => route.fulfill({ status: 204 }));
  know();
  await page.locator("form[action='/sign-in/providers/duin'] button").click();
  await page.locator(`main a[href^='${provider.issuer}']`).waitFor();
}

async function cancel(page) {
  know();
  await page.locator("form[action='/sign-in/providers/duin'] button").click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("alert").waitFor();
}

async function askGone(page) {
  await page.locator("form[action='/sign-in/providers/zand'] button").click();
  await page.getByRole("alert").waitFor();
}

async function connect(page, { password }) {
  know();
  provider.accounts.set("sofia", { email: "sofia@duin.example", preferred_username: "sofia.duin" });
  await page.locator("#way-current").fill(password);
  await page.locator("form[action='/profile/providers'] button[value=duin]").click();
  await page.getByLabel("Account").fill("sofia");
  await page.getByRole("button", { name: "Enter" }).click();
  await page.locator("ul.ways").waitFor();
  assert.equal(await page.locator("a[href='/profile/passkeys']").count(), 1);
}

async function connectWrongly(page) {
  await page.locator("#way-current").fill("not the password of anybody");
  await page.locator("form[action='/profile/providers'] button[value=duin]").click();
  await page.locator("#way-error").waitFor();
}

async function comeToCode(page, who) {
  await page.locator("form[action='/profile/second-factor/setup'] button").click();
  await page.locator("#on-code").fill(shownByApp(await page.locator("#factor-key").innerText()));
  await page.locator("#on-current").fill(who.password);
  await page.locator("form[action='/profile/second-factor'] button").click();
  await page.locator("#recovery-codes").waitFor();
  await page.context().clearCookies();
  await signIn(page, who);
  await page.locator("form[action='/sign-in/code']").waitFor();
}

async function bringWrongCode(page, who) {
  await comeToCode(page, who);
  await page.locator("#code").fill("no code");
  await page.locator("form[action='/sign-in/code'] button").click();
  await page.locator("#code-error").waitFor();
}

/** A link that invites somebody who has an account; the one before ends with it. */
async function invitation(_, { server, account }) {
  const printed = await uptake("user", "invite", "--database", server.database, "--public-url", server.url, "--email", account("report_viewer").email);
  return printed.match(/\/invitations\/[\w-]+/)[0];
}

/** Sets a password, and another one where it is repeated. */
async function differ(page, who) {
  if (await page.locator("#email").count()) await page.locator("#email").fill(who.email);
  await page.locator("#new").fill("a longer walk by the canal");
  await page.locator("#repeat").fill("a longer walk by the river");
  await page.locator("main button.primary").click();
  await page.locator("#repeat-error").waitFor();
}

async function acceptElsewhere(page) {
  await page.locator("#email").fill("somebody@else.example");
  for (const field of ["#new", "#repeat"]) await page.locator(field).fill("a longer walk by the canal");
  await page.locator("main button.primary").click();
  await page.getByRole("alert").waitFor();
}

async function askReset(page, { email }) {
  await page.locator("#email").fill(email);
  await page.locator("main button.primary").click();
  await page.locator(".message.success").waitFor();
}

/** The link of the newest letter for a new password; there is one for as many as ask. */
async function reset(page, { account }) {
  await page.goto("/password-reset");
  await askReset(page, account("global_admin"));
  return (await mail.until(/\/password-reset\/[\w-]{20,}/))[0];
}

/** The link of a letter that can be done without: the office answers a ticket. */
async function unsubscribing(_, { server, account }) {
  const ask = async (role, path, body) => {
    const token = (await uptake("token", "create", "--database", server.database, "--email", account(role).email)).trim();
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(`${server.url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
  };
  const ticket = await ask(VIEWER, "/tickets", { title: "A tenant is missing", type: "problem", subject: "access", description: "It was there." });
  await ask("programme_admin", `/tickets/${ticket.number}/answers`, { text: "Its claim has ended." });
  return (await mail.until(/\/unsubscribe\/[\w.-]+/))[0];
}

async function unsubscribe(page) {
  await page.locator("main button.primary").click();
  await page.locator(".message.success").waitFor();
}

for (const { name, as, language, to, status = 200, provokes, act } of PAGES) {
  const expect = [status, provokes].filter((one) => one >= 400);
  test(`${name} is accessible in both themes at each width`, { as, language, expect }, async (given) => {
    const { page, account } = given;
    const answer = await page.goto(await to(page, given));
    assert.equal(answer.status(), status);
    await act?.(page, account(as ?? "report_viewer"));
    assert.deepEqual(await inspect(page, WIDTHS), []);
  });
}
