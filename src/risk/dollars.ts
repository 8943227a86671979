/**
 * Units and coins that are meant to be worth a US dollar: a constant price is no fault of theirs, and where money
 * of several venues is added up they are taken at par.
 */
export const DOLLARS: ReadonlySet<string> = new Set(
  'USD USDT USDC USDE USDS DAI FDUSD TUSD BUSD USDP PYUSD USD1 RLUSD USDH GUSD FRAX LUSD USDD USDB BFUSD USDTB'.split(
    ' ',
  ),
);
