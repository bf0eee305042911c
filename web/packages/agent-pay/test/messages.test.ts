import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '@agentpay/ui';

const repository = new URL('../../../../', import.meta.url);

describe('messages', () => {
  const { SessionState, Field } = apiSchemas();

  it.each(LANGUAGES)('cover every state, field and error type in %s', (language) => {
    const messages = JSON.parse(read(`web/packages/agent-pay/src/i18n/${language}.json`)) as Record<
      string,
      string
    >;
    const keys = [
      ...SessionState.enum.map((state) => `state.${state}`),
      ...SessionState.enum.filter((state) => state !== 'capturing').map((state) => `say.${state}`),
      ...Field.enum.flatMap((field) => [`field.${field}`, `say.capturing.${field}`]),
      ...errorTypes().map((error) => `error.${error}`),
    ];
    expect(keys.filter((key) => messages[key] === undefined)).toEqual([]);
  });
});

interface Schemas {
  SessionState: { enum: string[] };
  Field: { enum: string[] };
}

function apiSchemas(): Schemas {
  const openapi = read('server/src/main/resources/dev/agentpay/server/openapi.json');
  return (JSON.parse(openapi) as { components: { schemas: Schemas } }).components.schemas;
}

/** Twilio's error types, as the server's source lists them. */
function errorTypes(): string[] {
  const source = read('payments/src/main/java/dev/agentpay/payments/values/ErrorType.java');
  const constants = source.split('private enum Again')[0] ?? '';
  const names = [...constants.matchAll(/^ {2}[A-Z_]+\("([a-z-]+)"/gm)].map((m) => m[1] ?? '');
  expect(names.length).toBeGreaterThan(10);
  return names;
}

function read(path: string): string {
  return readFileSync(new URL(path, repository), 'utf8');
}
