import type { Statement } from '#store';
import { foldName } from '../name.ts';
import { type Criterion, isNarrow, type PageWish, type Sought, type TextTest } from './criterion.ts';

/** A statement of its own for what is asked: which criteria come together is for the caller to choose. */
interface Asked {
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

const tables: Readonly<
  Record<Sought, { readonly alias: string; readonly from: string; readonly key: string; readonly columns: string }>
> = {
  person: {
    alias: 'p',
    from: 'directory.professional p',
    key: 'p.id',
    columns: 'p.id, p.family, p.given, p.prefix, p.profession, p.details, p.source, p.active, p.updated_at',
  },
  place: {
    alias: 's',
    from: 'directory.structure s',
    key: 's.id',
    columns: `s.id, s.name, s.facility_type, s.siret, s.technical, s.part_of, s.category, s.postcode, s.details, s.source, s.active,
      s.updated_at`,
  },
  situation: {
    alias: 'a',
    from: 'directory.activity a',
    key: 'a.key',
    columns: `a.key::text as key, a.professional, a.structure, a.profession, a.specialty, a.mode, a.role, a.genre, a.section, a.details,
      a.source, a.active, a.updated_at`,
  },
};

/** One page, in the order of identifiers. */
export function pageText(sought: Sought, criteria: readonly Criterion[], { limit, after }: PageWish): Asked {
  const { from, key, columns } = tables[sought];
  const draft = new Draft();
  const where = whereText(sought, criteria, draft);
  const type = sought === 'situation' ? 'bigint' : 'text';
  const beyond = after === undefined ? '' : ` and ${key} > ${draft.bind(after)}::${type}`;
  const last = `order by ${key} limit ${draft.bind(limit)}`;
  if (!isNarrow(criteria)) return draft.done(`select ${columns} from ${from} where ${where}${beyond} ${last}`);
  const found = `select ${key} as found from ${from} where ${where}${beyond}`;
  return draft.done(
    `with hits as materialized (${found}), page as materialized (select found from hits order by found limit ${draft.bind(limit)})
     select ${columns} from page join ${from} on ${key} = page.found ${last}`,
  );
}

export function countText(sought: Sought, criteria: readonly Criterion[]): Asked {
  const draft = new Draft();
  return draft.done(`select count(*)::int as n from ${tables[sought].from} where ${whereText(sought, criteria, draft)}`);
}

class Draft {
  readonly #values: unknown[] = [];
  bind(value: unknown): string {
    return `$${this.#values.push(value)}`;
  }
  done(text: string): Asked {
    return { statement: { name: '', text, acrossRecords: undefined }, values: this.#values };
  }
}

function whereText(sought: Sought, criteria: readonly Criterion[], draft: Draft): string {
  const own = sought === 'situation' ? ['a.situation'] : [];
  const all = [...own, ...criteria.map((one) => conditionText(one, sought, draft))];
  return all.length === 0 ? 'true' : all.join(' and ');
}

function conditionText(one: Criterion, sought: Sought, draft: Draft): string {
  const { alias, key } = tables[sought];
  const any = (column: string, values: readonly string[], type = 'text'): string =>
    `${column} = any(${draft.bind(values)}::${type}[])`;
  switch (one.of) {
    case 'nothing':
      return 'false';
    case 'id':
      return any(key, one.values, sought === 'situation' ? 'bigint' : 'text');
    case 'active':
      return one.value ? `${alias}.active` : `not ${alias}.active`;
    case 'updated':
      return `${alias}.updated_at <@ ${draft.bind(one.range)}::tstzmultirange`;
    case 'source':
      return sourceText(one.values, sought);
    case 'professional':
      return any('a.professional', one.values);
    case 'structure':
      return any('a.structure', one.values);
    case 'partOf':
      return any('s.part_of', one.values);
    case 'siret':
      return either(one.values.map((value) => siretText(value, draft)));
    case 'postcode':
      return either(one.values.map((value) => digits('s.postcode', value, 5, draft)));
    case 'commune':
      return either(one.values.map((value) => `split_part(s.details, E'\\t', 9) = ${draft.bind(value)}`));
    case 'either':
      return either(one.any.map((part) => conditionText(part, sought, draft)));
    case 'authority':
      return authorityText(one.values, sought, draft);
    case 'numbered':
      return either(one.values.map((kind) => numberedText[kind]));
    case 'type':
      return typeText(one.values, draft);
    case 'role':
      return either(['mode', 'role', 'genre', 'section'].map((column) => any(`a.${column}`, one.values)));
    case 'qualification':
      return qualificationText(one.values, sought, draft);
    case 'mailbox':
    case 'mailboxType':
      return mailboxText(one, sought, draft);
    case 'person':
      return `a.professional in (select p.id from directory.professional p where ${whereText('person', one.all, draft)})`;
    case 'place':
      return `a.structure in (select s.id from directory.structure s where ${whereText('place', one.all, draft)})`;
    case 'name':
      return sought === 'person'
        ? personName(one, draft)
        : either(one.values.map((value) => textTest('s.name_key', 's.name', one.test, value, draft)));
    case 'family':
    case 'given':
      return either(one.values.map((value) => textTest(`p.${one.of}_key`, `p.${one.of}`, one.test, value, draft)));
    case 'town':
    case 'line':
      return either(one.values.map((value) => textTest(`s.${one.of}_key`, undefined, one.test, value, draft)));
  }
}

const either = (all: readonly string[]): string =>
  all.length === 0 ? 'false' : `(${all.map((one) => `(${one})`).join(' or ')})`;

/** Beginnings by the index. */
function range(column: string, value: string, draft: Draft): string {
  const from = draft.bind(value);
  return `${column} >= ${from} collate "C" and ${column} < (${from} || chr(1114111)) collate "C"`;
}

function textTest(key: string, column: string | undefined, test: TextTest, value: string, draft: Draft): string {
  const folded = foldName(value);
  if (folded === '') return 'false';
  if (test === 'begins') return range(key, folded, draft);
  if (test === 'contains') return `position(${draft.bind(folded)} in ${key}) > 0`;
  const same = `${key} = ${draft.bind(folded)}`;
  return column === undefined ? same : `${same} and ${column} = ${draft.bind(value)}`;
}

/** Each word begins a word of the family or given name, the first of them the whole of one of both, so that an index leads there. */
function personName({ test, values }: { readonly test: TextTest; readonly values: readonly string[] }, draft: Draft): string {
  const names = `' ' || p.family_key || ' ' || p.given_key`;
  return either(
    values.map((value) => {
      if (test !== 'begins')
        return either([
          textTest('p.family_key', 'p.family', test, value, draft),
          textTest('p.given_key', 'p.given', test, value, draft),
        ]);
      const words = foldName(value)
        .split(' ')
        .filter((word) => word !== '');
      if (words.length === 0) return 'false';
      const led = words.flatMap((word) => [range('p.family_key', word, draft), range('p.given_key', word, draft)]);
      return `${either(led)} and ${words.map((word) => `position(${draft.bind(` ${word}`)} in ${names}) > 0`).join(' and ')}`;
    }),
  );
}

/** A SIREN is the beginning of its SIRET. Structures that FINESS numbers have it in a column, the others in their identifier. */
function siretText(value: string, draft: Draft): string {
  return either([`s.id < '3' and ${digits('s.siret', value, 14, draft)}`, digits('s.id', `3${value}`, 15, draft)]);
}

/** Numbers of a fixed length that begin so, between two others: every collation puts digits in the same order. */
function digits(column: string, value: string, length: number, draft: Draft): string {
  if (value.length >= length || !/^\d+$/.test(value)) return `${column} = ${draft.bind(value)}`;
  return `${column} between ${draft.bind(value.padEnd(length, '0'))} and ${draft.bind(value.padEnd(length, '9'))}`;
}

function sourceText(values: readonly ('RPPS' | 'FINESS')[], sought: Sought): string {
  const { alias } = tables[sought];
  return either(values.map((value) => (value === 'RPPS' ? `${alias}.source = 'rpps'` : `${alias}.source like 'finess%'`)));
}

function typeText(values: readonly string[], draft: Draft): string {
  const list = draft.bind(values);
  return either([
    `s.facility_type = any(${list}::text[])`,
    `s.category = any(${list}::text[])`,
    `s.source = 'finess-legal' and 'LEGAL-ENTITY' = any(${list}::text[])`,
    `s.source <> 'finess-legal' and 'GEOGRAPHICAL-ENTITY' = any(${list}::text[])`,
  ]);
}

const numberedText = {
  FINEG: "s.id < '2' and s.source <> 'finess-legal'",
  FINEJ: "s.source = 'finess-legal'",
  SIREN: `s.siret is not null or split_part(s.details, E'\\t', 2) <> ''`,
  SIRET: "s.siret is not null or s.id > '3' and s.id < '4'",
  RPPSRG: "s.technical is not null or s.id > '4'",
} as const;

/** `CNOM/CNOM/CNOM` is registered by CNOM. What stands where in the details: see details.ts. */
function authorityText(values: readonly string[], sought: Sought, draft: Draft): string {
  if (sought === 'place') return 'false';
  const place = sought === 'person' ? 2 : 5;
  return `split_part(split_part(${tables[sought].alias}.details, E'\\t', ${place}), '/', 1) = any(${draft.bind(values)}::text[])`;
}

/** Professions are two digits, skills and diplomas are letters and digits: each has its own index. */
function qualificationText(values: readonly string[], sought: Sought, draft: Draft): string {
  const professions = values.filter((value) => /^\d\d$/.test(value));
  const others = values.filter((value) => !/^\d\d$/.test(value));
  const parts: string[] = [];
  const list = (codes: readonly string[]): string => `any(${draft.bind(codes)}::text[])`;
  if (sought === 'situation') {
    if (professions.length > 0) parts.push(`a.profession = ${list(professions)}`);
    if (others.length > 0) parts.push(`a.specialty = ${list(others)}`);
    return either(parts);
  }
  const by = (column: string, codes: readonly string[]): string =>
    `p.id in (select q.professional from directory.activity q where q.active and q.${column} = ${list(codes)})`;
  if (professions.length > 0) parts.push(`p.profession = ${list(professions)} or ${by('profession', professions)}`);
  if (others.length > 0)
    parts.push(
      by('specialty', others),
      `p.id in (select q.professional from directory.qualification q where q.active and q.code = ${list(others)})`,
    );
  return either(parts);
}

/** Personal mailboxes are a person's; with a structure, a situation's too; those of an organization are the structure's. */
function mailboxText(one: Extract<Criterion, { of: 'mailbox' | 'mailboxType' }>, sought: Sought, draft: Draft): string {
  const test =
    one.of === 'mailboxType'
      ? `m.type = any(${draft.bind(one.values)}::text[])`
      : either(one.values.map((value) => addressTest(one.test, value.toLowerCase(), draft)));
  const of = (columns: string, types: string): string =>
    `select ${columns} from directory.mailbox m where m.active and m.type in (${types}) and ${test}`;
  if (sought === 'person') return `p.id in (${of('m.professional', "'PER', 'CAB'")})`;
  if (sought === 'place') return `s.id in (${of('m.structure', "'ORG', 'APP', 'CAB'")})`;
  return `(a.professional, a.structure) in (${of('m.professional, m.structure', "'PER', 'CAB'")})`;
}

function addressTest(test: TextTest, value: string, draft: Draft): string {
  if (test === 'exact') return `m.address = ${draft.bind(value)}`;
  return test === 'begins' ? range('m.address', value, draft) : `position(${draft.bind(value)} in m.address) > 0`;
}
