import { allows, type Identity, traitDifferences } from '#ins';
import { actorId, type Call, PLATFORM, type RecordId, Refusal } from '#kernel';
import type { Tx } from '#store';
import { parseExact } from '../json/index.ts';
import { type Json, objects } from '../json.ts';
import type { Aimed, Aims } from './aimed.ts';
import type { FhirDesk } from './desk.ts';
import type { Placed } from './homes.ts';
import { isIns } from './patient/describe.ts';
import { ensurePatient } from './patient/ensure.ts';
import { claimedIdentity, traitsOf } from './patient/identity.ts';
import { candidates, personsMatching } from './patient/match.ts';
import * as refusals from './refusals.ts';
import type { Input } from './stored.ts';
import { type Aim, isNew, type NewPerson } from './whose.ts';

/** The people of an act as `ins` knows them before its transaction begins. */
export interface People {
  /** The changes, with what was made of them. */
  readonly changes: readonly Aimed[];
  /** Whose record `ins` made. */
  readonly made: ReadonlyMap<NewPerson, RecordId>;
  /** Whom another act made known in the meantime. */
  readonly found: ReadonlyMap<NewPerson, RecordId>;
  /** The identities that Patients written here follow. */
  readonly identities: ReadonlyMap<RecordId, Identity>;
}

/**
 * Makes known to `ins` those new people who claim a matricule and the traits it takes, and corrects the traits of those whose Patient their
 * depositor rewrites. Before the transaction, since INSi is asked: should that fail, the person stays known. A matricule that may not be
 * sent on is taken out of the Patient (Guide INS, règles 28 and 51). Refuses what `ins.create` and `ins.correct` refuse, and
 * `fhir.identity-differs`. `before` holds whom an attempt before this one has made known, and takes note of those of this one.
 */
export async function makePersons(
  desk: FhirDesk,
  call: Call,
  { changes }: Aims,
  before: Map<NewPerson, Identity>,
): Promise<People> {
  const made = new Map<NewPerson, RecordId>();
  const found = new Map<NewPerson, RecordId>();
  const identities = new Map<RecordId, Identity>();
  const out: Aimed[] = [];
  for (const change of changes) {
    const { aim, type, verb, input } = change;
    if (type !== 'Patient' || input === undefined) {
      out.push(change);
    } else if (isNew(aim)) {
      const identity = before.get(aim) ?? (await introduce(desk, call, change, input.json));
      if (identity !== undefined && 'found' in identity) found.set(aim, identity.found);
      else if (identity !== undefined) {
        before.set(aim, identity);
        made.set(aim, identity.record);
        identities.set(identity.record, identity);
      }
      out.push(identity === undefined || 'found' in identity ? change : { ...change, input: sendable(input, identity) });
    } else {
      const identity = verb === 'update' ? await rewritten(desk, call, aim, input.json, change.at) : undefined;
      if (identity !== undefined) identities.set(aim, identity);
      out.push(change);
    }
  }
  return { changes: out, made, found, identities };
}

/** Of two at once with one condition, the second finds whom the first made known. */
async function introduce(
  desk: FhirDesk,
  call: Call,
  { query, at }: Aimed,
  patient: Json,
): Promise<Identity | { readonly found: RecordId } | undefined> {
  const claimed = claimedIdentity(patient);
  if (claimed === undefined) return undefined;
  try {
    return await desk.ins.create(call, claimed);
  } catch (error) {
    if (query === undefined || !(error instanceof Refusal) || error.code !== 'ins.exists') throw error;
    const [found, another] = (await personsMatching(desk, call, query)).found;
    if (another !== undefined) throw refusals.severalMatches(at);
    if (found === undefined) throw error;
    return { found };
  }
}

/** The identity after the Patient of a known person was rewritten by who deposited it; undefined when `ins` knows nothing of the record. */
async function rewritten(desk: FhirDesk, call: Call, record: RecordId, patient: Json, at: string): Promise<Identity | undefined> {
  const row = await ensurePatient(desk, call, record);
  if (row?.seen === undefined || row.depositor !== actorId(call.actor)) return undefined;
  const known = await desk.ins.byRecord(record);
  if (known === undefined || sameIdentity(patient, known)) return known;
  const claimed = claimedIdentity(patient);
  if (claimed === undefined) throw refusals.identityDiffers(at);
  const corrected = await desk.ins.correct(call, record, claimed.traits, claimed.evidence);
  if (!sameIdentity(patient, corrected)) throw refusals.identityDiffers(at);
  return corrected;
}

/** Whether a Patient says of the identity what `ins` says. */
export function sameIdentity(patient: Json, { traits, matricule }: Identity): boolean {
  const given = traitsOf(patient);
  const { birthFamily, firstBirthGiven, sex, birthDate } = given;
  if (birthFamily === undefined || firstBirthGiven === undefined || sex === undefined || birthDate === undefined) return false;
  if (traitDifferences(traits, { ...given, birthFamily, firstBirthGiven, sex, birthDate }).length > 0) return false;
  if (given.usedFamily !== traits.usedFamily || given.usedGiven !== traits.usedGiven) return false;
  return objects(patient.identifier).every((one) => !isIns(one) || one.value === matricule);
}

/** A matricule leaves Socle only with a qualified identity. */
function sendable(input: Input, identity: Identity): Input {
  const { matricule, status, attributes } = identity;
  if (matricule !== undefined && allows(status, 'send-matricule', attributes)) return input;
  const exact = parseExact(input.text) as Record<string, unknown>;
  const kept = objects(exact.identifier).filter((one) => !isIns(one));
  const { identifier: _, ...rest } = exact;
  const text = JSON.stringify(kept.length === 0 ? rest : { ...rest, identifier: kept });
  return { text, json: JSON.parse(text) as Json };
}

/** Somebody was made known while the act was on its way, of whom a condition must be asked: the act begins again. */
export class Raced extends Error {}

/**
 * Gives every change its home. Those who are new get a record; when they come with a condition, whom it is asked of is looked up once more,
 * in the order that the row of what is shared gives: two at once make one person. Throws {@link Raced}.
 */
export async function placePersons(
  desk: FhirDesk,
  tx: Tx,
  call: Call,
  { changes, made, found }: People,
): Promise<{ readonly placed: readonly Placed[]; readonly fresh: ReadonlySet<RecordId> }> {
  const homes = new Map<Aim, RecordId>();
  const fresh = new Set<RecordId>();
  const known = new Set<Aim>();
  for (const { aim, type, query, looked } of changes) {
    if (type !== 'Patient' || !isNew(aim)) continue;
    const existing = found.get(aim);
    if (existing === undefined && query !== undefined && !made.has(aim)) await refuseRace(desk, tx, query, looked ?? []);
    if (existing !== undefined) known.add(aim);
    const home = existing ?? made.get(aim) ?? (await desk.store.records.create(tx, call.at));
    if (existing === undefined) fresh.add(home);
    homes.set(aim, home);
  }
  const placed = changes.map((change, index): Placed => {
    const home = isNew(change.aim) ? homes.get(change.aim) : change.aim;
    if (home === undefined) throw new Error('a person to be made is not among the changes');
    // Whose Patient may be there already: those who were known, and those whom ins knows since a moment ago.
    const isThem = change.type === 'Patient' && (known.has(change.aim) || made.has(change.aim as NewPerson));
    return { index, home, change: isThem ? { ...change, n: 0 } : change };
  });
  return { placed, fresh };
}

async function refuseRace(desk: FhirDesk, tx: Tx, query: string, looked: readonly RecordId[]): Promise<void> {
  await desk.store.records.lock(tx, PLATFORM);
  const now = await candidates(desk, tx, query);
  if (now.some((record) => !looked.includes(record))) throw new Raced();
}
