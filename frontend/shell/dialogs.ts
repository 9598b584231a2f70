// Dialogs are the browser's own; here are only the buttons that open and close them, and alerts that can be closed.

export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    const pressed = event.target as HTMLElement;
    const opener = pressed.closest<HTMLElement>("[data-kv-open]");
    if (opener) openDialog(opener.dataset.kvOpen ?? "");
    if (pressed.closest("[data-kv-close]")) pressed.closest("dialog")?.close();
    if (pressed.closest("[data-kv-dismiss]")) pressed.closest(".kv-alert")?.remove();
    if (pressed instanceof HTMLDialogElement) pressed.close();
    const back = pressed.closest<HTMLAnchorElement>("[data-kv-back]");
    if (back && history.length > 1) {
      event.preventDefault();
      history.back();
    }
  });
}

function openDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
}
