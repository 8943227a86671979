/** All that looks over every account, whether its page is in front or not: alerts, history, badge. */
import { type Alerting, createAlerting } from './alerting';
import { type Badge, createBadge } from './badge';
import { createHistory, type History } from './history';
import type { Keeping } from './keeping';
import type { Parts } from './parts';
import { createReview, type Review } from './review';
import type { Manner } from './view/subject';
import { createVigil } from './vigil';

export interface Lookout {
  alerting: Alerting;
  history: History;
  badge: Badge;
  review: Review;
  /** The account is not known any more. */
  forget(account: string): void;
}

type Watched = Omit<
  Parameters<typeof createReview>[0],
  'alerting' | 'history' | 'vigil' | 'badge' | 'onAccounts'
>;

export function createLookout(
  parts: Pick<Parts, 'clock' | 'stores' | 'notices' | 'text' | 'format' | 'badge'>,
  watched: Watched & { keeping: Keeping; manner: () => Manner; onProblem: (message: string) => void },
): Lookout {
  const { keeping, manner, onProblem, accounts } = watched;
  const now = () => parts.clock.now();
  const alerting = createAlerting({
    ...parts,
    area: parts.stores.local,
    settings: () => manner().settings,
    onProblem,
  });
  const history = createHistory(now, () => keeping.history(history.snapshot));
  const vigil = createVigil(now);
  const badge = createBadge(parts.badge);
  const review = createReview({
    ...watched,
    alerting,
    history,
    vigil,
    badge,
    onAccounts: () => keeping.accounts(accounts.snapshot),
  });
  return {
    alerting,
    history,
    badge,
    review,
    forget(account) {
      alerting.forget(account);
      history.forget(account);
      vigil.forget(account);
    },
  };
}
