import { expect, it } from 'vitest';
import { createGate } from './gate';

it('keeps the order of what came before and during the opening', () => {
  const done: string[] = [];
  const gate = createGate(() => {});
  gate.run(() => {
    done.push('a');
    gate.run(() => done.push('during'));
  });
  gate.run(() => done.push('b'));
  expect(done).toEqual([]);
  expect(gate.waiting()).toBe(2);
  gate.open();
  gate.run(() => done.push('after'));
  expect(done).toEqual(['a', 'b', 'during', 'after']);
});

it('reports work that throws and goes on with the next', () => {
  const errors: unknown[] = [];
  const done: string[] = [];
  const gate = createGate(error => errors.push(error));
  gate.run(() => {
    throw new Error('first');
  });
  gate.run(() => done.push('second'));
  gate.open();
  gate.run(() => {
    throw new Error('third');
  });
  expect(done).toEqual(['second']);
  expect(errors.map(String)).toEqual(['Error: first', 'Error: third']);
});
