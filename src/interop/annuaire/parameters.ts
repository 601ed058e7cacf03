import type { Criterion, TextTest } from '#directory';
import { type Asked, dateRanges, fhirRefusal } from '#fhir';
import { personNumbered, placeNumbered, situationNumbered, type Token } from './identifiers.ts';

/** The resource types of this service. */
export type Type = 'Practitioner' | 'PractitionerRole' | 'Organization';

interface Parameter {
  readonly type: 'token' | 'string' | 'date' | 'reference';
  readonly modifiers?: readonly TextTest[];
  readonly read: (value: string, test: TextTest, name: string) => Criterion;
}

const texts: readonly TextTest[] = ['exact', 'contains'];
const mostValues = 50;

/** The values of a comma list; `\,` is a comma. */
export function valuesOf(text: string, name: string): string[] {
  const values = text.split(/(?<!\\),/).map((value) => value.replace(/\\([,|$\\])/g, '$1'));
  if (values.length <= mostValues) return values.filter((value) => value !== '');
  throw fhirRefusal('too-many-values', `Au plus ${mostValues} valeurs.`, `${mostValues} values at most.`, name);
}

const tokensOf = (text: string, name: string): Token[] =>
  valuesOf(text, name).map((value) => {
    const bar = value.indexOf('|');
    return bar < 0 ? { code: value } : { ...(bar === 0 ? {} : { system: value.slice(0, bar) }), code: value.slice(bar + 1) };
  });
const codesOf = (text: string, name: string): string[] => tokensOf(text, name).map(({ code }) => code);

const string = (make: (values: readonly string[], test: TextTest) => Criterion): Parameter => ({
  type: 'string',
  modifiers: texts,
  read: (value, test, name) => make(valuesOf(value, name), test),
});
const token = (make: (codes: readonly string[]) => Criterion): Parameter => ({
  type: 'token',
  read: (value, _test, name) => make(codesOf(value, name)),
});
const numbered = (make: (tokens: readonly Token[]) => Criterion): Parameter => ({
  type: 'token',
  read: (value, _test, name) => make(tokensOf(value, name)),
});

const nothing: Criterion = { of: 'nothing' };
/** Whether active or not. */
const everything: Criterion = { of: 'either', any: [true, false].map((value) => ({ of: 'active', value })) };
const orNothing = (values: readonly string[], made: Criterion): Criterion => (values.length === 0 ? nothing : made);

function reference(of: 'professional' | 'structure' | 'partOf', type: Type): Parameter {
  const own = new RegExp(`^(?:.*/)?(?:${type}/)?([0-9A-Z]{1,20})$`);
  return {
    type: 'reference',
    read: (value, _test, name) => {
      const values = valuesOf(value, name).flatMap((one) => own.exec(one)?.[1] ?? []);
      return orNothing(values, { of, values });
    },
  };
}

/** An address says what there is of it: its town, its street or its postcode. */
const anyOfAddress = (values: readonly string[], test: TextTest): Criterion => ({
  of: 'either',
  any: [
    { of: 'town', test, values },
    { of: 'line', test, values },
    { of: 'postcode', values },
  ],
});

const isInformationSystem = (code: string): code is 'RPPS' | 'FINESS' => code === 'RPPS' || code === 'FINESS';
const numberKinds = ['FINEG', 'FINEJ', 'SIREN', 'SIRET', 'RPPSRG'] as const;
const isNumberKind = (code: string): code is (typeof numberKinds)[number] => (numberKinds as readonly string[]).includes(code);

const common: Readonly<Record<string, Parameter>> = {
  active: {
    type: 'token',
    read: (value, _test, name) => {
      if (value === 'true' || value === 'false') return { of: 'active', value: value === 'true' };
      throw fhirRefusal('bad-token', 'true ou false est attendu.', 'true or false is expected.', name);
    },
  },
  'data-information-system': token((codes) => {
    const values = codes.filter(isInformationSystem);
    return orNothing(values, { of: 'source', values });
  }),
  'data-registration-authority': token((values) => ({ of: 'authority', values })),
  'mailbox-mss': string((values, test) => ({ of: 'mailbox', test, values })),
  'mailbox-mss-type': token((values) => ({ of: 'mailboxType', values })),
};

const ofPerson: Readonly<Record<string, Parameter>> = {
  _id: token((values) => ({ of: 'id', values })),
  family: string((values, test) => ({ of: 'family', test, values })),
  given: string((values, test) => ({ of: 'given', test, values })),
  name: string((values, test) => ({ of: 'name', test, values })),
  identifier: numbered(personNumbered),
  'identifier-type': token((codes) => (codes.some((code) => code === 'RPPS' || code === 'IDNPS') ? everything : nothing)),
  'qualification-code': token((values) => ({ of: 'qualification', values })),
};

const ofPlace: Readonly<Record<string, Parameter>> = {
  _id: token((values) => ({ of: 'id', values })),
  address: string(anyOfAddress),
  'address-city': string((values, test) => ({ of: 'town', test, values })),
  'address-line': string((values, test) => ({ of: 'line', test, values })),
  'address-postalcode': { type: 'string', read: (value, _test, name) => ({ of: 'postcode', values: valuesOf(value, name) }) },
  'address-insee': { type: 'string', read: (value, _test, name) => ({ of: 'commune', values: valuesOf(value, name) }) },
  identifier: numbered(placeNumbered),
  'identifier-type': token((codes) => {
    if (codes.includes('IDNST')) return everything;
    const values = codes.filter(isNumberKind);
    return orNothing(values, { of: 'numbered', values });
  }),
  name: string((values, test) => ({ of: 'name', test, values })),
  partof: reference('partOf', 'Organization'),
  type: token((values) => ({ of: 'type', values })),
};

const chained = (of: 'person' | 'place', name: string, parameters: Readonly<Record<string, Parameter>>) =>
  Object.entries(parameters)
    .filter(([inner]) => inner !== '_id')
    .map(([inner, parameter]): readonly [string, Parameter] => [
      `${name}.${inner}`,
      { ...parameter, read: (value, test, at) => ({ of, all: [parameter.read(value, test, at)] }) },
    ]);

const ofRole: Readonly<Record<string, Parameter>> = {
  _id: {
    type: 'token',
    read: (value, _test, name) => {
      const values = codesOf(value, name).filter((code) => /^\d{1,18}$/.test(code));
      return orNothing(values, { of: 'id', values });
    },
  },
  identifier: numbered(situationNumbered),
  organization: reference('structure', 'Organization'),
  practitioner: reference('professional', 'Practitioner'),
  role: token((values) => ({ of: 'role', values })),
  ...Object.fromEntries([...chained('person', 'practitioner', ofPerson), ...chained('place', 'organization', ofPlace)]),
};

export const parameters: Readonly<Record<Type, Readonly<Record<string, Parameter>>>> = {
  Practitioner: { ...ofPerson, ...common },
  PractitionerRole: { ...ofRole, ...common },
  Organization: { ...ofPlace, ...common },
};

/** What says how to answer, and selects nothing. */
export const controls = ['_count', '_total', '_include', '_revinclude', '_summary', '_format', '_pretty', 'page'] as const;

/** The criteria of a search. Refuses what cannot be done exactly as asked: a parameter or modifier that is not known, a bad date. */
export function criteriaOf(type: Type, asked: Asked): readonly Criterion[] {
  const known = parameters[type];
  const criteria: Criterion[] = [];
  for (const [whole, values] of asked) {
    if ((controls as readonly string[]).includes(whole) || whole === '_lastUpdated') continue;
    const [name = '', modifier] = whole.split(':', 2);
    const parameter = Object.hasOwn(known, name) ? known[name] : undefined;
    const test = modifier === undefined ? 'begins' : parameter?.modifiers?.find((one) => one === modifier);
    if (parameter === undefined || test === undefined) throw unknown(type, whole);
    for (const value of values) criteria.push(parameter.read(value, test, whole));
  }
  const range = dateRanges(asked, '_lastUpdated');
  return range === undefined ? criteria : [...criteria, { of: 'updated', range }];
}

function unknown(type: Type, name: string) {
  const all = [...Object.keys(parameters[type]), '_lastUpdated', ...controls].join(', ');
  const told = name.slice(0, 60);
  return fhirRefusal(
    'unknown-parameter',
    `Le paramètre « ${told} » n’est pas pris en charge pour ${type}. Acceptés : ${all}.`,
    `The parameter “${told}” is not supported for ${type}. Accepted: ${all}.`,
    told,
  );
}
