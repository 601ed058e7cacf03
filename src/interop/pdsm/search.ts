import { canonicalId, type Position, type SubmissionQuery } from '#documents';
import { type Asked, countOf, dateRanges, fhirRefusal, refuseUnknown, single, splitAt, type Token, tokens } from '#fhir';
import type { Ins } from '#ins';
import { type Call, ownRecord, PLATFORM, parseItemId, type RecordId, recordIdOfHex } from '#kernel';
import { fhirSystemOf, oidOfFhirSystem } from '#terminology';

/** The search parameters of ITI-66. */
export const listParameters = {
  _id: 'token',
  identifier: 'token',
  patient: 'reference',
  'patient.identifier': 'token',
  code: 'token',
  status: 'token',
  date: 'date',
} as const;

const control = ['_sort', '_count', '_total', '_format', '_pretty', 'page'];

/**
 * The record that a search is about: `patient.identifier=system|matricule`, `patient=Patient/…`, or the citizen's own. Undefined when
 * nobody of that identity is known: the answer is then empty. A citizen who names another person is led to a record that is not theirs,
 * whether that person is known or not. Refuses `fhir.patient-required`, `fhir.several-patients`.
 */
export async function recordAsked(ins: Ins, call: Call, asked: Asked): Promise<RecordId | undefined> {
  const [identifier, ...more] = tokens(asked, 'patient.identifier') ?? [];
  const patient = single(asked, 'patient');
  if (more.length > 0 || (identifier !== undefined && patient !== undefined)) throw severalPatients();
  if (identifier !== undefined) {
    const known = await recordOf(ins, identifier);
    return known ?? (ownRecord(call) === undefined ? undefined : PLATFORM);
  }
  if (patient !== undefined) return recordIdOfHex(patient.replace(/^.*Patient\//, ''));
  const id = single(asked, '_id');
  if (id !== undefined) return parseItemId(id.split(',')[0] ?? '').record;
  const own = ownRecord(call);
  if (own !== undefined) return own;
  throw fhirRefusal(
    'patient-required',
    'Indiquez une personne : patient.identifier=urn:oid:…|matricule ou patient=Patient/….',
    'Name one person: patient.identifier=urn:oid:…|matricule or patient=Patient/….',
    'patient.identifier',
  );
}

async function recordOf(ins: Ins, { system, code }: Token): Promise<RecordId | undefined> {
  const oid = system?.replace(/^urn:oid:/, '');
  for (const domain of oid === undefined ? everyDomain : [oid]) {
    const record = await ins.recordOf(domain, code);
    if (record !== undefined) return record;
  }
  return undefined;
}

function severalPatients() {
  return fhirRefusal(
    'several-patients',
    'Une recherche porte sur une seule personne, nommée une seule fois.',
    'A search is about one person, named once.',
    'patient.identifier',
  );
}

const everyDomain = ['1.2.250.1.213.1.4.8', '1.2.250.1.213.1.4.9', '1.2.250.1.213.1.4.10'];

/**
 * ITI-67 as R4 searches: the code systems of the CI-SIS are also told by their OID, a unique id however it is written, and
 * `author.identifier` finds the authors who are named by their identifier. Refuses `fhir.bad-status`.
 */
export function documentAsked(asked: Asked): Asked {
  refuseOtherStatus(asked);
  const told = new Map<string, string[]>();
  for (const [name, values] of asked) {
    if (name === '_sort' && values.join() === '-date') continue; // the order of documents when none is asked
    const alike = alikes[name.replace(/:not$/, '')];
    // What was never archived says nothing of it.
    if (name === 'isArchived' && values.every((value) => value === 'false')) {
      told.set('isArchived:not', ['true']);
      continue;
    }
    const to = name === 'author.identifier' ? 'author:identifier' : name;
    const all = alike === undefined ? values : values.map((value) => [...new Set(splitAt(value, ',').flatMap(alike))].join(','));
    told.set(to, [...(told.get(to) ?? []), ...all]);
  }
  return told;
}

/** Values that mean the same as one value, itself among them. */
type Alike = (value: string) => readonly string[];

const systems: Alike = (value) => {
  const bar = value.indexOf('|');
  const oid = bar < 1 ? undefined : oidOfFhirSystem(value.slice(0, bar));
  return oid === undefined ? [value] : [value, `${fhirSystemOf(oid)}${value.slice(bar)}`];
};

/** With its scheme, without it, and with the root as the system of the extension: a sender writes a unique id in any of these ways. */
const uniqueIds: Alike = (value) => {
  const [first = '', second] = splitAt(value, '|');
  const [system, code] = second === undefined ? ['', first] : [first, second];
  if (code === '' || (system !== '' && system !== 'urn:ietf:rfc:3986' && !system.startsWith('urn:oid:'))) return [value];
  const id = canonical(system === '' ? { code } : { system, code });
  const [root = '', extension] = id.split('^');
  if (root === '') return [value];
  if (/^[0-9a-f]{8}-/.test(root)) return [value, ...[id, id.toUpperCase()].flatMap((uuid) => [uuid, `urn:uuid:${uuid}`])];
  return [value, id, `urn:oid:${id}`, ...(extension === undefined ? [] : [`urn:oid:${root}|${extension}`])];
};

const alikes: Readonly<Record<string, Alike>> = {
  type: systems,
  category: systems,
  format: systems,
  facility: systems,
  setting: systems,
  event: systems,
  'security-label': systems,
  identifier: uniqueIds,
  'author.identifier': systems,
};

/** ITI-66 in Socle's words. */
export function submissionQuery(asked: Asked, record: RecordId): SubmissionQuery {
  refuseUnknown(asked, [...Object.keys(listParameters), ...control]);
  const wanted = codes(asked, 'code', 'https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes');
  const status = codes(asked, 'status', 'http://hl7.org/fhir/list-status');
  const otherwise = (words: readonly string[] | undefined, ours: string) => words !== undefined && !words.includes(ours);
  const nothing = otherwise(wanted, 'submissionset') || otherwise(status, 'current') ? [] : undefined;
  if (!['-date', undefined].includes(single(asked, '_sort'))) throw badSort('-date');
  const parts = {
    uids: tokens(asked, 'identifier')?.map((token) => token.code),
    numbers: nothing ?? numbers(asked, record),
    date: dateRanges(asked, 'date'),
    after: position(asked),
  };
  return { ...present(parts), limit: countOf(asked) };
}

const oidOf = (system: string): string => oidOfFhirSystem(system) ?? system;

/** The codes asked for; one that is asked in another code system than ours is nobody's: FHIR R4 §3.1.1.4.10. */
function codes(asked: Asked, name: string, ours: string): readonly string[] | undefined {
  return tokens(asked, name)?.flatMap(({ system, code }) => (system === undefined || oidOf(system) === ours ? code : []));
}

function refuseOtherStatus(asked: Asked): void {
  const words = ['current', 'superseded', 'entered-in-error'];
  const status = (asked.get('status') ?? []).flatMap((value) => value.split(',')).map((value) => value.replace(/^.*\|/, ''));
  if (status.every((word) => words.includes(word))) return;
  throw fhirRefusal('bad-status', `status : ${words.join(', ')}.`, `status: ${words.join(', ')}.`, 'status');
}

function canonical({ system, code }: Token): string {
  if (system?.startsWith('urn:oid:') && !code.startsWith('urn:'))
    return canonicalId({ root: system.slice('urn:oid:'.length), extension: code });
  const [root = '', extension] = code.replace(/^urn:(oid|uuid):/, '').split('^');
  return canonicalId({ root, ...(extension === undefined ? {} : { extension }) });
}

function numbers(asked: Asked, record: RecordId): readonly number[] | undefined {
  return single(asked, '_id')
    ?.split(',')
    .map(parseItemId)
    .flatMap((id) => (id.record === record ? id.n : []));
}

function badSort(accepted: string) {
  return fhirRefusal('bad-sort', `_sort : une seule valeur parmi ${accepted}.`, `_sort: one value among ${accepted}.`, '_sort');
}

/** A page token names a place in the list and nothing else: what is shown there is decided anew for whoever asks. */
function position(asked: Asked): Position | undefined {
  const page = single(asked, 'page');
  if (page === undefined) return undefined;
  const m = /^(\d{1,15})-(\d{1,15})(?:-(\d{1,2}))?$/.exec(page);
  if (m === null) throw fhirRefusal('bad-page', 'Jeton de page illisible.', 'Unreadable page token.', 'page');
  return { key: new Date(Number(m[1])), n: Number(m[2]), ...(m[3] === undefined ? {} : { of: Number(m[3]) }) };
}

export function pageToken({ key, n, of }: Position): string {
  return `${key.getTime()}-${n}${of === undefined ? '' : `-${of}`}`;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Present<T>;
}
