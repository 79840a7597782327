// The upload of a file: drop it on the card, see how far it is, and be told at once when it is too large.

interface Parts {
  form: HTMLFormElement;
  field: HTMLInputElement;
  box: HTMLElement;
  text: HTMLElement;
  bar: HTMLProgressElement;
  button: HTMLButtonElement;
}

function partsOf(form: HTMLFormElement): Parts | null {
  const field = form.querySelector<HTMLInputElement>("input[type=file]");
  const box = form.querySelector<HTMLElement>("[data-progress]");
  const text = form.querySelector<HTMLElement>("[data-progress-text]");
  const bar = form.querySelector<HTMLProgressElement>("progress");
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  return field && box && text && bar && button ? { form, field, box, text, bar, button } : null;
}

function say(parts: Parts, text: string): void {
  parts.box.hidden = false;
  parts.text.textContent = text;
}

/** Puts the answer where a page load would have put it. */
function arrive(request: XMLHttpRequest): void {
  if (request.responseURL && !request.responseURL.includes("csrf=")) {
    location.assign(request.responseURL);
    return;
  }
  // An answer to the upload itself, such as a refusal: the form comes back with the reason.
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (main) document.querySelector("main")?.replaceWith(main);
  document.title = page.title;
  sendUploads();
  document.querySelector<HTMLElement>("main")?.focus();
}

function send(parts: Parts): void {
  const { form, bar, button } = parts;
  const name = parts.field.files?.[0]?.name ?? "";
  const request = new XMLHttpRequest();
  const stop = (text: string) => {
    button.disabled = false;
    bar.hidden = true;
    say(parts, text);
  };
  request.upload.addEventListener("progress", (event) => {
    const percent = event.lengthComputable && event.total > 0 ? Math.floor((event.loaded / event.total) * 100) : 0;
    bar.value = percent;
    say(parts, `${name} · ${percent}%`);
  });
  request.upload.addEventListener("load", () => {
    // From here on the server works; a bar without a value says that it takes as long as it takes.
    bar.removeAttribute("value");
    say(parts, form.dataset["working"] ?? "");
  });
  request.addEventListener("load", () => arrive(request));
  request.addEventListener("error", () => stop(form.dataset["failed"] ?? ""));
  request.addEventListener("abort", () => stop(form.dataset["failed"] ?? ""));
  request.open("POST", form.action);
  button.disabled = true;
  bar.hidden = false;
  bar.value = 0;
  request.send(new FormData(form));
}

function isTooLarge({ form, field }: Parts): boolean {
  const most = Number(form.dataset["largest"]);
  return most > 0 && (field.files?.[0]?.size ?? 0) > most;
}

function watchDrop(parts: Parts): void {
  const zone = parts.form.querySelector<HTMLElement>("[data-drop]");
  if (!zone) return;
  for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]] as const) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", over);
    });
  }
  zone.addEventListener("drop", (event) => {
    if (event.dataTransfer?.files.length) parts.field.files = event.dataTransfer.files;
  });
}

export function sendUploads(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) {
    const parts = partsOf(form);
    if (!parts) continue;
    watchDrop(parts);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (isTooLarge(parts)) {
        parts.bar.hidden = true;
        say(parts, form.dataset["tooLarge"] ?? "");
      } else send(parts);
    });
  }
}
