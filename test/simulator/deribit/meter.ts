/**
 * Credits: 500 for a request, refilled at 10,000 a second up to 50,000 (docs.deribit.com, "Rate Limits",
 * non-matching-engine requests). Counted always, enforced where the simulator is told to.
 */
export interface Meter {
  /** False: too many. */
  spend(): boolean;
  lastMinute(): number;
}

export function createMeter(now: () => number, enforced: boolean): Meter {
  let credits = 50_000;
  let at = now();
  let spent: number[] = [];
  return {
    spend() {
      const moment = now();
      credits = Math.min(50_000, credits + ((moment - at) / 1000) * 10_000);
      at = moment;
      spent = [...spent.filter(each => moment - each < 60_000), moment];
      if (credits < 500) return !enforced;
      credits -= 500;
      return true;
    },
    lastMinute: () => spent.filter(each => now() - each < 60_000).length,
  };
}
