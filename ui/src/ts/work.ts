// How much is urgent, beside the entry of the navigation: asked for after the page, so that no page waits for it.

export async function countWork(): Promise<void> {
  const place = document.querySelector<HTMLElement>("[data-work-count]");
  if (!place) return;
  try {
    const answer = await fetch("/my-work/count", { headers: { "hx-request": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    place.innerHTML = await answer.text();
    place.hidden = place.childElementCount === 0;
  } catch {
    // The page behind the entry counts too.
  }
}
