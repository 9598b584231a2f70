// Forms: a press is taken once and answered at once, and nobody leaves typed text behind by accident.

import { notify } from "./notices";
import { word } from "./words";

const GUARDED = "form[data-kv-guard]";
const dirty = new Set<HTMLFormElement>();

export function startForms(): void {
  document.addEventListener("input", (event) => {
    const form = (event.target as HTMLElement).closest<HTMLFormElement>(GUARDED);
    if (form) dirty.add(form);
  });
  document.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:beforeRequest", (event) => lock(formOf(event)));
  document.addEventListener("htmx:beforeOnLoad", onArrival);
  document.addEventListener("htmx:afterRequest", onAnswer);
  document.addEventListener("htmx:afterSwap", (event) => stillDirty((event as CustomEvent).detail));
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(unlock));
  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });
}

function formOf(event: Event): HTMLFormElement | null {
  const sender = (event as CustomEvent).detail.elt as HTMLElement;
  return sender instanceof HTMLFormElement && sender.method === "post" ? sender : null;
}

// A plain submit. htmx forms are locked by their own request.
function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post") || form.dataset.kvDownload) return;
  if (!navigator.onLine) {
    event.preventDefault();
    return notify(word("offline"), "wait");
  }
  dirty.delete(form);
  // Later, so that the pressed button is still sent along.
  setTimeout(() => lock(form));
}

// Before htmx follows a redirect: what was sent well is no longer unsaved.
function onArrival(event: Event): void {
  const form = formOf(event);
  if (form && answerTo(event).status < 300) dirty.delete(form);
}

function onAnswer(event: Event): void {
  const form = formOf(event);
  if (form && !answerTo(event).getResponseHeader("HX-Redirect")) unlock(form);
}

function answerTo(event: Event): XMLHttpRequest {
  return (event as CustomEvent).detail.xhr;
}

function stillDirty(detail: { xhr: XMLHttpRequest; target: HTMLElement }): void {
  if (detail.xhr.status < 400) return;
  for (const form of detail.target.querySelectorAll<HTMLFormElement>(GUARDED)) dirty.add(form);
}

function lock(form: HTMLFormElement | null): void {
  if (!form) return;
  form.setAttribute("aria-busy", "true");
  for (const button of buttons(form)) {
    if (button.dataset.kvLabel !== undefined) continue;
    const label = button.querySelector("span") ?? button;
    button.dataset.kvLabel = label.textContent ?? "";
    button.disabled = true;
    if (button.matches(".btn-primary, .btn-danger")) label.textContent = word("saving");
  }
}

function unlock(form: HTMLFormElement): void {
  form.removeAttribute("aria-busy");
  for (const button of buttons(form)) {
    if (button.dataset.kvLabel === undefined) continue;
    (button.querySelector("span") ?? button).textContent = button.dataset.kvLabel;
    delete button.dataset.kvLabel;
    button.disabled = false;
  }
}

function buttons(form: HTMLFormElement): HTMLButtonElement[] {
  return [...form.elements].filter((part): part is HTMLButtonElement => part instanceof HTMLButtonElement && part.type === "submit");
}
