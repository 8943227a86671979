/**
 * Work that arrives before the state is loaded waits in order, and runs in that order once it is.
 *
 * A browser wakes the background with the very event that it then has to answer, so the first message always
 * comes before the storage has been read. Work that throws is reported and does not stop what waits behind it.
 */
export interface Gate {
  /** Runs `work` at once when open, else after everything that already waits. */
  run(work: () => void): void;
  open(): void;
  waiting(): number;
}

export function createGate(onError: (error: unknown) => void): Gate {
  let queue: (() => void)[] | null = [];
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      onError(error);
    }
  };
  return {
    run(work) {
      if (queue) queue.push(work);
      else attempt(work);
    },
    open() {
      if (!queue) return;
      // Work that is added while the queue drains goes to its end, not ahead of it.
      for (let next = queue.shift(); next; next = queue.shift()) attempt(next);
      queue = null;
    },
    waiting: () => queue?.length ?? 0,
  };
}
