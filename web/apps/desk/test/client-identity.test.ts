import { describe, expect, it } from 'vitest';
import { clientIdentity } from '../src/softphone/client-identity.js';

describe('clientIdentity', () => {
  it.each([
    ['alice', 'alice'],
    ['jane_doe', 'jane_doe'],
    ['jane.doe@acme.example', 'jane__ddoe__aacme__dexample'],
    ['jane-doe', 'jane__hdoe'],
    ['a__b', 'a__u_b'],
    ['a___b', 'a__u__u_b'],
  ])('maps %s to %s', (name, identity) => {
    expect(clientIdentity(name)).toBe(identity);
  });
});
