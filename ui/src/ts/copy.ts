// Buttons that copy a text, such as a tenant ID, and say that they did.

const SHOWN_MS = 1600;

async function copy(button: HTMLElement): Promise<void> {
  const text = button.dataset["copy"] ?? "";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without TLS, or where the browser forbids it: the older way, through a selection.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus();
  }
  announce(button);
}

function announce(button: HTMLElement): void {
  const done = button.dataset["copied"] ?? "";
  const told = document.createElement("span");
  told.className = "told";
  told.setAttribute("role", "status");
  button.append(told);
  // A status that is there before its text is read out; one that comes with it often is not.
  requestAnimationFrame(() => (told.textContent = done));
  setTimeout(() => told.remove(), SHOWN_MS);
}

export function copyOnClick(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (button) void copy(button);
  });
}
