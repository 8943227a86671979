/** Binance by a read-only key: fapi, dapi or papi, and the user stream of the account that holds something. */
import * as v from 'valibot';
import type { KeyAccess, KeyStream } from '../key-access';
import { parse } from './answers';
import { time } from './fields';
import { keyNeeds } from './key-needs';
import { openPositions } from './margin';
import { verdict } from './permission';
import { sign } from './signature';
import type { State } from './state';

const SECOND = 1_000;

/**
 * One stream a key: that of Portfolio Margin; else that of USDⓈ-M, unless only COIN-M holds positions. The other is
 * asked for. Source: Binance documents, "User Data Streams", and the notice of 2026-03-06 on divided paths.
 */
const stream: KeyStream<State> = {
  url({ portfolio, listenKeys, trader, delivery }) {
    if (portfolio.is?.is)
      return listenKeys.papi ? `wss://fstream.binance.com/pm/ws/${listenKeys.papi}` : null;
    const coins = openPositions(trader).length === 0 && openPositions(delivery.trader).length > 0;
    if (coins && listenKeys.dapi) return `wss://dstream.binance.com/ws/${listenKeys.dapi}`;
    return listenKeys.fapi ? `wss://fstream.binance.com/private/ws/${listenKeys.fapi}` : null;
  },
  // The listen key is the login; the venue pings, and the browser answers by itself.
  greeting: async () => [],
  answer: () => [],
  ping: null,
  secret: /[A-Za-z\d]{40,}/,
};

const clock = v.object({ serverTime: time });

export const keys: KeyAccess<State> = {
  passphrase: false,
  help: 'https://www.binance.com/en/my/settings/api-management',
  permission: {
    key: 'binance:permission',
    url: 'https://api.binance.com/sapi/v1/account/apiRestrictions',
    method: 'GET',
    every: 60 * SECOND,
  },
  verdict,
  needs: keyNeeds,
  sign,
  clock: {
    request: {
      key: 'binance:clock',
      url: 'https://fapi.binance.com/fapi/v1/time',
      method: 'GET',
      every: 10 * SECOND,
    },
    read(body) {
      const parsed = parse(body, 1000);
      if ('code' in parsed) return null;
      const read = v.safeParse(clock, parsed.json);
      return read.success ? read.output.serverTime : null;
    },
  },
  stream,
};
