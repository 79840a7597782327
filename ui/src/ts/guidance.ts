// Guidance while a note is typed: the server checks the text after a pause, and the words that it found are underlined.
// Without this, the button beside the form does the same.

const AFTER_MS = 400;

interface Guided {
  form: HTMLFormElement;
  text: HTMLTextAreaElement;
  mirror: HTMLElement;
  panel: HTMLElement;
  said: HTMLElement;
}

function guidedOf(form: HTMLFormElement): Guided | null {
  const text = form.querySelector<HTMLTextAreaElement>("textarea[name=text]");
  const mirror = form.querySelector<HTMLElement>("[data-mirror]");
  const panel = form.querySelector<HTMLElement>("[data-guidance]");
  const said = form.querySelector<HTMLElement>("[data-guidance-said]");
  return text && mirror && panel && said ? { form, text, mirror, panel, said } : null;
}

/** Underlines the places that the guidance names. They are counted in characters, and not as this language counts. */
function underline({ text, mirror, panel }: Guided): void {
  const letters = Array.from(text.value);
  const kinds = new Array<string>(letters.length).fill("");
  // What could be better is seen also where it is a good word.
  for (const kind of ["credit", "finding"]) {
    for (const item of panel.querySelectorAll<HTMLElement>(`[data-remark=${kind}]`)) {
      kinds.fill(kind, Number(item.dataset["start"]), Number(item.dataset["end"]));
    }
  }
  const parts: (Node | string)[] = [];
  for (let at = 0; at < letters.length; ) {
    let end = at + 1;
    while (end < letters.length && kinds[end] === kinds[at]) end += 1;
    const words = letters.slice(at, end).join("");
    if (kinds[at]) {
      const mark = document.createElement("mark");
      mark.className = kinds[at] ?? "";
      mark.textContent = words;
      parts.push(mark);
    } else parts.push(words);
    at = end;
  }
  mirror.replaceChildren(...parts);
  mirror.scrollTop = text.scrollTop;
}

async function ask(guided: Guided, stop: AbortSignal): Promise<void> {
  const { form, text, panel, said } = guided;
  const fields = new URLSearchParams({ text: text.value });
  for (const name of ["csrf", "tenant_id", "workload"]) {
    fields.set(name, form.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? "");
  }
  const url = form.dataset["guided"] ?? "";
  const answer = await fetch(url, { method: "POST", body: fields, headers: { "hx-request": "true" }, signal: stop });
  if (!answer.ok) return;
  panel.innerHTML = await answer.text();
  underline(guided);
  // Told once when it changes, and not at every keystroke.
  const summary = panel.querySelector<HTMLElement>("[data-said]")?.dataset["said"] ?? "";
  if (said.textContent !== summary) said.textContent = summary;
}

function guide(guided: Guided): void {
  const { text, mirror, panel, said } = guided;
  let waiting = 0;
  let asking = new AbortController();
  const check = () => {
    asking.abort();
    if (!text.value.trim()) {
      panel.replaceChildren();
      mirror.replaceChildren();
      said.textContent = "";
      return;
    }
    asking = new AbortController();
    // A check that does not come is no harm: the next pause asks again.
    ask(guided, asking.signal).catch(() => undefined);
  };
  text.addEventListener("input", () => {
    // Until the words are looked at anew, nothing is underlined: the lines would be at other words.
    mirror.replaceChildren();
    clearTimeout(waiting);
    waiting = window.setTimeout(check, AFTER_MS);
  });
  text.addEventListener("scroll", () => (mirror.scrollTop = text.scrollTop));
  if (panel.childElementCount > 0) underline(guided);
  else check();
}

/** Watches the forms below that are marked `data-guided`, each once. */
export function guideNotes(below: ParentNode = document): void {
  for (const form of below.querySelectorAll<HTMLFormElement>("form[data-guided]:not([data-guiding])")) {
    const guided = guidedOf(form);
    if (!guided) continue;
    form.dataset["guiding"] = "";
    guide(guided);
  }
}
