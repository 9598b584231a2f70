// “/” goes to the search, unless one is typing; the arrows go from there through what was found.

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const search = document.querySelector<HTMLInputElement>("[data-kv-search]");
    if (!search || search.offsetParent === null) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  document.addEventListener("keydown", walkThroughHits);
}

function walkThroughHits(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const from = event.target as HTMLElement;
  if (!step || !from.matches(".kv-hits a, input[type=search][name=q]")) return;
  const hits = [...document.querySelectorAll<HTMLElement>(".kv-hits a")];
  const next = hits[hits.indexOf(from) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
