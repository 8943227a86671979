/**
 * What the tap says when it hands its port to the overlay: the only words that both worlds must know.
 *
 * A port that is transferred at document_start reaches the isolated world in Chromium 156 and in Firefox
 * ESR 153 before any script of the page has run, and the page's own `message` listeners never see it
 * (measured, November 2026). Nothing secret is in the words: the channel is not authentic, only private.
 */
export const HELLO = 'p1';
