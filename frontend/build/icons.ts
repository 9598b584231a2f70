// Makes one SVG sprite of the Tabler icons that templates and modules name, so that a page loads only those.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

interface Options {
  source: string;
  scanned: string[];
}

const SKIPPED = new Set(["dist", "node_modules", "__pycache__", "migrations"]);
const IN_TEMPLATE = [/<c-icon[^>]*\bname="([a-z0-9-]+)"/g, /\bicon="([a-z0-9-]+)"/g, /icon_svg\s+"([a-z0-9-]+)"/g];
// A word with a hyphen that is the name of an icon is one wherever it stands in code.
const IN_CODE = [/\bicon\b[^=\n]{0,20}=\s*"([a-z0-9-]+)"/g, /\bicon\("([a-z0-9-]+)"/g, /"([a-z]+(?:-[a-z0-9]+)+)"/g];
// A name that begins with one of these counts too: `from … import Status as StatusChip`.
const CALLS = /\b(?:Action|Status|Empty|Hit|MenuEntry|Explanation|Card|CardRow)\w*\(/g;
const WORDS = /"([a-z][a-z0-9-]*)"/g;

export function iconSprite(options: Options): Plugin {
  return {
    name: "khuevan-icons",
    buildStart() {
      for (const file of options.scanned.flatMap((folder) => [...files(folder)])) this.addWatchFile(file);
    },
    generateBundle() {
      const names = [...iconNames(options)].sort();
      const symbols = names.map((name) => symbol(options.source, name)).join("\n");
      const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source: sprite });
    },
  };
}

function iconNames({ source, scanned }: Options): Set<string> {
  const found = new Set<string>();
  for (const file of scanned.flatMap((folder) => [...files(folder)])) {
    const text = readFileSync(file, "utf8");
    for (const name of file.endsWith(".html") ? matches(text, IN_TEMPLATE) : [...matches(text, IN_CODE), ...inCalls(text)]) {
      if (existsSync(path(source, name))) found.add(name);
    }
  }
  return found;
}

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* files(place);
    else if (/\.(html|py|ts)$/.test(entry.name)) yield place;
  }
}

function matches(text: string, patterns: RegExp[]): string[] {
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]));
}

// Icons are also given by position, as in Action(_("Nhập"), url, "upload"): every word of such a call may be one.
function inCalls(text: string): string[] {
  return [...text.matchAll(CALLS)].flatMap((call) => matches(text.slice(call.index, closing(text, call.index)), [WORDS]));
}

function closing(text: string, start: number): number {
  let depth = 0;
  for (let place = text.indexOf("(", start); place < text.length; place++) {
    if (text[place] === "(") depth++;
    if (text[place] === ")" && --depth === 0) return place;
  }
  return text.length;
}

function path(source: string, name: string): string {
  return name.endsWith("-filled") ? join(source, "filled", `${name.slice(0, -7)}.svg`) : join(source, "outline", `${name}.svg`);
}

function symbol(source: string, name: string): string {
  const svg = readFileSync(path(source, name), "utf8").replace(/<!--[\s\S]*?-->/g, "");
  const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
  const fill = name.endsWith("-filled") ? ' fill="currentColor" stroke="none"' : "";
  return `<symbol id="${name}" viewBox="0 0 24 24"${fill}>${inside}</symbol>`;
}
