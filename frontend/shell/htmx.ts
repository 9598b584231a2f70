// htmx, and what a page does when an answer is an error: nothing typed is ever lost.

import htmx from "htmx.org";

import { forget, notify } from "./notices";
import { word } from "./words";

const SESSION_ENDED = 401;

export function startHtmx(): void {
  document.addEventListener("htmx:configRequest", (event) => leaveOutEmpty((event as CustomEvent).detail));
  document.addEventListener("htmx:sendError", () => notify(word("offline"), "wait"));
  document.addEventListener("htmx:responseError", (event) => explain((event as CustomEvent).detail.xhr));
  document.addEventListener("htmx:afterSwap", (event) => settle((event as CustomEvent).detail.target));
  document.addEventListener("htmx:pushedIntoHistory", followQuery);
  htmx.config.historyCacheSize = 0;
}

// Filters that are not used stay out of the address.
function leaveOutEmpty(detail: { verb: string; parameters: Record<string, unknown> & FormData }): void {
  if (detail.verb !== "get") return;
  for (const name of [...detail.parameters.keys()]) {
    if (detail.parameters.getAll(name).every((value) => value === "")) detail.parameters.delete(name);
  }
}

function explain(xhr: XMLHttpRequest): void {
  if (xhr.status === SESSION_ENDED) {
    const dialog = document.getElementById("kv-session");
    if (dialog instanceof HTMLDialogElement) return dialog.showModal();
  }
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const sentence = [...page.querySelectorAll("p")].map((line) => line.textContent?.trim()).join(" ");
  notify(sentence || word("offline"), xhr.status === 429 || xhr.status >= 500 ? "wait" : "fix");
}

// After a swap the reader is led to what is new: the summary of errors, otherwise nothing moves.
function settle(target: Element): void {
  forget();
  target.querySelector<HTMLElement>("[data-kv-focus]")?.focus();
}

// Links that carry the filters of the list, such as the export, follow the address.
function followQuery(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-kv-follow-query]")) {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of new URLSearchParams(link.dataset.kvFollowQuery)) query.set(name, value);
    query.delete("page");
    link.href = `${location.pathname}?${query}`;
  }
}
