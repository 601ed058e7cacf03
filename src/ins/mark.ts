import type { Call, RecordId } from '#kernel';
import { markedWith, parseAttributes, statusWith } from './attributes.ts';
import { type Confirmation, confirm, type Ins15, unasked } from './confirm.ts';
import type { Desk } from './desk.ts';
import type { Evidence } from './evidence.ts';
import { byRecord } from './find.ts';
import type { Identity } from './identity.ts';
import { lastMatricule } from './ins.sql.ts';
import { operatorOf, reasonWritten } from './operator.ts';
import { notFound } from './refusals.ts';
import { revise } from './revise.ts';

/** See {@link Vigilance.mark}. */
export async function mark(
  desk: Desk,
  call: Call,
  record: RecordId,
  wished: unknown,
  evidence: Evidence,
  why: unknown,
): Promise<Identity> {
  operatorOf(call);
  const reason = reasonWritten(why);
  const before = await byRecord(desk.store, record);
  if (before === undefined) throw notFound();
  const marked = markedWith(before, parseAttributes(wished), evidence);
  const confirmed = await confirmation(desk, before, marked.effect, evidence);
  const status = statusWith(marked, before, confirmed.ins !== undefined, evidence);
  const { traits, ins } = confirmed;
  const after: Identity = { record, status, attributes: marked.attributes, ...ins, traits, version: before.version + 1 };
  const told = {
    ...(marked.added.length === 0 ? {} : { added: marked.added.join(' ') }),
    ...(marked.lifted.length === 0 ? {} : { lifted: marked.lifted.join(' ') }),
  };
  const note = { change: marked.effect === 'hide' ? 'doubted' : 'marked', why: reason };
  return desk.store.transaction((tx) => revise(desk, tx, call, { before, after, evidence, confirmed, note, told }));
}

/**
 * A doubt that begins takes the matricule away and asks nothing. A doubt that ends is held against INSi again: with the matricule that was
 * hidden, else by traits; what INSi does not confirm stays away.
 */
async function confirmation(desk: Desk, before: Identity, effect: string, evidence: Evidence): Promise<Confirmation> {
  const { oid, matricule, traits } = before;
  if (effect === 'hide') return unasked(traits);
  if (effect === 'none') {
    const ins = oid === undefined || matricule === undefined ? undefined : { oid, matricule };
    return { ...unasked(traits), ...(ins === undefined ? {} : { ins }) };
  }
  if (!evidence.insi) return unasked(traits);
  const [hidden] = await desk.store.query<Ins15>(lastMatricule, [before.record]);
  const known = hidden === undefined ? undefined : await confirm(desk.insi, traits, hidden, desk.options);
  return known?.ins === undefined ? confirm(desk.insi, traits, undefined, desk.options) : known;
}
