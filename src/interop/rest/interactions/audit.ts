import { type Asked, countOf, dateTest, fhirRefusal, refuseUnknown, single, type Token, tokens } from '#fhir';
import { type AuditEvent, auditEvent } from '#interop/balp';
import { recordAsked } from '#interop/pdsm';
import { hexOfRecordId, parseItemId, type RecordId, recordIdOfHex, unknownId } from '#kernel';
import type { Ask, Told } from '../ask.ts';
import { searchAsked } from '../body.ts';
import type { RestDesk } from '../desk.ts';
import { addressOf, bundleText, entryText } from '../links.ts';
import { shaped } from '../shape.ts';
import type { Interaction } from './interaction.ts';

/** What audit events are searched by. */
export const auditParameters = {
  _id: 'token',
  patient: 'reference',
  'patient.identifier': 'token',
  date: 'date',
  agent: 'reference',
  'agent-name': 'string',
  action: 'token',
  type: 'token',
  subtype: 'token',
  outcome: 'token',
  entity: 'reference',
} as const;

const control = ['_sort', '_count', '_format', '_pretty', '_summary', '_elements', 'page'];
const on = { type: 'AuditEvent' } as const;
const aPage = 200;
/** Pages of the log looked at for one answer. */
const mostPages = 25;

const read: Interaction = {
  ...on,
  codes: ['read'],
  verb: 'GET',
  path: '/AuditEvent/:id',
  letters: 'r',
  async answer(desk, { call, place: { id = '' }, query }) {
    const { record, n } = parseItemId(id);
    const line = await desk.record.log.line(call, record, n);
    if (line === undefined) throw unknownId();
    const event = auditEvent(line, record, desk);
    return { status: 200, version: 1, at: new Date(line.at), body: shaped(desk.model, query, JSON.stringify(event)) };
  },
};

/**
 * The log of a record as audit events, newest first, made from its lines as they are read: for its person, and who acts for them. Without
 * `patient` it is the caller's own. It tells no total: that would take reading the whole log. Refuses `rights.not-yours` to everybody else,
 * `fhir.unknown-parameter`, `fhir.bad-page` and what a malformed parameter is refused with.
 */
export async function findEvents(desk: RestDesk, ask: Ask, compartment?: string): Promise<Told> {
  const asked = searchAsked(ask);
  refuseUnknown(asked, [...Object.keys(auditParameters), ...control]);
  if (!['-date', undefined].includes(single(asked, '_sort'))) throw badSort();
  const record = compartment === undefined ? await recordAsked(desk.ins, ask.call, asked) : recordIdOfHex(compartment);
  const address = `${desk.base}/AuditEvent`;
  const self = { relation: 'self', url: addressOf(address, told(asked, record), {}) } as const;
  if (record === undefined) return { status: 200, body: bundleText('searchset', [], { links: [self] }) };
  const test = testOf(asked);
  const { events, next } = await eventsOf(desk, ask, record, test, countOf(asked), pageOf(asked));
  const entries = events.map((event) =>
    entryText({
      fullUrl: JSON.stringify(`${address}/${event.id}`),
      resource: shaped(desk.model, ask.query, JSON.stringify(event)),
      search: '{"mode":"match"}',
    }),
  );
  const more =
    next === undefined
      ? []
      : [{ relation: 'next' as const, url: addressOf(address, told(asked, record), { page: String(next) }) }];
  return { status: 200, body: bundleText('searchset', entries, { links: [self, ...more] }) };
}

/** Of what only the log of Socle holds, nothing is written from outside: a forged event would stand beside the true ones. */
export const auditInteractions: readonly Interaction[] = [
  read,
  { ...on, codes: ['search-type'], verb: 'GET', path: '/AuditEvent', letters: 's', answer: (desk, ask) => findEvents(desk, ask) },
  {
    ...on,
    codes: ['search-type'],
    verb: 'POST',
    path: '/AuditEvent/_search',
    letters: 's',
    answer: (desk, ask) => findEvents(desk, ask),
  },
];

async function eventsOf(
  desk: RestDesk,
  { call }: Ask,
  record: RecordId,
  test: (event: AuditEvent) => boolean,
  most: number,
  from: number | undefined,
): Promise<{ events: AuditEvent[]; next?: number }> {
  const events: AuditEvent[] = [];
  let before = from;
  for (let pages = 0; pages < mostPages; pages++) {
    const { lines, next } = await desk.record.log.page(call, record, {}, aPage, before);
    for (const line of lines) {
      const event = auditEvent(line, record, desk);
      if (!test(event)) continue;
      if (events.length >= most) return { events, next: line.seq + 1 };
      events.push(event);
    }
    if (next === undefined) return { events };
    before = next;
  }
  return { events, ...(before === undefined ? {} : { next: before }) };
}

/** The links of an answer repeat no matricule: they would end in the logs of whoever stands between. */
function told(asked: Asked, record: RecordId | undefined): Map<string, readonly string[]> {
  const kept = [...asked].filter(([name]) => !['patient', 'patient.identifier', 'page'].includes(name));
  return new Map([...(record === undefined ? [] : [['patient', [`Patient/${hexOfRecordId(record)}`]] as const]), ...kept]);
}

function pageOf(asked: Asked): number | undefined {
  const page = single(asked, 'page');
  if (page === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(page)) return Number(page);
  throw fhirRefusal(
    'bad-page',
    'Ce lien vers une page n’est pas de ce serveur.',
    'This link to a page is not of this server.',
    'page',
  );
}

type Test = (event: AuditEvent) => boolean;

/** Every condition at once. Refuses what a malformed one is refused with. */
function testOf(asked: Asked): Test {
  const date = dateTest(asked, 'date');
  const names = asked.get('agent-name')?.map((list) => list.split(',').map(plainly));
  const tests: (Test | undefined)[] = [
    date === undefined ? undefined : ({ recorded }) => date(Date.parse(recorded)),
    tokenTest(tokens(asked, '_id'), ({ id }) => [{ code: id }]),
    tokenTest(tokens(asked, 'action'), ({ action }) => [{ code: action, system: 'http://hl7.org/fhir/audit-event-action' }]),
    tokenTest(tokens(asked, 'outcome'), ({ outcome }) => [{ code: outcome, system: 'http://hl7.org/fhir/audit-event-outcome' }]),
    tokenTest(tokens(asked, 'type'), ({ type }) => [type]),
    tokenTest(tokens(asked, 'subtype'), ({ subtype = [] }) => subtype),
    referenceTest(asked, 'agent', whoOf),
    referenceTest(asked, 'entity', (event) => parts(event, 'entity').flatMap(({ what }) => referenceOf(what))),
    names === undefined ? undefined : (event) => names.every((any) => any.some((name) => hasName(event, name))),
  ];
  const given = tests.filter((test) => test !== undefined);
  return (event) => given.every((test) => test(event));
}

function tokenTest(wanted: readonly Token[] | undefined, of: (event: AuditEvent) => readonly Token[]): Test | undefined {
  if (wanted === undefined) return undefined;
  return (event) =>
    of(event).some((one) =>
      wanted.some(({ system, code }) => code === one.code && (system === undefined || system === one.system)),
    );
}

/** `Patient/…`, or the value of an identifier, as the events name those who have no resource. */
function referenceTest(asked: Asked, name: string, of: (event: AuditEvent) => readonly string[]): Test | undefined {
  const values = asked.get(name)?.map((list) => list.split(',').map((value) => value.replace(/^.*\|/, '')));
  if (values === undefined) return undefined;
  return (event) =>
    values.every((any) => of(event).some((one) => any.some((value) => value === one || value.endsWith(`/${one}`))));
}

type Part = { readonly what?: unknown; readonly who?: unknown; readonly name?: unknown };
const parts = (event: AuditEvent, member: 'agent' | 'entity'): readonly Part[] => event[member] as readonly Part[];
const whoOf = (event: AuditEvent): string[] => parts(event, 'agent').flatMap(({ who }) => referenceOf(who));

function referenceOf(what: unknown): string[] {
  const { reference, identifier } = (what ?? {}) as { reference?: string; identifier?: { value: string } };
  return [reference, identifier?.value].filter((one) => one !== undefined);
}

/** Without case and accents, as FHIR searches strings. */
const plainly = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** A string is found by its beginning; a name by that of any of its words too. */
function hasName(event: AuditEvent, name: string): boolean {
  return parts(event, 'agent').some(({ name: known }) => typeof known === 'string' && ` ${plainly(known)}`.includes(` ${name}`));
}

function badSort() {
  return fhirRefusal('bad-sort', '_sort : -date seulement.', '_sort: -date only.', '_sort');
}
