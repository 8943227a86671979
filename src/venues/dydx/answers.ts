/**
 * What the indexer's REST answers are is told by their shape: paths and versions change. Only whose orders a list
 * holds stands nowhere but in the request.
 */
import * as v from 'valibot';
import { isObject } from '../shared/json-text';
import type { VenueMessage } from '../venue';
import { nameOf, ofChannel } from './address';
import { withSnapshot } from './changes';
import { withMarkets } from './markets';
import { childAnswer, childrenAnswer, marketsAnswer, ordersAnswer, parentAnswer } from './messages';
import { mergeOrders } from './orders';
import type { Read } from './reduce';
import { belongs, type Described, readSnapshot } from './snapshot';
import { newAccount, type State, withAccount } from './state';

interface Answer {
  url: URL;
  body: unknown;
  status: number;
  at: number;
  via: VenueMessage['via'];
}

/** An answer that was under way while the stream told a change may be older than the change, in ms. */
const OVERTAKEN = 3000;

type Outcome = { read: Read; about: string } | { refused: string; account: string | null };

/** Null: nothing in it for us. */
export function readAnswer(state: State, answer: Answer): Outcome | null {
  const { url, body, status } = answer;
  const asked = accountAsked(url);
  if (status < 200 || status > 299) {
    if (!asked && !/\/perpetualMarkets$/.test(url.pathname)) return null;
    const isNobody = status === 404 && asked !== null && /\/addresses\//.test(url.pathname);
    if (!isNobody) return { refused: asked ? 'addresses' : 'perpetualMarkets', account: asked };
    const at = { absent: true, watched: answer.via === 'api' };
    return {
      about: 'addresses',
      read: withAccount(state, asked, known => (known.base ? known : { ...known, ...at })),
    };
  }
  if (Array.isArray(body))
    return asked && /\/orders/.test(url.pathname) ? onOrders(state, answer, asked) : null;
  if (!isObject(body)) return expects(url) ? { about: expects(url)!, read: wrong('', 'JSON', asked) } : null;
  if ('markets' in body || expects(url) === 'perpetualMarkets') return onMarkets(state, answer);
  if ('subaccount' in body || 'subaccounts' in body || expects(url) === 'addresses')
    return onAccount(state, answer, asked);
  return null;
}

/** By its path, an answer that has lost the field which tells its shape. */
function expects({ pathname }: URL): 'perpetualMarkets' | 'addresses' | 'orders' | null {
  if (/\/perpetualMarkets$/.test(pathname)) return 'perpetualMarkets';
  if (/\/orders(?:\/|$)/.test(pathname)) return 'orders';
  return /\/addresses\//.test(pathname) ? 'addresses' : null;
}

const wrong = (unreadable: string, expected: string, account: string | null) => ({
  unreadable,
  expected,
  account,
});

/** "…/addresses/dydx1…/parentSubaccountNumber/0", or "?address=dydx1…&parentSubaccountNumber=0". */
function accountAsked({ pathname, searchParams }: URL): string | null {
  const [, owner, number] =
    /\/addresses\/([^/]+)(?:\/(?:parentS|s)ubaccountNumber\/(\d+))?/.exec(pathname) ?? [];
  const subaccount =
    number ?? searchParams.get('parentSubaccountNumber') ?? searchParams.get('subaccountNumber') ?? '0';
  return ofChannel(`${owner ?? searchParams.get('address') ?? ''}/${subaccount}`);
}

function onAccount(state: State, { body, at, via }: Answer, asked: string | null): Outcome {
  const about = 'addresses';
  const whole = v.safeParse(parentAnswer, body, { abortEarly: true });
  let owner: string;
  let described: Described;
  if (whole.success) {
    const { subaccount } = whole.output;
    const parent = subaccount.parentSubaccountNumber;
    owner = nameOf(subaccount.address, parent);
    const stranger = subaccount.childSubaccounts.findIndex(each => !belongs(each.subaccountNumber, parent));
    if (stranger >= 0) {
      const path = `subaccount.childSubaccounts.${stranger}.subaccountNumber`;
      return { about, read: wrong(path, 'a child of its parent', owner) };
    }
    described = { children: subaccount.childSubaccounts, equity: subaccount.equity };
  } else {
    const one = v.safeParse(childAnswer, body, { abortEarly: true });
    const all = v.safeParse(childrenAnswer, body, { abortEarly: true });
    const children = one.success ? [one.output.subaccount] : all.success ? all.output.subaccounts : null;
    const first = children?.[0];
    if (!children || !first) {
      const issue = isObject(body) && 'subaccounts' in body && !all.success ? all.issues[0] : whole.issues[0];
      if (children) return { about, read: state };
      return { about, read: wrong(v.getDotPath(issue) ?? '', issue.expected ?? issue.message, asked) };
    }
    owner = asked ?? nameOf(first.address, first.subaccountNumber);
    // One child alone does not describe the account.
    if (one.success && Object.keys((state.accounts[owner] ?? newAccount).holdings.subaccounts).length > 1)
      return { about, read: state };
    described = { children: children.filter(each => nameOf(each.address, each.subaccountNumber) === owner) };
  }
  if (asked !== null && asked !== owner)
    return { about, read: wrong('subaccount.address', 'the one asked for', asked) };
  const known = state.accounts[owner] ?? newAccount;
  if (isOvertaken(state, owner, at)) return { about, read: withAccount(state, owner, same => same) };
  const snapshot = readSnapshot(described, { at, connection: null, message: 0 }, known.holdings);
  if ('unreadable' in snapshot) {
    return { about, read: { ...snapshot, unreadable: `subaccount.${snapshot.unreadable}`, account: owner } };
  }
  return {
    about,
    read: withAccount(state, owner, before => ({
      ...withSnapshot(before, snapshot),
      watched: before.watched || (via === 'api' && state.self !== owner),
    })),
  };
}

/** A change came while the request was under way: the answer may be from before it. */
function isOvertaken(state: State, owner: string, at: number): boolean {
  const known = state.accounts[owner];
  if (!known?.base || known.doubt?.code === 'connection-changed') return false;
  return known.changes.some(told => at - told.at < OVERTAKEN && at >= told.at);
}

function onOrders(state: State, { body, at }: Answer, owner: string): Outcome {
  const read = v.safeParse(ordersAnswer, body, { abortEarly: true });
  if (!read.success) {
    const issue = read.issues[0];
    return {
      about: 'orders',
      read: wrong(v.getDotPath(issue) ?? '', issue.expected ?? issue.message, owner),
    };
  }
  const orders = mergeOrders({}, read.output, null);
  return {
    about: 'orders',
    read: withAccount(state, owner, known => ({
      ...known,
      ordersAt: at,
      // What the stream has told of orders so far is in the answer.
      changes: known.changes.map(told => ({
        ...told,
        parts: told.parts.map(({ orders: _, ...rest }) => rest),
      })),
      base: known.base && { ...known.base, holdings: { ...known.base.holdings, orders } },
      holdings: { ...known.holdings, orders },
    })),
  };
}

function onMarkets(state: State, { body, at, url }: Answer): Outcome {
  const about = 'perpetualMarkets';
  const read = v.safeParse(marketsAnswer, body, { abortEarly: true });
  if (!read.success) {
    const issue = read.issues[0];
    return { about, read: wrong(v.getDotPath(issue) ?? '', issue.expected ?? issue.message, null) };
  }
  const { markets } = read.output;
  const stranger = Object.entries(markets).find(([key, row]) => row.ticker !== key);
  if (stranger) return { about, read: wrong(`markets.${stranger[0]}.ticker`, 'its own name', null) };
  // Of one market, or of so many: not the whole list.
  const whole =
    !url.searchParams.has('ticker') && !url.searchParams.has('market') && !url.searchParams.has('limit');
  return { about, read: withMarkets(state, markets, at, whole, false) };
}
