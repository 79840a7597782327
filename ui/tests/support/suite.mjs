// One server and one browser for the tests of a file; a fresh browser profile for each test.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { after, before, test as nodeTest } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { startServer } from "./server.mjs";
import { watch } from "./watch.mjs";

const RESULTS = fileURLToPath(new URL("../../test-results/", import.meta.url));

// A test, and a wait within it, that hangs is a failure with its name; one on a slow machine is none.
const TEST_MS = 600_000;
const WAIT_MS = 30_000;

export const WIDTHS = [390, 768, 1366];

/**
 * Declares the tests of a file: `const { test } = suite();`.
 *
 * `test(name, { as, sharesSession, expect, javaScript, width, language, theme }, run)` gives `run` a page, signed
 * in as the demo's account of the role `as` (nobody when absent), with `sharesSession` in one session for all who say so of that
 * role, and fails for whatever went wrong beside the test: only the answers whose status is in `expect` are meant to happen. `bypassCSP` lets run what the
 * policy would stop. `suite({ fill })` starts with what `fill` writes into the server's folder, not with the demo;
 * `suite({ name })` has people reach it by that name. `suite({ beside })` first starts what the server is to find: it gives the
 * server's `settings`, the `hosts` that pages may lead to, and how to `stop`.
 */
export function suite({ fill, name: host, beside } = {}) {
  const shared = { cookies: new Map() };
  before(async () => {
    shared.beside = await beside?.();
    shared.server = await startServer(fill, host, shared.beside?.settings);
    // Chromium's sandbox needs a user that is not root.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    shared.browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args });
  });
  after(async () => {
    await shared.browser?.close();
    await shared.server?.stop();
    await shared.beside?.stop();
  });

  const open = async (options) => {
    const context = await shared.browser.newContext({
      baseURL: shared.server.url,
      javaScriptEnabled: options.javaScript ?? true,
      viewport: { width: options.width ?? 1366, height: 800 },
      locale: options.language ?? "en-GB",
      colorScheme: options.theme ?? "light",
      reducedMotion: "reduce",
      bypassCSP: options.bypassCSP ?? false,
      userAgent: options.userAgent,
      acceptDownloads: true,
    });
    context.setDefaultTimeout(WAIT_MS);
    const watched = watch(context, [shared.server.url, ...(shared.beside?.hosts ?? [])], options.expect ?? []);
    const page = await context.newPage();
    return { context, page, watched };
  };

  const enter = async ({ context, page }, { as, sharesSession }) => {
    const cookies = sharesSession && shared.cookies.get(as);
    if (cookies) return context.addCookies(cookies);
    await signIn(page, account(shared.server, as));
    if (sharesSession) shared.cookies.set(as, await context.cookies());
  };

  const test = (name, options, run) =>
    nodeTest(name, { timeout: TEST_MS }, async (t) => {
      const opened = await open(options);
      const { server } = shared;
      try {
        if (options.as) await enter(opened, options);
        await run({ t, server, ...opened, account: (role) => account(server, role) });
        assert.deepEqual(opened.watched.problems, []);
      } catch (error) {
        await keep(name, opened.page, server);
        throw error;
      } finally {
        await opened.context.close();
      }
    });

  return { test, shared };
}

/** The demo's account that has a role. */
export function account(server, role) {
  const found = server.accounts.find((one) => one.role === role);
  assert.ok(found, `the demo has no account with the role ${role}: ${server.accounts.map((one) => one.role)}`);
  return found;
}

/** Signs in by the form, as a person would. */
export async function signIn(page, { email, password }) {
  await page.goto("/sign-in");
  await page.locator("[name=email]").fill(email);
  await page.locator("[name=password]").fill(password);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.locator("[name=password]").press("Enter")]);
}

/** Keeps what the page looked like when a test failed. */
async function keep(name, page, server) {
  const file = RESULTS + name.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 80);
  await mkdir(RESULTS, { recursive: true });
  await page.screenshot({ path: `${file}.png`, fullPage: true }).catch(() => {});
  await writeFile(`${file}.html`, await page.content().catch(() => "")).catch(() => {});
  await writeFile(`${file}.log`, server.log.join("")).catch(() => {});
  console.error(`kept ${file}.{png,html,log}; the page was ${page.url()}`);
}
