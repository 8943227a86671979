/** Flags as in the sample of "Get API Key Permission"; codes as in the venue's list of errors, 2026. */
import { describe, expect, it } from 'vitest';
import { verdict } from './permission';

const READS = {
  ipRestrict: false,
  createTime: 1698645219000,
  enableReading: true,
  enableWithdrawals: false,
  enableInternalTransfer: false,
  enableMargin: false,
  enableFutures: false,
  permitsUniversalTransfer: false,
  enableVanillaOptions: false,
  enableFixApiTrade: false,
  enableFixReadOnly: true,
  enableSpotAndMarginTrading: false,
  enablePortfolioMarginTrading: false,
};
const flags = (changes: object) => verdict({ status: 200, body: JSON.stringify({ ...READS, ...changes }) });
const error = (code: number, msg = '', status = 400) =>
  verdict({ status, body: JSON.stringify({ code, msg }) });

describe('what a key may do', () => {
  it('is nothing but reading', () => {
    expect(flags({})).toEqual({ is: 'read-only', account: '1698645219000', label: '2023-10-30' });
    expect(flags({ ipRestrict: true, enableFixReadOnly: false })).toMatchObject({ is: 'read-only' });
  });

  it.each([
    ['enableWithdrawals', 'may-withdraw'],
    ['enableInternalTransfer', 'may-transfer'],
    ['permitsUniversalTransfer', 'may-transfer'],
    ['enableMargin', 'may-trade'],
    ['enableFutures', 'may-trade'],
    ['enableVanillaOptions', 'may-trade'],
    ['enableFixApiTrade', 'may-trade'],
    ['enableSpotAndMarginTrading', 'may-trade'],
    ['enablePortfolioMarginTrading', 'may-trade'],
    // One that is not known yet.
    ['enableTeleportation', 'may-trade'],
  ])('is refused with %s', (name, code) => {
    expect(flags({ [name]: true })).toEqual({ is: 'refused', code, message: name });
    expect(flags({ [name]: 'true' })).toMatchObject({ is: 'refused', code });
  });

  it('names all that it is refused for', () => {
    expect(flags({ enableFutures: true, enableWithdrawals: true })).toEqual({
      is: 'refused',
      code: 'may-withdraw',
      message: 'enableWithdrawals, enableFutures',
    });
  });

  it('is unknown in another shape, and a key that may not even read is not kept', () => {
    expect(flags({ enableReading: false })).toMatchObject({ is: 'unknown', code: 'refused' });
    expect(flags({ enableReading: 'yes' })).toMatchObject({ is: 'unknown', code: 'unreadable' });
    expect(verdict({ status: 200, body: '[]' })).toMatchObject({ is: 'unknown', code: 'unreadable' });
    expect(verdict({ status: 200, body: '{}' })).toMatchObject({ is: 'unknown', code: 'unreadable' });
  });
});

describe('why a key is turned away', () => {
  it.each([
    [-2014, 'refused', 'unknown-key'],
    [-2015, 'refused', 'unknown-key'],
    [-2008, 'refused', 'unknown-key'],
    [-2017, 'refused', 'expired'],
    [-1021, 'refused', 'clock'],
    [-1022, 'refused', 'wrong-signature'],
    [-1003, 'unknown', 'rate-limited'],
    [-1016, 'unknown', 'maintenance'],
    [-1102, 'unknown', 'refused'],
  ])('%i', (code, is, means) => {
    expect(error(code, 'as the venue says')).toMatchObject({ is, code: means });
  });

  it.each([
    [429, '{"code":-1003,"msg":"Too many requests"}', 'unknown', 'rate-limited'],
    [418, '<html>', 'unknown', 'rate-limited'],
    [451, '{"code":0,"msg":"Service unavailable from a restricted location"}', 'refused', 'wrong-region'],
    [403, '<html><h1>403 Forbidden</h1></html>', 'refused', 'wrong-region'],
    [503, '<html>', 'unknown', 'maintenance'],
    [200, '<html>', 'unknown', 'maintenance'],
    [404, 'nothing', 'unknown', 'unreadable'],
    [400, '{"code":0,"msg":"Service unavailable from a restricted location"}', 'refused', 'wrong-region'],
  ])('HTTP %i', (status, body, is, code) => {
    expect(verdict({ status, body })).toMatchObject({ is, code });
  });
});
