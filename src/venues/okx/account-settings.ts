/** What an account is set to: its mode, its leverages, its fees. Source: OKX documents v5, 2026-06-28. */
import * as v from 'valibot';
import { readRows } from '../shared/rows';
import { using, withFailure, without } from './failures';
import { ccyOrNone, decimal, decimalOrNone, instId, mgnMode, posSide } from './fields';
import { leverageKey, type State, type Trader } from './state';
import { ofAccount } from './trader';

const configSchema = {
  core: {
    acctLv: v.picklist(['1', '2', '3', '4']),
    posMode: v.picklist(['net_mode', 'long_short_mode']),
    uid: v.pipe(v.string(), v.regex(/^\d{1,25}$/)),
  },
  extra: {},
};

/** Said by newer versions only. */
const configMore = v.object({ settleCcy: v.fallback(v.optional(ccyOrNone), undefined) });

export function onConfig(before: State, rows: unknown[], at: number): State {
  return using(
    before,
    'config',
    readRows(configSchema.core, configSchema.extra, rows.slice(0, 1)),
    at,
    ([row]) => {
      if (!row) return withFailure(before, 'config', { code: 'format-changed', field: 'data.0' }, at);
      const more = v.parse(configMore, rows[0]);
      const state = ofAccount(before, row.uid);
      const { trader } = state;
      return {
        ...state,
        trader: {
          ...trader,
          mode: row.acctLv,
          modeAt: at,
          hedge: row.posMode === 'long_short_mode',
          settleCcy: more.settleCcy || null,
          loggedOutAt: null,
          // Figures of another mode are not compared with those of this one.
          printed: trader.mode === row.acctLv ? trader.printed : null,
          problems: without(trader.problems, 'config'),
        },
      };
    },
  );
}

const leverageSchema = { core: { instId, mgnMode, posSide, lever: decimal }, extra: {} };

export function onLeverage(state: State, rows: unknown[], at: number): State {
  return using(state, 'leverage', readRows(leverageSchema.core, leverageSchema.extra, rows), at, value => {
    const leverage = { ...state.trader.leverage };
    for (const row of value) {
      leverage[leverageKey(row.instId, row.mgnMode, row.posSide === '' ? 'net' : row.posSide)] = row.lever;
    }
    const problems = without(state.trader.problems, 'leverage');
    return { ...state, trader: { ...state.trader, leverage, problems } };
  });
}

const feeSchema = {
  core: {
    instType: v.picklist(['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION', 'EVENTS']),
    taker: decimalOrNone,
  },
  extra: { takerU: decimalOrNone, takerUSDC: decimalOrNone },
};
const feeGroups = v.object({
  feeGroup: v.fallback(v.optional(v.array(v.object({ groupId: v.string(), taker: decimal }))), undefined),
});

export function onFees(state: State, rows: unknown[], at: number): State {
  return using(state, 'fees', readRows(feeSchema.core, feeSchema.extra, rows), at, value => {
    const fees: Trader['fees'] = { ...state.trader.fees };
    for (const [k, row] of value.entries()) {
      const groups = v.safeParse(feeGroups, rows[k]);
      const list = (groups.success && groups.output.feeGroup) || [];
      fees[row.instType] = {
        taker: row.taker,
        takerU: row.takerU ?? null,
        takerUSDC: row.takerUSDC ?? null,
        groups: Object.fromEntries(list.map(one => [one.groupId, one.taker])),
      };
    }
    const problems = without(state.trader.problems, 'fees');
    return { ...state, trader: { ...state.trader, fees, feesAt: at, problems } };
  });
}
