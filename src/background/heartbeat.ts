/** Once a second as long as it is wanted: ages move on, silence becomes stale, needs are asked for. */
import type { Clock } from './parts';

const EVERY = 1000;

/** The function that comes back starts it, or does nothing while it runs. It ends by itself. */
export function createHeartbeat(clock: Clock, wanted: () => boolean, beat: () => void): () => void {
  let beating = false;
  const next = () => {
    beating = wanted();
    if (!beating) return;
    beat();
    clock.after(EVERY, next);
  };
  return () => {
    if (!beating) next();
  };
}
