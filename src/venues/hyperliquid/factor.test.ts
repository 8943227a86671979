import { describe, expect, it } from 'vitest';
import { coinOf, factorOf } from './factor';
import { answer, frame, heard, listing, META } from './fake-venue';

const other = {
  universe: [listing('xyz:TSLA', 10, 3), listing('xyz:ETH', 10, 3), listing('xyz:SOL', 10, 3)],
  marginTables: [],
  collateralToken: 0,
};
const state = heard(
  answer({ type: 'allPerpMetas' }, [META, other]),
  ...[
    ['ETH', '2800.0'],
    ['xyz:ETH', '2801.5'],
    ['SOL', '130.0'],
    ['xyz:SOL', '4.2'],
  ].map(([coin, markPx]) => frame('activeAssetCtx', { coin, ctx: { markPx } })),
);

describe('what moves a mark', () => {
  it('is the coin, without the thousand that it trades in', () => {
    expect(factorOf(state, 'BTC')).toBe('BTC');
    expect(factorOf(state, 'kPEPE')).toBe('PEPE');
    // Lower case is part of no other name.
    expect(factorOf(state, 'KAS')).toBe('KAS');
  });

  it('is shared with another dex only at the same price', () => {
    expect(factorOf(state, 'xyz:ETH')).toBe('ETH');
    expect(factorOf(state, 'xyz:SOL')).toBe('xyz:SOL');
    expect(factorOf(state, 'xyz:TSLA')).toBe('xyz:TSLA');
    expect(factorOf(state, 'gone:BTC')).toBe('gone:BTC');
  });

  it('is traded under a name of the venue', () => {
    expect(coinOf(state, 'ETH')).toBe('ETH');
    expect(coinOf(state, 'PEPE')).toBe('kPEPE');
    expect(coinOf(state, 'xyz:TSLA')).toBe('xyz:TSLA');
    expect(coinOf(state, 'NOSUCH')).toBeNull();
  });
});
