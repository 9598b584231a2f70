// The menu on a phone: a drawer that traps nothing, closes with Escape and gives the focus back.

export function startDrawer(): void {
  const menu = document.getElementById("menu");
  if (!menu) return;
  let opener: HTMLElement | null = null;

  const set = (open: boolean): void => {
    document.body.classList.toggle("kv-drawer-open", open);
    for (const button of document.querySelectorAll("[data-kv-drawer]")) button.setAttribute("aria-expanded", String(open));
    if (open) menu.querySelector<HTMLElement>("a")?.focus();
    else opener?.focus();
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target as HTMLElement;
    const button = pressed.closest<HTMLElement>("[data-kv-drawer]");
    const open = document.body.classList.contains("kv-drawer-open");
    if (button) {
      event.preventDefault();
      opener = button;
      set(!open);
    } else if (open && (pressed.closest("[data-kv-drawer-close]") || !menu.contains(pressed))) {
      event.preventDefault();
      set(false);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("kv-drawer-open")) set(false);
  });
}
