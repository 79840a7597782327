// Every page, in both themes and at three widths: no violation of WCAG 2.2 A and AA, and no page that
// scrolls sideways. A new page is added to PAGES.

import assert from "node:assert/strict";
import { inspect } from "./support/axe.mjs";
import { WIDTHS, suite } from "./support/suite.mjs";
import { firstTenant, stageSample } from "./support/steps.mjs";

const { test } = suite();

/** Name, role of the person (nobody when absent), how to get there, and the answer's status. */
const PAGES = [
  { name: "sign-in", to: () => "/sign-in" },
  { name: "API", as: "executive_report_viewer", to: () => "/api/v1/docs" },
  { name: "overview", as: "executive_report_viewer", to: () => "/overview" },
  { name: "tenant list", as: "executive_report_viewer", to: () => "/tenants" },
  { name: "tenant list in Dutch", as: "executive_report_viewer", language: "nl-NL", to: () => "/tenants?limit=25" },
  { name: "tenant list without a hit", as: "executive_report_viewer", to: () => "/tenants?q=no-tenant-is-called-so" },
  { name: "tenant list sorted and filtered", as: "programme_admin", to: () => "/tenants?sort=-usage_percent&band=above&limit=25" },
  { name: "tenant", as: "executive_report_viewer", to: ({ tenant }) => tenant.path },
  { name: "history", as: "executive_report_viewer", to: ({ tenant }) => tenant.history },
  { name: "loads", as: "programme_admin", to: () => "/loads" },
  { name: "planned load", as: "programme_admin", to: ({ load }) => load, needs: "load" },
  { name: "profile", as: "executive_report_viewer", to: () => "/profile" },
  { name: "no access", as: "account_admin", to: () => "/overview", status: 403 },
  { name: "not found", as: "executive_report_viewer", to: () => "/nothing-is-here", status: 404 },
];

for (const { name, as, language, to, status, needs } of PAGES) {
  test(`${name} is accessible in both themes at each width`, { as, language, expect: status ? [status] : [], timeout: 120_000 }, async ({ page, server }) => {
    const found = {};
    if (name === "tenant" || name === "history") found.tenant = await firstTenant(page);
    if (needs === "load") found.load = await stageSample(page, server);
    const answer = await page.goto(to(found));
    assert.equal(answer.status(), status ?? 200);
    assert.deepEqual(await inspect(page, WIDTHS), []);
  });
}
