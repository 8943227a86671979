import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { defineConfig } from 'vitest/config';
import manifest from './manifest.json' with { type: 'json' };

/**
 * `vite build --mode chrome` and `--mode firefox` make dist/chrome and dist/firefox from one manifest.
 * The development server writes elsewhere: its output lets pages message the extension and must never ship.
 */
export default defineConfig(({ command, mode }) => ({
  plugins: process.env.VITEST
    ? []
    : [
        crx({
          manifest: manifest as unknown as ManifestV3Export,
          browser: mode === 'firefox' ? 'firefox' : 'chrome',
        }),
      ],
  build: {
    outDir: command === 'build' ? `dist/${mode}` : 'dist-dev',
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: { input: { welcome: 'src/pages/welcome/index.html' } },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    testTimeout: 30_000,
  },
}));
