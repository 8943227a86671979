// @vitest-environment happy-dom
/** The form of the open-source web app: ids of its fields (v4-web, constants/trade.ts), Radix toggles and boxes. */
import { afterEach, expect, it } from 'vitest';
import { form } from './form';

const PAGE = 'https://dydx.trade/trade/BTC-USD';

const toggle = (texts: string[], on: number) =>
  `<div role="radiogroup">${texts
    .map(
      (text, k) =>
        `<button role="radio" aria-checked="${k === on}" data-state="${k === on ? 'on' : 'off'}">${text}</button>`,
    )
    .join('')}</div>`;
const field = (id: string, label: string, value: string, unit: string) =>
  `<div><label for="${id}">${label}</label><input id="${id}" value="${value}"><div>${unit}</div></div>`;

function page({
  type = 0,
  side = 0,
  unit = '<button>BTC</button>',
  size = '0.5',
  prices = field('price.limitPrice', 'Limit Price', '80000', 'USD'),
  reduceOnly = false,
  head = '<div><button>Isolated</button><button>4.5×</button></div>',
} = {}) {
  return `<div id="inputs">${head}${toggle(['Limit', 'Market', 'Stop Limit', 'TWAP'], type)}${toggle(['Buy', 'Sell'], side)}
    ${field('trade-amount', 'Amount', size, unit)}${prices}
    <div><button role="checkbox" aria-checked="${reduceOnly}" id="ro"></button><label for="ro">Reduce-Only</label></div>
    <button type="submit">Place Order</button></div>
    <table><tr><td>BTC-USD</td><td>Long</td><td>10×</td></tr></table>`;
}

function read(html: string) {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  document.body.replaceChildren(...body.childNodes);
  return form.read(document, PAGE);
}

afterEach(() => document.body.replaceChildren());

it('is read by its ids and toggles', () => {
  expect(read(page())).toEqual({
    symbol: 'BTC-USD',
    side: 'buy',
    type: 'limit',
    price: '80000',
    size: '0.5',
    sizeUnit: 'base',
    leverage: '4.5',
    marginMode: 'isolated',
    reduceOnly: false,
    leg: null,
    action: null,
    unsure: null,
  });
  expect(form.anchor(document)!.id).toBe('inputs');
  expect(read(page({ type: 1, side: 1, prices: '', reduceOnly: true }))).toMatchObject({
    side: 'sell',
    type: 'market',
    price: null,
    reduceOnly: true,
    unsure: null,
  });
});

it('is read in dollars, and not in another unit', () => {
  expect(read(page({ unit: '<button>USD</button>' }))).toMatchObject({ sizeUnit: 'quote', unsure: null });
  expect(read(page({ unit: '<button>ETH</button>' }))).toMatchObject({ unsure: 'unknown-unit' });
});

it('takes the trigger of a stop, and is unsure of kinds that are more than that', () => {
  const prices =
    field('price.triggerPrice', 'Trigger Price', '78000', 'USD') +
    field('price.limitPrice', 'Limit Price', '77000', 'USD');
  expect(read(page({ type: 2, prices }))).toMatchObject({
    type: 'conditional',
    price: '78000',
    unsure: null,
  });
  expect(read(page({ type: 3 }))).toMatchObject({ unsure: 'unknown-type' });
  const trailing = field('price.trailingPercent', 'Trailing Percent', '5', '%');
  expect(read(page({ prices: prices + trailing }))).toMatchObject({ unsure: 'unknown-type' });
  const scaled = field('scale.startPrice', 'Start', '1', 'USD') + field('scale.endPrice', 'End', '2', 'USD');
  expect(read(page({ prices: scaled }))).toMatchObject({ unsure: 'unknown-type' });
});

it('reads a market whose name has an address in it', () => {
  const long = page({ unit: '<button>FARTCOIN</button>' });
  const { body } = new DOMParser().parseFromString(long, 'text/html');
  document.body.replaceChildren(...body.childNodes);
  expect(form.read(document, 'https://dydx.trade/trade/FARTCOIN%2CRAYDIUM%2C9BB6-USD')).toMatchObject({
    sizeUnit: 'base',
    unsure: null,
  });
});

it('is none elsewhere', () => {
  read(page());
  expect(form.read(document, 'https://dydx.trade/portfolio')).toBeNull();
  expect(read('<main><input id="search"></main>')).toBeNull();
});
