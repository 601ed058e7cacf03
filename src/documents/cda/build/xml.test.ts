import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hl7Date, hl7Time } from './time.ts';
import { element, leaf, text } from './xml.ts';

test('XML 1.0 §2.4: text and attributes are escaped, and what XML cannot write is replaced', () => {
  assert.equal(leaf('a', '<b> & "c" \' ]]>'), "<a>&lt;b&gt; &amp; &quot;c&quot; ' ]]&gt;</a>");
  assert.equal(element('a', { v: 'x"\n<&\t' }), '<a v="x&quot;&#10;&lt;&amp;&#9;"/>');
  assert.equal(text('a\u0000b\u001Fc\uFFFEd\uD800e'), 'a\uFFFDb\uFFFDc\uFFFDd\uFFFDe');
  assert.equal(text('Œ ’ 😀'), 'Œ ’ 😀');
});

const times: readonly [moment: string, zone: string, written: string, name: string][] = [
  ['2026-01-08T10:17:00Z', 'Europe/Paris', '20260108111700+0100', 'winter'],
  ['2026-07-08T10:17:00Z', 'Europe/Paris', '20260708121700+0200', 'summer'],
  ['2026-03-29T00:59:59Z', 'Europe/Paris', '20260329015959+0100', 'last second of winter time'],
  ['2026-03-29T01:00:00Z', 'Europe/Paris', '20260329030000+0200', 'first second of summer time'],
  ['2026-12-31T23:30:00Z', 'Europe/Paris', '20270101003000+0100', 'the next year already'],
  ['2026-01-08T02:00:00.900Z', 'America/Martinique', '20260107220000-0400', 'Martinique, the day before'],
  ['2026-01-08T10:00:00Z', 'Pacific/Marquesas', '20260108003000-0930', 'half an hour'],
];
for (const [moment, zone, written, name] of times)
  test(`HL7 v3 TS, CI-SIS header: ${name}`, () => {
    assert.equal(hl7Time(new Date(moment), zone), written);
  });

test('HL7 v3 TS: a date stays as precise as it is', () => {
  assert.equal(hl7Date('1958-04-17'), '19580417');
  assert.equal(hl7Date('1958-04'), '195804');
});
