/** In a real browser: which side is chosen is a colour, and whether a field is there is a question of layout. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser } from '../../../test/e2e/find-browser.mjs';
import type { FormReading, VenueForm } from '../venue';

const executablePath = findBrowser('chromium');
const URL_BTC = 'https://app.hyperliquid.xyz/trade/BTC';

const STYLE = `button { background: none; border: 0 } .on { background: rgb(80, 210, 193) }`;
const FORM = `
<main><div id="chart"><canvas></canvas></div>
<section id="panel"><div><div><button>Cross</button><button>20x</button><button>One-Way</button></div></div>
<div><button>Market</button><button>Limit</button></div>
<div><div><button id="buy" class="on">Buy / Long</button><button id="sell">Sell / Short</button></div></div>
<div><span>Available to Trade</span><span>1,000.00 USDC</span></div>
<div id="price-field"><span>Price (USDC)</span><input type="text" id="price" value="84,000.5"><button>Mid</button></div>
<div id="size-field"><span>Size</span><input type="text" id="size" value=""><button id="unit">BTC<span> ▾</span></button></div>
<div><input type="range"><div><input type="text" value="0"><span>%</span></div></div>
<label id="reduce"><input type="checkbox">Reduce Only</label>
<label><input type="checkbox" checked>Take Profit / Stop Loss</label>
<button>Place Order</button></section>
<table><tr><td>BTC</td><td>20x</td><td>Isolated</td></tr></table></main>`;

declare global {
  interface Window {
    form: VenueForm;
  }
}

describe.skipIf(!executablePath)('the order form', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const entry = fileURLToPath(new URL('./form.ts', import.meta.url));
    const output = await build({
      configFile: false,
      logLevel: 'error',
      build: { write: false, lib: { entry, formats: ['iife'], name: 'venue' }, minify: true },
    });
    const [made] = [output].flat() as { output: { code: string }[] }[];
    const { code } = made!.output[0]!;
    // What runs in the page is small: the reader that all venues share.
    expect(code.length).toBeLessThan(12_000);
    browser = await puppeteer.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await browser.newPage();
    await page.evaluate(`${code}; window.form = venue.form;`);
  });
  afterAll(() => browser?.close());

  const set = (html: string) => page.setContent(`<!doctype html><style>${STYLE}</style>${html}`);
  const read = (url = URL_BTC): Promise<FormReading | null> =>
    page.evaluate(at => window.form.read(document, at), url);
  const change = (body: string) => page.evaluate(body);

  beforeEach(() => set(FORM));

  it('reads a limit order', async () => {
    await change(`size.value = '0.5'`);
    expect(await read()).toEqual({
      symbol: 'BTC',
      side: 'buy',
      type: 'limit',
      price: '84000.5',
      size: '0.5',
      sizeUnit: 'base',
      leverage: '20',
      marginMode: 'cross',
      reduceOnly: false,
      leg: null,
      action: null,
      unsure: null,
    });
  });

  it('reads a market order: there is no price field', async () => {
    await change(`document.getElementById('price-field').remove()`);
    expect(await read()).toMatchObject({ type: 'market', price: null, size: null, unsure: null });
  });

  it('takes a hidden price field for none', async () => {
    await change(`document.getElementById('price-field').style.display = 'none'`);
    expect(await read()).toMatchObject({ type: 'market', price: null });
  });

  it('reads the side from the colour, and before that from what it says to assistive technology', async () => {
    await change(`buy.className = ''; sell.className = 'on'`);
    expect((await read())?.side).toBe('sell');
    await change(`buy.className = 'on'`);
    expect((await read())?.side).toBeNull();
    await change(`buy.setAttribute('aria-pressed', 'false'); sell.setAttribute('aria-pressed', 'true')`);
    expect((await read())?.side).toBe('sell');
    await change(`buy.setAttribute('aria-pressed', 'true'); sell.setAttribute('aria-pressed', 'false')`);
    expect((await read())?.side).toBe('buy');
  });

  it('tells coins from dollars, and is unsure of any other unit', async () => {
    await change(`unit.textContent = 'USD ▾'`);
    expect(await read()).toMatchObject({ sizeUnit: 'quote', unsure: null });
    await change(`unit.textContent = 'USDC'`);
    expect(await read()).toMatchObject({ sizeUnit: 'quote', unsure: null });
    await change(`unit.textContent = 'lots'`);
    expect(await read()).toMatchObject({ unsure: 'unknown-unit' });
    await change(`unit.textContent = 'TSLA'`);
    expect(await read('https://app.hyperliquid.xyz/trade/xyz:TSLA')).toMatchObject({
      symbol: 'xyz:TSLA',
      sizeUnit: 'base',
      unsure: null,
    });
    await set(
      FORM.replace('<span>Size</span>', '<span>Size (USDC)</span>').replace('BTC<span> ▾</span>', 'Max'),
    );
    expect(await read()).toMatchObject({ sizeUnit: 'quote', unsure: null });
  });

  it('reads numbers as they are typed', async () => {
    for (const [text, size, unsure] of [
      ['', null, null],
      ['.', null, null],
      ['0.', '0', null],
      ['.5', '0.5', null],
      ['1,234.5', '1234.5', null],
      ['1 000', '1000', null],
      ['1,5', null, 'unreadable-size'],
      ['1e3', null, 'unreadable-size'],
      ['-1', null, 'unreadable-size'],
      ['٣', null, 'unreadable-size'],
    ] as const) {
      await change(`size.value = ${JSON.stringify(text)}`);
      expect(await read(), text).toMatchObject({ size, unsure });
    }
  });

  it('reads reduce-only, and is unsure of a switch that does not say how it stands', async () => {
    const reduce = (box: string) =>
      set(FORM.replace('<input type="checkbox">Reduce Only', `${box}<span>Reduce Only</span>`));
    await change(`reduce.querySelector('input').checked = true`);
    expect(await read()).toMatchObject({ reduceOnly: true, unsure: null });
    await reduce('<i role="checkbox" aria-checked="true"></i>');
    expect(await read()).toMatchObject({ reduceOnly: true, unsure: null });
    await reduce('<i role="checkbox"></i>');
    expect(await read()).toMatchObject({ unsure: 'unknown-reduce-only' });
    await reduce('<i></i>');
    expect(await read()).toMatchObject({ unsure: 'unknown-reduce-only' });
  });

  it('does not read what is hidden: a menu that is closed, a copy of the form for small screens', async () => {
    const hidden = `<div style="display: none"><button>5x</button><button>Isolated</button>
      <button class="on">Sell / Short</button><label><input type="checkbox" checked>Reduce Only</label>
      <div><span>Size</span><input value="9"><button>BTC</button></div></div>`;
    await set(FORM.replace('<div id="price-field">', `${hidden}<div id="price-field">`));
    await change(`size.value = '0.5'`);
    expect(await read()).toMatchObject({
      side: 'buy',
      size: '0.5',
      leverage: '20',
      marginMode: 'cross',
      reduceOnly: false,
      unsure: null,
    });
  });

  it('knows a conditional order by its trigger', async () => {
    const trigger = '<div><span>Stop Price (USDC)</span><input value="80000"></div>';
    await set(FORM.replace('<div id="price-field">', `${trigger}<div id="price-field">`));
    expect(await read()).toMatchObject({ type: 'conditional', price: '80000' });
  });

  it('docks to the smallest element with the whole form', async () => {
    expect(await change(`window.form.anchor(document).id`)).toBe('panel');
  });

  it('sees no form where there is none, and says so where it speaks a language that is not known', async () => {
    await set('<main><input placeholder="Search"><table></table></main>');
    expect(await read()).toBeNull();
    expect(await change(`window.form.anchor(document)`)).toBeNull();
    await set(FORM.replace('<span>Size</span>', '<span>Menge</span>'));
    expect(await read()).toMatchObject({ unsure: 'no-size-field' });
    await set(FORM.replace('<span>Size</span>', '<span>数量</span>'));
    expect(await read()).toMatchObject({ size: null, unsure: null });
  });

  it('reads nothing on a page without a contract', async () => {
    expect(await read('https://app.hyperliquid.xyz/trade/HYPE/USDC')).toBeNull();
    expect(await read('https://app.hyperliquid.xyz/portfolio')).toBeNull();
  });

  it('writes nothing to the page', async () => {
    const before = await page.content();
    await read();
    await change(`window.form.anchor(document)`);
    expect(await page.content()).toBe(before);
    expect(readFileSync(fileURLToPath(new URL('./form.ts', import.meta.url)), 'utf8')).not.toMatch(
      /\.value\s*=[^=]|dispatchEvent|\.click\(/,
    );
  });

  it('is quick', async () => {
    const ms = await page.evaluate(() => {
      const from = performance.now();
      for (let k = 0; k < 200; k++) window.form.read(document, 'https://app.hyperliquid.xyz/trade/BTC');
      return (performance.now() - from) / 200;
    });
    expect(ms).toBeLessThan(4);
  });
});
