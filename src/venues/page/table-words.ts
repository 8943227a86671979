/** The headers of positions tables, in English and Chinese, as the exchanges' own pages write them. */

export type Column =
  | 'symbol'
  | 'side'
  | 'size'
  | 'entry'
  | 'mark'
  | 'liquidation'
  | 'margin'
  | 'pnl'
  | 'leverage';

/** Columns that look like one of ours and are another thing: a ratio, a profit that is realised, a last price. */
const OTHERS =
  /ratio|rate|reali[sz]ed (?:pnl|p&l|profit)|last price|break.?even|maintenance|\b[im]m\b|tp|sl|[率比已]|最新|[盈损損保]本|[维維]持/i;
const UNREALISED = /unreali[sz]ed|未[实實]现|未實現|浮[动動]/i;

const COLUMNS: [Column, RegExp][] = [
  [
    'symbol',
    /^(?:symbol|contracts?|market|instrument|coin|pair|asset|(?:交易)?[币幣][种種对對]|交易[对對]|合[约約]|(?:交易)?品[种種])$/i,
  ],
  ['side', /^(?:side|direction|方向)$/i],
  [
    'size',
    /^(?:(?:position |pos\. ?)?(?:size|qty|quantity|amount)|(?:持[仓倉]|[仓倉]位)?(?:[数數]量|大小|量))(?: ?[(（].*[)）])?$/i,
  ],
  [
    'entry',
    /^(?:(?:avg\.?|average) )?(?:entry|open|cost)\b|^(?:avg\.?|average) price|[开開][仓倉]|入[场場]|持[仓倉]均[价價]/i,
  ],
  ['mark', /^mark\b|[标標][记記]/i],
  ['liquidation', /\bliq\b|\bliq\.|liquidation|强平|強平|爆[仓倉]/i],
  [
    'margin',
    /^(?:position |isolated )?margin(?: ?[(（].*[)）])?$|^(?:持[仓倉]|逐[仓倉])?保[证證]金(?: ?[(（].*[)）])?$/i,
  ],
  ['pnl', /\b(?:u?pnl|upl|p&l|profit)\b|盈[亏虧]|[收损損]益/i],
  ['leverage', /^leverage$|^[杠槓]杆(?:倍[数數])?$/i],
];

/** What a header says of its column; null: something else, or nothing. */
export function columnOf(header: string): Column | null {
  if (OTHERS.test(header) && !UNREALISED.test(header)) return null;
  return COLUMNS.find(([, words]) => words.test(header))?.[0] ?? null;
}

/** The heading of the table, which counts its rows: "Positions (3)". */
export const COUNTED =
  /^(?:open )?positions? ?[(（]?(\d{1,4})[)）]?$|^(?:[当當]前)?(?:持[仓倉]|[仓倉]位) ?[(（]?(\d{1,4})[)）]?$/i;
/** What stands in place of rows. */
export const NOTHING =
  /^(?:you have )?no (?:open )?(?:positions?|data|records?)(?: yet| found)?\.?$|^[暂暫](?:无|無)(?:[数數]据|數據|[记記][录錄]|持[仓倉]|[仓倉]位)?$/i;
export const LONG = /^(?:long|buy|多|多[头頭单單倉仓]|做多|[买買]入)$/i;
export const SHORT = /^(?:short|sell|空|空[头頭单單倉仓]|做空|[卖賣]出)$/i;
/** The venue prints none. */
export const DASH = /^(?:[-–—−]{1,2}|n\/a|none|无|無)$/i;
