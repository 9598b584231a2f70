// Rows chosen in a table: all of the page at once, how many, and the buttons for them.

import { word } from "./words";

const ROW = 'input[name="ids"]';

export function startSelection(): void {
  document.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    if (box.matches("[data-kv-select-all]")) {
      for (const row of rows(box.closest("table"))) row.checked = box.checked;
    }
    if (box.matches(`[data-kv-select-all], ${ROW}`)) show(box.closest("table"));
  });
  document.addEventListener("htmx:afterSwap", () => show(document.querySelector(`table:has(${ROW})`)));
}

function rows(table: HTMLTableElement | null): HTMLInputElement[] {
  return table ? [...table.querySelectorAll<HTMLInputElement>(ROW)] : [];
}

function show(table: HTMLTableElement | null): void {
  const chosen = rows(table).filter((row) => row.checked).length;
  for (const row of rows(table)) row.closest("tr")?.classList.toggle("kv-chosen", row.checked);
  const all = table?.querySelector<HTMLInputElement>("[data-kv-select-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === rows(table).length;
    all.indeterminate = chosen > 0 && !all.checked;
  }
  for (const bar of document.querySelectorAll<HTMLElement>("[data-kv-bulk]")) {
    bar.hidden = chosen === 0;
    const count = bar.querySelector("[data-kv-bulk-count]");
    if (count) count.textContent = word("selected").replace("{n}", String(chosen));
  }
}
