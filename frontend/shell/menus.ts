// Menus are <details>; only one is open, and a press elsewhere or Escape closes it.

const MENU = "details.kv-menu[open]";

export function startMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>(MENU)) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll<HTMLDetailsElement>(MENU)) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}
