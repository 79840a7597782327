// Drafts: what is typed into a form marked `data-draft` is kept in the browser until it is saved or its person signs
// out, and offered again after a lost connection, an expired session or a closed tab.

const PREFIX = "uptake-draft:";
const AFTER_MS = 250;
/** A draft that nobody came back for. */
const KEPT_MS = 14 * 24 * 3600 * 1000;

interface Draft {
  at: number;
  fields: [string, string][];
}

function keyOf(form: HTMLFormElement): string | null {
  const name = form.dataset["draft"];
  return name ? PREFIX + name : null;
}

/** What somebody typed or chose; hidden fields are the page's own. */
function typedIn(form: HTMLFormElement): [string, string][] {
  const fields: [string, string][] = [];
  for (const field of form.elements) {
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) fields.push([field.name, field.value]);
    else if (field instanceof HTMLInputElement && !["hidden", "submit", "button", "password"].includes(field.type)) {
      const isMark = field.type === "checkbox" || field.type === "radio";
      if (!isMark) fields.push([field.name, field.value]);
      else if (field.checked) fields.push([field.name, field.value]);
    }
  }
  return fields;
}

/** Local storage can be forbidden or full: then there is no draft, and nothing else breaks. */
function keep(key: string, draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Nothing to do about it.
  }
}

function read(key: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    return draft && Date.now() - draft.at < KEPT_MS ? draft : null;
  } catch {
    return null;
  }
}

function forget(matches: (key: string) => boolean): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX) && matches(key)) localStorage.removeItem(key);
  } catch {
    // There is nothing to forget.
  }
}

export function forgetDraft(form: HTMLFormElement): void {
  const own = keyOf(form);
  if (own) forget((key) => key === own);
}

function restore(form: HTMLFormElement, draft: Draft): void {
  for (const field of form.elements) {
    const values = draft.fields.filter(([name]) => name === (field as HTMLInputElement).name).map(([, value]) => value);
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
      field.checked = values.includes(field.value);
    } else if (
      (field instanceof HTMLInputElement && field.type !== "hidden") ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement
    ) {
      if (values[0] !== undefined) field.value = values[0];
    } else continue;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function offer(form: HTMLFormElement, draft: Draft): void {
  const box = form.querySelector<HTMLElement>("[data-draft-offer]");
  if (!box) return;
  box.hidden = false;
  box.querySelector("[data-draft-restore]")?.addEventListener("click", () => {
    restore(form, draft);
    box.hidden = true;
    form.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus();
  });
  box.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
    forgetDraft(form);
    box.hidden = true;
    form.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus();
  });
}

/** Keeps drafts of the forms within, and offers those that were left. */
export function watchDrafts(within: ParentNode): void {
  for (const form of within.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    const key = keyOf(form);
    if (!key) continue;
    const draft = read(key);
    const isRefused = form.querySelector("[aria-invalid=true]") !== null;
    if (draft && !isRefused && JSON.stringify(draft.fields) !== JSON.stringify(typedIn(form))) offer(form, draft);
    let timer = 0;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(key, { at: Date.now(), fields: typedIn(form) }), AFTER_MS);
    });
  }
}

/** What was saved, or belongs to somebody who left, is no draft any more. */
export function forgetDrafts(): void {
  const sent = "uptake-sent";
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (new URL(form.action, location.href).pathname === "/sign-out") forget(() => true);
    const key = keyOf(form);
    if (key) sessionStorage.setItem(sent, key);
  });
  if (location.pathname === "/signed-out") forget(() => true);
  const key = sessionStorage.getItem(sent);
  // The notice that it was saved stands on the page that comes after.
  if (key && document.querySelector("main .message.success")) forget((one) => one === key);
  sessionStorage.removeItem(sent);
}
