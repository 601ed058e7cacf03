import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Day, dayAfter, dayOf } from './day.ts';
import { childExams } from './examinations.ts';
import { factsIn, preventionSystem, toldByPapers } from './facts.ts';
import { preventionOf, rules } from './prevention.ts';

const now = '2026-11-22';
const tag = { tag: [{ system: 'urn:socle:origin', code: 'person' }] };
let made = 0;
const immunization = (vaccine: string | object, day: string, more: object = {}) => ({
  resourceType: 'Immunization',
  id: `i${++made}`,
  status: 'completed',
  vaccineCode: typeof vaccine === 'string' ? { text: vaccine } : vaccine,
  occurrenceDateTime: day,
  ...more,
});
const atc = (code: string) => ({ coding: [{ system: 'http://www.whocc.no/atc', code }] });
const procedure = (rule: string, day: string, more: object = {}) => ({
  resourceType: 'Procedure',
  id: `p${++made}`,
  status: 'completed',
  meta: tag,
  code: { coding: [{ system: preventionSystem, code: rule }] },
  performedDateTime: day,
  ...more,
});
const nobody = { happened: [], refused: new Map<string, string>(), risks: [] };
const linesOf = (birth: Day, sex: string, resources: readonly object[] = [], today = now) =>
  preventionOf({ birth, sex, today }, factsIn(resources as never));
const stateOf = (birth: Day, sex: string, id: string, resources: readonly object[] = [], today = now) => {
  const line = linesOf(birth, sex, resources, today).find((one) => one.id === id);
  return [line?.state, line?.from, line?.sentence.fr];
};

test('Calendrier des vaccinations 2025, baby: each dose at its age, the next told with the last', () => {
  const baby = '2026-07-20';
  assert.deepEqual(stateOf(baby, 'F', 'hexavalent'), ['due', '2026-09-20', 'À faire : première dose, à 2 mois.']);
  const first = [immunization('Hexyon', '2026-09-21')];
  assert.deepEqual(stateOf(baby, 'F', 'hexavalent', first), ['due', '2026-11-20', 'À faire : deuxième dose, à 4 mois.']);
  const two = [...first, immunization(atc('J07CA09'), '2026-11-20')];
  assert.deepEqual(stateOf(baby, 'F', 'hexavalent', two), [
    'done',
    '2027-06-20',
    'C’est fait pour le moment. Ensuite : troisième dose, à 11 mois.',
  ]);
  assert.deepEqual(stateOf(baby, 'F', 'rotavirus').slice(0, 2), ['due', '2026-09-20']);
  assert.deepEqual(stateOf(baby, 'F', 'men-b-infant').slice(0, 1), ['due']);
  assert.deepEqual(stateOf(baby, 'F', 'men-acwy-infant').slice(0, 2), ['later', '2027-01-20']);
  assert.deepEqual(stateOf(baby, 'F', 'men-acwy-infant', [], '2026-12-25').slice(0, 1), ['soon']);
});

test('Calendrier des vaccinations 2025, DTP: fixed ages, a booster of the five years before stands for the next', () => {
  assert.deepEqual(stateOf('1961-09-02', 'M', 'dtp'), ['due', '2026-09-02', 'À faire : rappel des 65 ans.']);
  assert.deepEqual(stateOf('1961-09-02', 'M', 'dtp', [immunization('REVAXIS', '2022-01-10')]).slice(0, 2), [
    'done',
    '2036-09-02',
  ]);
  assert.deepEqual(stateOf('1961-09-02', 'M', 'dtp', [immunization('Revaxis', '2016-01-10')]).slice(0, 1), ['due']);
  // tetanus alone is no booster of the three
  assert.deepEqual(stateOf('1961-09-02', 'M', 'dtp', [immunization(atc('J07AM01'), '2024-01-10')]).slice(0, 1), ['due']);
  assert.deepEqual(
    stateOf('1961-09-02', 'M', 'dtp', [immunization('REVAXIS', '2022-01-10', { status: 'not-done' })]).slice(0, 1),
    ['due'],
  );
});

test('Calendrier des vaccinations 2025, HPV: two doses, three for who begins at 15; boys too; over at 20', () => {
  const one = [immunization('Gardasil 9', '2026-03-01')];
  assert.deepEqual(stateOf('2014-01-10', 'M', 'hpv').slice(0, 1), ['due']);
  assert.deepEqual(stateOf('2014-01-10', 'M', 'hpv', one).slice(0, 2), ['due', '2026-08-01']);
  const two = [...one, immunization('Gardasil 9', '2026-09-01')];
  assert.deepEqual(stateOf('2014-01-10', 'M', 'hpv', two), ['done', undefined, 'C’est fait.']);
  assert.deepEqual(stateOf('2010-01-10', 'F', 'hpv', two).slice(0, 2), ['soon', '2027-01-01']);
  assert.deepEqual(stateOf('2006-01-10', 'F', 'hpv'), ['notForYou', undefined, 'L’âge prévu est passé.']);
});

test('Calendrier des vaccinations 2025, influenza: its season, at 65, and earlier with an illness that the record tells', () => {
  assert.deepEqual(stateOf('1958-04-17', 'F', 'influenza').slice(0, 1), ['due']);
  const given = [immunization('Grippe saisonnière, vaccin inactivé', '2026-10-20')];
  assert.deepEqual(stateOf('1958-04-17', 'F', 'influenza', given).slice(0, 2), ['done', '2027-10-15']);
  // last winter's is not this winter's
  assert.deepEqual(stateOf('1958-04-17', 'F', 'influenza', given, '2027-10-16').slice(0, 1), ['due']);
  assert.deepEqual(stateOf('1958-04-17', 'F', 'influenza', [], '2026-05-01').slice(0, 2), ['later', '2026-10-15']);
  const diabetes = { resourceType: 'Condition', code: { text: 'Diabète de type 2', coding: [{ system: 'x', code: 'E11.9' }] } };
  assert.deepEqual(stateOf('1990-01-15', 'F', 'influenza').slice(0, 1), ['notForYou']);
  const line = linesOf('1990-01-15', 'F', [diabetes]).find(({ id }) => id === 'influenza');
  assert.deepEqual([line?.state, line?.because], ['due', ['Diabète de type 2']]);
  const over = { ...diabetes, clinicalStatus: { coding: [{ code: 'resolved' }] } };
  assert.deepEqual(stateOf('1990-01-15', 'F', 'influenza', [over]).slice(0, 1), ['notForYou']);
});

test('Programmes nationaux de dépistage: every two years from 50 to 74; the neck of the womb by what was done and when', () => {
  assert.deepEqual(stateOf('1958-04-17', 'F', 'breast').slice(0, 1), ['due']);
  const mammography = {
    resourceType: 'DiagnosticReport',
    id: 'd1',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '24606-6' }] },
    effectiveDateTime: '2025-06-01T08:00:00Z',
    meta: { source: 'DocumentReference/doc-1' },
  };
  const line = linesOf('1958-04-17', 'F', [mammography]).find(({ id }) => id === 'breast');
  assert.deepEqual([line?.state, line?.from, line?.done[0]?.source.document], ['done', '2027-06-01', 'doc-1']);
  assert.deepEqual(stateOf('1961-09-02', 'M', 'breast'), ['notForYou', undefined, 'Ce rendez-vous concerne les femmes.']);
  assert.deepEqual(stateOf('1999-01-10', 'F', 'cervix', [procedure('cervix', '2025-12-01')]).slice(0, 2), ['soon', '2026-12-01']);
  const two = [procedure('cervix', '2024-12-01'), procedure('cervix', '2025-12-01')];
  assert.deepEqual(stateOf('1999-01-10', 'F', 'cervix', two).slice(0, 2), ['done', '2028-12-01']);
  assert.deepEqual(stateOf('1990-01-10', 'F', 'cervix', [procedure('cervix', '2023-01-01')]).slice(0, 2), ['done', '2028-01-01']);
  assert.deepEqual(stateOf('1950-01-10', 'F', 'bowel').slice(0, 1), ['notForYou']);
});

test('R. 2132-1 CSP: twenty examinations from birth to 16, one after the other, none asked for again', () => {
  assert.equal(childExams.length, 20);
  const born = '2020-02-29';
  let before = born;
  for (const { from, until } of childExams) {
    assert.ok(dayAfter(born, from) >= before, 'one begins when the one before is over, or later');
    assert.ok(dayAfter(born, from) < dayAfter(born, until));
    before = dayAfter(born, until);
  }
  for (let day = born; day < '2037-03-02'; day = dayAfter(day, { days: 5 })) {
    const due = linesOf(born, 'M', [], day).filter(({ kind, state }) => kind === 'childExam' && state === 'due');
    assert.ok(due.length <= 1, `${day}: ${due.map(({ id }) => id).join()}`);
  }
});

test('Issue 8, prevention: the person says that it is not for them, and may take it back; what is known to be done stays so', () => {
  const word = procedure('bowel', now, { status: 'not-done', performedDateTime: undefined, id: 'w' });
  const line = linesOf('1961-09-02', 'M', [word]).find(({ id }) => id === 'bowel');
  assert.deepEqual(
    [line?.state, line?.refused, line?.sentence.fr],
    ['notForYou', 'Procedure/w', 'Noté dans le carnet : pas concerné.'],
  );
  assert.deepEqual(stateOf('1961-09-02', 'M', 'bowel', [word, procedure('bowel', '2026-01-01')]).slice(0, 1), ['done']);
  // what a software or a document says is no word of the person
  assert.deepEqual(stateOf('1961-09-02', 'M', 'bowel', [{ ...word, meta: {} }]).slice(0, 1), ['due']);
});

test('Issue 8, prevention: the same dose told by a document and by the person is told once, theirs to take back', () => {
  const lines = linesOf('1958-04-17', 'F', [
    immunization(atc('J07BK03'), '2025-02-01', { meta: tag, id: 'mine' }),
    immunization('SHINGRIX', '2025-02-01', { meta: { source: 'DocumentReference/z' }, id: 'theirs' }),
  ]);
  const zoster = lines.find(({ id }) => id === 'zoster');
  assert.deepEqual(
    zoster?.done.map(({ at, source, own }) => [at, source.kind, source.document, own]),
    [['2025-02-01', 'document', 'z', 'Immunization/mine']],
  );
  assert.deepEqual([zoster?.state, zoster?.from], ['due', '2025-04-01']);
});

test('Issue 8, prevention: a note of vaccination, an examination of a child and a report tell by their type and title; an order tells nothing', () => {
  const papers = [
    {
      id: 'n',
      title: 'Note de vaccination – Grippe saisonnière, vaccin inactivé',
      type: '87273-9',
      at: '2026-10-21T10:00:00.000Z',
    },
    { id: 'o', title: 'Ordonnance : mammographie', type: '57828-6', at: '2026-10-21T10:00:00.000Z' },
  ];
  const told = { ...nobody, happened: toldByPapers(papers) };
  const lines = preventionOf({ birth: '1958-04-17', sex: 'F', today: now }, told);
  const flu = lines.find(({ id }) => id === 'influenza');
  assert.deepEqual([flu?.state, flu?.done[0]?.source.document], ['done', 'n']);
  assert.equal(lines.find(({ id }) => id === 'breast')?.state, 'due');
  const report = toldByPapers([{ id: 'r', title: 'Mammographie', type: '18748-4', at: '2026-01-10T10:00:00.000Z' }]);
  const after = preventionOf({ birth: '1958-04-17', sex: 'F', today: now }, { ...nobody, happened: report });
  assert.equal(after.find(({ id }) => id === 'breast')?.state, 'done');
  const exam = toldByPapers([{ id: 'e', title: 'Examen de l’enfant', type: '59283-2', at: '2026-10-01T10:00:00.000Z' }]);
  const childs = preventionOf({ birth: '2024-08-09', sex: 'M', today: now }, { ...nobody, happened: exam });
  assert.deepEqual(
    childs.filter(({ kind, state }) => kind === 'childExam' && state === 'done').map(({ id }) => id),
    ['child-3y'],
  );
});

const days = fc.integer({ min: 0, max: 110 * 365 }).map((count) => dayAfter('1920-01-01', { days: count }));
const someDone = fc.array(
  fc.record({
    day: days,
    rule: fc.constantFrom(...rules.map(({ id }) => id)),
    vaccine: fc.constantFrom('Revaxis', 'Hexyon', 'grippe'),
  }),
  { maxLength: 12 },
);

test('Issue 8, prevention, property: at every age each rule has one state, told in both languages, and its days are in order', () => {
  fc.assert(
    fc.property(days, days, fc.constantFrom('F', 'M', 'X'), someDone, (one, other, sex, done) => {
      const [birth, today] = one < other ? [one, other] : [other, one];
      const resources = done.flatMap(({ day, rule, vaccine }) => [procedure(rule, day), immunization(vaccine, day)]);
      const lines = linesOf(birth, sex, resources, today);
      assert.equal(lines.length, rules.length);
      assert.equal(new Set(lines.map(({ id }) => id)).size, rules.length);
      for (const { state, sentence, from, before, done: told } of lines) {
        assert.ok(sentence.fr.length > 3 && sentence.en.length > 3);
        if (from !== undefined && before !== undefined && state !== 'notForYou')
          assert.ok(from < before || state === 'done', `${from} ${before}`);
        if (state === 'due') assert.ok(from !== undefined && from <= today && (before === undefined || before > today));
        if (state === 'soon' || state === 'later') assert.ok(from !== undefined && from > today);
        if (state === 'done') assert.ok(told.length > 0);
        assert.ok(told.every(({ at }) => at <= today && at >= birth));
      }
    }),
    { numRuns: 300 },
  );
});

test('Issue 8, prevention, property: the order of what is known does not matter, and what is told done is never lost', () => {
  fc.assert(
    fc.property(days, someDone, fc.integer(), (birth, done, seed) => {
      const resources = done.map(({ day, rule }, index) => ({ ...procedure(rule, day), id: `r${index}` }));
      const mixed = resources.toSorted((a, b) => ((a.id.charCodeAt(1) * seed) % 7) - ((b.id.charCodeAt(1) * seed) % 7));
      const today = dayAfter(birth, { years: 40 });
      assert.deepEqual(linesOf(birth, 'F', mixed, today), linesOf(birth, 'F', resources, today));
    }),
    { numRuns: 100 },
  );
});

test('Issue 8, prevention, property: to do what is due ends its being due', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 * 365 }), fc.constantFrom('F', 'M'), (age, sex) => {
      const birth = dayAfter(now, { days: -age });
      for (const line of preventionOf({ birth, sex, today: now }, nobody)) {
        if (line.state !== 'due') continue;
        const after = stateOf(birth, sex, line.id, [procedure(line.id, now)]);
        assert.notEqual(after[0], 'due', `${line.id} at ${age} days`);
      }
    }),
    { numRuns: 200 },
  );
});

test('FHIR R4 date: a year begins on its first day, and what is no day is none', () => {
  assert.deepEqual(['2019', '2019-03', '2019-03-08', '2019-03-08T10:00:00+01:00', '2019-02-30', '19', 'hier'].map(dayOf), [
    '2019-01-01',
    '2019-03-01',
    '2019-03-08',
    '2019-03-08',
    undefined,
    undefined,
    undefined,
  ]);
});
