// The design tokens of Fluent 2 as CSS custom properties: only those that the style sheet uses, with the
// light and the dark value in one declaration.

import { webDarkTheme, webLightTheme } from "@fluentui/tokens";

const COLOUR = /rgba?\([^)]*\)|#[0-9a-f]{3,8}\b|\btransparent\b/gi;

/** One value for both themes: each colour that differs becomes `light-dark(light, dark)`. */
function both(light, dark) {
  const [inLight, inDark] = [String(light), String(dark)];
  if (inLight === inDark) return inLight;
  if (inLight.replace(COLOUR, "") !== inDark.replace(COLOUR, "")) {
    throw new Error(`a token differs in more than colours: ${inLight} | ${inDark}`);
  }
  const darkColours = inDark.match(COLOUR) ?? [];
  let place = 0;
  return inLight.replace(COLOUR, (colour) => {
    const other = darkColours[place++];
    return colour === other ? colour : `light-dark(${colour},${other})`;
  });
}

/** The declarations for every token that these rules name; a name that is neither ours nor a token is an error. */
export async function tokenSheet(rules) {
  const used = new Set([...rules.matchAll(/var\(--([A-Za-z0-9-]+)/g)].map((match) => match[1]));
  const own = new Set([...rules.matchAll(/--([A-Za-z0-9-]+)\s*:/g)].map((match) => match[1]));
  const declarations = [];
  for (const name of [...used].sort()) {
    if (own.has(name)) continue;
    if (!(name in webLightTheme)) throw new Error(`no such token: --${name}`);
    declarations.push(`--${name}:${both(webLightTheme[name], webDarkTheme[name])}`);
  }
  return `:root{${declarations.join(";")}}\n`;
}
