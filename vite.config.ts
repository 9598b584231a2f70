import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

import { iconSprite } from "./frontend/build/icons.ts";

// Every file directly under frontend/ is an entry: main.ts for all pages, the others are islands.
const entries = readdirSync("frontend").filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [iconSprite({ source: "node_modules/@tabler/icons/icons", scanned: ["khuevan", "frontend"] })],
  build: {
    outDir: "khuevan/web/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    target: ["chrome100", "firefox100", "safari15"],
    rollupOptions: { input: entries.map((name) => `frontend/${name}`) },
  },
});
