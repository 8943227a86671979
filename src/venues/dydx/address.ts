/**
 * Addresses of the dYdX chain: bech32 (BIP 173) with the prefix "dydx". An account is a parent subaccount,
 * written "dydx1…/0"; numbers from 128 up are its isolated positions' own subaccounts: parent + 128·k.
 * Source: v4-chain, "subaccounts"; the indexer's channel ids.
 */

const SIGNS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const WHOLE = /^dydx1([02-9ac-hj-np-z]{38,58})(?:\/(\d{1,3}))?$/;

export const CHILDREN = 128;

export interface AccountName {
  address: string;
  /** 0 to 127. */
  parent: number;
}

/** What a trader typed, checked to the last sign; null: no address of this chain. */
export function address(text: string): string | null {
  const [, data, number] = WHOLE.exec(text.trim().toLowerCase()) ?? [];
  if (data === undefined || checksum('dydx', data) !== 1) return null;
  const parent = wholeNumber(number ?? '0');
  return parent < CHILDREN ? nameOf(`dydx1${data}`, parent) : null;
}

/** The polynomial of BIP 173 over prefix and data; 1: the checksum holds. */
function checksum(prefix: string, data: string): number {
  const codes = [...prefix].map(sign => sign.charCodeAt(0));
  const values = [
    ...codes.map(code => code >> 5),
    0,
    ...codes.map(code => code & 31),
    ...[...data].map(sign => SIGNS.indexOf(sign)),
  ];
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    GENERATORS.forEach((generator, bit) => {
      if ((top >> bit) & 1) sum ^= generator;
    });
  }
  return sum;
}

/** The name of an account: the first parent subaccount, which all traders have, goes by the address alone. */
export function nameOf(owner: string, subaccount: number): string {
  const parent = subaccount % CHILDREN;
  return parent === 0 ? owner : `${owner}/${parent}`;
}

export function splitName(name: string): AccountName {
  const [owner = '', parent = '0'] = name.split('/');
  return { address: owner, parent: wholeNumber(parent) };
}

/** The subaccount that a channel's id names itself. */
export function numberOfChannel(id: string): number {
  return wholeNumber(id.split('/')[1] ?? '0');
}

/** The account of a channel's id, "dydx1…/0"; null: it is none. Test networks have other prefixes. */
export function ofChannel(id: string): string | null {
  const [, owner, number] = /^([a-z]{2,12}1[a-z\d]{20,60})\/(\d{1,6})$/.exec(id) ?? [];
  return owner === undefined || number === undefined ? null : nameOf(owner, wholeNumber(number));
}

/** Of digits only. */
function wholeNumber(digits: string): number {
  return [...digits].reduce((sum, digit) => sum * 10 + (digit.charCodeAt(0) - 48), 0);
}
