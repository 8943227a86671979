import { expect, it } from 'vitest';
import { fakeArea, fakeClock } from './fake-parts';
import { createKeeper } from './keeper';

it('writes the latest value once, no later than the delay after the first change', async () => {
  const clock = fakeClock();
  const area = fakeArea();
  const keeper = createKeeper(area, clock, 1000, () => {});
  let value = 0;
  for (let tick = 0; tick < 50; tick++) {
    value++;
    keeper.keep('state', () => value);
    await clock.move(20);
  }
  expect(area.data).toEqual({ state: 50 });
  expect(area.writes).toBe(1);
});

it('removes a key whose value is gone, and writes at once when flushed', async () => {
  const area = fakeArea({ old: 1 });
  const keeper = createKeeper(area, fakeClock(), 1000, () => {});
  keeper.keep('old', () => undefined);
  keeper.keep('new', () => ({ a: 1 }));
  expect(await keeper.flush()).toBe(true);
  expect(area.data).toEqual({ new: { a: 1 } });
});

it('says that the store refused, and writes the key with the next change', async () => {
  const problems: string[] = [];
  const area = fakeArea();
  const keeper = createKeeper(area, fakeClock(), 1000, message => problems.push(message));
  area.refuse = true;
  keeper.keep('state', () => 1);
  expect(await keeper.flush()).toBe(false);
  expect(problems).toEqual(['QUOTA_BYTES quota exceeded']);
  area.refuse = false;
  keeper.keep('state', () => 2);
  expect(await keeper.flush()).toBe(true);
  expect(area.data).toEqual({ state: 2 });
});

it('does not let a slow older write overtake a newer one', async () => {
  const written: unknown[] = [];
  let release = () => {};
  const area = fakeArea();
  area.set = async items => {
    if (written.length === 0) await new Promise<void>(resolve => (release = resolve));
    written.push(items.state);
  };
  const keeper = createKeeper(area, fakeClock(), 0, () => {});
  keeper.keep('state', () => 1);
  const first = keeper.flush();
  await Promise.resolve();
  await Promise.resolve();
  keeper.keep('state', () => 2);
  const second = keeper.flush();
  release();
  await Promise.all([first, second]);
  expect(written).toEqual([1, 2]);
});
