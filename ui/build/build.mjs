// Builds what the server embeds into crates/web/dist: one style sheet, one script, one file of icons,
// each under a name that changes with its content, and a manifest that lists them.

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { iconSprite } from "./icons.mjs";
import { tokenSheet } from "./tokens.mjs";

const ui = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(ui, "../crates/web/dist");

/** Bundles one entry and returns its text; nothing is written by esbuild itself. */
async function bundled(entry, options = {}) {
  const { outputFiles } = await build({
    absWorkingDir: ui,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    legalComments: "none",
    target: ["chrome123", "firefox121", "safari17.5"],
    logLevel: "warning",
    ...options,
  });
  return outputFiles[0].text;
}

/** `uptake.css` with this text is `uptake-3f2a9c01.css`. */
function hashedName(name, text) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 10);
  return name.replace(/\.([a-z]+)$/, `-${hash}.$1`);
}

const rules = await bundled("src/css/uptake.css");
const styles = (await tokenSheet(rules)) + rules;
const script = await bundled("src/ts/main.ts", { format: "iife" });
const icons = await iconSprite(ui);
const favicon = await readFile(join(ui, "src/favicon.svg"), "utf8");

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const manifest = {};
for (const [key, name, text] of [
  ["styles", "uptake.css", styles],
  ["script", "uptake.js", script],
  ["icons", "icons.svg", icons],
  ["favicon", "favicon.svg", favicon],
]) {
  const file = hashedName(name, text);
  await writeFile(join(dist, file), text);
  manifest[key] = `/assets/${file}`;
}
await writeFile(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
