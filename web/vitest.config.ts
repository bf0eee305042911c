import { defineConfig } from 'vitest/config';

// Tests load the production builds of the libraries, as the pages do; Lit's development build also prints a warning.
process.env['NODE_ENV'] = 'production';

export default defineConfig({
  test: { include: ['{test,packages/*/test,apps/*/test}/**/*.test.ts'], environment: 'node' },
});
