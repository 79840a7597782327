// When a part of a page cannot be had, the whole page is asked for: it can say what happened, or where to sign in.

interface Answer {
  xhr: XMLHttpRequest;
  pathInfo: { finalRequestPath: string };
  shouldSwap?: boolean;
}

function pathOf(url: string): string {
  return new URL(url, location.href).pathname;
}

export function fallBackToPages(): void {
  const answer = (event: Event) => (event as CustomEvent<Answer>).detail;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo } = answer(event);
    // Led elsewhere, for instance to the sign-in page: what came is no part of this one.
    if (xhr.responseURL && pathOf(xhr.responseURL) !== pathOf(pathInfo.finalRequestPath)) {
      answer(event).shouldSwap = false;
      location.assign(pathInfo.finalRequestPath);
    }
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => location.assign(answer(event).pathInfo.finalRequestPath));
  }
}
