// The form of a service status: sum and difference follow every keystroke, reasons fit what is chosen before them, and
// lines come and go without asking the server. Without this, the same buttons ask it.

const SAID_AFTER_MS = 900;

/** The seats in a field; nothing for what is no possible number of seats, as the server counts. */
function seatsIn(field: HTMLInputElement): number {
  const text = field.value.trim();
  return /^\d{1,11}$/.test(text) ? Number(text) : 0;
}

function seatsOf(line: Element): HTMLInputElement | null {
  return line.querySelector<HTMLInputElement>("input[name^=seats-]");
}

function totalOf(form: HTMLFormElement): number {
  return Number(form.querySelector<HTMLElement>("[data-split-total]")?.dataset["splitTotal"] ?? 0);
}

function sumOf(form: HTMLFormElement): number {
  const fields = form.querySelectorAll<HTMLInputElement>("[data-split-lines] input[name^=seats-]");
  return Array.from(fields, seatsIn).reduce((sum, seats) => sum + seats, 0);
}

function numbers(): Intl.NumberFormat {
  return new Intl.NumberFormat(document.documentElement.lang);
}

/** What the difference means, in the words of the page. */
function told(form: HTMLFormElement, difference: number): string {
  const words = form.dataset;
  if (difference === 0) return words["even"] ?? "";
  if (Math.abs(difference) === 1) return (difference > 0 ? words["oneMany"] : words["oneMissing"]) ?? "";
  const any = (difference > 0 ? words["many"] : words["missing"]) ?? "";
  return any.replace("{n}", numbers().format(Math.abs(difference)));
}

const timers = new WeakMap<HTMLFormElement, number>();

/** Shows sum and difference; whoever listens is told when the typing pauses, and not at every keystroke. */
function balance(form: HTMLFormElement): void {
  const sum = sumOf(form);
  const difference = sum - totalOf(form);
  const sumShown = form.querySelector("[data-split-sum]");
  const shown = form.querySelector("[data-split-difference]");
  const words = shown?.querySelector("dd > span");
  if (!sumShown || !shown || !words) return;
  sumShown.textContent = numbers().format(sum);
  words.textContent = told(form, difference);
  shown.classList.toggle("even", difference === 0);
  clearTimeout(timers.get(form));
  const said = form.querySelector("[data-split-said]");
  timers.set(
    form,
    setTimeout(() => {
      if (said && said.textContent !== words.textContent) said.textContent = words.textContent;
    }, SAID_AFTER_MS),
  );
}

/** Puts the options that lie below a choice into a field, which is absent where there are none. */
function offer(form: HTMLFormElement, select: HTMLSelectElement, of: string): void {
  const template = of && form.querySelector<HTMLTemplateElement>(`template[data-split-of="${CSS.escape(of)}"]`);
  const none = select.options[0];
  select.replaceChildren(...(none ? [none] : []));
  if (template) select.append(template.content.cloneNode(true));
  select.value = "";
  const field = select.closest<HTMLElement>(".field");
  if (field) field.hidden = !template;
}

/** What a line asks for beyond its choice: a date where its status has one, a remark where its reason needs one. */
function ask(line: Element): void {
  const selects = Array.from(line.querySelectorAll<HTMLSelectElement>("select"));
  const status = selects[0];
  const target = line.querySelector<HTMLElement>("[data-split-target]");
  const date = target?.querySelector<HTMLInputElement>("input");
  if (status && target && date) {
    const isDated = !status.value || status.selectedOptions[0]?.dataset["dated"] !== undefined;
    if (!isDated) date.value = "";
    target.hidden = !isDated;
  }
  const needsRemark = selects.some((select) => select.selectedOptions[0]?.dataset["remark"] !== undefined);
  const optional = line.querySelector<HTMLElement>("[data-split-optional]");
  const remark = line.querySelector<HTMLInputElement>("input[name^=remark-]");
  if (optional) optional.hidden = needsRemark;
  if (remark) remark.required = needsRemark;
}

/** What was wrong with a field is not said of what is chosen there now. */
function clear(field: Element): void {
  field.removeAttribute("aria-invalid");
  field.closest(".field")?.querySelector(".field-error")?.remove();
}

function chosen(form: HTMLFormElement, select: HTMLSelectElement): void {
  const line = select.closest("[data-split-line]");
  const [l1, l2, l3] = line ? Array.from(line.querySelectorAll<HTMLSelectElement>("select")) : [];
  if (!line || !l1 || !l2 || !l3) return;
  if (select === l1) {
    offer(form, l2, l1.value);
    clear(l2);
  }
  if (select !== l3) {
    offer(form, l3, l2.value ? `${l1.value}/${l2.value}` : "");
    clear(l3);
  }
  clear(select);
  ask(line);
}

/** The number of a new line: one more than any there is. */
function nextNumber(form: HTMLFormElement): string {
  const fields = form.querySelectorAll<HTMLInputElement>("[data-split-lines] input[name=line]");
  return String(Array.from(fields, (field) => Number(field.value)).reduce((most, one) => Math.max(most, one), -1) + 1);
}

function add(form: HTMLFormElement): void {
  const lines = form.querySelector("[data-split-lines]");
  const template = form.querySelector<HTMLTemplateElement>("template[data-split-new]");
  const line = template?.content.firstElementChild?.cloneNode(true);
  if (!lines || !(line instanceof HTMLElement)) return;
  const number = nextNumber(form);
  for (const element of line.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "value"]) {
      const value = element.getAttribute(name);
      if (value?.endsWith("-new")) element.setAttribute(name, value.slice(0, -3) + number);
    }
  }
  line.querySelector("input[name=line]")?.setAttribute("value", number);
  lines.append(line);
  const [, l2] = line.querySelectorAll<HTMLSelectElement>("select");
  if (l2) offer(form, l2, "");
  seatsOf(line)?.focus();
}

function remove(form: HTMLFormElement, line: Element): void {
  const next = line.nextElementSibling ?? line.previousElementSibling;
  line.remove();
  balance(form);
  const field = next && seatsOf(next);
  (field ?? form.querySelector<HTMLElement>("[data-split-add]"))?.focus();
}

function rest(form: HTMLFormElement, line: Element): void {
  const field = seatsOf(line);
  if (!field) return;
  field.value = String(Math.max(0, seatsIn(field) + totalOf(form) - sumOf(form)));
  clear(field);
  balance(form);
  field.focus();
}

function formOf(target: EventTarget | null): HTMLFormElement | null {
  return target instanceof Element ? target.closest<HTMLFormElement>("form[data-split]") : null;
}

export function splitSeats(): void {
  document.addEventListener("input", (event) => {
    const form = formOf(event.target);
    if (form && event.target instanceof HTMLInputElement && event.target.name.startsWith("seats-")) {
      clear(event.target);
      balance(form);
    }
  });
  document.addEventListener("change", (event) => {
    const form = formOf(event.target);
    if (form && event.target instanceof HTMLSelectElement) chosen(form, event.target);
  });
  document.addEventListener("click", (event) => {
    const form = formOf(event.target);
    const button = event.target instanceof Element ? event.target.closest("button[name=do]") : null;
    if (!form || !button) return;
    const line = button.closest("[data-split-line]");
    if (button.hasAttribute("data-split-add")) add(form);
    else if (line && button.hasAttribute("data-split-remove")) remove(form, line);
    else if (line && button.hasAttribute("data-split-rest")) rest(form, line);
    else return;
    event.preventDefault();
  });
}
