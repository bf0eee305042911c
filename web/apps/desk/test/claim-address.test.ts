import { describe, expect, it } from 'vitest';
import { findCallSid, claimFromAddress } from '../src/claim/claim-address.js';

const DESK = 'https://pay.example.com/desk/';
const SID = 'CA0123456789abcdef0123456789abcdef';

describe('the address of the desk', () => {
  it.each([
    [`${DESK}?uui=abc-1`, 'abc-1'],
    [`${DESK}?conversationId=conv%2F7`, 'conv/7'],
    [`${DESK}?conversationId=conv&uui=abc`, 'abc'],
    [`${DESK}?uui=&conversationId=conv`, 'conv'],
  ])('names a call: %s', (address, uui) => {
    expect(claimFromAddress(address)).toEqual({ uui, rest: '/desk/' });
  });

  it('keeps what else it has', () => {
    expect(claimFromAddress(`${DESK}?theme=dark&uui=abc&x=1#today`)?.rest).toBe(
      '/desk/?theme=dark&x=1#today',
    );
  });

  it.each([DESK, `${DESK}?uui=`, `${DESK}?uui=%20`, `${DESK}?uui=${'x'.repeat(301)}`, `${DESK}?UUI=abc`])(
    'names none: %s',
    (address) => {
      expect(claimFromAddress(address)).toBeUndefined();
    },
  );
});

describe('what somebody pasted', () => {
  it.each([
    SID,
    ` ${SID}\n`,
    `https://console.example.com/calls/${SID}?x=1`,
    SID.toUpperCase(),
    `${SID} ${SID}`,
  ])('has a call in it: %s', (text) => {
    expect(findCallSid(text)).toBe(SID);
  });

  it.each(['', 'CA123', `${SID}0`, `X${SID}`, SID.replace('CA', 'PK'), `${SID} ${SID.replace('0', '1')}`])(
    'has none, or too many: %s',
    (text) => {
      expect(findCallSid(text)).toBeUndefined();
    },
  );
});
