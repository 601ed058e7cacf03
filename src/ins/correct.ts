import { type Call, hexOfRecordId, type RecordId } from '#kernel';
import { type Confirmation, confirm, unasked } from './confirm.ts';
import { refuseUnborn } from './create.ts';
import type { Desk } from './desk.ts';
import { strictPart, traitDifferences } from './differences.ts';
import { type Evidence, identityChecked } from './evidence.ts';
import { byRecord } from './find.ts';
import type { Identity } from './identity.ts';
import { notConfirmed, notFound } from './refusals.ts';
import { revise } from './revise.ts';
import { isDoubtful, statusAfter } from './status.ts';
import { parseTraits, type Traits } from './traits.ts';
import { openWork } from './work/index.ts';

/** See {@link Ins.correct}. */
export async function correct(desk: Desk, call: Call, record: RecordId, given: Traits, evidence: Evidence): Promise<Identity> {
  const traits = parseTraits(given);
  refuseUnborn(traits, call);
  const before = await byRecord(desk.store, record);
  if (before === undefined) throw notFound();
  const confirmed = await confirmation(desk, call, before, traits, evidence);
  const after = corrected(before, confirmed, evidence);
  const note = { change: 'corrected', ...(call.reason === undefined ? {} : { why: call.reason }) };
  return desk.store.transaction((tx) => revise(desk, tx, call, { before, after, evidence, confirmed, note }));
}

/** What INSi says of the new traits. Where INSi gave the identity, the strict traits change with its word only. */
async function confirmation(desk: Desk, call: Call, before: Identity, traits: Traits, evidence: Evidence): Promise<Confirmation> {
  const { oid, matricule } = before;
  if (oid === undefined || matricule === undefined) {
    return evidence.insi && !isDoubtful(before.attributes)
      ? confirm(desk.insi, traits, undefined, desk.options)
      : unasked(traits);
  }
  const ins = { oid, matricule };
  if (!evidence.insi) {
    if (traitDifferences(before.traits, traits).length > 0) throw notConfirmed();
    return { outcome: 'not-asked', traits: { ...traits, ...strictPart(before.traits) }, ins };
  }
  const confirmed = await confirm(desk.insi, traits, ins, desk.options);
  if (confirmed.ins !== undefined) return confirmed;
  // règle 48: the question and its answer are traced, also when the answer is no
  const object = { kind: 'Patient', id: hexOfRecordId(before.record) };
  await desk.trace.journal(call, before.record, { action: 'identity', outcome: 'refused', object, code: 'ins.not-confirmed' });
  // règle 55: what software sent and INSi denies is not taken, and somebody is to look
  if (call.actor.kind !== 'operator') {
    const detail = `received ${traitDifferences(before.traits, traits).join(' ')}`;
    await openWork(desk.store, { kind: 'insi-ko', record: before.record, detail }, call.at);
  }
  throw notConfirmed();
}

/** An identity document proves the traits that it shows: it still counts for the same traits, and must be shown again for others. */
function corrected(before: Identity, { traits, ins }: Confirmation, evidence: Evidence): Identity {
  const wasChecked = before.status === 'VALI' || before.status === 'QUAL';
  const stillChecked = wasChecked && traitDifferences(before.traits, traits).length === 0;
  const { record, attributes, version, survivor, linked } = before;
  const status = statusAfter(ins !== undefined, identityChecked(evidence) || stillChecked, attributes);
  const links = { ...(survivor === undefined ? {} : { survivor }), ...(linked === undefined ? {} : { linked }) };
  return { record, status, attributes, ...ins, traits, version: version + 1, ...links };
}
