import type { Traffic } from '../messages';
import { BATCH_BURST, BATCH_EVERY, WAITING_LIMIT } from './limits';

export interface BatchClock {
  now(): number;
  /** Runs `then` once, after so many milliseconds. */
  later(then: () => void, delay: number): void;
}

/**
 * Gathers what was seen into few messages. The first item after a pause leaves at once; under load one batch
 * leaves every 250 ms, because each message to the other world costs some 16 µs and a wake-up there.
 */
export function batches(clock: BatchClock, send: (batch: Traffic[]) => void): (item: Traffic) => void {
  let waiting: Traffic[] = [];
  let size = 0;
  let timer = false;
  let allowance = BATCH_BURST;
  let counted = clock.now();

  const leave = () => {
    const batch = waiting;
    waiting = [];
    size = 0;
    allowance -= 1;
    send(batch);
  };
  const weight = (item: Traffic) => item.url.length + (item.body?.length ?? 0) + (item.request?.length ?? 0);

  return item => {
    waiting[waiting.length] = item;
    size += weight(item);
    // What came first is what is replaced soonest by something newer.
    let drop = 0;
    while (size > WAITING_LIMIT && drop < waiting.length - 1) size -= weight(waiting[drop++]!);
    if (drop) {
      const rest: Traffic[] = [];
      for (let i = drop; i < waiting.length; i++) rest[rest.length] = waiting[i]!;
      waiting = rest;
    }
    if (timer) return;
    const at = clock.now();
    // A clock that was set back must not stop the flow.
    allowance = Math.min(BATCH_BURST, allowance + Math.max(0, at - counted) / BATCH_EVERY);
    counted = at;
    if (allowance >= 1) return leave();
    timer = true;
    clock.later(() => {
      timer = false;
      allowance = Math.max(allowance, 1);
      counted = clock.now();
      leave();
    }, BATCH_EVERY);
  };
}
