import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dataLines } from './data.ts';
import { type ChronologyLine, newestFirst } from './line.ts';
import { facetsOf, isOf, lineStates, pageOf, yearOf } from './narrow.ts';
import { holdsWords } from './words.ts';

const drawn = { source: 'DocumentReference/d', tag: [{ system: 'urn:socle:origin', code: 'document' }] };
const at = (day: string) => ({ lastUpdated: `${day}T10:00:00Z` });
const observation = (id: string, day: string, label: string, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  meta: at(day),
  status: 'final',
  code: { text: label },
  effectiveDateTime: `${day}T08:00:00Z`,
  valueQuantity: { value: 1, unit: 'g/L' },
  performer: [{ type: 'Organization', display: 'Laboratoire des Brumes' }],
  ...more,
});

test('issue 8, chronology: results of one day and one laboratory are one line, whatever their order; what a document says stands with it', () => {
  const resources = [
    observation('1', '2026-01-02', 'Sodium'),
    observation('2', '2026-01-02', 'Glycémie'),
    observation('3', '2026-01-03', 'Glycémie [Masse/Volume] Sérum'),
    observation('6', '2026-01-04', 'Tabac', { category: [{ coding: [{ code: 'social-history' }] }] }),
    observation('4', '2026-01-02', 'Potassium', { meta: drawn }),
    observation('5', '2026-01-02', 'Calcium', { status: 'entered-in-error' }),
  ];
  const lines = dataLines(resources).toSorted(newestFirst);
  assert.deepEqual(
    lines.map(({ kind, title, author, day }) => [kind, title, author, day.slice(0, 10)]),
    [
      ['results', 'Glycémie', 'Laboratoire des Brumes', '2026-01-03'],
      ['results', 'Glycémie, Sodium', 'Laboratoire des Brumes', '2026-01-02'],
    ],
  );
  assert.deepEqual(dataLines(resources.toReversed()).toSorted(newestFirst), lines);
});

test('issue 8, chronology: a report that only concludes is a line; one that names its results is told by them', () => {
  const report = (id: string, more: object) => ({
    resourceType: 'DiagnosticReport',
    id,
    meta: at('2026-01-02'),
    status: 'final',
    code: { text: 'Anatomopathologie' },
    effectiveDateTime: '2026-01-02',
    performer: [{ display: 'Laboratoire des Brumes' }],
    ...more,
  });
  const lines = dataLines([
    report('1', { conclusion: 'Rien de malin.' }),
    report('2', { result: [{ reference: 'Observation/1' }], conclusion: 'Rien de malin.' }),
    report('3', { meta: drawn }),
    report('4', { status: 'registered' }),
    observation('1', '2026-01-02', 'Sodium'),
  ]);
  assert.deepEqual(
    lines.map(({ kind, key, title, detail, author }) => [kind, key, title, detail, author]),
    [
      ['results', 'DiagnosticReport/1', 'Anatomopathologie', 'Rien de malin.', 'Laboratoire des Brumes'],
      ['results', 'results/2026-01-02/Laboratoire des Brumes', 'Sodium', undefined, 'Laboratoire des Brumes'],
    ],
  );
});

test('issue 8, chronology: vaccinations, appointments, stays and acts that came as data; what was not done says so', () => {
  const lines = dataLines([
    {
      resourceType: 'Immunization',
      id: '1',
      status: 'completed',
      vaccineCode: { text: 'Vaccin contre la rougeole' },
      occurrenceDateTime: '2025-03-01',
      lotNumber: 'A12',
    },
    {
      resourceType: 'Appointment',
      id: '2',
      status: 'cancelled',
      description: 'Suivi',
      start: '2026-05-01T09:00:00Z',
      participant: [{ actor: { reference: 'Patient/x', display: 'Ambre' } }, { actor: { display: 'Dr Stéthance' } }],
    },
    {
      resourceType: 'Encounter',
      id: '3',
      status: 'finished',
      class: { code: 'IMP', display: 'hospitalisation' },
      period: { start: '2024-02-01', end: '2024-02-05' },
    },
    { resourceType: 'Procedure', id: '4', status: 'completed', code: { text: 'Mammographie' }, performedDateTime: '2023-06-01' },
    { resourceType: 'Procedure', id: '5', status: 'entered-in-error', code: { text: 'Erreur' }, performedDateTime: '2023-06-01' },
    { resourceType: 'Appointment', id: '6', status: 'booked', description: 'Sans date' },
  ]);
  assert.deepEqual(
    lines.map(({ kind, title, detail, author, undone }) => [kind, title, detail, author, undone]),
    [
      ['vaccination', 'Vaccin contre la rougeole', 'A12', undefined, undefined],
      ['appointment', 'Suivi', undefined, 'Dr Stéthance', 'cancelled'],
      ['stay', 'hospitalisation', '2024-02-05', undefined, undefined],
      ['act', 'Mammographie', undefined, undefined, undefined],
    ],
  );
  const [vaccination] = lines;
  assert.ok(
    vaccination && holdsWords(vaccination, 'ROUGE vaccin') && !holdsWords(vaccination, 'grippe') && !holdsWords(vaccination, ' '),
  );
});

const anyLine = fc
  .record({
    key: fc.uuid(),
    at: fc.integer({ min: 0, max: 2_000_000_000_000 }),
    kept: fc.integer({ min: 0, max: 2_000_000_000_000 }),
    archived: fc.boolean(),
    status: fc.constantFrom('current', 'superseded'),
    hidden: fc.boolean(),
    isDocument: fc.boolean(),
    author: fc.constantFrom('Dr A', 'Dr B', undefined),
  })
  .map(({ key, at, kept, archived, status, hidden, isDocument, author }) => {
    const common = { key, at, kept, ...(author === undefined ? {} : { author }) };
    const entry = {
      archived,
      status,
      hiddenFromPatient: hidden,
      hiddenFromProfessionals: false,
      hiddenFromRepresentatives: false,
    };
    const made = isDocument
      ? { ...common, kind: 'document', category: '11', entry }
      : { ...common, kind: 'vaccination', title: 'x', day: new Date(at).toISOString() };
    return made as unknown as ChronologyLine;
  });
const anyLines = fc.uniqueArray(anyLine, { selector: ({ key }) => key, maxLength: 60 });

test('issue 8, chronology: the pages, one after the other, give every line once, newest first, whatever came in which order', () => {
  fc.assert(
    fc.property(anyLines, fc.integer({ min: 1, max: 7 }), (lines, most) => {
      const seen: ChronologyLine[] = [];
      let after: { at: number; key: string } | undefined;
      do {
        const { page, next } = pageOf(lines, after, most);
        assert.ok(page.length <= most && (next === undefined || page.length === most));
        seen.push(...page);
        after = next;
      } while (after !== undefined);
      assert.deepEqual(seen, lines.toSorted(newestFirst));
      assert.deepEqual(pageOf(lines.toReversed(), undefined, most), pageOf(lines, undefined, most));
    }),
  );
});

test('issue 8, chronology: the counts beside each choice are those of what the choice shows', () => {
  fc.assert(
    fc.property(anyLines, fc.infiniteStream(fc.boolean()), (lines, coins) => {
      // What is put away is never new (`news.ts`).
      const fresh = new Set(lines.filter((line) => coins.next().value && !(line.kind === 'document' && line.entry.archived)));
      const facets = facetsOf(lines, fresh);
      const shown = (asked: Parameters<typeof isOf>[1]): number => lines.filter((line) => isOf(line, asked, fresh)).length;
      for (const state of lineStates) assert.equal(facets.states.get(state) ?? 0, shown({ state }));
      for (const [year, count] of facets.years) assert.equal(count, shown({ year }));
      for (const [kind, count] of facets.kinds) assert.equal(count, shown({ kind }));
      for (const [category, count] of facets.categories) assert.equal(count, shown({ category }));
      for (const [author, count] of facets.authors) assert.equal(count, shown({ author }));
      assert.equal(facets.fresh, shown({ onlyNew: true }));
      assert.equal(shown({ state: 'all' }), lines.length);
    }),
  );
});

test('issue 8, chronology: the last evening of a year is of that year in France', () => {
  assert.equal(yearOf({ at: Date.parse('2025-12-31T22:59:00Z') }), 2025);
  assert.equal(yearOf({ at: Date.parse('2025-12-31T23:00:00Z') }), 2026);
});
