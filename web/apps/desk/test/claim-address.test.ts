import { describe, expect, it } from 'vitest';
import { findCallSid, claimFromAddress } from '../src/claim/claim-address.js';

const DESK = 'https://pay.example.com/desk/';
const SID = 'CA0123456789abcdef0123456789abcdef';

describe("the desk's address", () => {
  it.each([
    [`${DESK}?uui=abc-1`, 'abc-1'],
    [`${DESK}?conversationId=conv%2F7`, 'conv/7'],
    [`${DESK}?conversationId=conv&uui=abc`, 'abc'],
    [`${DESK}?uui=&conversationId=conv`, 'conv'],
  ])('contains a UUI: %s', (address, uui) => {
    expect(claimFromAddress(address)).toEqual({ uui, rest: '/desk/' });
  });

  it('keeps its other parameters', () => {
    expect(claimFromAddress(`${DESK}?theme=dark&uui=abc&x=1#today`)?.rest).toBe(
      '/desk/?theme=dark&x=1#today',
    );
  });

  it.each([DESK, `${DESK}?uui=`, `${DESK}?uui=%20`, `${DESK}?uui=${'x'.repeat(301)}`, `${DESK}?UUI=abc`])(
    'contains no UUI: %s',
    (address) => {
      expect(claimFromAddress(address)).toBeUndefined();
    },
  );
});

describe('pasted text', () => {
  it.each([
    SID,
    ` ${SID}\n`,
    `https://console.example.com/calls/${SID}?x=1`,
    SID.toUpperCase(),
    `${SID} ${SID}`,
  ])('contains one CallSid: %s', (text) => {
    expect(findCallSid(text)).toBe(SID);
  });

  it.each(['', 'CA123', `${SID}0`, `X${SID}`, SID.replace('CA', 'PK'), `${SID} ${SID.replace('0', '1')}`])(
    'contains none or several: %s',
    (text) => {
      expect(findCallSid(text)).toBeUndefined();
    },
  );
});
