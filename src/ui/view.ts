/** What is drawn: strings and levels, ready to put on screen. Made in the background, drawn anywhere. */

/** "unknown": a figure cannot be known. "stale": it was, but is too old to be trusted. */
export type Level = 'ok' | 'warn' | 'danger' | 'unknown' | 'stale';

/** A figure now and after the order that is being typed; two afters when the side is not yet chosen. */
export interface Figure {
  label: string;
  now: string;
  level: Level;
  after: After[];
  /** What of the name in `now` is enough where there is little room: "BTC" of "BTCUSDT −38.7%". Absent: all. */
  coin?: string;
  /** One sentence for hover and focus: what it is, from which model, how old, what is left out. */
  hint: string;
}

export interface After {
  side: 'buy' | 'sell' | null;
  text: string;
  level: Level;
}

export interface StripView {
  level: Level;
  /** The state in one word: "safe", "close", "liquidatable", "stale", "unknown". */
  word: string;
  /** The move of the whole market that liquidates: the headline. */
  joint: Figure;
  usage: Figure;
  /** The nearest price that liquidates when it moves alone. */
  nearest: Figure;
  /** What is unknown or stale and since when; why the form cannot be read; null: nothing to say. */
  note: string | null;
}

export interface CardView {
  /** "Hyperliquid · unified · 0x1234…abcd". */
  title: string;
  /** "✓ as the venue · 0.4 s ago", "differs from the venue". */
  check: { text: string; level: Level };
  /** The headline as a sentence: what move liquidates this account. */
  sentence: string;
  /** How far that is for a day, and how likely: "3.9 σ of a day; in 24 h about 1 in 200 …". Null: not known. */
  odds: string | null;
  margin: MarginView;
  ladder: LadderView;
  /** The likeliest way to liquidation; null: none, not known, or of one coin, of which the sentence says all. */
  path: PathView | null;
  positions: PositionRow[];
  heatmap: HeatmapView | null;
  /** "Positions stack on one direction: …", "differs from the venue: …". */
  warnings: Note[];
  /** What the figures rest on: model, age of candles, assumptions. */
  basis: string[];
}

export interface Note {
  text: string;
  level: Level;
}

export interface MarginView {
  figure: Figure;
  /** 0…1 of the bar; null: unknown. */
  used: number | null;
  /** As the figure's afters; two while the side is open. */
  usedAfter: { side: After['side']; used: number | null }[];
  /** "48,145 USDC of room". */
  room: string;
  /** Where the warning threshold stands on the bar, 0…1. */
  threshold: number;
}

export interface LadderView {
  rows: LadderRow[];
}

/** Moves are parts of the present price: −0.099 is a fall of 9.9 %. Null: no price liquidates. */
export interface LadderRow {
  label: string;
  emphasised: boolean;
  level: Level;
  below: LadderPoint | null;
  above: LadderPoint | null;
  /** After the order; two while the side is open. */
  after: { side: After['side']; below: LadderPoint | null; above: LadderPoint | null }[];
  /** Said in place of points: "no price liquidates", "unknown". */
  text: string | null;
}

export interface LadderPoint {
  move: number;
  /** "−9.9%, at 57,664". */
  text: string;
}

export interface PathView {
  rows: PathRow[];
  /** "8 more: 12% of the loss"; null: all are listed. */
  rest: string | null;
}

export interface PathRow {
  coin: string;
  /** "−9.1%". */
  move: string;
  /** The price that the move leads to: "58,060". */
  price: string;
  /** Of the loss, as a part of 1; below 0: it gains. Null: not known. */
  share: number | null;
  /** "36%". */
  said: string;
}

export interface PositionRow {
  symbol: string;
  side: 'long' | 'short' | 'flat';
  size: string;
  value: string;
  /** The distance to its nearest own liquidation price, with the price: "−25.2% · 47,872". */
  alone: string;
  /** The liquidation price that the venue prints, and whether ours agrees: "✓", "≠", "–". */
  venue: { text: string; agrees: boolean | null };
  level: Level;
}

export interface HeatmapView {
  /** "5 positions behave like 1.2 bets". */
  caption: string;
  /** "30 days, hourly · 12 min old". */
  detail: string;
  names: string[];
  /** Row by row; null: unknown. */
  correlation: (number | null)[][];
  /** Level of one-sidedness, for the caption. */
  level: Level;
}

export interface PopupView {
  accounts: PopupAccount[];
  sites: PopupSite[];
  alerts: { text: string; at: number }[];
  problems: Note[];
  /** What each source has said, for whoever looks for the reason of a gap. */
  diagnostics: SourceView[];
}

export interface SourceView {
  /** "Binance · page", "Bybit · key". */
  title: string;
  rows: { what: string; read: number; ignored: number; age: string }[];
}

export interface PopupAccount {
  /** "hyperliquid:0x…": for `forget`. */
  id: string;
  title: string;
  level: Level;
  /** The state in one word, as in the strip. */
  word: string;
  usage: Figure;
  joint: Figure;
  nearest: Figure;
  age: string;
  check: { text: string; level: Level };
  watched: boolean;
  notes: Note[];
}

export interface PopupSite {
  venue: string;
  name: string;
  enabled: boolean;
  granted: boolean;
}
