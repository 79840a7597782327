// What Lighthouse says of the pages, as a person at a desk sees them. `make lighthouse` calls this with UPTAKE_BIN
// and CHROMIUM set. Accessibility and best practices have to be 100; performance depends on the machine and is told.
//   UPTAKE_LIGHTHOUSE=FILE   writes what was found as JSON

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse, { desktopConfig } from "lighthouse";
import { chromium } from "playwright-core";
import { makeDemo, startServer } from "../tests/support/server.mjs";
import { account, signIn } from "../tests/support/suite.mjs";
import { firstTenant } from "../tests/support/steps.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const HAVE_TO_BE_WHOLE = ["accessibility", "best-practices"];
const LEAST_PERFORMANCE = 95;

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** The session of a role's person, as a header. */
async function cookieOf(browser, server, role) {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await signIn(page, account(server, role));
  const { path, history } = role === "executive_report_viewer" ? await firstTenant(page) : {};
  const cookies = await context.cookies();
  await context.close();
  return { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "), path, history };
}

/** What is said of one page: a number a category, and what is not as it should be. */
async function measured(port, url, headers) {
  const options = { port, output: "json", onlyCategories: CATEGORIES, disableStorageReset: true, extraHeaders: headers, logLevel: "error" };
  const { lhr } = await lighthouse(url, options, desktopConfig);
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, Math.round((lhr.categories[name].score ?? 0) * 100)]));
  const failed = HAVE_TO_BE_WHOLE.flatMap((name) => lhr.categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1).map(({ id }) => id));
  return { ...scores, failed, milliseconds: Math.round(lhr.audits["largest-contentful-paint"].numericValue) };
}

const demo = await mkdtemp(join(tmpdir(), "uptake-demo-"));
process.env.UPTAKE_DEMO = demo;
await makeDemo(demo);
const server = await startServer();
const port = await freePort();
const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: [...sandbox, `--remote-debugging-port=${port}`] });
const found = {};
try {
  const viewer = await cookieOf(browser, server, "executive_report_viewer");
  const office = await cookieOf(browser, server, "programme_admin");
  const pages = { "sign-in": ["/sign-in", {}], overview: ["/overview", viewer], tenants: ["/tenants", viewer], tenant: [viewer.path, viewer], history: [viewer.history, viewer], loads: ["/loads", office] };
  for (const [name, [path, { Cookie }]] of Object.entries(pages)) {
    found[name] = await measured(port, server.url + path, Cookie ? { Cookie } : {});
    console.log(name.padEnd(10), JSON.stringify(found[name]));
  }
} finally {
  await browser.close();
  await server.stop();
  await rm(demo, { recursive: true, force: true });
}
if (process.env.UPTAKE_LIGHTHOUSE) await writeFile(process.env.UPTAKE_LIGHTHOUSE, `${JSON.stringify(found, null, 2)}\n`);
const wrong = Object.entries(found).filter(([, one]) => HAVE_TO_BE_WHOLE.some((name) => one[name] < 100));
const slow = Object.entries(found).filter(([, one]) => one.performance < LEAST_PERFORMANCE);
if (slow.length > 0) console.log(`below ${LEAST_PERFORMANCE} in performance on this machine, now: ${slow.map(([name]) => name).join(", ")}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
