/** Leaf constants of the way from the page to the background. Lengths are in UTF-16 units. */

/** A text longer than this is cut; what remains cannot be read, and says so further on. */
export const TEXT_LIMIT = 1024 * 1024;
/** What may wait in the tap; beyond it the older gives way. */
export const WAITING_LIMIT = 2 * TEXT_LIMIT;
/** Milliseconds between two batches under load. */
export const BATCH_EVERY = 50;
/** Batches that may leave at once when there was little to say before. */
export const BATCH_BURST = 8;
