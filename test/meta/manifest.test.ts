import { expect, test } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import { files } from './tree';

test('the permissions are the least that work', () => {
  expect(manifest.permissions).toEqual(['storage', 'alarms', 'notifications']);
  expect(manifest.host_permissions).toEqual([
    'https://api.hyperliquid.xyz/*',
    'https://api.binance.com/*',
    'https://dapi.binance.com/*',
    'https://fapi.binance.com/*',
    'https://papi.binance.com/*',
    'https://www.binance.com/bapi/futures/*',
    'https://www.okx.com/api/v5/*',
    'https://www.deribit.com/api/v2/*',
    'https://api.bybit.com/v5/*',
    'https://indexer.dydx.trade/v4/*',
  ]);
});

test('the content scripts run on the order pages alone, before the page does', () => {
  for (const script of manifest.content_scripts) {
    expect(script.matches).toEqual([
      'https://app.hyperliquid.xyz/*',
      'https://www.binance.com/futures/*',
      'https://www.binance.com/*/futures/*',
      'https://www.binance.com/delivery/*',
      'https://www.binance.com/*/delivery/*',
      'https://www.okx.com/trade-*',
      'https://www.okx.com/*/trade-*',
      'https://my.okx.com/trade-*',
      'https://my.okx.com/*/trade-*',
      'https://app.okx.com/trade-*',
      'https://app.okx.com/*/trade-*',
      'https://www.deribit.com/futures/*',
      'https://www.deribit.com/*/futures/*',
      'https://www.bybit.com/trade/*',
      'https://www.bybit.com/*/trade/*',
      'https://www.bybitglobal.com/trade/*',
      'https://www.bybitglobal.com/*/trade/*',
      'https://www.bytick.com/trade/*',
      'https://www.bytick.com/*/trade/*',
      'https://www.bybit.eu/trade/*',
      'https://www.bybit.eu/*/trade/*',
      'https://www.bybit.kz/trade/*',
      'https://www.bybit.kz/*/trade/*',
      'https://www.bybit.nl/trade/*',
      'https://www.bybit.nl/*/trade/*',
      'https://dydx.trade/*',
    ]);
    expect(script.run_at).toBe('document_start');
    expect(script.js.every(path => /\.iife\.tsx?$/.test(path))).toBe(true);
  }
});

test('a page can neither find nor message the extension', () => {
  expect(manifest).not.toHaveProperty('web_accessible_resources');
  expect(manifest).not.toHaveProperty('externally_connectable');
  expect(JSON.stringify(manifest)).not.toContain('<all_urls>');
});

test('both browsers find their background, locale and icons', () => {
  expect(manifest.background.service_worker).toBe(manifest.background.scripts[0]);
  const text = JSON.stringify(manifest);
  for (const [, key] of text.matchAll(/__MSG_(\w+)__/g)) expect(messages).toHaveProperty(key ?? '');
  for (const icon of Object.values(manifest.icons)) expect(files).toContain(`public/${icon}`);
});
