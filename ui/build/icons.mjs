// The icons of the pages as one SVG file with a symbol each. `icons.txt` lists them.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

const FOLDER = "node_modules/@fluentui/svg-icons/icons";

/** Turns an icon's file into a symbol of that name. */
function symbol(name, svg) {
  const [, attributes, shapes] = svg.match(/^<svg([^>]*)>(.*)<\/svg>\s*$/s) ?? [];
  const viewBox = attributes?.match(/viewBox="([^"]+)"/)?.[1];
  if (!viewBox || !shapes) throw new Error(`not an icon as expected: ${name}`);
  return `<symbol id="${name}" viewBox="${viewBox}">${shapes}</symbol>`;
}

/** The file with every listed icon. */
export async function iconSprite(ui) {
  const names = (await readFile(join(ui, "src/icons.txt"), "utf8")).split("\n").map((line) => line.trim());
  const symbols = [];
  for (const name of names.filter((line) => line && !line.startsWith("#"))) {
    symbols.push(symbol(name, await readFile(join(ui, FOLDER, `${name}_20_regular.svg`), "utf8")));
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}
