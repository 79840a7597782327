// WCAG 2.2 A and AA on the page as it stands, by axe-core, in both themes.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

/** The violations on a page, one line each; empty when there are none. */
export async function violations(page) {
  await page.evaluate(source);
  const found = await page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ target, failureSummary }) => `${target} (${failureSummary.replace(/^Fix (any|all) of the following:/, "").replaceAll(/\s+/g, " ").trim().slice(0, 200)})`) }));
  }, RULES);
  return found.map(({ id, help, where }) => `${id}: ${help}: ${where.slice(0, 3).join("; ")}`);
}

/** Looks at a page in both themes and at each width: what axe finds, and whether it scrolls sideways. */
export async function inspect(page, widths) {
  const found = new Map();
  const add = (what, where) => found.set(what, [...(found.get(what) ?? []), where]);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    // From its beginning: where a page happens to be scrolled to, the header lies over half of some field.
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (tooWide > 0) add(`the page is ${tooWide} px too wide`, `${width} px`);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const violation of await violations(page)) add(violation, `${width} px ${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  return [...found].map(([what, where]) => `${what} [${where.join(", ")}]`);
}
