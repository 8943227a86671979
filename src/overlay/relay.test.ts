import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Traffic } from '../messages';
import { BATCH_LIMIT, relay, TEXT_LIMIT } from './relay';

function bench(start = 1000) {
  const clock = { at: start };
  const sent: Traffic[][] = [];
  const pass = relay({
    now: () => clock.at,
    base: () => 'https://page.example/trade/BTC',
    send: traffic => sent.push(traffic),
  });
  return { clock, sent, pass };
}

const item = (over: object = {}) => ({
  at: 900,
  via: 'fetch',
  url: '/info',
  direction: 'in',
  body: '{}',
  ...over,
});

it('copies well-shaped items, with the URL made absolute', () => {
  const { sent, pass } = bench();
  pass([
    item({ method: 'POST', request: 'r', status: 200, extra: 'gone' }),
    item({ via: 'websocket', url: 'wss://x.example/ws' }),
  ]);
  expect(sent).toEqual([
    [
      {
        at: 900,
        via: 'fetch',
        url: 'https://page.example/info',
        direction: 'in',
        method: 'POST',
        request: 'r',
        body: '{}',
        status: 200,
      },
      { at: 900, via: 'websocket', url: 'wss://x.example/ws', direction: 'in', body: '{}' },
    ],
  ]);
});

it('drops what has another shape, and keeps the rest', () => {
  const { sent, pass } = bench();
  const bad = [
    null,
    7,
    'text',
    [],
    {},
    item({ at: Number.NaN }),
    item({ at: '900' }),
    item({ via: 'api' }),
    item({ direction: 'up' }),
    item({ url: 5 }),
    item({ url: 'https://' }),
    item({ url: 'x'.repeat(5000) }),
  ];
  pass([...bad, item({ body: 'kept' }), ...bad]);
  expect(sent).toHaveLength(1);
  expect(sent[0]!.map(each => each.body)).toEqual(['kept']);
});

it('never throws, whatever comes', () => {
  const { sent, pass } = bench();
  fc.assert(
    fc.property(fc.anything(), anything => {
      pass(anything);
      pass([anything, item(typeof anything === 'object' && anything ? (anything as object) : {})]);
    }),
  );
  for (const batch of sent) for (const each of batch) expect(typeof each.url).toBe('string');
});

it('lets nothing be fresher than now', () => {
  const { sent, pass } = bench();
  pass([item({ at: 9e12 })]);
  expect(sent[0]![0]!.at).toBe(1000);
});

it('splits at 512 kB, sends a larger text alone and cuts it at 1 MB', () => {
  const { sent, pass } = bench();
  const third = 'x'.repeat(BATCH_LIMIT / 3);
  pass([
    item({ body: third }),
    item({ body: third }),
    item({ body: third }),
    item({ body: 'y'.repeat(TEXT_LIMIT + 5) }),
    item(),
  ]);
  expect(sent.map(batch => batch.length)).toEqual([2, 1, 1, 1]);
  expect(sent[2]![0]!.body).toHaveLength(TEXT_LIMIT);
});

it('limits the rate and recovers', () => {
  const { clock, sent, pass } = bench();
  const count = () => sent.reduce((sum, batch) => sum + batch.length, 0);
  for (let i = 0; i < 10; i++) pass(Array.from({ length: 1000 }, () => item()));
  expect(count()).toBe(4000);
  clock.at += 2000;
  for (let i = 0; i < 10; i++) pass(Array.from({ length: 1000 }, () => item()));
  expect(count()).toBe(6000);
});
