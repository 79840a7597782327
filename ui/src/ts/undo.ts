// What can be undone for a while says so until then, and no longer.

/** Takes the offer away when its time is over. */
export function forgetWhatCannotBeUndone(): void {
  for (const offer of document.querySelectorAll<HTMLElement>("[data-gone-in]")) {
    const seconds = Number(offer.dataset["goneIn"]);
    if (!Number.isFinite(seconds)) continue;
    // A page that the browser kept is older than it says: its time went on.
    const end = Date.now() + seconds * 1000;
    const look = (): void => {
      if (Date.now() >= end) offer.remove();
      else setTimeout(look, Math.min(1000, end - Date.now()));
    };
    look();
  }
}
