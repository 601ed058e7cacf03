import { type Call, hexOfRecordId, type RecordId, Refusal } from '#kernel';
import { type Confirmation, confirm, confirmedBy, type Ins15 } from './confirm.ts';
import type { Desk } from './desk.ts';
import { traitDifferences } from './differences.ts';
import { byRecord } from './find.ts';
import type { Identity } from './identity.ts';
import { recordOfMatricule, verifiedAgain } from './ins.sql.ts';
import { insiNotAsked, notFound } from './refusals.ts';
import { revise } from './revise.ts';
import { allows, isDoubtful, type Status, statusAfter } from './status.ts';
import { openWork } from './work/index.ts';

/**
 * What a verification comes to.
 *   confirmed   INSi says yes: nothing changes but the day of the verification
 *   replaced    INSi has given this person another matricule in place of ours (a NIR for a NIA): taken, the status stays
 *   denied      INSi says no: the matricule is not shown any more, QUAL becomes VALI and RECUP becomes PROV (règle 20 read backwards)
 *   found       an identity without matricule has gained one
 *   none, several   INSi found nobody, or more than one (01, 02)
 *   unusable    INSi found one person, whose answer cannot be taken
 */
export type Outcome = 'confirmed' | 'replaced' | 'denied' | 'found' | 'none' | 'several' | 'unusable';

export interface Verification {
  readonly outcome: Outcome;
  readonly identity: Identity;
}

/**
 * Asks INSi about one known identity, and follows its answer. Refuses `ins.not-found`, `ins.insi-not-asked` for a doubtful or fictitious
 * identity, `ins.exists` when the matricule that INSi gives is another record's (and puts that on the work list), and what the adapter
 * refuses. The question and its answer are in the log of the person (règles 37 and 48).
 */
export async function verify(desk: Desk, call: Call, record: RecordId): Promise<Verification> {
  const identity = await byRecord(desk.store, record);
  if (identity === undefined) throw notFound();
  if (!allows(identity.status, 'call-insi', identity.attributes)) throw insiNotAsked();
  const ins = heldBy(identity);
  if (ins === undefined) return seek(desk, call, identity);
  if (await desk.insi.verify(ins.oid, ins.matricule, identity.traits)) {
    await confirmAll(desk, call, [identity]);
    return { outcome: 'confirmed', identity };
  }
  return deny(desk, call, identity, ins);
}

export function heldBy({ oid, matricule }: Identity): Ins15 | undefined {
  return oid === undefined || matricule === undefined ? undefined : { oid, matricule };
}

/** Notes that INSi said yes to each, and tells each person. */
export async function confirmAll(desk: Desk, call: Call, identities: readonly Identity[]): Promise<void> {
  if (identities.length === 0) return;
  await desk.store.query(verifiedAgain, [identities.map(({ record }) => record), call.at]);
  await Promise.all(identities.map(({ record }) => tell(desk, call, record, 'verified')));
}

async function tell(desk: Desk, call: Call, record: RecordId, insi: string): Promise<void> {
  await desk.trace.journal(call, record, {
    action: 'identity',
    outcome: 'done',
    object: { kind: 'Patient', id: hexOfRecordId(record) },
    detail: { change: 'asked-insi', insi, ...(desk.insi.simulated ? { simulated: 'true' } : {}) },
  });
}

/** No matricule yet: by traits. */
async function seek(desk: Desk, call: Call, before: Identity): Promise<Verification> {
  const confirmed = await confirm(desk.insi, before.traits, undefined, desk.options);
  if (confirmed.ins === undefined) {
    await tell(desk, call, before.record, confirmed.outcome);
    if (confirmed.outcome === '02') await openWork(desk.store, homonym(before.record), call.at);
    const outcome = confirmed.outcome === '02' ? 'several' : confirmed.outcome === '01' ? 'none' : 'unusable';
    return { outcome, identity: before };
  }
  return { outcome: 'found', identity: await take(desk, call, before, confirmed, 'verified') };
}

const homonym = (record: RecordId) => ({ kind: 'homonym', record, detail: 'search 02' }) as const;

/** INSi said no. Only when the person is found by the same traits, under a matricule that has replaced ours, does the identity keep its trust. */
export async function deny(desk: Desk, call: Call, before: Identity, held: Ins15): Promise<Verification> {
  const { record } = before;
  const answer = await desk.insi.search(before.traits);
  const follows =
    answer.code === '00' &&
    (answer.identity.formerly ?? []).some(({ oid, matricule }) => matricule === held.matricule && oid === held.oid);
  if (follows) {
    const confirmed = confirmedBy(answer, before.traits, desk.options);
    if (confirmed.ins !== undefined && traitDifferences(before.traits, confirmed.traits).length === 0) {
      const identity = await take(desk, call, before, confirmed, 'replaced');
      await openWork(desk.store, { kind: 'insi-changed', record, detail: 'matricule' }, call.at);
      return { outcome: 'replaced', identity };
    }
  }
  const { traits, attributes, version } = before;
  const status = statusAfter(false, isChecked(before.status), attributes);
  const after: Identity = { record, status, attributes, traits, version: version + 1 };
  const confirmed: Confirmation = { outcome: 'not-verified', traits };
  const note = { change: 'denied' };
  const told = { search: answer.code };
  const identity = await desk.store.transaction((tx) =>
    revise(desk, tx, call, { before, after, evidence: { insi: true }, confirmed, note, told }),
  );
  return { outcome: 'denied', identity };
}

/** Takes the matricule that INSi gives, and its traits; a document that was checked still counts when the traits are the same. */
async function take(desk: Desk, call: Call, before: Identity, confirmed: Confirmation, change: string): Promise<Identity> {
  const { record, attributes, version } = before;
  const { traits, ins } = confirmed;
  const checked = isChecked(before.status) && !isDoubtful(attributes) && traitDifferences(before.traits, traits).length === 0;
  const status = statusAfter(ins !== undefined, checked, attributes);
  const after: Identity = { record, status, attributes, ...ins, traits, version: version + 1 };
  try {
    return await desk.store.transaction((tx) =>
      revise(desk, tx, call, { before, after, evidence: { insi: true }, confirmed, note: { change } }),
    );
  } catch (error) {
    if (error instanceof Refusal && error.code === 'ins.exists' && ins !== undefined) await listTwo(desk, call, record, ins);
    throw error;
  }
}

/** INSi gives this person the matricule of another record: two records of one person. */
async function listTwo(desk: Desk, call: Call, record: RecordId, { oid, matricule }: Ins15): Promise<void> {
  const [other] = await desk.store.query<{ record_id: RecordId }>(recordOfMatricule, [oid, matricule]);
  if (other === undefined) return;
  await openWork(desk.store, { kind: 'duplicate', record, other: other.record_id, detail: 'INSi' }, call.at);
}

const isChecked = (status: Status): boolean => status === 'VALI' || status === 'QUAL';
