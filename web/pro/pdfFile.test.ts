import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largestPdfBytes, pdfFaultOf } from './pdfFile.ts';

const whole = '%PDF-1.7\n1 0 obj\nendobj\ntrailer\nstartxref\n9\n%%EOF\n';
const faultOf = (...parts: BlobPart[]) => pdfFaultOf(new Blob(parts));

test('a whole PDF is published, also with signs before and after it', async () => {
  assert.equal(await faultOf(whole), undefined);
  assert.equal(await faultOf('\ufeff', whole, '\0'.repeat(1000)), undefined);
});

test('a file that nobody could open is not: empty, of another format, cut short, too heavy', async () => {
  assert.equal(await faultOf(''), 'empty');
  assert.equal(await faultOf('MZ a program named .pdf %%EOF'), 'type');
  assert.equal(await faultOf(whole.slice(0, 30)), 'cut');
  assert.equal(await faultOf(whole, new Uint8Array(5000), 'and the rest is missing'), 'cut');
  assert.equal(await faultOf('%PDF-', new Uint8Array(largestPdfBytes)), 'large');
  assert.equal(await faultOf('PK', new Uint8Array(largestPdfBytes)), 'type', 'smaller would not help');
});
