import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceOf, deviceWords } from './device.ts';

for (const [agent, words] of [
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'Chrome sur Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge sur Windows',
  ],
  ['Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox sur Android'],
  [
    'Mozilla/5.0 (Linux; Android 6.0) AppleWebKit/537.36 SamsungBrowser/9.2 Chrome/67.0 Mobile Safari/537.36',
    'Samsung Internet sur Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari sur iPhone',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15', 'Safari sur Mac'],
  ['curl/8.0', 'Appareil inconnu'],
  ['<script>alert(1)</script>', 'Appareil inconnu'],
  [undefined, 'Appareil inconnu'],
] as const)
  test(`Socle, device: ${words}, of ${String(agent).slice(0, 40)}`, () => assert.equal(deviceWords(deviceOf(agent)), words));

test('Socle, device: nothing of a long header is kept but known words', () => {
  assert.deepEqual(deviceOf('x'.repeat(100_000)), { browser: '', system: '' });
});
