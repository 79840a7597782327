// Menus are <details>: this closes them when somebody looks elsewhere, as people expect of a menu.

function openMenus(): NodeListOf<HTMLDetailsElement> {
  return document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");
}

/** The width that a menu can have at most, and a little more. */
const WIDEST_PX = 348;

/** A menu that would reach beyond the screen opens towards its other side. It is decided before it opens. */
function turn(event: Event): void {
  const menu = event.target instanceof Element ? event.target.closest("summary")?.closest("details.picker") : null;
  if (!menu || menu.parentElement?.classList.contains("filter-end")) return;
  const { left, right } = menu.getBoundingClientRect();
  const isFar = left + WIDEST_PX > document.documentElement.clientWidth && right >= WIDEST_PX;
  menu.classList.toggle("end", isFar);
}

export function tameMenus(): void {
  document.addEventListener("click", turn);
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of openMenus()) {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
  // Typing the name of a view is no filter: the list must not be asked for anew.
  document.addEventListener(
    "change",
    (event) => {
      const field = event.target instanceof Element ? event.target : null;
      if (field?.getAttribute("form") === "view-new") event.stopPropagation();
    },
    true,
  );
}
