// A table that fits its card keeps its head in sight while the page scrolls; a wider one scrolls in its card.

export function startTables(): void {
  measure();
  window.addEventListener("resize", measure);
  document.addEventListener("htmx:afterSwap", measure);
}

function measure(): void {
  for (const wrap of document.querySelectorAll<HTMLElement>(".kv-table-wrap")) {
    wrap.classList.remove("kv-fits");
    const fits = wrap.scrollWidth <= wrap.clientWidth;
    wrap.classList.toggle("kv-fits", fits);
    wrap.toggleAttribute("tabindex", !fits);
    if (!fits) wrap.tabIndex = 0;
  }
}
