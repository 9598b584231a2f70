// A short message at the foot of the window, spoken by screen readers. It stays until it is closed or replaced.

import { word } from "./words";

export type Tone = "fix" | "wait" | "done" | "info";

export function notify(text: string, tone: Tone): void {
  const live = document.getElementById("kv-live");
  if (!live || !text) return;
  const box = document.createElement("div");
  box.className = `kv-alert kv-alert-${tone} kv-toast`;
  const words = document.createElement("div");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-sm";
  close.textContent = word("close");
  close.addEventListener("click", () => box.remove());
  box.append(words, close);
  live.replaceChildren(box);
}

export function forget(): void {
  document.getElementById("kv-live")?.replaceChildren();
}
