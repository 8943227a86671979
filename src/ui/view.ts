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
  /** The largest order that keeps the chosen distance; null: no order can be read, or nothing is held back by it. */
  largest: LargestView | null;
  /** What is unknown or stale and since when; why the form cannot be read; null: nothing to say. */
  note: string | null;
}

/** "max 0.42 BTC for 5 σ"; of an open side both: "max ▲ 0.42 ▼ 1.3 BTC for 5 σ". */
export interface LargestView {
  label: string;
  sides: { side: After['side']; size: string; level: Level }[];
  /** Empty: the sizes are words. */
  unit: string;
  target: string;
  hint: string;
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
  oddsHint: string;
  /** Null: nothing was seen yet that could be drawn. */
  history: HistoryView | null;
  margin: MarginView;
  ladder: LadderView;
  /** The likeliest way to liquidation; null: none, not known, or of one coin, of which the sentence says all. */
  path: PathView | null;
  /** Null: no statistics, nothing held, or no stops to speak of. */
  stops: TableView | null;
  remedies: RemediesView | null;
  scenarios: TableView | null;
  positions: PositionRow[];
  isolation: TableView | null;
  leverage: TableView | null;
  heatmap: HeatmapView | null;
  /** Over all accounts that are known; null: nothing is held. */
  exposure: TableView | null;
  /** "Positions stack on one direction: …", "differs from the venue: …". */
  warnings: Note[];
  /** What the figures rest on: model, age of candles, assumptions. */
  basis: string[];
}

export interface Note {
  text: string;
  /** "plain": worth knowing, and nothing is wrong. */
  level: Level | 'plain';
}

/** A table of words and figures; what it rests on is said by its hint. */
export interface TableView {
  title: string;
  detail: string;
  /** One sentence: from which model, how old, what is left out. */
  hint: string;
  /** Of the columns after the name; empty: the rows speak for themselves. */
  head: string[];
  rows: TableRow[];
  /** Said under the table. */
  notes: Note[];
}

export interface TableRow {
  name: string;
  cells: { text: string; level: Level | 'plain' }[];
  /** Null: the table's own says it all. */
  hint: string | null;
}

/** What brings the distance back that the trader wants to keep, or keeps it. */
export interface RemediesView {
  title: string;
  detail: string;
  hint: string;
  /** "add 12,951 USDC": what is to be done, each with what it comes to. */
  chips: { lead: string; figure: string; level: Level | 'plain'; hint: string }[];
  /** What else there is to know: the largest order, what isolating does and does not do. */
  notes: Note[];
}

/** The distance of the last 24 hours: the lower, the nearer to liquidation, which is the bottom. */
export interface HistoryView {
  caption: string;
  hint: string;
  /** An SVG path in a box of 960 × 100, with a move for each gap. */
  line: string;
  /** Heights of the warning and danger thresholds in the same box; outside it when they are off the scale. */
  warn: number;
  danger: number;
  /** "20%", at the top of the box. */
  top: string;
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
  hint: string;
  names: string[];
  /** Row by row; null: unknown. */
  correlation: (number | null)[][];
  /** The same coins under other correlations, with the distance under each; the first is today's. */
  stresses: { label: string; said: string; worse: boolean; correlation: (number | null)[][] }[];
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
  history: HistoryView | null;
  notes: Note[];
}

export interface PopupSite {
  venue: string;
  name: string;
  enabled: boolean;
  granted: boolean;
}
