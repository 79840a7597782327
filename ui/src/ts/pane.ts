// Panes: a link marked `data-pane` opens its page's form in the one dialog of the page. Every form is a page of its own
// too; whatever goes wrong here, the link still leads there.

import { forgetDraft, watchDrafts } from "./drafts";
import { guideNotes } from "./guidance";

interface Pane {
  dialog: HTMLDialogElement;
  content: HTMLElement;
  notice: HTMLElement;
}

/** The address of the form in the pane, to ask for it anew. */
let address = "";
/** What the form held when it was opened. */
let atFirst = "";
let isSending = false;

function paneOf(): Pane | null {
  const dialog = document.querySelector<HTMLDialogElement>("#pane");
  const content = dialog?.querySelector<HTMLElement>("[data-pane-content]");
  const notice = dialog?.querySelector<HTMLElement>("[data-pane-notice]");
  return dialog && content && notice ? { dialog, content, notice } : null;
}

function formOf(pane: Pane): HTMLFormElement | null {
  return pane.content.querySelector<HTMLFormElement>("form[method=post]");
}

/** What a form holds, in one text; its token changes without anybody having typed. */
function held(form: HTMLFormElement | null, submitter?: HTMLElement | null): URLSearchParams {
  const fields = new URLSearchParams();
  if (!form) return fields;
  for (const [name, value] of new FormData(form, submitter)) if (typeof value === "string") fields.append(name, value);
  return fields;
}

function typed(form: HTMLFormElement | null): string {
  const fields = held(form);
  fields.delete("csrf");
  return fields.toString();
}

function ask(url: string, body?: URLSearchParams): Promise<Response> {
  const method = body ? "POST" : "GET";
  return fetch(url, { method, headers: { "hx-request": "true" }, credentials: "same-origin", ...(body ? { body } : {}) });
}

function tell(pane: Pane, text: string | undefined, link?: { url: string; text: string }): void {
  pane.notice.hidden = !text;
  pane.notice.className = text ? "message error" : "";
  const words = pane.notice.querySelector("p");
  if (!words) return;
  words.textContent = text ?? "";
  if (!text || !link) return;
  const to = document.createElement("a");
  // In a tab of its own, so that what is typed stays here.
  Object.assign(to, { href: link.url, target: "_blank", rel: "noopener", textContent: link.text });
  words.append(" ", to);
}

/** Puts a form into the pane and the focus where work begins: at what is wrong, else at the first field. */
function fill(pane: Pane, html: string): void {
  pane.content.innerHTML = html;
  tell(pane, undefined);
  const heading = pane.content.querySelector("h1, h2");
  if (heading) pane.dialog.setAttribute("aria-labelledby", (heading.id ||= "pane-title"));
  watchDrafts(pane.content);
  guideNotes(pane.content);
  const first =
    pane.content.querySelector<HTMLElement>("[aria-invalid=true]") ??
    pane.content.querySelector<HTMLElement>("[autofocus], input:not([type=hidden]), select, textarea");
  first?.focus();
}

/** The form that came; nothing where a whole page came, which is an error: it has no place here. */
async function partOf(answer: Response): Promise<string | null> {
  const html = await answer.text();
  return /^\s*<(!doctype|html)/i.test(html) ? null : html;
}

async function open(link: HTMLAnchorElement, pane: Pane): Promise<void> {
  try {
    const answer = await ask(link.href);
    const part = answer.ok && !answer.redirected ? await partOf(answer) : null;
    if (part === null) throw new Error("no form came");
    fill(pane, part);
  } catch {
    location.assign(link.href);
    return;
  }
  address = link.href;
  atFirst = typed(formOf(pane));
  if (!pane.dialog.open) pane.dialog.showModal();
  formOf(pane)?.querySelector<HTMLElement>("[autofocus], input:not([type=hidden]), select, textarea")?.focus();
}

/** A token of the session that there is now: somebody signed in anew in another tab. */
async function newToken(): Promise<string | null> {
  const answer = await ask(address);
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector<HTMLInputElement>("input[name=csrf]")?.value ?? null;
}

async function post(form: HTMLFormElement, fields: URLSearchParams): Promise<Response> {
  const answer = await ask(form.action, fields);
  if (answer.status !== 403) return answer;
  const token = await newToken();
  if (!token) return answer;
  fields.set("csrf", token);
  const field = form.querySelector<HTMLInputElement>("input[name=csrf]");
  if (field) field.value = token;
  return ask(form.action, fields);
}

async function send(form: HTMLFormElement, submitter: HTMLElement | null, pane: Pane): Promise<void> {
  if (isSending) return;
  isSending = true;
  form.setAttribute("aria-busy", "true");
  const words = pane.dialog.dataset;
  try {
    const answer = await post(form, held(form, submitter));
    const next = answer.headers.get("hx-redirect");
    if (answer.status === 401) tell(pane, words["signedOut"], { url: next ?? "/sign-in", text: words["signIn"] ?? "" });
    else if (answer.ok && next) {
      forgetDraft(form);
      atFirst = typed(form);
      pane.dialog.close();
      arrive(next);
    } else {
      const part = [200, 409, 422].includes(answer.status) ? await partOf(answer) : null;
      if (part !== null) fill(pane, part);
      else tell(pane, answer.status === 404 ? words["gone"] : words["failed"]);
    }
  } catch {
    tell(pane, words["failed"]);
  } finally {
    isSending = false;
    form.removeAttribute("aria-busy");
  }
}

/** Goes on to the page that shows what was done, also where it is the one that is open. */
function arrive(path: string): void {
  const to = new URL(path, location.href);
  if (to.pathname === location.pathname && to.search === location.search) {
    history.replaceState(null, "", to);
    location.reload();
  } else location.assign(to);
}

function mayClose(pane: Pane): boolean {
  const isDirty = pane.dialog.open && typed(formOf(pane)) !== atFirst;
  return !isDirty || window.confirm(pane.dialog.dataset["unsaved"]);
}

export function openPanes(): void {
  document.addEventListener("click", (event) => {
    const pane = paneOf();
    const at = event.target instanceof Element ? event.target : null;
    if (!pane || !at) return;
    const link = at.closest<HTMLAnchorElement>("a[data-pane]");
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (link && isPlain) {
      event.preventDefault();
      void open(link, pane);
    }
    if (pane.dialog.contains(at) && at.closest("[data-pane-close]")) {
      event.preventDefault();
      if (mayClose(pane)) pane.dialog.close();
    }
  });
  document.addEventListener("submit", (event) => {
    const pane = paneOf();
    const form = event.target;
    if (!pane || !(form instanceof HTMLFormElement) || !pane.content.contains(form) || form.method !== "post") return;
    event.preventDefault();
    void send(form, event.submitter, pane);
  });
  const pane = paneOf();
  pane?.dialog.addEventListener("cancel", (event) => {
    if (!mayClose(pane)) event.preventDefault();
  });
  pane?.dialog.addEventListener("close", () => pane.content.replaceChildren());
  window.addEventListener("beforeunload", (event) => {
    if (pane?.dialog.open && typed(formOf(pane)) !== atFirst) event.preventDefault();
  });
}
