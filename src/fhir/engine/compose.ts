import type { Actor, RecordId } from '#kernel';
import { withMeta } from '../json/index.ts';
import { halfPair, type Json } from '../json.ts';
import type { Keys } from '../search/index.ts';
import type { FhirDesk } from './desk.ts';
import type { Row } from './ledger.ts';
import { recordOf } from './match.ts';
import { authorsOf, hiddenBy } from './references.ts';
import * as refusals from './refusals.ts';

/** A version about to be kept. */
export interface Draft {
  readonly n: number;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly updatedAt: Date;
  readonly depositor: string;
  /** The resource as text, id and meta still the sender's. */
  readonly text: string;
  /** The same, parsed. */
  readonly json: Json;
  /** What it is found by, where that is not what is written: a person's other name in place of the one in use. */
  readonly found?: Json;
}

/** The row of a version: its bytes are the sender's but for id and meta; the columns are read from it. */
export function rowOf(desk: FhirDesk, actor: Actor, home: RecordId, draft: Draft): Row {
  const { n, type, id, version, updatedAt, depositor, text, json, found } = draft;
  const hidden = hiddenBy(json);
  const { keys, at } = keysOf(desk, found ?? json, home);
  return {
    n,
    type,
    id,
    version,
    updatedAt,
    at: at ?? updatedAt,
    depositor,
    authorIds: actor.kind === 'professional' ? [...new Set([actor.id, ...authorsOf(json)])] : authorsOf(json),
    hiddenFromProfessionals: hidden.fromProfessionals,
    hiddenFromPatient: hidden.fromPatient,
    hiddenFromRepresentatives: hidden.fromRepresentatives,
    documentType: null,
    keys,
    body: bodyOf(text, id, version, updatedAt),
  };
}

export function bodyOf(text: string, id: string, version: number, updatedAt: Date): string {
  return withMeta(text, { id, versionId: String(version), lastUpdated: updatedAt.toISOString() });
}

/** What a resource is found by in its home. Refuses `fhir.bad-character`. */
export function keysOf({ parameters, base }: FhirDesk, json: Json, home: RecordId): Keys {
  const keys = parameters.extract(json, { base, record: recordOf(home) });
  if (halfPair.test(keys.keys)) throw refusals.badCharacter();
  return keys;
}
