import { defineConfig } from 'vitest/config';

/** Real browsers, one at a time: two cores do not carry more. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // A browser that stumbles on a crowded machine is asked again there; at a desk every failure is shown.
    retry: process.env.CI ? 2 : 0,
  },
});
