import { describe, expect, it } from 'vitest';
import { marginMode } from './margin-mode';
import type { Abstraction, SpotState } from './messages';
import { newUser } from './state';

const plain: SpotState = { balances: [{ coin: 'USDC', token: 0, total: '5.0' }] };
const unified: SpotState = { ...plain, tokenToAvailableAfterMaintenance: [[0, '5.0']] };
const portfolio: SpotState = { ...unified, portfolioMarginEnabled: true, portfolioMarginRatio: '0.1' };
const said = <T>(value: T) => ({ at: 0, seq: 0, value });
const mode = (abstraction: Abstraction | null, spot: SpotState | null) =>
  marginMode({ ...newUser, abstraction: abstraction && said(abstraction), spot: spot && said(spot) }).mode;

describe('the margin mode', () => {
  it('is what the venue calls it, where the balances look so', () => {
    expect(mode('default', plain)).toBe('standard');
    expect(mode('disabled', plain)).toBe('standard');
    expect(mode('unifiedAccount', unified)).toBe('unified');
    expect(mode('portfolioMargin', portfolio)).toBe('portfolio margin');
    expect(mode('dexAbstraction', plain)).toBe('dex abstraction');
    for (const abstraction of ['default', 'unifiedAccount', 'portfolioMargin'] as const) {
      expect(mode(abstraction, null)).not.toBe('unknown');
    }
  });

  it('is unknown where the two disagree', () => {
    expect(mode('default', unified)).toBe('unknown');
    expect(mode('disabled', portfolio)).toBe('unknown');
    expect(mode('unifiedAccount', plain)).toBe('unknown');
    expect(mode('unifiedAccount', portfolio)).toBe('unknown');
    expect(mode('portfolioMargin', unified)).toBe('unknown');
    expect(mode('portfolioMargin', plain)).toBe('unknown');
    expect(mode('dexAbstraction', unified)).toBe('unknown');
  });

  it('is unknown where balances contradict themselves', () => {
    expect(mode('unifiedAccount', { ...unified, portfolioMarginRatio: '0.1' })).toBe('unknown');
    expect(mode('default', { ...plain, portfolioMarginEnabled: true })).toBe('unknown');
    const borrowed = { balances: [{ coin: 'USDC', token: 0, total: '5.0', borrowed: '1.0' }] };
    expect(mode(null, { ...unified, ...borrowed })).toBe('unknown');
  });

  it('is told from the balances by what they have, never by what they lack', () => {
    expect(mode(null, unified)).toBe('unified');
    expect(mode(null, portfolio)).toBe('portfolio margin');
    expect(mode(null, plain)).toBe('unknown');
    expect(mode(null, null)).toBe('unknown');
  });
});
