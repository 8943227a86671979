import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertRule, CALM, levelOf, observe } from './alerts';

const usage: AlertRule = { worse: 'higher', warn: 0.5, danger: 0.8, coolDown: 600_000 };
const joint: AlertRule = { worse: 'lower', warn: 0.15, danger: 0.08, coolDown: 600_000 };

/** Feeds values a second apart and collects what was due. */
function run(rule: AlertRule, values: (number | null)[], every = 1000, start = CALM) {
  let state = start;
  const due: string[] = [];
  values.forEach((value, index) => {
    const step = observe(state, value, rule, index * every);
    state = step.state;
    if (step.due) due.push(`${index}:${step.due}`);
  });
  return { state, due };
}

describe('one figure', () => {
  it('alerts at each threshold once on the way up', () => {
    expect(run(usage, [0.1, 0.49, 0.5, 0.6, 0.79, 0.8, 0.95, 1.2]).due).toEqual(['2:warn', '5:danger']);
  });

  it('alerts on the way down for a distance, and takes "no price" for far away', () => {
    expect(run(joint, [Number.POSITIVE_INFINITY, 0.3, 0.15, 0.1, 0.08]).due).toEqual(['2:warn', '4:danger']);
  });

  it('goes straight to danger without a warning before it', () => {
    expect(run(usage, [0.1, 0.9]).due).toEqual(['1:danger']);
  });

  it('does not tremble on the threshold', () => {
    expect(run(usage, [0.5, 0.499, 0.5, 0.46, 0.51, 0.499, 0.5]).due).toEqual(['0:warn']);
    expect(run(joint, [0.15, 0.151, 0.15, 0.16, 0.149]).due).toEqual(['0:warn']);
  });

  it('holds the same level back within the cool-down, and says it at its end if it still holds', () => {
    const minute = 60_000;
    const values = [0.6, 0.3, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6];
    expect(run(usage, values, minute).due).toEqual(['0:warn', '10:warn']);
    expect(run(usage, [...values.slice(0, 5), 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3], minute).due).toEqual([
      '0:warn',
    ]);
  });

  it('says a worse level at once, cool-down or not', () => {
    expect(run(usage, [0.6, 0.3, 0.85]).due).toEqual(['0:warn', '2:danger']);
  });

  it('takes nothing from silence', () => {
    const before = run(usage, [0.6]).state;
    expect(observe(before, null, usage, 5000)).toEqual({ state: before, due: null });
    expect(run(usage, [0.6, null, 0.6, null, 0.6]).due).toEqual(['0:warn']);
  });

  it('is not muted for an hour by a clock that was set back', () => {
    const said = { level: 'none', said: 'none', last: { level: 'warn', at: 3_600_000 } } as const;
    expect(observe(said, 0.6, usage, 0).due).toBe('warn');
  });
});

describe('any sequence of figures', () => {
  const value = fc.option(fc.double({ min: 0, max: 1.5, noNaN: true }), { nil: null });
  const steps = fc.array(fc.record({ value, wait: fc.integer({ min: 0, max: 300_000 }) }), { maxLength: 60 });
  const rules = fc.constantFrom(usage, joint);

  it('never says the same level twice within the cool-down', () => {
    fc.assert(
      fc.property(rules, steps, (rule, sequence) => {
        let state = CALM;
        let now = 0;
        const last: Record<string, number> = {};
        for (const step of sequence) {
          now += step.wait;
          const { state: next, due } = observe(state, step.value, rule, now);
          state = next;
          if (!due) continue;
          const before = last[due];
          // Danger covers the warning too: after it a mere warning stays silent as long.
          if (before !== undefined) expect(now - before).toBeGreaterThanOrEqual(rule.coolDown);
          last[due] = now;
          if (due === 'danger') last.warn = now;
        }
      }),
    );
  });

  it('never lets a figure stay beyond a threshold unsaid for longer than the cool-down', () => {
    fc.assert(
      fc.property(rules, steps, (rule, sequence) => {
        let state = CALM;
        let now = 0;
        let unsaidSince: number | null = null;
        for (const step of sequence) {
          now += step.wait;
          const { state: next, due } = observe(state, step.value, rule, now);
          state = next;
          if (step.value === null) continue;
          const unsaid = levelOf(step.value, rule) !== 'none' && state.said === 'none' && !due;
          if (!unsaid) unsaidSince = null;
          else unsaidSince ??= now;
          if (unsaidSince !== null) expect(now - unsaidSince).toBeLessThan(rule.coolDown);
        }
      }),
    );
  });

  it('goes on from its stored form exactly as it would have without the storage', () => {
    fc.assert(
      fc.property(rules, steps, (rule, sequence) => {
        let kept = CALM;
        let stored = CALM;
        let now = 0;
        for (const step of sequence) {
          now += step.wait;
          const a = observe(kept, step.value, rule, now);
          const b = observe(JSON.parse(JSON.stringify(stored)), step.value, rule, now);
          expect(b).toEqual(a);
          kept = a.state;
          stored = b.state;
        }
      }),
    );
  });
});
