import { defineConfig } from "vitest/config";

export default defineConfig({
  // Relative addresses: the app works under any path, and out of one file.
  base: "./",
  oxc: { jsx: { runtime: "automatic" } },
  build: {
    outDir: "../src/khingan/server/static",
    emptyOutDir: true,
    target: "es2022",
    // One script: the standalone replay carries it inside its page.
    rolldownOptions: { output: { codeSplitting: false } },
    chunkSizeWarningLimit: 3000,
    assetsInlineLimit: 8192,
  },
  server: { host: "127.0.0.1", proxy: { "/api": "http://127.0.0.1:8414", "/ws": { target: "ws://127.0.0.1:8414", ws: true } } },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
