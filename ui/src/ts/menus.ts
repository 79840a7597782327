// Menus are <details>: this closes them when somebody looks elsewhere, as people expect of a menu.

function openMenus(): NodeListOf<HTMLDetailsElement> {
  return document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");
}

export function tameMenus(): void {
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
