// Lints asyncapi.json with every rule of the linter's strict sets, and checks what these leave out.
import { createConfig, lint } from '@redocly/openapi-core';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const DOCUMENT = fileURLToPath(
  new URL('../../server/src/main/resources/dev/agentpay/server/asyncapi.json', import.meta.url),
);

interface AsyncApi {
  asyncapi: string;
  channels: Record<string, { messages: Record<string, unknown> }>;
  operations: Record<string, { messages: { $ref: string }[] }>;
  components: { schemas: Record<string, unknown>; messages: Record<string, unknown> };
}

const text = readFileSync(DOCUMENT, 'utf8');
const document = JSON.parse(text) as AsyncApi;

it('asyncapi.json has no error and no warning', async () => {
  const config = await createConfig({ extends: ['spec', 'recommended-strict'] });
  const problems = await lint({ ref: DOCUMENT, config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
    [],
  );
});

it('asyncapi.json has the version that clients can read', () => {
  expect(document.asyncapi).toBe('3.0.0');
});

it('the operation sends exactly the messages of its channel', () => {
  const messages = Object.keys(document.channels.events?.messages ?? {});
  expect(messages.length).toBeGreaterThan(50);
  expect(document.operations.sendUpdates?.messages.map((message) => message.$ref)).toEqual(
    messages.map((name) => `#/channels/events/messages/${name}`),
  );
});

it('every schema and message is used', () => {
  for (const kind of ['schemas', 'messages'] as const) {
    for (const name of Object.keys(document.components[kind])) {
      expect(text).toContain(`"#/components/${kind}/${name}"`);
    }
  }
});
