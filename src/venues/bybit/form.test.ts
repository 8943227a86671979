// @vitest-environment happy-dom
/** Forms built by hand in the layout of the page, in both modes and languages, and forms that have lost parts. */
import { afterEach, describe, expect, it } from 'vitest';
import { form } from './form';

const USDT = 'https://www.bybit.com/trade/usdt/BTCUSDT';
const INVERSE = 'https://www.bybit.com/trade/inverse/BTCUSD';

interface Options {
  type?: 'Limit' | 'Market' | 'Conditional';
  labels?: [price: string, size: string];
  price?: string;
  size?: string;
  unit?: string;
  buttons?: string[];
  direction?: 'Open' | 'Close' | null;
  reduceOnly?: boolean | null;
  pills?: string[];
}

function markup(options: Options = {}): string {
  const {
    type = 'Limit',
    labels = ['Order Price', 'Order Quantity'],
    direction = null,
    reduceOnly = false,
  } = options;
  const tab = (text: string, on: boolean) =>
    `<button role="tab" aria-selected="${on}" class="${on ? 'active' : ''}">${text}</button>`;
  const field = (id: string, label: string, value: string, unit: string) =>
    `<div class="by-input"><label for="${id}">${label}</label><input id="${id}" type="text" value="${value}"><span>${unit}</span></div>`;
  return `
    <div class="by-book"><div>86,000.10</div><div>0.5</div></div>
    <section id="form">
      <div>${(options.pills ?? ['Cross', '20.00x']).map(text => `<button>${text}</button>`).join('')}</div>
      ${direction ? `<div>${tab('Open', direction === 'Open')}${tab('Close', direction === 'Close')}</div>` : ''}
      <div role="tablist">${(['Limit', 'Market', 'Conditional'] as const).map(each => tab(each, each === type)).join('')}</div>
      ${type === 'Conditional' ? field('t', 'Trigger Price', options.price ?? '', 'USDT') : ''}
      ${type === 'Limit' ? field('p', labels[0], options.price ?? '', 'USDT') : ''}
      ${field('q', labels[1], options.size ?? '', options.unit ?? 'BTC')}
      ${reduceOnly === null ? '' : `<div><input type="checkbox" aria-label="Reduce-Only" ${reduceOnly ? 'checked' : ''}><span>Reduce-Only</span></div>`}
      <div>${(options.buttons ?? ['Long', 'Short']).map(text => `<button>${text}</button>`).join('')}</div>
    </section>`;
}

function read(options: Options = {}, url = USDT) {
  const { body } = new DOMParser().parseFromString(markup(options), 'text/html');
  document.body.replaceChildren(...body.childNodes);
  return form.read(document, url);
}

afterEach(() => document.body.replaceChildren());

describe('the order form', () => {
  it('is read with both sides open', () => {
    expect(read({ price: '80,000.5', size: '0.25' })).toEqual({
      symbol: 'BTCUSDT',
      side: null,
      type: 'limit',
      price: '80000.5',
      size: '0.25',
      sizeUnit: 'base',
      leverage: '20',
      marginMode: 'cross',
      reduceOnly: false,
      leg: null,
      action: null,
      unsure: null,
    });
  });

  it('tells coins, value and contracts of an inverse one apart', () => {
    expect(read({ size: '500', unit: 'USDT' })).toMatchObject({ sizeUnit: 'quote', unsure: null });
    expect(read({ size: '25%' })).toMatchObject({ sizeUnit: 'percent' });
    expect(read({ size: '500', unit: 'USD' }, INVERSE)).toMatchObject({
      sizeUnit: 'contracts',
      unsure: null,
    });
    expect(read({ size: '5', unit: 'Cont' })).toMatchObject({ unsure: 'unknown-unit' });
    expect(read({ size: '5', unit: 'BTC' }, INVERSE)).toMatchObject({ unsure: 'unknown-unit' });
  });

  it('reads market and conditional orders', () => {
    expect(read({ type: 'Market', size: '1' })).toMatchObject({ type: 'market', price: null, size: '1' });
    expect(read({ type: 'Conditional', price: '72500' })).toMatchObject({
      type: 'conditional',
      price: '72500',
    });
  });

  it('reads the reduce-only box and the isolated mode', () => {
    expect(read({ reduceOnly: true, pills: ['Isolated', '5x'] })).toMatchObject({
      reduceOnly: true,
      marginMode: 'isolated',
      leverage: '5',
    });
  });

  it('opens and closes legs in the hedge mode', () => {
    const opening = { direction: 'Open' as const, buttons: ['Open Long', 'Open Short'], reduceOnly: null };
    expect(read(opening)).toMatchObject({ action: 'open', side: null, unsure: null });
    const [, short] = [...document.querySelectorAll<HTMLElement>('#form button')].slice(-2);
    short!.focus();
    expect(form.read(document, USDT)).toMatchObject({ action: 'open', side: 'sell', leg: 'short' });
    expect(
      read({ direction: 'Close', buttons: ['Close Short', 'Close Long'], reduceOnly: null }),
    ).toMatchObject({
      action: 'close',
      unsure: null,
    });
  });

  it('is read in Chinese', () => {
    expect(
      read({
        labels: ['委托价格', '数量'],
        buttons: ['做多', '做空'],
        pills: ['全仓', '20x'],
        price: '1',
        size: '2',
      }),
    ).toMatchObject({
      price: '1',
      size: '2',
      marginMode: 'cross',
      unsure: null,
    });
  });

  it('says which part it lacks', () => {
    expect(read({ labels: ['Order Price', 'Menge'] })).toMatchObject({ unsure: 'no-size-field' });
    expect(read({ labels: ['Kurs', 'Order Quantity'] })).toMatchObject({ unsure: 'no-price-field' });
  });

  it('is none on another page', () => {
    expect(read({}, 'https://www.bybit.com/en/trade/spot/BTC/USDT')).toBeNull();
  });

  it('docks at the part that holds the fields and the buttons', () => {
    read();
    expect(form.anchor(document)!.id).toBe('form');
  });
});
