import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { headings } from './drafts.check.ts';
import { type DocumentKind, kinds } from './models/kinds.ts';
import type { ReportHeading } from './models/report.ts';

const heading = fc.sample(headings, { numRuns: 1, seed: 4 })[0] as ReportHeading;
const tomorrow = new Date(heading.effectiveTime.getTime() + 2 * 86_400_000).toISOString();
const medicine = { name: 'PARACETAMOL 500 mg', cis: '63107752' };
const takes = [{ words: 'matin et soir' }];
const prescription = { medicines: [{ medicine, takes }] };
const vaccine = { name: 'VACCIN', cis: '68747507', atc: { code: 'J07AM01', display: 'tétanos' } };
const vaccination = { vaccine, lot: 'L1', day: '2020-01-01' };
const letter = {
  reason: 'Chute',
  admission: 'emergency',
  discharge: 'home',
  synthesis: 'Fracture',
  resistantSearched: false,
  transfusion: false,
  bloodProducts: false,
  treatments: [],
};
const summary = { problems: [], history: [], allergies: [], attention: [], treatments: [] };
const result = {
  code: { code: '2345-7', display: 'Glucose' },
  name: 'Glycémie',
  value: 1,
  unit: 'g/L',
  at: '2020-01-01T08:00:00Z',
};
const report = (change: object) => ({ chapters: [{ chapter: 'chemistry', results: [{ ...result, ...change }] }] });

const refused: readonly (readonly [DocumentKind, what: string, form: unknown, code: string, at: string])[] = [
  ['prescription', 'no object', 'x', 'form-malformed', 'form'],
  ['prescription', 'no medicine', { medicines: [] }, 'empty-section', 'medicines'],
  ['prescription', 'a field that does not exist', { ...prescription, medicine: 1 }, 'form-unknown-field', 'medicine'],
  ['prescription', 'a field of the prototype', JSON.parse('{"medicines":[],"__proto__":1}'), 'form-unknown-field', '__proto__'],
  [
    'prescription',
    'a take with nothing said',
    { medicines: [{ medicine, takes: [{ days: 2 }] }] },
    'form-malformed',
    'medicines[0].takes[0]',
  ],
  [
    'prescription',
    'a medicine without a name',
    { medicines: [{ medicine: { cis: '63107752' }, takes }] },
    'form-missing',
    'medicines[0].medicine.name',
  ],
  [
    'prescription',
    'a wrong CIS',
    { medicines: [{ medicine: { name: 'x', cis: '123' }, takes }] },
    'unknown-code',
    'medicines[0].medicine.cis',
  ],
  [
    'prescription',
    'a CIP with a wrong key',
    { medicines: [{ medicine: { name: 'x', cip: '3400933516391' }, takes }] },
    'unknown-code',
    'medicines[0].medicine.cip',
  ],
  [
    'prescription',
    'a route outside the list',
    { medicines: [{ medicine, takes, route: 'ear' }] },
    'unknown-code',
    'medicines[0].route',
  ],
  [
    'prescription',
    'a route of the prototype',
    { medicines: [{ medicine, takes, route: 'toString' }] },
    'unknown-code',
    'medicines[0].route',
  ],
  [
    'prescription',
    'an end before the start',
    { medicines: [{ medicine, takes, from: '2020-01-02', to: '2020-01-01' }] },
    'form-backwards',
    'medicines[0]',
  ],
  [
    'prescription',
    'a day that is none',
    { medicines: [{ medicine, takes, from: '2021-02-29' }] },
    'form-malformed',
    'medicines[0].from',
  ],
  [
    'prescription',
    'too many medicines',
    { medicines: Array.from({ length: 51 }, () => ({ medicine, takes })) },
    'form-too-long',
    'medicines',
  ],
  [
    'prescription',
    'a control character',
    { medicines: [{ medicine: { name: 'a\u0000b' }, takes }] },
    'form-malformed',
    'medicines[0].medicine.name',
  ],
  [
    'prescription',
    'a broken character',
    { medicines: [{ medicine: { name: 'a\ud800' }, takes }] },
    'form-malformed',
    'medicines[0].medicine.name',
  ],
  ['vaccination', 'no lot', { ...vaccination, lot: ' ' }, 'form-malformed', 'lot'],
  ['vaccination', 'a day to come', { ...vaccination, day: tomorrow.slice(0, 10) }, 'future-date', 'day'],
  [
    'vaccination',
    'a vaccine without its CIS',
    { ...vaccination, vaccine: { ...vaccine, cis: null } },
    'form-missing',
    'vaccine.cis',
  ],
  [
    'vaccination',
    'a vaccine without its class',
    { ...vaccination, vaccine: { name: 'V', cis: '68747507' } },
    'form-missing',
    'vaccine.atc',
  ],
  ['discharge', 'a letter without a synthesis', { ...letter, synthesis: '' }, 'form-missing', 'synthesis'],
  ['discharge', 'a way out outside the list', { ...letter, discharge: 'moon' }, 'unknown-code', 'discharge'],
  ['discharge', 'blood not answered', { ...letter, transfusion: undefined }, 'form-missing', 'transfusion'],
  ['summary', 'a summary without treatments', { ...summary, treatments: undefined }, 'form-missing', 'treatments'],
  [
    'summary',
    'a problem that begins tomorrow',
    { ...summary, problems: [{ name: 'x', since: tomorrow.slice(0, 10) }] },
    'future-date',
    'problems[0].since',
  ],
  [
    'summary',
    'a code that is no CIM-10',
    { ...summary, problems: [{ name: 'x', code: { code: 'zz', display: 'x' } }] },
    'unknown-code',
    'problems[0].code.code',
  ],
  [
    'laboratory',
    'a chapter without results',
    { chapters: [{ chapter: 'chemistry', results: [] }] },
    'empty-section',
    'chapters[0].results',
  ],
  [
    'laboratory',
    'more results than are printed',
    { chapters: Array.from({ length: 4 }, () => ({ chapter: 'chemistry', results: Array.from({ length: 200 }, () => result) })) },
    'form-too-long',
    'chapters',
  ],
  ['laboratory', 'a number and words', report({ words: 'x' }), 'form-malformed', 'chapters[0].results[0]'],
  ['laboratory', 'a number without its unit', report({ unit: '' }), 'form-missing', 'chapters[0].results[0].unit'],
  ['laboratory', 'a result to come', report({ at: tomorrow }), 'future-date', 'chapters[0].results[0].at'],
  [
    'laboratory',
    'a moment without its offset',
    report({ at: '2020-01-01T08:00:00' }),
    'form-malformed',
    'chapters[0].results[0].at',
  ],
];
for (const [kind, what, form, code, at] of refused)
  test(`CI-SIS, forms: ${kind}, ${what} is refused with its place`, () =>
    assert.throws(() => kinds[kind](heading, form), { code: `documents.${code}`, at }));

const author = heading.author;
const other = { code: 'X', system: '1.2.3', display: 'X' };
const headed: readonly (readonly [DocumentKind, what: string, change: Partial<ReportHeading>, code: string, at: string])[] = [
  [
    'prescription',
    'a specialty outside JDV_J01',
    { author: { ...author, specialty: other } },
    'unknown-code',
    'author.specialty',
  ],
  [
    'prescription',
    'a place outside JDV_J02',
    { author: { ...author, structure: { ...author.structure, facilityType: other } } },
    'unknown-code',
    'author.structure.facilityType',
  ],
  ['prescription', 'an author without a name', { author: { ...author, family: ' ' } }, 'form-missing', 'author.family'],
  ['prescription', 'an act to come', { event: { start: new Date(tomorrow) } }, 'future-date', 'event.start'],
  ['prescription', 'no date', { event: { start: new Date(Number.NaN) } }, 'form-malformed', 'event.start'],
  ['prescription', 'version 0', { version: 0 }, 'form-malformed', 'version'],
  ['discharge', 'a stay without its end', { event: { start: heading.event.start } }, 'form-missing', 'event.end'],
];
const forms: Readonly<Record<string, unknown>> = { prescription, discharge: letter };
for (const [kind, what, change, code, at] of headed)
  test(`CI-SIS, structuration minimale: ${kind}, ${what} is refused with its place`, () =>
    assert.throws(() => kinds[kind]({ ...heading, ...change }, forms[kind]), { code: `documents.${code}`, at }));

test('CI-SIS VSM: a summary without the attending physician is refused', () => {
  const { attendingPhysician: _, ...without } = heading;
  assert.throws(() => kinds.summary(without, summary), { code: 'documents.form-missing', at: 'attendingPhysician' });
});

test('CI-SIS: the same form gives the same bytes, another document other identifiers', () => {
  const once = kinds.vaccination(heading, vaccination).xml;
  assert.ok(kinds.vaccination(heading, vaccination).xml.equals(once));
  const other = kinds.vaccination({ ...heading, id: { root: '2.25.7' } }, vaccination).xml.toString();
  const ids = (xml: string) => new Set([...xml.matchAll(/<id root="([0-9A-F]{8}-[0-9A-F-]{27})"/g)].map(([, id]) => id));
  assert.ok(ids(once.toString()).size > 1);
  assert.ok([...ids(other)].every((id) => !ids(once.toString()).has(id)));
});
