import assert from 'node:assert/strict';
import { type Actor, hexOfRecordId } from '#kernel';
import { ambre, citizen } from './cast.ts';
import type { Answer, Ask, Bundle, Ground } from './ground.ts';
import { change, n3, type Provide, provide } from './papers.ts';

/** A DocumentReference, as far as its life shows. */
export interface Reference {
  readonly id: string;
  readonly status: string;
  readonly meta: { versionId: string };
  readonly masterIdentifier: { value: string };
  readonly identifier?: { use: string; value: string }[];
  readonly securityLabel: { coding: { code: string }[] }[];
  readonly extension?: { url: string; valueBoolean: boolean }[];
  readonly relatesTo?: unknown;
}

/** Ambre’s documents over HTTP, in the name of whoever it is. */
export interface Life {
  readonly person: Actor;
  readonly patientHex: string;
  as(actor: Actor, path: string, asked?: Omit<Ask, 'token'>): Promise<Answer>;
  /** A JSON Patch of one document, by its id or a condition that begins with `?`. */
  patch(actor: Actor, id: string, operations: unknown, headers?: Record<string, string>): Promise<Answer>;
  deposited(title: string, options?: Parameters<typeof provide>[1]): Promise<string>;
  read(actor: Actor, id: string): Promise<Reference>;
  /** The ids that a search finds for somebody. */
  found(actor: Actor, query: string): Promise<string[]>;
}

export function lifeOf(ground: Ground): Life {
  const person = citizen(ground.ambre, ambre);
  const patientHex = hexOfRecordId(ground.ambre);
  const as: Life['as'] = async (actor, path, asked = {}) => ground.fhir(path, { token: await ground.token(actor), ...asked });
  return {
    person,
    patientHex,
    as,
    async patch(actor, id, operations, headers = {}) {
      const body = JSON.stringify(operations);
      const path = id.startsWith('?') ? `/DocumentReference${id}` : `/DocumentReference/${id}`;
      return as(actor, path, { method: 'PATCH', body, headers: { 'content-type': 'application/json-patch+json', ...headers } });
    },
    async deposited(title, options = {}) {
      const [id = ''] = await ground.deposited(provide(n3(ambre, { title }), options));
      return id;
    },
    read: async (actor, id) => (await as(actor, `/DocumentReference/${id}`)).as<Reference>(),
    async found(actor, query) {
      const answer = await as(actor, `/DocumentReference?patient=Patient/${patientHex}&${query}`);
      assert.equal(answer.status, 200, answer.bytes.toString());
      return (answer.as<Bundle>().entry ?? []).map(({ resource }) => resource.id);
    },
  };
}

export const extensions = {
  archived: 'https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition/pdsm-ext-is-archived',
  deleted: 'https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition/pdsm-ext-is-deleted',
} as const;

/** JSON Patches. */
export const labels = (...codes: string[]) => [
  {
    op: 'replace',
    path: '/securityLabel',
    value: codes.map((code) => ({ coding: [{ system: systemOf(code), code }] })),
  },
];
export const archiving = (value: boolean) => [
  { op: 'add', path: '/extension', value: [{ url: extensions.archived, valueBoolean: value }] },
];

const systemOf = (code: string): string =>
  code.length === 1 ? 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality' : 'urn:oid:1.2.250.1.213.1.1.4.13';

export const codesOf = ({ securityLabel }: Reference) => securityLabel.map(({ coding }) => coding[0]?.code);

/** A document that says what it is to another. */
export const related = (code: string, id: string, paper: Buffer): Provide =>
  change(provide(paper), 'entry.1.resource.relatesTo', [{ code, target: { reference: `DocumentReference/${id}` } }]);
