import { describe, expect, it } from 'vitest';
import { settingsOf, type PayClientOptions } from '../src/options.js';

const SERVER = 'https://pay.example.com';

function options(more: object = {}): [PayClientOptions] {
  return [{ functionsURL: SERVER, identity: 'alice', bearer: 'token', ...more }];
}

describe('settings', () => {
  it('are the same from an object and from the arguments in their old order', () => {
    const order = 'payment-card-number,expiration-date';
    const positional = settingsOf([SERVER, 'alice', 'token', 'Default', order, 'EUR', 'one-time', 'key']);
    expect(positional).toEqual(
      settingsOf(
        options({
          paymentConnector: 'Default',
          captureOrder: ['payment-card-number', 'expiration-date'],
          currency: 'EUR',
          tokenType: 'one-time',
          writeKey: 'key',
        }),
      ),
    );
  });

  it('have the defaults of older versions', () => {
    const { connector, captureOrder, currency, tokenType, writeKey } = settingsOf([SERVER, 'alice', 'token']);
    expect(captureOrder).toEqual(['payment-card-number', 'security-code', 'expiration-date']);
    expect({ connector, currency, tokenType, writeKey }).toEqual({
      connector: undefined,
      currency: 'USD',
      tokenType: 'reusable',
      writeKey: undefined,
    });
  });

  it('take an unset variable of the page for no value', () => {
    const unset = {
      paymentConnector: '',
      captureOrder: '',
      currency: '',
      tokenType: undefined,
      writeKey: null,
    };
    expect(settingsOf(options(unset))).toEqual(settingsOf(options()));
  });

  it('accept blanks in the order, and a slash after the address', () => {
    const { captureOrder, server } = settingsOf(
      options({ functionsURL: `${SERVER}//`, captureOrder: ' postal-code , payment-card-number ' }),
    );
    expect(captureOrder).toEqual(['postal-code', 'payment-card-number']);
    expect(server).toBe(SERVER);
    expect(settingsOf(options({ functionsURL: '' })).server).toBe('');
  });

  it.each([
    ['functionsURL', 'pay.example.com'],
    ['functionsURL', undefined],
    ['functionsURL', 'https://'],
    ['identity', ''],
    ['identity', undefined],
    ['bearer', ''],
    ['bearer', undefined],
    ['captureOrder', 'payment-card-number,pin'],
    ['captureOrder', 'payment-card-number,'],
    ['captureOrder', ['bank-account-number']],
    ['captureOrder', 'security-code,security-code'],
    ['tokenType', 'twice'],
  ])('refuse the %s %j by its name', (name, value) => {
    const refuse = () => settingsOf(options({ [name]: value }));
    expect(refuse).toThrow(TypeError);
    expect(refuse).toThrow(new RegExp(`^${name}: `));
  });

  it('never show the token in an error', () => {
    expect(() => settingsOf(options({ bearer: 'secret', tokenType: 'twice' }))).not.toThrow(/secret/);
  });
});
