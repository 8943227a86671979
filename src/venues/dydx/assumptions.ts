/**
 * What the venue's documents leave open, and what is assumed here, in this one place.
 *
 * - The fee of the highest tier, whichever way the order fills: taker 0.05 % (v4 documentation, "Fees", tier 1).
 * - A child subaccount's fee is paid from the child.
 * - Funding that is not settled yet is in the balance of a description, and not in that of a change; the difference
 *   is small and is taken up by the next description (the indexer's own helpers do the same).
 */
export const TAKER_FEE = '0.0005';

/** So old a description may become while the stream tells changes, in ms: unsettled funding is not in those. */
export const DESCRIBED_EVERY = 5 * 60_000;
