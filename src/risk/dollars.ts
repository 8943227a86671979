/** Units and coins that are meant to be worth a US dollar: taken at par where money of several venues is added up. */
export const DOLLARS: ReadonlySet<string> = new Set(
  'USD USDT USDC USDE FDUSD DAI TUSD USDD PYUSD USDP USD1 USDH RLUSD BUSD BFUSD USDY SUSDE USDTB'.split(' '),
);
