// The look that all other suites take at a page finds what is wrong with it, in the theme and at the width where it is.

import assert from "node:assert/strict";
import { inspect } from "./support/axe.mjs";
import { WIDTHS, suite } from "./support/suite.mjs";

const { test } = suite();

const page = (style, body) => `<!doctype html><html lang="en"><title>Control</title><style>body { color: #000; background: #fff } ${style}</style><main><h1>Control</h1>${body}</main></html>`;

test("control: colours of one theme, names and widths that are wrong are found where they are", {}, async ({ page: tab }) => {
  const found = async (style, body) => {
    await tab.setContent(page(style, body));
    return inspect(tab, WIDTHS);
  };
  assert.deepEqual(await found("", "<p>Nothing is wrong.</p>"), []);
  const [faint, ...none] = await found("@media (prefers-color-scheme: dark) { p { color: #eee } }", "<p>Faint by night.</p>");
  assert.match(faint, /^color-contrast: .*\[390 px dark, 768 px dark, 1366 px dark\]$/);
  assert.deepEqual(none, []);
  const [nameless] = await found("", "<input>");
  assert.match(nameless, /^label: .*\[390 px light, 768 px light, 1366 px light\]$/);
  const [wide] = await found("p { width: 500px }", "<p>Too wide for a phone.</p>");
  assert.match(wide, /too wide \[390 px\]$/);
});
