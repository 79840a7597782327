// WCAG 2.2 A and AA on the page as it stands, by axe-core, in both themes.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

/** The violations on a page, one line each; empty when there are none. Of colours alone, or of everything. */
async function violations(page, { ofColours }) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(source);
  const found = await page.evaluate(async ([tags, ofColours]) => {
    const { axe } = globalThis;
    const colours = axe.getRules(["cat.color"]).filter((rule) => rule.tags.some((tag) => tags.includes(tag)));
    if (colours.length === 0) throw new Error("axe has no rules of colours");
    const runOnly = ofColours ? { type: "rule", values: colours.map((rule) => rule.ruleId) } : { type: "tag", values: tags };
    const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ target, failureSummary }) => `${target} (${failureSummary.replace(/^Fix (any|all) of the following:/, "").replaceAll(/\s+/g, " ").trim().slice(0, 200)})`) }));
  }, [RULES, ofColours]);
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
      // A theme is colours and nothing else.
      for (const violation of await violations(page, { ofColours: colorScheme === "dark" })) add(violation, `${width} px ${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  return [...found].map(([what, where]) => `${what} [${where.join(", ")}]`);
}
