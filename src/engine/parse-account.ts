/**
 * The entrance of canonical accounts: checks the shape of `plimsoll.account/1` and says where it is wrong.
 *
 * A figure that is absent or null passes: it is not known, and the engine says so. A figure that is present
 * but no decimal string, a word that is none of those documented, a missing array or object, steps out of
 * order and a draft of what the account does not hold are bad input.
 */
import type { Account } from './account';
import { badInput } from './bad-input';
import { readDecimal, toFloat } from './decimal';
import {
  type Json,
  readArray,
  readFigure,
  readFigures,
  readFlag,
  readNumber,
  readObject,
  readText,
  readWord,
  shown,
} from './read-json';

const SIDES = ['buy', 'sell'];
const KINDS = ['cross', 'isolated'];
const STEP_FIGURES = ['from', 'rate', 'deduction'];

/**
 * The account that a JSON value describes.
 * @param path where the value stands in its document: "$" for the document itself.
 * @throws BadInput naming the path and the expectation.
 */
export function parseAccount(json: unknown, path = '$'): Account {
  const account = readObject(json, path, 'an account');
  readWord(account.format, `${path}.format`, ['plimsoll.account/1']);
  readText(account.venue, `${path}.venue`, 'the name of a venue');
  readText(account.account, `${path}.account`, 'the name of an account');
  readNumber(account.asOf, `${path}.asOf`, 'milliseconds since the epoch');
  const pools = readArray(account.pools, `${path}.pools`).map((pool, k) =>
    checkPool(pool, `${path}.pools[${k}]`),
  );
  const parsed = { ...account, pools };
  if (account.draft !== undefined && account.draft !== null) {
    return { ...parsed, draft: checkDraft(account.draft, `${path}.draft`, pools) } as unknown as Account;
  }
  return parsed as unknown as Account;
}

function checkPool(value: unknown, path: string): Json {
  const pool = readObject(value, path, 'a pool');
  readText(pool.id, `${path}.id`, 'the id of a pool');
  readWord(pool.kind, `${path}.kind`, KINDS);
  readText(pool.unit, `${path}.unit`, 'the asset in which the pool is counted');
  const collateral = readArray(pool.collateral, `${path}.collateral`).map((row, k) =>
    checkCollateral(row, `${path}.collateral[${k}]`),
  );
  const positions = readArray(pool.positions, `${path}.positions`).map((position, k) =>
    checkPosition(position, `${path}.positions[${k}]`),
  );
  const orders = readArray(pool.orders ?? [], `${path}.orders`).map((order, k) =>
    checkOrder(order, `${path}.orders[${k}]`),
  );
  const adjustments = readArray(pool.adjustments ?? [], `${path}.adjustments`).map((adjustment, k) => {
    const at = `${path}.adjustments[${k}]`;
    const read = readObject(adjustment, at, 'an adjustment');
    readFigures(read, at, ['equity', 'requirement']);
    return read;
  });
  if (pool.estimate !== undefined && pool.estimate !== null) {
    readText(pool.estimate, `${path}.estimate`, 'the reason in words');
  }
  checkReported(pool.reported, `${path}.reported`, ['equity', 'maintenanceMargin', 'marginRatio']);
  const rules = checkRules(pool.rules, `${path}.rules`);
  return { ...pool, collateral, positions, orders, adjustments, rules };
}

function checkCollateral(value: unknown, path: string): Json {
  const row = readObject(value, path, 'a collateral row');
  readText(row.asset, `${path}.asset`, 'the name of an asset');
  readFigures(row, path, ['amount', 'price']);
  if (row.follows !== undefined && row.follows !== null) {
    readText(row.follows, `${path}.follows`, 'the name of a factor, or null');
  }
  if (row.credit !== undefined && row.credit !== null) {
    checkSchedule(row.credit, `${path}.credit`, ['value', 'amount']);
  }
  if (row.liability !== undefined && row.liability !== null) {
    const liability = readObject(row.liability, `${path}.liability`);
    readFigures(liability, `${path}.liability`, ['weight', 'maintenanceRate']);
  }
  return { ...row, follows: row.follows ?? null };
}

function checkPosition(value: unknown, path: string): Json {
  const position = readObject(value, path, 'a position');
  readText(position.symbol, `${path}.symbol`, 'the name of a contract');
  readText(position.factor, `${path}.factor`, 'the name of a factor');
  const contract = readObject(position.contract, `${path}.contract`, 'the terms of the contract');
  readWord(contract.type, `${path}.contract.type`, ['linear', 'inverse']);
  readFigure(contract.multiplier, `${path}.contract.multiplier`);
  readFigures(position, path, ['size', 'entryPrice', 'markPrice', 'tierExtra', 'feeRate', 'requirement']);
  readFigures(position, path, ['requirementPerContract']);
  readFigures(position, path, ['leverage', 'tick', 'lot']);
  for (const name of ['settle', 'tierGroup']) {
    const text = position[name];
    if (text !== undefined && text !== null) readText(text, `${path}.${name}`);
  }
  if (position.maintenance !== undefined && position.maintenance !== null) {
    checkSchedule(position.maintenance, `${path}.maintenance`, ['value', 'amount', 'contracts']);
  }
  checkReported(position.reported, `${path}.reported`, ['liquidationPrice', 'maintenanceMargin']);
  return position;
}

function checkSchedule(value: unknown, path: string, bases: readonly string[]): void {
  const schedule = readObject(value, path, 'a schedule');
  readWord(schedule.basis, `${path}.basis`, bases);
  readWord(schedule.style, `${path}.style`, ['marginal', 'whole']);
  let last: string | null = null;
  for (const [k, entry] of readArray(schedule.steps, `${path}.steps`, 'an array of steps').entries()) {
    const at = `${path}.steps[${k}]`;
    const step = readObject(entry, at, 'a step');
    readFigures(step, at, STEP_FIGURES);
    const { from } = step;
    if (typeof from !== 'string') continue;
    if (last !== null && !isAbove(from, last)) {
      throw badInput(`${at}.from`, `expected more than the step before, found ${JSON.stringify(from)}`);
    }
    last = from;
  }
}

/** Of two decimal strings; rounding to float64 keeps their order, and only equal floats need more. */
function isAbove(figure: string, other: string): boolean {
  const difference = toFloat(figure) - toFloat(other);
  return difference === 0 || Number.isNaN(difference)
    ? readDecimal(figure)!.gt(readDecimal(other)!)
    : difference > 0;
}

function checkOrder(value: unknown, path: string): Json {
  const order = readObject(value, path, 'an order');
  readText(order.symbol, `${path}.symbol`, 'the name of a contract');
  readWord(order.side, `${path}.side`, SIDES);
  readFigures(order, path, ['size', 'price', 'triggerPrice']);
  if (order.type !== undefined && order.type !== null) readText(order.type, `${path}.type`);
  if (order.triggerBasis !== undefined && order.triggerBasis !== null) {
    readWord(order.triggerBasis, `${path}.triggerBasis`, ['mark', 'last', 'index']);
  }
  readFlag(order.reduceOnly, `${path}.reduceOnly`);
  readFlag(order.closesPosition, `${path}.closesPosition`);
  return order;
}

function checkReported(value: unknown, path: string, names: readonly string[]): void {
  if (value === undefined || value === null) return;
  readFigures(readObject(value, path), path, names);
}

function checkRules(value: unknown, path: string): Json {
  const rules = readObject(value, path, 'the rules of the pool');
  readWord(rules.liquidatedWhen, `${path}.liquidatedWhen`, ['at-or-below', 'below']);
  readFigure(rules.threshold, `${path}.threshold`);
  readWord(rules.ratio, `${path}.ratio`, ['maintenance/equity', 'equity/maintenance']);
  const at = `${path}.printed`;
  const printed = readObject(rules.printed, at, 'how the venue prints its liquidation price');
  readWord(printed.moves, `${at}.moves`, ['symbol', 'factor']);
  if (!Number.isInteger(printed.tickOffset ?? 0)) {
    throw badInput(
      `${at}.tickOffset`,
      `expected a whole number of ticks, found ${shown(printed.tickOffset)}`,
    );
  }
  readFlag(printed.fixedMaintenance, `${at}.fixedMaintenance`);
  readFlag(printed.onlySinglePosition, `${at}.onlySinglePosition`);
  readFlag(printed.withoutOrders, `${at}.withoutOrders`);
  readFlag(printed.sharedByLegs, `${at}.sharedByLegs`);
  readFigure(printed.threshold, `${at}.threshold`);
  return {
    ...rules,
    printed: {
      ...printed,
      tickOffset: printed.tickOffset ?? 0,
      fixedMaintenance: printed.fixedMaintenance ?? false,
      onlySinglePosition: printed.onlySinglePosition ?? false,
    },
  };
}

function checkDraft(value: unknown, path: string, pools: Json[]): Json {
  const draft = readObject(value, path, 'a draft');
  readText(draft.pool, `${path}.pool`, 'the id of a pool');
  const pool = pools.find(candidate => candidate.id === draft.pool);
  if (!pool)
    throw badInput(
      `${path}.pool`,
      `expected the id of a pool of this account, found ${JSON.stringify(draft.pool)}`,
    );
  readText(draft.symbol, `${path}.symbol`, 'the name of a contract');
  readWord(draft.side, `${path}.side`, SIDES);
  readFigures(draft, path, ['size', 'price', 'leverage', 'feeRate', 'margin']);
  readFlag(draft.reduceOnly, `${path}.reduceOnly`);
  if (draft.marginMode !== undefined && draft.marginMode !== null) {
    readWord(draft.marginMode, `${path}.marginMode`, KINDS);
  }
  if (draft.marginFrom !== undefined && draft.marginFrom !== null) {
    if (!pools.some(candidate => candidate.id === draft.marginFrom)) {
      throw badInput(
        `${path}.marginFrom`,
        `expected the id of a pool of this account, found ${JSON.stringify(draft.marginFrom)}`,
      );
    }
  }
  if (readDecimal(draft.size)?.isNegative() && !readDecimal(draft.size)?.isZero()) {
    throw badInput(`${path}.size`, `expected a size of 0 or more, found ${JSON.stringify(draft.size)}`);
  }
  if (draft.position !== undefined && draft.position !== null) {
    checkPosition(draft.position, `${path}.position`);
    const template = draft.position as Json;
    if (template.symbol !== draft.symbol) {
      throw badInput(
        `${path}.position.symbol`,
        `expected the symbol of the draft, found ${JSON.stringify(template.symbol)}`,
      );
    }
    if (readDecimal(template.size)?.isZero() === false) {
      throw badInput(`${path}.position.size`, `expected "0", found ${JSON.stringify(template.size)}`);
    }
  } else if (!(pool.positions as Json[]).some(position => position.symbol === draft.symbol)) {
    throw badInput(
      `${path}.symbol`,
      `expected a position of the pool or a template in ${path}.position, found ${JSON.stringify(draft.symbol)}`,
    );
  }
  return { ...draft, price: draft.price ?? null };
}
