// @vitest-environment happy-dom
/**
 * Forms built by hand around the documented selectors (jackhai9/userscripts, 2026-07-28), in both layouts and
 * languages, and forms that have lost some of them.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { form } from './form';

const URL_ = 'https://www.binance.com/en/futures/BTCUSDT';

interface Options {
  type?: string;
  typeKey?: boolean;
  price?: string;
  size?: string;
  unit?: string;
  buttons?: string[];
  direction?: string;
  buySell?: string;
  reduceOnly?: 'aria' | 'input' | 'words';
  checked?: boolean;
  ids?: boolean;
  pills?: boolean;
}

const tab = (text: string, selected: boolean, key?: string) =>
  `<div role="tab" aria-selected="${selected}"${key ? ` data-tab-key="${key}"` : ''}>${text}</div>`;

function markup(options: Options = {}): string {
  const { type = 'LIMIT', typeKey = true, ids = true, checked = false, size = '', unit = 'BTC' } = options;
  const labels: Record<string, string> = {
    LIMIT: 'Limit',
    MARKET: 'Market',
    CONDITIONAL: 'Stop Limit',
    TWAP: 'TWAP',
  };
  const field = (id: string, label: string, value: string, suffix: string) => `
    <div class="bn-textField"><label>${label}</label>
      <input ${ids ? `id="${id}-7"` : ''} type="text" value="${value}"><div><span>${suffix}</span><i>▾</i></div></div>`;
  const reduce = {
    aria: `<div><div role="checkbox" aria-checked="${checked}" aria-label="Reduce-Only"></div><span>Reduce-Only</span></div>`,
    input: `<label><input type="checkbox" ${checked ? 'checked' : ''}>只减仓</label>`,
    words: '<div><i class="tick"></i><span>Reduce Only</span></div>',
  };
  return `
    <header><button>Buy Crypto</button><a>Markets</a></header>
    <div class="positions"><button>20x</button><span>BTCUSDT</span><button>Market</button></div>
    <div id="form">
      ${options.pills === false ? '' : '<div><button>Cross</button><button>20x</button><button>S</button></div>'}
      ${
        options.direction
          ? `<div id="position-direction">${['Open', 'Close', '开仓', '平仓']
              .map(text => tab(text, text === options.direction))
              .join('')}</div>`
          : ''
      }
      ${
        options.buySell
          ? `<div class="bn-tabs__buySell">${['Buy', 'Sell'].map(text => tab(text, text === options.buySell)).join('')}</div>`
          : ''
      }
      <div>${Object.keys(labels)
        .map(key => tab(labels[key]!, key === type, typeKey ? key : undefined))
        .join('')}</div>
      <div><span>Avbl</span><b>12,345.60</b> <span>USDT</span></div>
      ${type === 'CONDITIONAL' ? field('stopPrice', 'Stop Price', options.price ?? '', 'USDT') : ''}
      ${type === 'LIMIT' ? field('limitPrice', 'Price', options.price ?? '', 'USDT') : ''}
      ${field('unitAmount', 'Size', size, unit)}
      ${options.reduceOnly ? reduce[options.reduceOnly] : ''}
      <div>${(options.buttons ?? ['Buy/Long', 'Sell/Short']).map(text => `<button>${text}</button>`).join('')}</div>
    </div>`;
}

function show(html: string): void {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  document.body.replaceChildren(...body.childNodes);
}

function read(options: Options = {}, url = URL_) {
  show(markup(options));
  return form.read(document, url);
}

afterEach(() => {
  document.body.replaceChildren();
});

describe('the order form in one-way mode', () => {
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

  it('takes the focused button as the pending side', () => {
    show(markup({ size: '1' }));
    const [, sell] = [...document.querySelectorAll<HTMLElement>('#form button')].slice(-2);
    sell!.focus();
    expect(form.read(document, URL_)).toMatchObject({ side: 'sell', leg: null, action: null });
  });

  it('takes the side of the tabs in the other layout', () => {
    expect(read({ buySell: 'Sell', buttons: ['Sell/Short'] })).toMatchObject({ side: 'sell', unsure: null });
    expect(read({ buySell: 'Buy', buttons: ['Buy/Long'] })).toMatchObject({ side: 'buy', unsure: null });
  });

  it('says nothing typed as null, and the market as no price', () => {
    expect(read({ type: 'MARKET' })).toMatchObject({ type: 'market', price: null, size: null, unsure: null });
    expect(read({ type: 'LIMIT' })).toMatchObject({ type: 'limit', price: null });
  });

  it('reads the trigger of a conditional order', () => {
    expect(read({ type: 'CONDITIONAL', price: '72500' })).toMatchObject({
      type: 'conditional',
      price: '72500',
    });
  });

  it('tells coins from quote and from percent', () => {
    expect(read({ size: '500', unit: 'USDT' })).toMatchObject({ sizeUnit: 'quote', unsure: null });
    expect(read({ size: '25%' })).toMatchObject({ sizeUnit: 'percent' });
    expect(read({ size: '5', unit: 'Cont' })).toMatchObject({ unsure: 'unknown-unit' });
    expect(read({ size: '5', unit: '1000PEPE' }, URL_.replace('BTC', '1000PEPE'))).toMatchObject({
      sizeUnit: 'base',
      unsure: null,
    });
  });

  it.each(['aria', 'input'] as const)('reads the reduce-only box (%s)', reduceOnly => {
    expect(read({ reduceOnly, checked: true })).toMatchObject({ reduceOnly: true, unsure: null });
    expect(read({ reduceOnly })).toMatchObject({ reduceOnly: false, unsure: null });
  });

  it('does not guess a box that it cannot read', () => {
    expect(read({ reduceOnly: 'words' })).toMatchObject({ unsure: 'unknown-reduce-only' });
  });

  it('leaves leverage and mode to the settings when they are not on the form', () => {
    show(`<main>${markup({ pills: false })}</main>`);
    expect(form.read(document, URL_)).toMatchObject({ leverage: null, marginMode: null });
  });
});

describe('the order form in hedge mode', () => {
  it('opens or closes a leg', () => {
    const open = { direction: 'Open', buttons: ['Open Long', 'Open Short'] };
    expect(read(open)).toMatchObject({ action: 'open', side: null, leg: null, unsure: null });
    document.querySelectorAll<HTMLElement>('#form button')[4]!.focus();
    expect(form.read(document, URL_)).toMatchObject({ action: 'open', side: 'sell', leg: 'short' });
    read({ direction: 'Close', buttons: ['Close Short', 'Close Long'] });
    document.querySelectorAll<HTMLElement>('#form button')[4]!.focus();
    expect(form.read(document, URL_)).toMatchObject({
      action: 'close',
      side: 'sell',
      leg: 'long',
      unsure: null,
    });
  });

  it('is read in Chinese', () => {
    const url = 'https://www.binance.com/zh-CN/futures/BTCUSDT';
    expect(read({ direction: '平仓', buttons: ['平空', '平多'] }, url)).toMatchObject({
      action: 'close',
      unsure: null,
    });
    document.querySelectorAll<HTMLElement>('#form button')[3]!.focus();
    expect(form.read(document, url)).toMatchObject({ side: 'buy', leg: 'short' });
    expect(read({ buttons: ['买入/做多', '卖出/做空'] }, url)).toMatchObject({ action: null, unsure: null });
  });

  it('is not guessed when tabs and buttons contradict each other', () => {
    expect(read({ direction: 'Close', buttons: ['Open Long', 'Open Short'] })).toMatchObject({
      unsure: 'unknown-direction',
    });
    expect(read({ buttons: ['Open Long', 'Close Long'] })).toMatchObject({ unsure: 'unknown-direction' });
  });
});

describe('a form that has changed', () => {
  it('is read by its labels when the ids are gone', () => {
    expect(read({ ids: false, typeKey: false, price: '81000', size: '2' })).toMatchObject({
      type: 'limit',
      price: '81000',
      size: '2',
      sizeUnit: 'base',
      unsure: null,
    });
    expect(read({ ids: false, type: 'CONDITIONAL', price: '72500', size: '2' })).toMatchObject({
      type: 'conditional',
      price: '72500',
      size: '2',
    });
  });

  it('says which part it lacks', () => {
    show(markup({ ids: false, size: '2' }).replace('>Size<', '>Menge<'));
    expect(form.read(document, URL_)).toMatchObject({ unsure: 'no-size-field' });
    show(markup({ ids: false, size: '2' }).replace('>Price<', '>Kurs<'));
    expect(form.read(document, URL_)).toMatchObject({ unsure: 'no-price-field' });
    expect(read({ type: 'TWAP' })).toMatchObject({ unsure: 'unknown-type' });
  });

  it('is none without buttons, on another page, or when there are two', () => {
    expect(read({ buttons: ['Log In'] })).toBeNull();
    expect(form.anchor(document)).toBeNull();
    expect(read({}, 'https://www.binance.com/en/trade/BTC_USDT')).toBeNull();
    show(markup() + markup());
    expect(form.read(document, URL_)).toBeNull();
  });

  it('docks at the part that holds the fields and the buttons', () => {
    read();
    expect(form.anchor(document)!.id).toBe('form');
  });

  it('counts contracts on a COIN-M page', () => {
    const coin = 'https://www.binance.com/en/delivery/BTCUSD_PERP';
    for (const unit of ['Cont', '张']) {
      expect(read({ size: '12', unit }, coin)).toMatchObject({
        symbol: 'BTCUSD_PERP',
        size: '12',
        sizeUnit: 'contracts',
        unsure: null,
      });
    }
    expect(read({ size: '12', unit: 'BTC' }, coin)).toMatchObject({ sizeUnit: 'base' });
    expect(read({ size: '12', unit: 'Cont' })).toMatchObject({ unsure: 'unknown-unit' });
  });

  it('is never written to', () => {
    show(markup({ price: '1', size: '2', reduceOnly: 'aria' }));
    const before = new XMLSerializer().serializeToString(document.body);
    form.read(document, URL_);
    form.anchor(document);
    expect(new XMLSerializer().serializeToString(document.body)).toBe(before);
  });
});
