// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { form } from './form';

const PAGE = 'https://www.deribit.com/futures/BTC-PERPETUAL';
const LINEAR = 'https://www.deribit.com/futures/SOL_USDC-PERPETUAL';

const tab = (text: string, on: boolean) => `<button role="tab" aria-selected="${on}">${text}</button>`;

const ticket = ({ type = 'Limit', price = '85,000', size = '1000', unit = 'USD', reduce = false } = {}) => `
  <section><div><div>${['Limit', 'Market', 'Stop Limit'].map(each => tab(each, each === type)).join('')}</div>
  <div><label for="size">Amount</label><div><input id="size" value="${size}"><span>${unit}</span></div></div>
  ${type === 'Market' ? '' : `<div><label for="price">Price</label><div><input id="price" value="${price}"><span>USD</span></div></div>`}
  <label><input type="checkbox" ${reduce ? 'checked' : ''}> Reduce Only</label>
  <div><button>Buy</button><button>Sell</button></div></div></section>`;

function read(html: string, url = PAGE) {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  document.body.replaceChildren(...body.childNodes);
  return form.read(document, url);
}

afterEach(() => document.body.replaceChildren());

describe('the order form', () => {
  it('in dollars of an inverse contract', () => {
    expect(read(ticket())).toMatchObject({
      symbol: 'BTC-PERPETUAL',
      type: 'limit',
      price: '85000',
      size: '1000',
      sizeUnit: 'quote',
      reduceOnly: false,
      unsure: null,
    });
  });

  it('in coins, at the market, reducing', () => {
    expect(read(ticket({ type: 'Market', unit: 'BTC', size: '0.5', reduce: true }))).toMatchObject({
      type: 'market',
      price: null,
      size: '0.5',
      sizeUnit: 'base',
      reduceOnly: true,
      unsure: null,
    });
  });

  it('of a linear contract the coin is the contract’s own unit', () => {
    expect(read(ticket({ unit: 'SOL', price: '130' }), LINEAR)).toMatchObject({
      sizeUnit: 'base',
      symbol: 'SOL_USDC-PERPETUAL',
    });
    expect(read(ticket({ unit: 'USDC', price: '130' }), LINEAR)).toMatchObject({ sizeUnit: 'quote' });
  });

  it('a unit that is neither is not guessed', () => {
    expect(read(ticket({ unit: 'ETH' }))).toMatchObject({ unsure: 'unknown-unit' });
  });

  it('a page of options has no form of ours', () => {
    expect(read(ticket(), 'https://www.deribit.com/options/BTC')).toBeNull();
  });
});
