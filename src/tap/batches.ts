import type { Traffic } from '../messages';
import { BATCH_BURST, BATCH_EVERY, WAITING_LIMIT } from './limits';

export interface BatchClock {
  now(): number;
  /** Runs `then` once, after so many milliseconds. */
  later(then: () => void, delay: number): void;
}

/**
 * Gathers what was seen into few messages. Items after a pause leave at once, also when an exchange says several
 * things in one breath; under load one batch leaves every 50 ms, because each message costs a wake-up further on.
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
    allowance--;
    send(batch);
  };

  return item => {
    const weight = item.body!.length;
    size += weight;
    if (size > WAITING_LIMIT) {
      waiting = [];
      size = weight;
    }
    waiting[waiting.length] = item;
    if (timer) return;
    // A clock that was set back must not stop the flow.
    const passed = (clock.now() - counted) / BATCH_EVERY;
    allowance = passed < 0 || allowance + passed > BATCH_BURST ? BATCH_BURST : allowance + passed;
    counted = clock.now();
    if (allowance >= 1) return leave();
    timer = true;
    clock.later(() => {
      timer = false;
      allowance = 1;
      counted = clock.now();
      leave();
    }, BATCH_EVERY);
  };
}
