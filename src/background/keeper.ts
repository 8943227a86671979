/**
 * Writes what must survive the worker, often enough and not on every tick.
 *
 * A value is read when it is written, so only the latest is kept. The first change of a key is written after
 * `delay`, changes meanwhile ride along: the store is never further behind than that, and `flush` writes at
 * once what must not be lost. Writes of one keeper go one after the other, so an older value cannot overtake a
 * newer one. A write that fails (a full store) is reported and tried again with the next change.
 */
import type { Area, Clock } from './parts';

export interface Keeper {
  /** `value` returning undefined removes the key. */
  keep(key: string, value: () => unknown): void;
  /** Writes everything that waits; resolves when it is stored. False: the store refused. */
  flush(): Promise<boolean>;
}

export function createKeeper(
  area: Area,
  clock: Clock,
  delay: number,
  onProblem: (message: string) => void,
): Keeper {
  const waiting = new Map<string, () => unknown>();
  let cancel: (() => void) | null = null;
  let last: Promise<boolean> = Promise.resolve(true);

  const write = async (): Promise<boolean> => {
    const items: Record<string, unknown> = {};
    const gone: string[] = [];
    for (const [key, value] of waiting) {
      const present = value();
      if (present === undefined) gone.push(key);
      else items[key] = present;
    }
    waiting.clear();
    try {
      if (Object.keys(items).length > 0) await area.set(items);
      if (gone.length > 0) await area.remove(gone);
      return true;
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
      return false;
    }
  };

  const flush = () => {
    cancel?.();
    cancel = null;
    last = last.then(write);
    return last;
  };

  return {
    keep(key, value) {
      waiting.set(key, value);
      cancel ??= clock.after(delay, () => void flush());
    },
    flush,
  };
}
