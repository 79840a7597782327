// Fields with a list of names to choose from. The browser narrows the list while somebody types; what is left half typed is
// completed where one name alone has it, with or without its accents.

function keyOf(text: string): string {
  return text.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The one name that somebody means who typed that. */
function meant(typed: string, names: string[]): string | undefined {
  const key = keyOf(typed);
  if (!key) return undefined;
  const tests = [(one: string) => one === key, (one: string) => one.startsWith(key), (one: string) => one.includes(key)];
  for (const test of tests) {
    const found = names.filter((name) => test(keyOf(name)));
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}

export function completeNames(): void {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.list) return;
    const names = Array.from(field.list.options, (option) => option.value);
    field.value = meant(field.value, names) ?? field.value;
  });
}
