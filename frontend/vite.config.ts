import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  build: {
    // The oldest browsers still met in the ward: the last Chrome for Windows 7, and Safari 15.4.
    target: ["chrome109", "safari15.4"],
    // The content security policy allows no inline scripts and no data: scripts or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    // Two entries: the officers' app, and the script of the public survey form, whose page the server writes.
    rolldownOptions: { input: ["index.html", "src/public/survey.ts"] },
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": process.env.DOIMOI_API ?? "http://127.0.0.1:8000" } },
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
