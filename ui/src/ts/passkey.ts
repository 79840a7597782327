// Passkeys: the device is asked for one, and what it answers goes with the form. The browser alone can ask; without the script
// the page says so.

function fits(): boolean {
  return (
    "PublicKeyCredential" in window &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function" &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function"
  );
}

async function answerOf(form: HTMLFormElement): Promise<string | null> {
  const options = JSON.parse(form.dataset["options"] ?? "{}");
  const made =
    form.dataset["passkey"] === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return made instanceof PublicKeyCredential ? JSON.stringify(made.toJSON()) : null;
}

async function ask(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector("button");
  const failed = form.querySelector<HTMLElement>("[data-passkey-failed]");
  const field = form.querySelector<HTMLInputElement>("input[name=passkey]");
  if (!button || !failed || !field || button.disabled) return;
  button.disabled = true;
  failed.hidden = true;
  try {
    const answer = await answerOf(form);
    if (answer === null) throw new Error("no passkey");
    field.value = answer;
    form.submit();
  } catch {
    // Turned down, too late, or none there: the browser does not say which, so that no site learns it.
    failed.hidden = false;
    button.disabled = false;
    button.focus();
  }
}

export function askForPasskeys(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    if (!fits()) {
      form.querySelector<HTMLElement>("[data-passkey-unable]")?.removeAttribute("hidden");
      form.querySelector("button")?.remove();
      continue;
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void ask(form);
    });
    // Whoever comes to sign in has pressed the button already.
    if (form.dataset["passkey"] === "get") void ask(form);
  }
}
