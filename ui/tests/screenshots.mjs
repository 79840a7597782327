// Takes the pictures of the README and the guides: `make screenshots` writes them to docs/screenshots/.

import { mkdtemp, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { makeDemo, startServer } from "./support/server.mjs";
import { firstTenant, stageSample } from "./support/steps.mjs";
import { account, signIn } from "./support/suite.mjs";

const folder = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

/** Name of the picture, who sees it, how to get there, and how. */
const PICTURES = [
  { name: "overview", to: () => "/overview" },
  { name: "tenant-list", to: () => "/tenants" },
  { name: "tenant-list-dark", to: () => "/tenants?sort=-usage_percent", theme: "dark" },
  { name: "tenant-list-phone", to: () => "/tenants", width: 390 },
  { name: "tenant", to: async (page) => (await firstTenant(page)).path },
  { name: "my-work", to: () => "/my-work" },
  { name: "blockers", to: () => "/blockers" },
  { name: "service-status", to: (page) => statusOf(page) },
  { name: "taxonomy", as: "programme_admin", to: () => "/taxonomy" },
  { name: "history", to: async (page) => (await firstTenant(page)).history },
  { name: "plan", as: "programme_admin", to: (page, server) => stageSample(page, server) },
];

/** The service status of a workload that has several lines. */
async function statusOf(page) {
  await page.goto("/tenants?l1=blocked&sort=-pau");
  const path = new URL(await page.locator("table.tenants tbody th a").first().evaluate((link) => link.href)).pathname;
  await page.goto(path);
  const row = page.locator(".statuses > li", { hasText: "Blocked" }).first();
  return new URL(await row.locator("a[href$='/service-status']").evaluate((link) => link.href)).pathname;
}

async function take(browser, server, { name, as = "executive_report_viewer", to, theme = "light", width = 1366 }) {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width, height: 860 },
    colorScheme: theme,
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await signIn(page, account(server, as));
  await page.goto(await to(page, server));
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}

const demo = await mkdtemp(join(tmpdir(), "uptake-demo-"));
process.env.UPTAKE_DEMO = demo;
try {
  await makeDemo(demo);
  await mkdir(folder, { recursive: true });
  const server = await startServer();
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args });
  try {
    for (const picture of PICTURES) await take(browser, server, picture);
  } finally {
    await browser.close();
    await server.stop();
  }
} finally {
  await rm(demo, { recursive: true, force: true });
}
