// The button that takes a notice away.

export function dismissNotices(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-dismiss]") : null;
    if (!button) return;
    button.parentElement?.remove();
    // The focus goes where the notice's page begins, and not to nowhere.
    document.querySelector<HTMLElement>("#main")?.focus({ preventScroll: true });
  });
}
