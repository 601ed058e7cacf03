import { type Call, hexOfRecordId, Refusal } from '#kernel';
import { confirm } from './confirm.ts';
import type { Desk } from './desk.ts';
import { type SeenTraits, traitDifferences } from './differences.ts';
import { byMatricule } from './find.ts';
import type { Identity } from './identity.ts';
import { parseInsOid } from './oid.ts';
import { allows } from './status.ts';
import { parseTraits, type Traits } from './traits.ts';
import { openWork, workOf } from './work/index.ts';

/** What INSi says of an identity that came from outside beside ours. `not-asked`: what came has not all five traits. */
export type ReceivedOutcome = 'theirs' | 'denied' | 'not-asked';

/**
 * Something came from outside for a known identity, with other strict traits: it was refused, and INSi is asked who is right (règles 52 and
 * 55). Puts on the work list `insi-changed` when INSi confirms what came, our own traits being old then, and `insi-ko` when it denies it;
 * both name the traits that differ, never their values. What is listed
 * already is not asked again: nobody can have INSi asked without end. Nothing of the identity is changed: somebody decides. The question is in the log.
 * Refuses what the adapter refuses.
 */
export async function receivedOther(desk: Desk, call: Call, known: Identity, came: SeenTraits): Promise<ReceivedOutcome> {
  const { record, oid, matricule } = known;
  const detail = `received ${traitDifferences(known.traits, came).join(' ')}`;
  const listed = (await workOf(desk.store, record)).find((one) => one.detail.split('; ').includes(detail));
  if (listed !== undefined) return listed.kind === 'insi-changed' ? 'theirs' : 'denied';
  const traits = whole(came);
  if (
    traits === undefined ||
    oid === undefined ||
    matricule === undefined ||
    !allows(known.status, 'call-insi', known.attributes)
  ) {
    await openWork(desk.store, { kind: 'insi-ko', record, detail }, call.at);
    return 'not-asked';
  }
  const { outcome } = await confirm(desk.insi, traits, { oid, matricule }, desk.options);
  const kind = outcome === 'verified' ? 'insi-changed' : 'insi-ko';
  await openWork(desk.store, { kind, record, detail }, call.at);
  await desk.trace.journal(call, record, {
    action: 'identity',
    outcome: 'done',
    object: { kind: 'Patient', id: hexOfRecordId(record) },
    detail: { change: 'asked-insi', insi: outcome, about: 'received', ...(desk.insi.simulated ? { simulated: 'true' } : {}) },
  });
  return outcome === 'verified' ? 'theirs' : 'denied';
}

/** Something came for a known identity that is not qualified: it was refused, and the way to `QUAL` is on the work list. */
export async function receivedEarly(desk: Desk, call: Call, oid: string, matricule: string): Promise<void> {
  const known = await byMatricule(desk.store, parseInsOid(oid), matricule, desk.options);
  if (known === undefined || allows(known.status, 'deposit', known.attributes)) return;
  await openWork(desk.store, { kind: 'to-qualify', record: known.record, detail: `received ${known.status}` }, call.at);
}

/** All five strict traits, or nothing to ask about. */
function whole(came: SeenTraits): Traits | undefined {
  try {
    return parseTraits({ ...came });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
