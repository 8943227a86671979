// @vitest-environment happy-dom
/**
 * Forms built by hand in the ways in which exchanges build them: the words of their pages in English and Chinese,
 * tabs, radios, menus and plain buttons, labels in the field, above it, beside it or as a placeholder. Colours
 * and what is hidden by a style are tested in a real browser, beside the form of Hyperliquid.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { CONTRACTS } from './form-words';
import { orderForm } from './order-form';

const PAGE = 'https://exchange.test/trade/BTC-USDT';

const form = orderForm({
  symbol: url => /trade\/([A-Z]+-[A-Z]+)$/.exec(url)?.[1] ?? null,
  unit(word, symbol) {
    const [base, quote] = symbol.split('-');
    return word === base ? 'base' : word === quote ? 'quote' : CONTRACTS.test(word) ? 'contracts' : null;
  },
});

function show(html: string): void {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  document.body.replaceChildren(...body.childNodes);
}

function read(html: string, url = PAGE) {
  show(html);
  return form.read(document, url);
}

afterEach(() => document.body.replaceChildren());

const tab = (text: string, on: boolean) => `<button role="tab" aria-selected="${on}">${text}</button>`;
const buttons = (...texts: string[]) => texts.map(text => `<button>${text}</button>`).join('');

/** Both sides have a button; contracts; leverage and mode in one row above a form that is nested deeper. */
const linear = ({
  head = buttons('Cross', '10.00x'),
  types = tab('Limit', true) + tab('Market', false) + tab('Conditional', false),
  price = '<div><span>Order Price</span><div><input type="text" value="80,000"></div></div>',
  size = '<div><span>Quantity</span><div><input type="text" value="0.5"><span>BTC</span></div></div>',
  extra = '',
  submit = buttons('Long', 'Short'),
} = {}) => `
  <header><input placeholder="Search"><button>Buy Crypto</button></header>
  <aside id="ticket"><div class="head">${head}</div>
    <div><div>${types}</div><div id="fields">${price}${size}${extra}<div>${submit}</div></div></div></aside>
  <section><div>BTCUSDT</div><div>Cross 20x</div><div>Long</div></section>`;

/** In Chinese, by contracts, hedge mode. */
const swap = ({
  action = '开仓',
  unit = '张',
  type = '限价委托',
  submit = ['买入开多', '卖出开空'],
} = {}) => `
  <div id="ticket"><div><div role="button">全仓</div><div role="button">10.00x</div></div>
  <div>${tab('开仓', action === '开仓')}${tab('平仓', action === '平仓')}</div>
  <div>${['限价委托', '市价委托', '止盈止损', '冰山委托'].map(text => tab(text, text === type)).join('')}</div>
  <div><label for="a">价格 (USDT)</label><div><input id="a" value="80000"></div></div>
  <div><label for="b">数量</label><div><input id="b" value="12"><div>${unit}<i></i></div></div></div>
  <div><label><input type="checkbox">只减仓</label></div>
  ${buttons(...submit)}</div>`;

describe('a form with a button for each side', () => {
  it('is read whole', () => {
    expect(read(linear())).toEqual({
      symbol: 'BTC-USDT',
      side: null,
      type: 'limit',
      price: '80000',
      size: '0.5',
      sizeUnit: 'base',
      leverage: '10',
      marginMode: 'cross',
      reduceOnly: false,
      leg: null,
      action: null,
      unsure: null,
    });
    expect(form.anchor(document)!.id).toBe('ticket');
    expect(form.read(document, PAGE, form.anchor(document))).toEqual(form.read(document, PAGE));
  });

  it('tells the pending side by the focus', () => {
    show(linear());
    const [long, short] = [...document.querySelectorAll<HTMLElement>('#fields button')];
    long!.focus();
    expect(form.read(document, PAGE)!.side).toBe('buy');
    short!.focus();
    expect(form.read(document, PAGE)!.side).toBe('sell');
  });

  it('takes the only button for the side', () => {
    expect(read(linear({ submit: buttons('Buy (Long)') }))!.side).toBe('buy');
    expect(read(linear({ submit: buttons('Sell / Short') }))!.side).toBe('sell');
  });

  it('reads a market order by the chosen tab, whatever fields are left', () => {
    const types = tab('Limit', false) + tab('Market', true);
    expect(read(linear({ types }))).toMatchObject({ type: 'market', price: null, unsure: null });
  });

  it('reads the trigger of a conditional order, not its limit', () => {
    const types = tab('Limit', false) + tab('Conditional', true);
    const price = `<div><span>Trigger Price (USDT)</span><input value="72,500.5"></div>
      <div><span>Price</span><input value="72000"></div>`;
    expect(read(linear({ types, price }))).toMatchObject({ type: 'conditional', price: '72500.5' });
  });

  it('reads leverage and mode said by one button, and takes two leverages for none', () => {
    expect(read(linear({ head: buttons('Isolated 12.5x') }))).toMatchObject({
      leverage: '12.5',
      marginMode: 'isolated',
    });
    expect(read(linear({ head: buttons('Cross', 'Long 10x', 'Short 5x') }))!.leverage).toBeNull();
    expect(read(linear({ head: buttons('Cross', '10x', '5x') }))).toMatchObject({ leverage: null });
    expect(read(linear({ head: '' }))).toMatchObject({ leverage: null, marginMode: null });
  });

  it('reads the prices that are attached to it, and no return in percent', () => {
    const field = (label: string, value: string, unit: string) =>
      `<div><span>${label}</span><input value="${value}"><span>${unit}</span></div>`;
    expect(
      read(linear({ extra: field('Take Profit', '90000', 'USDT') + field('Stop Loss', '', 'USDT') })),
    ).toMatchObject({ takeProfit: '90000', stopLoss: null, price: '80000', unsure: null });
    expect(
      read(linear({ extra: field('TP Trigger Price', '90000', 'Last') + field('SL', '5', '%') })),
    ).toMatchObject({ type: 'limit', takeProfit: '90000', stopLoss: null, unsure: null });
    expect(read(linear())).not.toHaveProperty('takeProfit');
  });
});

describe('the size', () => {
  const size = (value: string, unit: string, label = 'Order by Value') =>
    linear({ size: `<div><div>${label}</div><div><input value="${value}"><div>${unit}</div></div></div>` });

  it('has the unit that stands in its field', () => {
    expect(read(size('500', 'USDT'))).toMatchObject({ size: '500', sizeUnit: 'quote', unsure: null });
    expect(read(size('0.5', 'BTC<i>▾</i>', 'Size'))).toMatchObject({ sizeUnit: 'base', unsure: null });
    expect(read(size('12', 'Cont', 'Amount'))).toMatchObject({ sizeUnit: 'contracts', unsure: null });
    expect(read(size('25', '%', 'Size'))).toMatchObject({ size: '25', sizeUnit: 'percent', unsure: null });
    expect(read(size('25%', 'BTC', 'Size'))).toMatchObject({ size: '25', sizeUnit: 'percent' });
    expect(read(size('5', 'USDT', 'Quantity (BTC)'))).toMatchObject({ sizeUnit: 'quote' });
    expect(read(size('5', '', 'Quantity (BTC)'))).toMatchObject({ sizeUnit: 'base', unsure: null });
  });

  it('is not given a unit that is not there, or one of two', () => {
    expect(read(size('5', 'ETH'))).toMatchObject({ unsure: 'unknown-unit' });
    expect(read(size('5', '<span>BTC</span> <span>USDT</span>'))).toMatchObject({ unsure: 'unknown-unit' });
  });

  it('is none of what is not a number', () => {
    for (const [text, number, unsure] of [
      ['', null, null],
      ['0.', '0', null],
      ['.5', '0.5', null],
      ['1,234.5', '1234.5', null],
      ['1,5', null, 'unreadable-size'],
      ['1e3', null, 'unreadable-size'],
      ['-1', null, 'unreadable-size'],
      ['5 BTC', null, 'unreadable-size'],
    ] as const) {
      expect(read(size(text, 'BTC')), text).toMatchObject({ size: number, unsure });
    }
  });

  it('is found by its placeholder, by a label for it, by what it is labelled by', () => {
    const alone = (field: string) => read(linear({ size: `<div>${field}<b>BTC</b></div>` }));
    expect(alone('<input placeholder="Amount" value="2">')).toMatchObject({ size: '2', unsure: null });
    expect(alone('<input aria-label="Quantity" value="2">')).toMatchObject({ size: '2', unsure: null });
    expect(alone('<b id="q">Size</b><input aria-labelledby="q" value="2">')).toMatchObject({ size: '2' });
  });

  it('is not taken from one of two fields that both may be it', () => {
    const field = '<div><span>Size</span><input value="1"><span>BTC</span></div>';
    expect(read(linear({ size: field + field }))).toMatchObject({ size: null, unsure: 'no-size-field' });
  });
});

describe('a form in Chinese, in hedge mode', () => {
  it('is read whole', () => {
    expect(read(swap())).toMatchObject({
      type: 'limit',
      price: '80000',
      size: '12',
      sizeUnit: 'contracts',
      leverage: '10',
      marginMode: 'cross',
      reduceOnly: false,
      action: 'open',
      side: null,
      leg: null,
      unsure: null,
    });
    document.querySelectorAll<HTMLElement>('#ticket > button')[1]!.focus();
    expect(form.read(document, PAGE)).toMatchObject({ side: 'sell', leg: 'short' });
  });

  it('closes legs', () => {
    show(swap({ action: '平仓', submit: ['平多', '平空'] }));
    document.querySelectorAll<HTMLElement>('#ticket > button')[0]!.focus();
    expect(form.read(document, PAGE)).toMatchObject({ action: 'close', side: 'sell', leg: 'long' });
  });

  it('is not guessed when its tabs and its buttons contradict each other', () => {
    expect(read(swap({ action: '平仓' }))).toMatchObject({ unsure: 'unknown-direction' });
    expect(read(swap({ submit: ['开多', '平多'] }))).toMatchObject({ unsure: 'unknown-direction' });
  });

  it('is unsure of a kind of order that is more than size and price', () => {
    expect(read(swap({ type: '冰山委托' }))).toMatchObject({ unsure: 'unknown-type' });
    expect(read(swap({ type: '市价委托' }))).toMatchObject({ type: 'market', price: null, unsure: null });
  });
});

describe('a form with a switch of sides and one button', () => {
  const sides = (buy: string, sell: string) =>
    `<div role="radiogroup"><button role="radio" ${buy}>Buy</button><button role="radio" ${sell}>Sell</button></div>`;
  const ticket = (
    switched: string,
    extra = '',
    types = '<select><option>Limit</option><option>Market</option><option>TWAP</option></select>',
  ) =>
    `<div id="ticket">${switched}${types}
      <div><label for="trade-amount">Amount</label><input id="trade-amount" value="1"><button>BTC</button></div>
      <div><label for="p">Limit Price</label><input id="p" value="80000"></div>${extra}
      <button>Place Order</button></div>`;

  it('has the chosen side', () => {
    expect(read(ticket(sides('data-state="on"', 'data-state="off"')))).toMatchObject({
      side: 'buy',
      type: 'limit',
      price: '80000',
      size: '1',
      unsure: null,
    });
    expect(read(ticket(sides('aria-checked="false"', 'aria-checked="true"')))!.side).toBe('sell');
    expect(read(ticket(sides('class="side"', 'class="side active"')))!.side).toBeNull();
    const radios =
      '<label><input type="radio" name="s">Buy</label><label><input type="radio" name="s" checked>Sell</label>';
    expect(read(ticket(radios))!.side).toBe('sell');
  });

  it('has none when both or neither is chosen', () => {
    expect(read(ticket(sides('data-state="on"', 'data-state="on"')))!.side).toBeNull();
    expect(read(ticket(sides('data-state="off"', 'data-state="off"')))!.side).toBeNull();
  });

  it('is unsure where switch and button contradict each other', () => {
    const one = ticket(sides('data-state="on"', 'data-state="off"')).replace('Place Order', 'Sell / Short');
    expect(read(one)).toMatchObject({ side: null, unsure: 'unknown-side' });
  });

  it('reads a menu of kinds, and kinds that no control says by the fields', () => {
    const on = sides('data-state="on"', 'data-state="off"');
    show(ticket(on));
    document.querySelector('select')!.selectedIndex = 2;
    expect(form.read(document, PAGE)).toMatchObject({ unsure: 'unknown-type' });
    expect(read(ticket(on, '', buttons('Limit', 'Market', 'Stop')))).toMatchObject({ type: 'limit' });
    const trailing = '<div><label for="t">Trailing %</label><input id="t" value="1"></div>';
    expect(read(ticket(on, trailing, ''))).toMatchObject({ unsure: 'unknown-type' });
  });

  it('reads the switch of reduce-only, and only its own', () => {
    const on = sides('data-state="on"', 'data-state="off"');
    const box = (state: string, own = 'role="checkbox"') =>
      `<div><div><button ${own} ${state}></button><label>Reduce-Only</label></div>
        <div><button role="checkbox" aria-checked="true"></button><label>Post-Only</label></div></div>`;
    expect(read(ticket(on, box('aria-checked="true"')))).toMatchObject({ reduceOnly: true, unsure: null });
    expect(read(ticket(on, box('data-state="unchecked"')))).toMatchObject({
      reduceOnly: false,
      unsure: null,
    });
    expect(read(ticket(on, box('aria-checked="mixed"')))).toMatchObject({ unsure: 'unknown-reduce-only' });
    expect(read(ticket(on, box('', '')))).toMatchObject({ unsure: 'unknown-reduce-only' });
  });
});

describe('a page', () => {
  it('has no form without one, with two, or without a contract', () => {
    expect(read('<main><input placeholder="Search"><button>Buy Crypto</button></main>')).toBeNull();
    expect(form.anchor(document)).toBeNull();
    expect(read(linear() + linear())).toBeNull();
    expect(read(linear(), 'https://exchange.test/assets')).toBeNull();
  });

  it('keeps its form when a dialog asks for a size too', () => {
    const dialog = `<div role="dialog"><span>Size</span><input value="9"><b>BTC</b>${buttons('Buy', 'Sell')}</div>`;
    expect(read(linear() + dialog)).toMatchObject({ size: '0.5', unsure: null });
  });

  it('says what a form lacks', () => {
    const size = '<div><span>Menge</span><input value="1"></div>';
    expect(read(linear({ size }))).toMatchObject({ unsure: 'no-size-field' });
    expect(read(linear({ price: '' }))).toMatchObject({ unsure: 'no-price-field' });
  });

  it('is never written to', () => {
    show(linear());
    const before = new XMLSerializer().serializeToString(document.body);
    form.read(document, PAGE);
    form.anchor(document);
    expect(new XMLSerializer().serializeToString(document.body)).toBe(before);
  });
});
