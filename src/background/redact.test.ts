import { expect, it } from 'vitest';
import { createRedactor } from './redact';

const MINE = '0x31ca8395cf837de08b24da3f660e77761dfb974b';

it('replaces an address everywhere by the same one, whatever its case, and keeps its length', () => {
  const { text } = createRedactor();
  const once = text(`{"user":"${MINE}","other":"0x010461c14e146ac35fe42271bdc1134ee31c703a"}`);
  const again = text(`{"type":"webData2","user":"${MINE.toUpperCase().replace('0X', '0x')}"}`);
  expect(once).not.toContain(MINE.slice(2, 20));
  const [mine, other] = once.match(/0x[0-9a-f]{40}/g)!;
  expect(mine).not.toBe(other);
  expect(again).toContain(mine);
  expect(mine).toHaveLength(42);
});

it('replaces an address of dYdX by one that can still be read as such', () => {
  const { text } = createRedactor();
  const mine = 'dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4';
  const other = 'dydx14063jpvl0qqqvj2g6yyf9wsxl9h3n7kkcp3lxd';
  const out = text(`{"id":"${mine}/0","to":"${other}"}`);
  expect(out).not.toContain(mine.slice(6, 30));
  const [first, second] = out.match(/dydx1[02-9ac-hj-np-z]{38}(?=["/])/g)!;
  expect(first).not.toBe(second);
  expect(text(mine)).toBe(first);
});

it('replaces account and order numbers, mail addresses and secrets, and keeps it JSON', () => {
  const { text } = createRedactor();
  const body = {
    uid: 350123456,
    email: 'jane.doe@example.org',
    orderId: 8886774000001,
    clientOrderId: 'web_SX12ab34cd',
    id: '350123456_BTCUSDT_BOTH',
    symbol: 'BTCUSDT',
    positionAmount: '0.500',
    liquidationPrice: '47871.1034567',
    updateTime: 1764000000123,
  };
  const out = JSON.parse(text(JSON.stringify(body)));
  expect(out).toMatchObject({
    symbol: 'BTCUSDT',
    positionAmount: '0.500',
    liquidationPrice: '47871.1034567',
    updateTime: 1764000000123,
  });
  expect(JSON.stringify(out)).not.toMatch(/350123456|jane|8886774000001|SX12ab34cd/);
  expect(out.id).toBe(`${out.uid}_BTCUSDT_BOTH`);
  expect(text('https://x.example/a?symbol=BTC&listenKey=abcdef&timestamp=1')).toBe(
    'https://x.example/a?symbol=BTC&listenKey=redacted&timestamp=redacted',
  );
});

it('takes single letters for numbers of orders only in order events: elsewhere they are prices and times', () => {
  const { text } = createRedactor();
  const event =
    '{"e":"ORDER_TRADE_UPDATE","o":{"s":"BTCUSDT","c":"web_abc123def","i":8886774000001,"p":"57000.10"}}';
  expect(text(event)).not.toMatch(/abc123|8886774000001/);
  expect(text(event)).toContain('"p":"57000.10"');
  const mark =
    '{"e":"markPriceUpdate","s":"BTCUSDT","p":"11794.15000000","i":"11784.62659091","T":1562306400000}';
  const candle = '{"t":1764000000000,"T":1764003599999,"i":"1h","c":"57664.05","n":1290}';
  expect(text(mark)).toBe(mark);
  expect(text(candle)).toBe(candle);
});

it('leaves short values alone: event names, sides, intervals', () => {
  const { text } = createRedactor();
  const body = '{"t":"1h","i":"1h","c":"61500","id":1,"e":"ORDER_TRADE_UPDATE"}';
  expect(text(body)).toBe(body);
});

it('replaces what a login gives', () => {
  const { text } = createRedactor();
  const out = text('{"result":{"access_token":"1582628593469.1MbQ-J_4.CBP","refresh_token":"1582.abcdef"}}');
  expect(out).not.toMatch(/1MbQ|abcdef/);
  expect(JSON.parse(out)).toHaveProperty('result.access_token');
});
