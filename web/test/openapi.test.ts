// Lints openapi.json with every rule of the linter's strict sets.
import { createConfig, lint } from '@redocly/openapi-core';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const DOCUMENT = '../../server/src/main/resources/dev/agentpay/server/openapi.json';

it('openapi.json has no error and no warning', async () => {
  const config = await createConfig({ extends: ['spec', 'recommended-strict'] });
  const problems = await lint({ ref: fileURLToPath(new URL(DOCUMENT, import.meta.url)), config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
    [],
  );
});
