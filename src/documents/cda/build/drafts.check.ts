import fc from 'fast-check';
import { conceptsOf } from '#terminology';
import {
  admissions,
  allergyKinds,
  discharges,
  documentStates,
  doseUnits,
  habits,
  routes,
  vaccinationActs,
  vaccineRoutes,
  vaccineSites,
} from './entries/tables.ts';
import { chapters, type ReportHeading } from './models/report.ts';

/** Forms and headings as people fill them in: long names, hyphens, apostrophes, accents, signs of XML, empty fields, many lines. */
const pieces = [
  'L’Œuvre',
  "d'Été",
  'Jean-Marc',
  '<b>',
  '&amp;',
  '&',
  '"x"',
  ']]>',
  '<!--',
  'ÇÀ',
  'naïve',
  '≥ 3',
  'µg',
  '漢字',
  '😀',
  'Llanfairpwllgwyngyllgogery',
  'a',
  '1,5',
  'n°2',
];
export const words = (most = 6): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: most }).map((some) => some.join(' '));

/** A remark has a word: a sign alone is taken for a place left empty by who reads the document. */
const remarks = (most = 6): fc.Arbitrary<string> => words(most).map((said) => `Voir ${said}`);

const keys = <T extends object>(table: T): fc.Arbitrary<keyof T & string> =>
  fc.constantFrom(...(Object.keys(table) as (keyof T & string)[]));
/** Fields that may be absent are left out, not undefined: a form has no such value. */
const form = <T extends object, K extends keyof T = never>(fields: { [P in keyof T]: fc.Arbitrary<T[P]> }, required: K[]) =>
  fc.record(fields, { requiredKeys: required });

const start = Date.parse('2019-01-01T00:00:00Z');
const days = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((n) => new Date(start + n * 86_400_000).toISOString().slice(0, 10));
const past = days(0, 2000);
const later = days(2001, 2600);
const moment = fc.integer({ min: 0, max: 2000 * 1440 }).map((minute) => new Date(start + minute * 60_000));
/** After every moment and day of the past above. */
const writtenAt = fc.integer({ min: 2620 * 1440, max: 2650 * 1440 }).map((minute) => new Date(start + minute * 60_000));

const cim10 = form({ code: fc.constantFrom('I10', 'I20.0', 'N10', 'G45.9', 'R50.2'), display: words() }, ['code', 'display']);
const medicine = form(
  {
    name: words(),
    cis: fc.integer({ min: 60000000, max: 69999999 }).map(String),
    cip: fc.constantFrom('3400933516390', '3400932857241', '3400938022209'),
    virtual: fc.integer({ min: 1, max: 99999999 }).map((n) => `MV${String(n).padStart(8, '0')}`),
    atc: form({ code: fc.constantFrom('J07AM01', 'N02BE01', 'J07AM'), display: words() }, ['code', 'display']),
  },
  ['name'],
);
const dose = fc
  .record({ least: fc.integer({ min: 1, max: 40 }), more: fc.integer({ min: 0, max: 8 }), unit: keys(doseUnits) })
  .map(({ least, more, unit }) => ({ amount: least / 4, ...(more === 0 ? {} : { most: (least + more) / 4 }), unit }));
const rhythm = form(
  {
    times: fc.integer({ min: 1, max: 12 }),
    every: fc.integer({ min: 1, max: 4 }),
    unit: fc.constantFrom('hour', 'day', 'week', 'month'),
  },
  ['unit'],
);
const take = fc.oneof(
  form({ words: words(), dose, rhythm, from: past, days: fc.integer({ min: 1, max: 30 }) }, ['words']),
  form({ words: words(), dose, rhythm, from: past, days: fc.integer({ min: 1, max: 30 }) }, ['dose', 'rhythm']),
);
const treatment = {
  medicine,
  takes: fc.array(take, { minLength: 1, maxLength: 3 }),
  from: past,
  to: later,
  route: keys(routes),
  reason: cim10,
};
const statement = form({ ...treatment, note: remarks() }, ['medicine', 'takes']);
const problem = form({ name: words(), code: cim10, since: past, until: later, note: remarks() }, ['name']);
const allergy = form({ agent: words(), kind: keys(allergyKinds), since: past, reaction: words() }, ['agent']);
const some = <T>(of: fc.Arbitrary<T>, most = 3) => fc.array(of, { maxLength: most });

export const prescriptions = form(
  {
    medicines: fc.array(
      form(
        {
          ...treatment,
          boxes: fc.integer({ min: 1, max: 9 }),
          repeats: fc.integer({ min: 0, max: 9 }),
          forPatient: remarks(),
          forPharmacist: remarks(),
          noSubstitution: words(),
          longTermIllness: fc.boolean(),
          workAccident: fc.boolean(),
          prevention: fc.boolean(),
          notReimbursed: fc.boolean(),
          offLabel: fc.boolean(),
        },
        ['medicine', 'takes'],
      ),
      { minLength: 1, maxLength: 6 },
    ),
    note: words(40),
  },
  ['medicines'],
);
export const vaccinations = form(
  {
    vaccine: medicine.map((of) => ({ cis: '68747507', atc: { code: 'J07AM01', display: 'tétanos' }, ...of })),
    lot: words(2),
    day: past,
    act: keys(vaccinationActs),
    rank: fc.integer({ min: 1, max: 9 }),
    route: keys(vaccineRoutes),
    site: keys(vaccineSites),
    reaction: remarks(),
    note: remarks(),
  },
  ['vaccine', 'lot', 'day'],
);
export const summaries = form(
  {
    problems: some(problem),
    history: some(problem),
    allergies: some(allergy),
    procedures: some(
      form({ name: words(), code: form({ code: fc.constant('DDAF004'), display: words() }, ['code', 'display']), day: past }, [
        'name',
      ]),
    ),
    habits: some(form({ kind: keys(habits), words: words() }, ['kind', 'words'])),
    risks: some(words()),
    attention: some(words()),
    treatments: some(statement),
  },
  ['problems', 'history', 'allergies', 'attention', 'treatments'],
);
export const letters = form(
  {
    state: keys(documentStates),
    reason: some(words(), 3).map((lines) => ['Chute', ...lines].join('\n')),
    admission: keys(admissions),
    discharge: keys(discharges),
    synthesis: words(60),
    adverseEvents: words(),
    resistantSearched: fc.boolean(),
    resistantFound: words(),
    transfusion: fc.boolean(),
    transfusionAccidents: words(),
    bloodProducts: fc.boolean(),
    bloodProductEvents: words(),
    stopped: some(statement),
    treatments: some(statement),
    allergies: some(allergy),
    awaited: some(words()),
    followUp: some(form({ kind: fc.constantFrom('exam', 'appointment'), words: words(), on: later }, ['kind', 'words'])),
  },
  ['reason', 'admission', 'discharge', 'synthesis', 'resistantSearched', 'transfusion', 'bloodProducts', 'treatments'],
);
const analysis = {
  code: fc.constantFrom('2345-7', '718-7', '2823-3').map((code) => ({ code, display: 'Analyse' })),
  name: words(),
  method: words(),
  at: moment.map((at) => at.toISOString()),
};
const result = fc.oneof(
  form(
    {
      ...analysis,
      value: fc.integer({ min: -999, max: 99999 }).map((n) => n / 100),
      unit: fc.constantFrom('g/L', 'mmol/L', '10*9/L', 'm[IU]/L'),
      shown: words(1),
      low: fc.constantFrom(0, '0,5'),
      high: fc.constantFrom(1, 7.25),
    },
    ['code', 'name', 'at', 'value', 'unit'],
  ),
  form({ ...analysis, words: words() }, ['code', 'name', 'at', 'words']),
);
export const reports = form(
  {
    chapters: fc.array(
      form(
        {
          chapter: keys(chapters),
          title: words(),
          results: fc.array(result, { minLength: 1, maxLength: 12 }),
          specimen: form(
            { id: words(1), type: fc.constantFrom('blood', 'urine', 'serum'), taken: moment.map((at) => at.toISOString()) },
            ['id', 'type', 'taken'],
          ),
          comment: words(),
        },
        ['chapter', 'results'],
      ),
      { minLength: 1, maxLength: 3 },
    ),
    conclusion: words(30),
  },
  ['chapters'],
);

const structure = fc
  .record({
    name: words(),
    facility: fc.constantFrom(...conceptsOf('facilityType').filter(({ code }) => code.startsWith('SA'))),
    setting: fc.constantFrom(...conceptsOf('practiceSetting')),
  })
  .map(({ name, facility, setting }) => ({
    id: { root: '1.2.250.1.71.4.2.2', extension: '1990000101' },
    name,
    telecom: '0139980001',
    address: { line: '3 rue des Brumes', postalCode: '99001', city: 'Port-Chimère' },
    practiceSetting: setting,
    facilityType: facility,
  }));
const specialties = conceptsOf('authorSpecialty').filter(({ code }) => code.startsWith('G15_10/SM'));
const party = fc
  .record({ family: words(), given: words(2), specialty: fc.constantFrom(...specialties), structure })
  .map((of) => ({ ...of, id: { root: '1.2.250.1.71.4.2.1', extension: '899700000012' }, suffix: 'DR' as const }));
const births = fc.constantFrom('DE LA BRUMAILLE', "L'ÉTOILE-D'AZUR", 'NGUYEN VAN', 'LE');

/** A stay of some days before the document; the same heading serves every kind. */
export const headings: fc.Arbitrary<ReportHeading> = fc
  .record({
    at: writtenAt,
    number: fc.integer({ min: 1, max: 1e9 }),
    party,
    physician: party,
    birthFamily: births,
    used: words(3),
    start: moment,
    zone: fc.constantFrom('Europe/Paris', 'America/Martinique', 'Indian/Reunion'),
  })
  .map(({ at, number, party: author, physician, birthFamily, used, start: from, zone }) => ({
    id: { root: `2.25.${number}` },
    setId: { root: `2.25.${number}1` },
    version: 1,
    effectiveTime: at,
    patient: {
      matricule: '258043523800195',
      oid: '1.2.250.1.213.1.4.10',
      birthFamily,
      birthGivens: 'AMBRE MARIE-LOU',
      firstBirthGiven: 'AMBRE',
      usedFamily: used,
      sex: 'F',
      birthDate: '1958-04-17',
      birthPlace: '35238',
    },
    author,
    attendingPhysician: physician,
    prescriber: physician,
    event: { start: from, end: new Date(from.getTime() + 86_400_000) },
    zone,
  }));
