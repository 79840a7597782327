// Keys that work anywhere on a page, except while somebody types: `/` searches, `g` and a letter goes, `?` helps.

const GO: Record<string, string> = { o: "/overview", t: "/tenants" };
const PAIR_MS = 1200;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("#q") ?? document.querySelector<HTMLInputElement>("#global-search");
  field?.focus();
  field?.select();
  return field !== null;
}

function go(letter: string): boolean {
  const path = GO[letter];
  // Only where this person can go: the navigation has the link.
  const link = path ? document.querySelector<HTMLAnchorElement>(`#navigation a[href="${path}"]`) : null;
  link?.click();
  return link !== null;
}

function showShortcuts(): boolean {
  const dialog = document.querySelector<HTMLDialogElement>("#shortcuts");
  if (dialog && !dialog.open) dialog.showModal();
  return dialog !== null;
}

export function listenForKeys(): void {
  let pressedG = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const isPair = event.timeStamp - pressedG < PAIR_MS;
    pressedG = event.key === "g" ? event.timeStamp : 0;
    const done =
      (event.key === "/" && focusSearch()) || (event.key === "?" && showShortcuts()) || (isPair && go(event.key));
    if (done) event.preventDefault();
  });
}
