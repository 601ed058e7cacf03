import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ProfileEntry } from './entry.ts';
import { readEntry } from './entry.ts';
import { entryIn } from './entryIn.ts';
import { kindsOf, measureKinds } from './kinds.ts';
import { profileSections } from './line.ts';
import { profileFrom } from './merge.ts';
import { resourceOf } from './write.ts';

const today = '2026-06-01';
const writing = { patient: 'Patient/p', at: new Date('2026-06-01T10:00:00Z') };
const words = fc.stringMatching(/^[A-Za-zÀ-ÿ0-9'’., -]{1,40}$/).filter((text) => /[A-Za-z0-9]/.test(text));
const date = fc.constantFrom('1998', '2001-05', '2024-02-29', '2026-06-01');
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

/** What a form may send of a section: some of it is dropped by the reader, for not every section takes everything. */
const sent = fc.constantFrom(...profileSections).chain((section) =>
  fc.record({
    section: fc.constant(section),
    label: words,
    kind: fc.constantFrom(...[...kindsOf(section), ...(kindsOf(section).size === 0 ? ['none'] : [])]),
    from: section === 'measures' ? fc.constantFrom('2024-02-29', '2026-06-01') : maybe(date),
    ended: maybe(fc.boolean()),
    severe: maybe(fc.boolean()),
    dose: maybe(words),
    reason: maybe(words),
    note: maybe(words),
    telephone: maybe(fc.constantFrom('06 00 00 00 00', '+33 6 00 00 00 00')),
    trusted: maybe(fc.boolean()),
    emergency: maybe(fc.boolean()),
  }),
);
const numbers: Readonly<Record<string, string>> = {
  weight: '72,5',
  height: '168',
  pressure: '128/78',
  pulse: '70',
  temperature: '37,2',
  waist: '85',
  glucose: '1,05',
};
const measured = (entry: { readonly section: string; readonly label: string; readonly kind: string }) =>
  entry.section === 'measures' && measureKinds[entry.kind]?.unit !== undefined ? { ...entry, label: numbers[entry.kind] } : entry;

test('Issue 8, profile: what a person enters is read back from its FHIR resource as it was, and is one line that they may change', () => {
  fc.assert(
    fc.property(sent.map(measured), (body) => {
      const entry: ProfileEntry = readEntry(body, today);
      const resource = {
        ...resourceOf(entry, writing),
        id: 'r',
        meta: { tag: [{ system: 'urn:socle:origin', code: 'person' }] },
      };
      assert.deepEqual(entryIn(resource), entry);
      const [line, ...others] = profileFrom([resource], [], today);
      assert.deepEqual([line?.own, line?.section, others.length], ['r', entry.section, 0]);
    }),
    { numRuns: 500 },
  );
});

test('Issue 8, profile: a blood pressure is taken as people say it, in centimetres or millimetres of mercury', () => {
  const detail = (label: string) => {
    const entry = readEntry({ section: 'measures', kind: 'pressure', label, from: today }, today);
    return profileFrom([{ ...resourceOf(entry, writing), id: 'r' }], [], today)[0]?.detail;
  };
  for (const label of ['12/8', '12 / 8', '120/80', '12,0 sur 8', '120-80']) assert.equal(detail(label), '120/80 mmHg', label);
  for (const label of ['8/12', '120', '1200/80', '12/0', 'douze', '']) assert.throws(() => detail(label), /record\./, label);
});

test('Issue 8, profile: a day that has begun somewhere is not to come; a treatment may begin later', () => {
  const tomorrow = '2026-06-02';
  assert.throws(() => readEntry({ section: 'vaccinations', label: 'x', from: tomorrow }, today), { code: 'record.bad-date' });
  assert.equal(readEntry({ section: 'vaccinations', label: 'x', from: tomorrow }, tomorrow).from, tomorrow);
  assert.equal(readEntry({ section: 'treatments', label: 'x', from: tomorrow }, today).from, tomorrow);
});
