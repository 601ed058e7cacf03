import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel';
import { attachments } from './body.ts';
import { renderHtml } from './render.ts';
import { scanHeader } from './scan.ts';
import { checkWellFormed } from './wellformed.ts';

const sample = readFileSync(new URL('../../../spec/cda/sample-n3.xml', import.meta.url));
const fragments = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '/',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<!DOCTYPE',
  '&#0;',
  '\u0000',
  'é',
  ':',
  '=',
];
const edit = fc.record({
  at: fc.nat(sample.length),
  cut: fc.nat(40),
  put: fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 8 }), fc.constant('')),
});

/** Applies edits to the bytes of the sample. */
function mutant(edits: readonly { at: number; cut: number; put: string }[]): Buffer {
  let bytes = sample;
  for (const { at, cut, put } of edits)
    bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + cut)]);
  return bytes;
}

function onlyRefuses(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof Refusal, `not a refusal: ${error}`);
  }
}

test('CDA, any damage: reading a document gives a result or a refusal', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const bytes = mutant(edits);
      onlyRefuses(() => scanHeader(bytes));
      onlyRefuses(() => checkWellFormed(bytes));
      onlyRefuses(() => attachments(bytes));
      onlyRefuses(() => renderHtml(bytes, scanHeader(bytes)));
    }),
    { numRuns: 500 },
  );
});

test('CDA, any damage: a header that libxml2 would refuse before the body is refused by the scan', () => {
  const headerEnd = sample.indexOf('<component>');
  const rootTag = sample.indexOf('<ClinicalDocument');
  const headerStart = sample.indexOf('<realmCode');
  const tail = '<component><nonXMLBody><text>x</text></nonXMLBody></component></ClinicalDocument>';
  fc.assert(
    fc.property(edit, (one) => {
      const at = one.at % headerEnd;
      // libxml2 also judges the syntax of namespace URIs, which the scan leaves to it.
      fc.pre(at + one.cut < rootTag || at > headerStart);
      const bytes = Buffer.concat([
        sample.subarray(0, at),
        Buffer.from(one.put),
        sample.subarray(Math.min(at + one.cut, headerEnd), headerEnd),
        Buffer.from(tail),
      ]);
      const scanned = outcome(() => scanHeader(bytes));
      const parsed = outcome(() => checkWellFormed(bytes));
      if (scanned === 'ok') assert.equal(parsed, 'ok', bytes.subarray(Math.max(0, at - 30), at + 60).toString());
    }),
    { numRuns: 500 },
  );
});

function outcome(act: () => unknown): string {
  try {
    act();
    return 'ok';
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
}
