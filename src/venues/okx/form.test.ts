// @vitest-environment happy-dom
/** The form of an OKX page by its words, in English and Chinese; the generic reader has tests of its own. */
import { afterEach, describe, expect, it } from 'vitest';
import { form } from './form';

const LINEAR = 'https://www.okx.com/trade-swap/btc-usdt-swap';
const INVERSE = 'https://www.okx.com/zh-hans/trade-swap/btc-usd-swap';

function show({
  modes = ['Cross', '10.00x'],
  types = ['Limit', 'Market', 'TP/SL'],
  chosen = 'Limit',
  price = 'Price (USDT)',
  size = 'Amount',
  unit = 'BTC',
  value = '0.5',
  reduceOnly = false,
  reduce = 'Reduce-only',
  submit = ['Buy (Long)', 'Sell (Short)'],
  tabs = '',
} = {}) {
  const button = (text: string) => `<button>${text}</button>`;
  const html = `
    <section><div id="ticket"><div>${modes.map(button).join('')}</div>${tabs}
    <div>${types.map(text => `<div role="tab" aria-selected="${text === chosen}">${text}</div>`).join('')}</div>
    <div class="okui-input"><label>${price}</label><div><input class="okui-input-input" value="80,000.5"></div></div>
    <div class="okui-input"><label>${size}</label><div><input class="okui-input-input" value="${value}"><span>${unit}</span></div></div>
    <label><input type="checkbox" ${reduceOnly ? 'checked' : ''}><span>${reduce}</span></label>
    <div>${submit.map(button).join('')}</div></div></section>`;
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  document.body.replaceChildren(...body.childNodes);
}
const read = (url = LINEAR) => form.read(document, url);

afterEach(() => document.body.replaceChildren());

describe('the order form', () => {
  it('in English, in coins', () => {
    show();
    expect(read()).toMatchObject({
      symbol: 'BTC-USDT-SWAP',
      type: 'limit',
      price: '80000.5',
      size: '0.5',
      sizeUnit: 'base',
      leverage: '10',
      marginMode: 'cross',
      reduceOnly: false,
      action: null,
      unsure: null,
    });
    expect(form.anchor(document)?.querySelector('.okui-input-input')).not.toBeNull();
  });

  it.each([
    ['Cont', 'contracts'],
    ['Contracts', 'contracts'],
    ['张', 'contracts'],
    ['BTC', 'base'],
    ['USDT', 'quote'],
  ])('counts %s as %s', (unit, sizeUnit) => {
    show({ unit });
    expect(read()).toMatchObject({ sizeUnit, unsure: null });
  });

  it('does not guess at a unit it does not know, or at a percentage of the balance', () => {
    show({ unit: 'ETH' });
    expect(read()).toMatchObject({ unsure: 'unknown-unit' });
    show({ value: '25%' });
    expect(read()).toMatchObject({ sizeUnit: 'percent' });
  });

  it('in Chinese, hedge mode, an inverse contract', () => {
    const tab = (text: string, on: boolean) => `<div role="tab" aria-selected="${on}">${text}</div>`;
    show({
      modes: ['逐仓', '20.00x'],
      types: ['限价委托', '市价委托', '止盈止损'],
      chosen: '限价委托',
      price: '价格 (USD)',
      size: '数量',
      unit: '张',
      reduce: '只减仓',
      submit: ['开多', '开空'],
      tabs: `<div>${tab('开仓', true)}${tab('平仓', false)}</div>`,
    });
    expect(read(INVERSE)).toMatchObject({
      symbol: 'BTC-USD-SWAP',
      sizeUnit: 'contracts',
      marginMode: 'isolated',
      leverage: '20',
      action: 'open',
      unsure: null,
    });
  });

  it('says market, conditional, and reduce-only', () => {
    show({ chosen: 'Market', reduceOnly: true });
    expect(read()).toMatchObject({ type: 'market', price: null, reduceOnly: true });
    show({ chosen: 'TP/SL' });
    expect(read()?.type === 'conditional' || read()?.unsure !== null).toBe(true);
  });

  it('is none on other pages', () => {
    show();
    expect(form.read(document, 'https://www.okx.com/markets')).toBeNull();
  });
});
