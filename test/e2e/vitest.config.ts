import { defineConfig } from 'vitest/config';

/** Real browsers, one at a time: two cores do not carry more. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
