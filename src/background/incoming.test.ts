import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BATCH_LIMIT, BODY_LIMIT, receiveFromOverlay, receiveFromPage } from './incoming';

const good = {
  at: 1,
  via: 'fetch',
  url: 'https://api.example/info',
  direction: 'in',
  body: '{}',
  status: 200,
};

describe('what an overlay sends', () => {
  it('passes a good batch as it is', () => {
    const message = { type: 'overlay-to-background/traffic', traffic: [good] };
    expect(receiveFromOverlay(message)).toEqual({ message, problems: [] });
  });

  it('leaves out what is forged, wrongly typed or oversized, names it, and keeps the rest in order', () => {
    const { message, problems } = receiveFromOverlay({
      type: 'overlay-to-background/traffic',
      traffic: [
        good,
        { ...good, at: '1' },
        { ...good, body: 'x'.repeat(BODY_LIMIT + 1), url: 'https://api.example/big?listenKey=abc' },
        { ...good, via: 'api' },
        null,
        { ...good, body: { a: 1 } },
        { ...good, at: 2, body: 'x'.repeat(BODY_LIMIT) },
      ],
    });
    expect(message).toMatchObject({ traffic: [{ at: 1 }, { at: 2 }] });
    expect(problems.map(problem => [problem.code, problem.path])).toEqual([
      ['malformed-message', 'traffic.1.at'],
      ['oversized-message', 'https://api.example/big'],
      ['malformed-message', 'traffic.3.via'],
      ['malformed-message', 'traffic.4'],
      ['malformed-message', 'traffic.5.body'],
    ]);
  });

  it('cuts a flood and says so', () => {
    const { message, problems } = receiveFromOverlay({
      type: 'overlay-to-background/traffic',
      traffic: Array.from({ length: BATCH_LIMIT + 5 }, () => good),
    });
    expect(message).toMatchObject({ traffic: { length: BATCH_LIMIT } });
    expect(problems).toHaveLength(1);
  });

  it('takes a table of the screen whole, and refuses one that is not what such a reader makes', () => {
    const table = {
      headers: [['Symbol', 'Symbol']],
      rows: [[['BTCUSDT Long', 'BTCUSDT', 'Long']]],
      beside: ['Positions (1)'],
    };
    const message = (tables: unknown) => ({
      type: 'overlay-to-background/table',
      url: 'https://x.test/',
      tables,
    });
    const good = message([table]);
    expect(receiveFromOverlay(good)).toEqual({ message: good, problems: [] });
    for (const bad of [
      [{ ...table, headers: ['Symbol'] }],
      [{ ...table, rows: [[['x'.repeat(101)]]] }],
      [{ ...table, rows: [[[1]]] }],
      [{ ...table, rows: Array(501).fill([['1']]) }],
      [{ headers: [], rows: [] }],
      Array(11).fill(table),
      table,
      null,
    ]) {
      expect(receiveFromOverlay(message(bad)).message, JSON.stringify(bad)).toBeNull();
    }
  });

  it('refuses a form that is not text where text belongs', () => {
    const form = {
      symbol: 'BTC',
      side: null,
      type: 'limit',
      price: 57000,
      size: null,
      sizeUnit: 'base',
      leverage: null,
      marginMode: null,
      reduceOnly: false,
      leg: null,
      action: null,
      unsure: null,
    };
    const message = { type: 'overlay-to-background/form', url: 'https://x.example/', form };
    expect(receiveFromOverlay(message)).toMatchObject({
      message: null,
      problems: [{ code: 'malformed-message', path: 'message.form.price' }],
    });
    expect(receiveFromOverlay({ ...message, form: { ...form, price: '57000' } }).message).not.toBeNull();
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (value, item) => {
        receiveFromOverlay(value);
        receiveFromPage(value);
        receiveFromOverlay({ type: 'overlay-to-background/traffic', traffic: [item, good] });
        receiveFromOverlay({ type: 'overlay-to-background/place', place: item });
      }),
    );
  });
});

describe('what the own pages ask', () => {
  it('knows its questions and nothing else', () => {
    expect(receiveFromPage({ type: 'page-to-background/popup' })).toEqual({
      type: 'page-to-background/popup',
    });
    expect(receiveFromPage({ type: 'page-to-background/site', venue: 'mtgox', enabled: true })).toBeNull();
    expect(receiveFromPage({ type: 'overlay-to-background/popup' })).toBeNull();
    expect(receiveFromPage('page-to-background/popup')).toBeNull();
  });
});
