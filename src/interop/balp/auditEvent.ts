import { hexOfRecordId, isRecordId, itemId, type RecordId } from '#kernel';
import type { TraceLine, Who } from '#trace';
import { agents, applicationServer, type Coding, entities, purposes, roles, types, unknown } from './codes.ts';
import { type Deed, deedOf } from './deed.ts';

const balp = 'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.';
const professions = 'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante';
const professionalIds = 'urn:oid:1.2.250.1.71.4.2.1';
const structureIds = 'urn:oid:1.2.250.1.71.4.2.2';

/** Where a reader finds us, `https://…/fhir`. */
export interface Server {
  readonly base: string;
}

export type AuditEvent = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly recorded: string;
  readonly action: string;
  readonly outcome: string;
  readonly type: Coding;
  readonly subtype?: readonly Coding[];
};

/**
 * A line of a person's log as an AuditEvent of FHIR R4, by the patterns of IHE BALP 1.1 where one fits. What the log does not keep is told as
 * unknown: the network address of the client and, of a search, the values that were looked for (they are about health).
 */
export function auditEvent(line: TraceLine, record: RecordId, server: Server): AuditEvent {
  const deed = deedOf(line);
  const { ground, outcome, code, seq, at } = line;
  return {
    resourceType: 'AuditEvent',
    id: itemId(record, seq),
    meta: {
      versionId: '1',
      lastUpdated: at,
      ...(deed.profile === undefined ? {} : { profile: [`${balp}${deed.profile}`] }),
    },
    type: deed.type,
    ...(deed.subtype === undefined ? {} : { subtype: [deed.subtype] }),
    action: deed.action,
    recorded: at,
    outcome: outcome === 'done' ? '0' : '4',
    ...(code === undefined ? {} : { outcomeDesc: code }),
    ...(ground === undefined ? {} : { purposeOfEvent: [{ coding: [purposes[ground]], text: ground }] }),
    agent: agentsOf(line, deed, record, server),
    source: { site: server.base, observer: observer(server), type: [applicationServer] },
    entity: entitiesOf(line, deed, record),
  };
}

const observer = ({ base }: Server): object => ({ identifier: { system: 'urn:ietf:rfc:3986', value: base }, display: 'Socle' });
const typed = (coding: Coding): object => ({ coding: [coding] });

function agentsOf(line: TraceLine, deed: Deed, record: RecordId, server: Server): object[] {
  const { who, ground, reason } = line;
  // Data go out of the server where something is read; the question goes in where something is searched or sent.
  const out = deed.subtype?.code === 'read' || deed.type === types.export;
  const client = {
    type: typed(out ? agents.destination : agents.source),
    who: softwareOf(who) ?? unknown,
    requestor: who.kind === 'software',
    network: unknown,
  };
  const ours = {
    type: typed(out ? agents.source : agents.destination),
    who: observer(server),
    requestor: false,
    network: { address: server.base, type: '5' },
  };
  if (who.kind === 'software') return [client, ours, ...structureOf(who)];
  const purpose = [
    ...(ground === undefined ? [] : [{ coding: [purposes[ground]], text: ground }]),
    ...(reason === undefined ? [] : [{ text: reason }]),
  ];
  const user = {
    type: typed(deed.action === 'R' || deed.subtype?.code === 'search' ? agents.recipient : agents.author),
    ...(who.profession === undefined ? {} : { role: [{ coding: [{ system: professions, code: who.profession }] }] }),
    who: personOf(who, record),
    name: who.name,
    requestor: true,
    ...(purpose.length === 0 ? {} : { purposeOfUse: purpose }),
  };
  return [user, client, ours, ...structureOf(who)];
}

function softwareOf({ kind, id, name, software, app }: Who): object | undefined {
  const by = software === undefined ? app : { id: software, name: software };
  const known = kind === 'software' ? { id, name } : by;
  return known === undefined ? undefined : { identifier: { value: known.id }, display: known.name };
}

function structureOf({ structure }: Who): object[] {
  if (structure === undefined) return [];
  const { id, name } = structure;
  return [
    { type: typed(agents.custodian), who: { identifier: { system: structureIds, value: id }, display: name }, requestor: false },
  ];
}

/** The person themself is their Patient; who acts for them has a Patient of their own, which is theirs alone to read. */
function personOf({ kind, id, name }: Who, record: RecordId): object {
  if (kind === 'citizen' && id === record) return { reference: `Patient/${hexOfRecordId(record)}`, display: name };
  if (kind === 'professional') return { identifier: { system: professionalIds, value: id }, display: name };
  return { identifier: { value: isRecordId(id) ? hexOfRecordId(id) : id }, display: name };
}

function entitiesOf({ object, detail, request }: TraceLine, deed: Deed, record: RecordId): object[] {
  const patient = { what: { reference: `Patient/${hexOfRecordId(record)}` }, type: entities.person, role: roles.patient };
  const asked = new URLSearchParams(detail).toString();
  const query = { type: entities.thing, role: roles.query, query: Buffer.from(asked).toString('base64') };
  const unnamed = {
    type: entities.thing,
    role: roles.query,
    description: 'What was asked for is not kept.',
    query: Buffer.from('?').toString('base64'),
  };
  const thing =
    object === undefined
      ? undefined
      : {
          what: { reference: `${object.kind}/${object.id}` },
          type: entities.thing,
          role: roles.resource,
          ...(object.title === undefined ? {} : { name: object.title }),
          ...(detail === undefined ? {} : { detail: detailsOf(detail) }),
        };
  const about = deed.subtype?.code === 'search' ? (asked === '' ? unnamed : query) : thing;
  const transaction = { what: { identifier: { value: request } }, type: entities.request };
  const told =
    about === undefined && detail !== undefined
      ? [{ type: entities.thing, description: 'Details', detail: detailsOf(detail) }]
      : [];
  return [patient, ...(about === undefined ? told : [about]), ...(request === '' ? [] : [transaction])];
}

const detailsOf = (detail: Readonly<Record<string, string>>): object[] =>
  Object.entries(detail)
    .filter(([, value]) => value !== '')
    .map(([type, valueString]) => ({ type, valueString }));
