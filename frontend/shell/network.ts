// The line is gone, the line is back: said once each.

import { notify } from "./notices";
import { word } from "./words";

export function startNetwork(): void {
  window.addEventListener("offline", () => notify(word("offline"), "wait"));
  window.addEventListener("online", () => notify(word("online"), "done"));
}
