import { defineConfig } from "vitest/config";

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A test that hangs fails in the end; none may fail because the machine has other work.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Tests start real processes on two cores: more files at once only make each other slow.
    maxWorkers: 2,
  },
});
