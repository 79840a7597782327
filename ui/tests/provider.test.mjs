// Signing in with a provider that is not ours (S1): connected, invited, a stranger, refused, its keys changed, gone.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "./support/axe.mjs";
import { startProvider } from "./support/provider.mjs";
import { uptake } from "./support/server.mjs";
import { signIn, suite, WIDTHS } from "./support/suite.mjs";

const NAME = "Duin";
const OTHER = "Wolk";
const GONE = "Zand";

/** Three of them: one with a secret, one without that tells directories, and one that stops before anybody asks it. */
const providers = {};
const { test, shared } = suite({
  name: "127.0.0.1",
  beside: async () => {
    providers.own = await startProvider();
    providers.other = await startProvider({ algorithm: "ES256", isPublic: true });
    providers.gone = await startProvider();
    await providers.gone.stop();
    const { own, other, gone } = providers;
    const lines = [own.settings("duin", NAME), other.settings("wolk", OTHER, "; directory=tid"), gone.settings("zand", GONE)];
    return {
      settings: { UPTAKE_PROVIDERS: lines.join("\n"), UPTAKE_PROVIDER_SECRET_DUIN: own.secret, UPTAKE_PROVIDER_SECRET_ZAND: gone.secret },
      hosts: [own.issuer, other.issuer],
      stop: () => Promise.all(Object.values(providers).map((one) => one.stop())),
    };
  },
});

/** The provider, which knows an account of this name. */
function withAccount(provider, name, claims) {
  const code = provider === providers.own ? "duin" : "wolk";
  provider.know(`${shared.server.url}/sign-in/providers/${code}/answer`);
  provider.accounts.set(name, claims);
  return provider;
}

/** At the provider, as that account or as nobody. */
async function answerAt(page, provider, name) {
  await page.waitForURL(`${provider.issuer}/**`);
  await page.getByRole("heading", { name: "Sign in at the provider" }).waitFor();
  if (name) await page.getByLabel("Account").fill(name);
  await page.getByRole("button", { name: name ? "Enter" : "Cancel" }).click();
}

/** Connects an account on the profile of whoever is signed in, as far as the provider. */
async function connect(page, who, code) {
  await page.goto("/profile");
  await page.locator("#way-current").fill(who.password);
  await page.locator(`form[action='/profile/providers'] button[value=${code}]`).click();
}

/** Begins on the sign-in page. */
async function begin(page, name = NAME, next = "/tenants?sort=-pau") {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByRole("button", { name: `Sign in with ${name}` }).click();
}

const hasCookie = async (page, wanted) => (await page.context().cookies(shared.server.url)).some(({ name }) => name === wanted);
const hasSession = (page) => hasCookie(page, "uptake-session");

/** Asks the API as that person. */
async function api(who, method, path, body) {
  const token = (await uptake("token", "create", "--database", shared.server.database, "--email", who.email)).trim();
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(`${shared.server.url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

/** Whether the browser is signed in as that person, by its cookie and by what a page says. */
async function assertIn(page, email) {
  const session = (await page.context().cookies(shared.server.url)).find(({ name }) => name === "uptake-session");
  assert.ok(session?.httpOnly, "a session that scripts cannot read");
  await page.goto("/profile");
  assert.equal(new URL(page.url()).pathname, "/profile");
  assert.ok((await page.locator("main").innerText()).includes(email));
}

/** That nobody is signed in, and what the page says of it. */
async function assertRefused(page, name, why) {
  await page.getByRole("heading", { level: 1, name: `Not signed in with ${name}` }).waitFor();
  assert.match(await page.getByRole("alert").innerText(), why);
  assert.equal(await hasSession(page), false, "no session");
}

/** That the way on leads to the sign-in page, and that nothing is open. */
async function assertOut(page) {
  await page.getByRole("link", { name: "To the sign-in page" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await page.goto("/tenants");
  assert.equal(new URL(page.url()).pathname, "/sign-in");
}

test("an account is connected on the profile, and signs in from then on", { as: "executive_report_viewer", expect: [422] }, async ({ page, account }) => {
  const who = account("executive_report_viewer");
  const own = withAccount(providers.own, "sofia", { email: "sofia@duin.example", email_verified: true, name: "Sofia", preferred_username: "sofia.duin" });
  await connect(page, who, "duin");
  await answerAt(page, own, "sofia");
  await page.waitForURL("**/profile");
  await page.getByText("The account is connected.").waitFor();
  assert.match(await page.locator("ul.ways").innerText(), /Duin[\s\S]*sofia\.duin[\s\S]*Connected on/);

  // All cookies go, those of the provider too: it asks again.
  await page.context().clearCookies();
  let answer;
  page.on("request", (request) => request.url().includes("/sign-in/providers/duin/answer?") && (answer = request.url()));
  await begin(page);
  await answerAt(page, own, "sofia");
  await page.waitForURL("**/tenants?sort=-pau");
  assert.equal(await hasCookie(page, "uptake-provider"), false, "the secret of the visit is gone");
  await assertIn(page, who.email);
  assert.match(await page.locator("ul.ways").innerText(), /Last used on/);

  // Who is still signed in there is asked nothing there.
  await page.locator(".person-menu summary").click();
  await page.locator("form[action='/sign-out'] button").click();
  await page.waitForURL("**/signed-out");
  assert.equal(await hasSession(page), false);
  await begin(page);
  await page.waitForURL("**/tenants?sort=-pau");
  await assertIn(page, who.email);

  // What a browser brought back once is nothing in another hand.
  await page.context().clearCookies();
  assert.match(answer, /[?&]iss=/);
  await page.goto(answer);
  await assertRefused(page, NAME, /belongs to no question of this browser/);
});

test("an invitation is accepted with a provider, and nothing else is needed afterwards", {}, async ({ page, account }) => {
  const email = "noor@uptake.example";
  const { invitation } = await api(account("account_admin"), "POST", "/people", { name: "Noor Duin", email, roles: [{ role: "report_viewer" }] });
  // Another address there than the one that was invited: the account is what counts.
  const own = withAccount(providers.own, "noor", { email: "n.duin@elsewhere.example", email_verified: false, name: "Noor" });
  await page.goto(invitation.url);
  await page.locator("#email").fill(email);
  await page.getByRole("button", { name: `Sign in with ${NAME}` }).click();
  await answerAt(page, own, "noor");
  await page.waitForURL("**/overview");
  assert.match(await page.locator(".person-menu").textContent(), /Noor Duin/);
  await assertIn(page, email);
  await page.context().clearCookies();
  await begin(page);
  await answerAt(page, own, "noor");
  await page.waitForURL("**/tenants?sort=-pau");
  await assertIn(page, email);
});

test("somebody whom nobody invited is refused, whatever their address says", { expect: [422] }, async ({ page, account }) => {
  const addresses = { stranger: "nobody@elsewhere.example", double: account("report_viewer").email };
  for (const [name, email] of Object.entries(addresses)) {
    const own = withAccount(providers.own, name, { email, email_verified: true, name: "Somebody" });
    await page.context().clearCookies();
    await begin(page);
    await answerAt(page, own, name);
    await assertRefused(page, NAME, /is not known here/);
    await page.getByRole("heading", { level: 2, name: "What you can do" }).waitFor();
    assert.match(await page.locator("ul.advice").innerText(), /invited[\s\S]*password[\s\S]*admin/);
    assert.ok(!(await page.locator("main").innerText()).includes(email), "whose address it is, is not told");
    assert.deepEqual(await inspect(page, WIDTHS), []);
    await assertOut(page);
  }
});

test("who cancels at the provider is told so, and who was signed in stays it", { expect: [422] }, async ({ page, account }) => {
  const own = withAccount(providers.own, "nobody", {});
  await begin(page);
  await answerAt(page, own);
  await assertRefused(page, NAME, /says that you were not signed in there/);
  assert.equal(new URL(page.url()).searchParams.get("error"), "access_denied");
  assert.deepEqual(await inspect(page, WIDTHS), []);
  await assertOut(page);
  const who = account("global_admin");
  await signIn(page, who);
  await connect(page, who, "duin");
  await answerAt(page, own);
  assert.match(await page.getByRole("alert").innerText(), /says that you were not signed in there/);
  await page.getByRole("link", { name: "To your profile" }).click();
  await page.waitForURL("**/profile");
  assert.equal(await page.locator("ul.ways").count(), 0, "nothing was connected");
  assert.ok(await hasSession(page));
});

test("a provider changes its keys, and people sign in by the new one", { as: "incentives_admin" }, async ({ page, account }) => {
  const who = account("incentives_admin");
  const own = withAccount(providers.own, "ines", { email: "ines@duin.example", email_verified: true });
  await connect(page, who, "duin");
  await answerAt(page, own, "ines");
  await page.waitForURL("**/profile");
  const before = own.signedBy.at(-1);
  own.rotate();
  await page.context().clearCookies();
  await begin(page, NAME, "/claims");
  await answerAt(page, own, "ines");
  await page.waitForURL("**/claims");
  await assertIn(page, who.email);
  assert.notEqual(own.signedBy.at(-1), before, "it was another key");
});

test("without a secret, and with a directory: another organisation's signs nobody in", { as: "executive_report_viewer", expect: [422] }, async ({ page, server, account }) => {
  const who = account("executive_report_viewer");
  const claims = { email: "sofia@wolk.example", email_verified: true, tid: randomUUID() };
  const other = withAccount(providers.other, "sofia", claims);
  await connect(page, who, "wolk");
  await answerAt(page, other, "sofia");
  await page.getByText("The account is connected.").waitFor();
  await page.context().clearCookies();
  await begin(page, OTHER);
  await answerAt(page, other, "sofia");
  await page.waitForURL("**/tenants?sort=-pau");
  await assertIn(page, who.email);
  // The same account, from a directory that the office knows to be of others.
  const office = account("programme_admin");
  const { items } = await api(office, "GET", "/partners");
  const { organisation } = JSON.parse(await readFile(join(server.folder, "accounts.json"), "utf8"));
  const others = items.find(({ name }) => name !== organisation);
  const tid = randomUUID();
  await api(office, "POST", `/partners/${others.partner_id}/directories`, { directory_id: tid, files_claims: true, enrolled: true });
  withAccount(providers.other, "sofia", { ...claims, tid });
  await page.context().clearCookies();
  await begin(page, OTHER);
  await answerAt(page, other, "sofia");
  await assertRefused(page, OTHER, /is not known here/);
  await assertOut(page);
});

test("a provider that is gone is said to be so, and a password opens all the same", { expect: [503] }, async ({ page, account }) => {
  await begin(page, GONE);
  await assertRefused(page, GONE, /does not answer at the moment/);
  assert.deepEqual(await inspect(page, WIDTHS), []);
  await page.getByRole("link", { name: "To the sign-in page" }).click();
  const who = account("report_viewer");
  await signIn(page, who);
  await assertIn(page, who.email);
});

test("a provider that stops while somebody is there signs nobody in until it is back", { as: "report_viewer", expect: [503] }, async ({ page, account }) => {
  const who = account("report_viewer");
  const own = withAccount(providers.own, "rik", { email: "rik@duin.example", email_verified: true });
  await connect(page, who, "duin");
  await answerAt(page, own, "rik");
  await page.getByText("The account is connected.").waitFor();
  await page.context().clearCookies();
  await begin(page);
  own.stopAfterAnswer();
  await answerAt(page, own, "rik");
  await assertRefused(page, NAME, /does not answer at the moment/);
  assert.equal(new URL(page.url()).pathname, "/sign-in/providers/duin/answer");
  await page.getByRole("link", { name: "To the sign-in page" }).click();
  await signIn(page, who);
  await assertIn(page, who.email);
  await page.context().clearCookies();
  await own.again();
  await begin(page);
  await answerAt(page, own, "rik");
  await page.waitForURL("**/tenants?sort=-pau");
  await assertIn(page, who.email);
});
