import { describe, expect, it } from 'vitest';
import { accounts } from './account';
import { answer, frame, heard, ME, OTHER, subscribe, T0 } from './fake-venue';
import { reduce } from './reduce';
import { initial } from './state';

const NOBODY = `0x${'0'.repeat(40)}`;
const LATER = { at: T0 + 60_000 };
const asset = (user: string, coin = 'BTC') => ({ type: 'activeAssetData', user, coin });
const assetFrame = (user: string, more = {}) =>
  frame('activeAssetData', { user, coin: 'BTC', leverage: { type: 'cross', value: 20 } }, more);
const web3 = (user: string, isVault = false, more = {}) =>
  frame('webData3', { userState: { user, isVault, abstraction: 'default' }, perpDexStates: [] }, more);
const shown = (...messages: Parameters<typeof heard>) =>
  accounts(heard(...messages), T0).map(({ account }) => account.account);

describe('whose account the page shows', () => {
  it('is nobody’s at first', () => {
    expect(shown()).toEqual([]);
  });

  it('is the one whose traded asset it subscribes to', () => {
    expect(shown(subscribe(asset(ME)))).toEqual([ME]);
    expect(shown(subscribe(asset(ME.toUpperCase().replace('0X', '0x'))))).toEqual([ME]);
  });

  it('is not a vault’s or a leader’s that the page looks at', () => {
    expect(
      shown(
        subscribe({ type: 'allDexsClearinghouseState', user: OTHER }),
        subscribe({ type: 'webData3', user: OTHER }),
        web3(OTHER, true),
        frame('spotState', { user: OTHER, spotState: { balances: [] } }),
        answer({ type: 'spotClearinghouseState', user: OTHER }, { balances: [] }),
      ),
    ).toEqual([]);
    expect(shown(subscribe(asset(ME)), web3(OTHER), assetFrame(OTHER))).toEqual([ME]);
    expect(shown(web3(OTHER, true), web3(ME))).toEqual([ME]);
  });

  it('is known from frames when the subscriptions were missed', () => {
    expect(shown(web3(ME))).toEqual([ME]);
    expect(shown(web3(ME), web3(OTHER))).toEqual([ME]);
    expect(shown(web3(OTHER), assetFrame(ME))).toEqual([ME]);
    expect(shown(web3(ME), web3(OTHER, false, LATER))).toEqual([OTHER]);
    expect(
      shown(answer({ ...asset(ME) }, { user: ME, coin: 'BTC', leverage: { type: 'cross', value: 3 } })),
    ).toEqual([ME]);
  });

  it('is the one whose margin mode the page asks for', () => {
    const mode = (user: string, more = {}) =>
      answer({ type: 'userAbstraction', user }, '"unifiedAccount"', more);
    expect(shown(mode(ME))).toEqual([ME]);
    expect(shown(subscribe(asset(ME)), mode(OTHER))).toEqual([ME]);
    expect(shown(web3(ME), mode(OTHER))).toEqual([ME]);
    // Asked by address it is a watched one.
    expect(shown(mode(OTHER, { via: 'api' }), mode(ME))).toEqual([ME, OTHER]);
  });

  it('stays through a change of the coin', () => {
    expect(
      shown(subscribe(asset(ME)), subscribe(asset(ME), 'unsubscribe'), subscribe(asset(ME, 'ETH'))),
    ).toEqual([ME]);
    expect(
      shown(
        subscribe({ type: 'webData3', user: ME }),
        subscribe(asset(ME)),
        subscribe(asset(ME), 'unsubscribe'),
      ),
    ).toEqual([ME]);
  });

  it('changes with the wallet, in whichever order the page says so; late frames change nothing', () => {
    const [out, into] = [subscribe(asset(ME), 'unsubscribe'), subscribe(asset(OTHER))];
    expect(shown(subscribe(asset(ME)), out, into, assetFrame(ME), web3(ME))).toEqual([OTHER]);
    expect(shown(subscribe(asset(ME)), into, out, assetFrame(ME), web3(ME))).toEqual([OTHER]);
    expect(shown(subscribe(asset(ME)), into, out, subscribe(asset(ME)))).toEqual([ME]);
  });

  it('is nobody’s after a log-out', () => {
    const logOut = subscribe(asset(ME), 'unsubscribe');
    expect(shown(subscribe(asset(ME)), assetFrame(ME), logOut)).toEqual([]);
    expect(shown(subscribe(asset(ME)), logOut, assetFrame(ME), web3(ME))).toEqual([]);
    expect(shown(subscribe(asset(ME)), subscribe(asset(NOBODY)))).toEqual([]);
    expect(shown(web3(NOBODY), assetFrame(NOBODY))).toEqual([]);
    // An answer that was still under way does not make it a watched account.
    const late = answer({ type: 'spotClearinghouseState', user: ME }, { balances: [] }, { via: 'api' });
    expect(shown(subscribe(asset(ME)), logOut, late)).toEqual([]);
  });

  it('comes first, before an address that is watched', () => {
    const watched = answer({ type: 'spotClearinghouseState', user: OTHER }, { balances: [] }, { via: 'api' });
    expect(shown(watched)).toEqual([OTHER]);
    expect(shown(watched, subscribe(asset(ME)))).toEqual([ME, OTHER]);
  });

  it('forgets strangers before it grows, never its own', () => {
    let state = heard(subscribe(asset(ME)), assetFrame(ME));
    for (let k = 1; k <= 200; k++) {
      const user = `0x${k.toString(16).padStart(40, '0')}`;
      state = reduce(state, frame('spotState', { user, spotState: { balances: [] } }));
      state = reduce(state, subscribe({ type: 'spotState', user }));
    }
    for (let k = 1; k <= 400; k++)
      state = reduce(state, subscribe(asset(`0x${k.toString(16).padStart(40, '1')}`)));
    expect(Object.keys(state.users).length).toBeLessThanOrEqual(12);
    expect(state.users[ME]).toBeDefined();
    expect(JSON.stringify(state).length).toBeLessThan(60_000);
  });

  it('ignores other hosts', () => {
    const testnet = 'wss://api-ui.hyperliquid-testnet.xyz/ws';
    expect(heard(subscribe(asset(ME), 'subscribe', { url: testnet }))).toBe(initial);
    expect(heard({ ...assetFrame(ME), url: 'no url' })).toBe(initial);
  });
});
