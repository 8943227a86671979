/** HMAC-SHA256 by WebCrypto, of which every venue's signatures are made; what is signed is the venue's own. */

/** In lower-case hexadecimal. */
export async function hmacHex(secret: string, text: string): Promise<string> {
  return hex(await hmac(secret, text));
}

export async function hmacBase64(secret: string, text: string): Promise<string> {
  return btoa(String.fromCharCode(...(await hmac(secret, text))));
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

async function hmac(secret: string, text: string): Promise<Uint8Array> {
  const utf8 = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', utf8.encode(secret), algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8.encode(text)));
}
