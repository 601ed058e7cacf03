import type { Call, RecordId } from '#kernel';
import type { Circumstance } from './circumstance.ts';
import { confirm, type Ins15, unasked } from './confirm.ts';
import { actOf, claim, type Desk, keysOfIdentity, lookTopic, lookupOf, rowOf } from './desk.ts';
import { type Evidence, identityChecked } from './evidence.ts';
import type { Identity } from './identity.ts';
import { addLookup, insertIdentity, recordOfMatricule } from './ins.sql.ts';
import { collideOverMatricule } from './links/collide.ts';
import { addKeys } from './matching/matching.sql.ts';
import { type MatriculeOptions, parseMatricule } from './matricule.ts';
import { parseInsOid } from './oid.ts';
import { alreadyExists } from './refusals.ts';
import { type Attribute, isDoubtful, statusAfter } from './status.ts';
import { malformed, parseTraits, type Traits } from './traits.ts';
import { openWork, workAfter } from './work/index.ts';

/** A person to make known. `matricule` and `oid` come together, or not at all. */
export interface NewIdentity {
  readonly traits: Traits;
  readonly matricule?: string;
  readonly oid?: string;
  readonly evidence: Evidence;
  readonly attributes?: readonly Attribute[];
  /** How the person came without an INS, see `circumstance.ts`; only told. */
  readonly circumstance?: Circumstance;
}

/** See {@link Ins.create}. */
export async function create(desk: Desk, call: Call, request: NewIdentity): Promise<Identity> {
  const traits = parseTraits(request.traits);
  refuseUnborn(traits, call);
  const attributes = [...new Set(request.attributes ?? [])];
  const ins = insOf(request, desk.options);
  if (ins !== undefined) await refuseTaken(desk, call, ins, traits);
  // INSi is asked before the transaction: nothing waits on a network with a row locked
  const asks = request.evidence.insi && !isDoubtful(attributes);
  const { circumstance } = request;
  const note = { change: 'created', ...(circumstance === undefined ? {} : { circumstance }) };
  const confirmed = asks ? await confirm(desk.insi, traits, ins, desk.options) : unasked(traits);
  const status = statusAfter(confirmed.ins !== undefined, identityChecked(request.evidence), attributes);
  return desk.store.transaction(async (tx) => {
    const record = await desk.store.records.create(tx, call.at);
    const identity: Identity = { record, status, attributes, ...confirmed.ins, traits: confirmed.traits, version: 1 };
    await claim(tx, record, confirmed.ins);
    await tx.query(insertIdentity, rowOf(desk, call, identity, request.evidence, confirmed, note));
    await tx.query(addLookup, lookupOf(identity));
    tx.write(addKeys, keysOfIdentity(identity));
    desk.store.outbox.emit(tx, record, call.at, lookTopic, {});
    await desk.trace.append(tx, call, record, actOf(desk, note, identity, request.evidence, confirmed));
    await workAfter(tx, call, identity, confirmed.outcome);
    // their name is to come, and nobody else will think of it
    if (circumstance === 'newborn') await openWork(tx, { kind: 'to-qualify', record, detail: 'newborn' }, call.at);
    return identity;
  });
}

/** Refuses `ins.exists`; when the traits under that matricule are another's, somebody is told to look. */
async function refuseTaken({ store }: Desk, { at }: Call, { oid, matricule }: Ins15, traits: Traits): Promise<void> {
  const [taken] = await store.query<{ record_id: RecordId }>(recordOfMatricule, [oid, matricule]);
  if (taken === undefined) return;
  await collideOverMatricule(store, taken.record_id, traits, at);
  throw alreadyExists();
}

/** Nobody is born after today, where today begins first: 14 hours ahead of UTC. */
export function refuseUnborn(traits: Traits, { at }: Call): void {
  const latest = new Date(at.getTime() + 14 * 3_600_000).toISOString().slice(0, 10);
  if (traits.birthDate > latest) throw malformed('birthDate');
}

function insOf({ matricule, oid }: NewIdentity, options: MatriculeOptions): Ins15 | undefined {
  if (matricule === undefined && oid === undefined) return undefined;
  return { oid: parseInsOid(oid ?? ''), matricule: parseMatricule(matricule ?? '', options) };
}
