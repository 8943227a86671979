/** What is said of a reading: what stands in the way of its figures, and what they merely assume. */
import type { Problem } from '../../engine/report';

/** An assumption is no fault: it belongs to what the figures rest on, not to what is wrong with them. */
export function isAssumption({ code }: Pick<Problem, 'code'>): boolean {
  return code === 'estimate' || code.startsWith('assumed-');
}

export function troubles<P extends Problem>(problems: P[]): P[] {
  return problems.filter(each => !isAssumption(each));
}

export function assumptions(problems: Problem[]): string[] {
  return problems.filter(isAssumption).map(each => each.message);
}
