// Wording comes from the page, so that it is translated where everything else is.

export function word(name: string): string {
  return document.body.dataset[`kv${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
}
