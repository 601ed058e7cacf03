import { createHash } from 'node:crypto';
import { canonicalId, type Documents, findingsOf, readXdm, scanHeader, submissionOf, type Xdm } from '#documents';
import { actorId, type Call, type ItemId, Refusal } from '#kernel';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { decodePart } from '../mime/decode.ts';
import { parseMessage } from '../mime/parse.ts';
import { filerOf } from './actor.ts';
import { archivePart } from './attached.ts';
import { ansCodeOf, ansLabels } from './codes.ts';
import type { ExchangeDesk, Integration } from './desk.ts';
import { putFiling } from './exchange.sql.ts';
import { type Filing, type FilingState, filingOf, type Told } from './filing.ts';
import { type Recognised, recognise } from './recognise.ts';

/**
 * What a message brings goes into the record, in this order. Read this first.
 *
 *   find       IHE_XDM.zip among what is attached                        attached.ts
 *   open       bounded: sizes, names, bombs                              documents.readXdm
 *   recognise  the person, by METADATA.XML and never by the mail         recognise.ts
 *   check      every CDA, stage by stage; kept for the list              documents.check
 *   wait       where the mailbox is not set to file by itself
 *   deposit    the ordinary walk, by whose mailbox it is                 actor.ts, documents.deposit
 *   keep       what it came to, told in the mailbox’s log
 *   answer     the sender, as they asked to be                           ../reports
 *
 * May be done again at any moment: what is in the record is found there, an answer goes out once. A refusal is kept with the ANS’s code and changes
 * nothing else; what is no refusal is thrown, and the job comes back.
 */
export async function look(desk: ExchangeDesk, permit: MailboxPermit, content: number): Promise<Filing | undefined> {
  const { mailbox } = permit;
  // What a citizen receives stays theirs to file.
  if (mailbox.kind === 'CIT') return undefined;
  const before = await filingOf(desk.store, mailbox.id, content);
  if (before !== undefined && before.state !== 'under-way') return settled(desk, permit, before);
  const automatic = mailbox.settings.filing !== false && mailbox.state === 'open';
  return fileArchive(desk, permit, content, automatic, before);
}

/** {@link look} from its second step; `file` false: everything but the deposit. */
export async function fileArchive(
  desk: ExchangeDesk,
  permit: MailboxPermit,
  content: number,
  file: boolean,
  before: Filing | undefined,
): Promise<Filing | undefined> {
  const outcome = await filed(desk, permit, content, file, before);
  if (outcome === undefined) return undefined;
  await keep(desk, permit, outcome);
  const kept = await filingOf(desk.store, permit.mailbox.id, content);
  return kept && settled(desk, permit, kept);
}

/** What it comes to; a refusal is an outcome as well. */
async function filed(
  desk: ExchangeDesk,
  permit: MailboxPermit,
  content: number,
  file: boolean,
  before: Filing | undefined,
): Promise<Outcome | undefined> {
  let told: Told = { documents: [] };
  let found: Recognised | undefined;
  const bytes = await desk.mail.raw(permit, content);
  try {
    const part = archivePart(parseMessage(bytes));
    if (part === undefined) return undefined;
    const xdm = await readXdm(decodePart(bytes, part));
    told = await toldOf(desk.documents, xdm);
    found = await recognise(desk.ins, xdm);
    const patient = found.identity.record;
    if (!file) return { content, state: 'waiting', told, patient };
    const deposited = await depositFound(desk, permit, { content, told, xdm, found, resumed: before?.state === 'under-way' });
    return { content, told, patient, ...deposited };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code.startsWith('store.')) throw error;
    const { code, at: place, sentence: refusal } = error;
    const patient = found === undefined ? {} : { patient: found.identity.record };
    return { content, state: 'refused', code, place, told: { ...told, refusal }, ...patient };
  }
}

interface ToDeposit {
  readonly content: number;
  readonly told: Told;
  readonly xdm: Xdm;
  readonly found: Recognised;
  /** An earlier look began to file: what is there now was put there by it. */
  readonly resumed: boolean;
}

/** What is in the record already is left as it is: a document that was sent around comes back to where it was. */
async function depositFound(
  desk: ExchangeDesk,
  permit: MailboxPermit,
  { content, told, xdm, found, resumed }: ToDeposit,
): Promise<{ state: FilingState; documents: readonly ItemId[]; byWhom: string }> {
  const actor = await filerOf(desk, permit);
  const call: Call = { actor, at: permit.call.at, requestId: permit.call.requestId };
  const { submission } = submissionOf(xdm);
  const { record } = found.identity;
  const held = submission.documents.map(({ bytes, mediaType, claims }) => ({
    uniqueId: /xml/i.test(mediaType) ? canonicalId(scanHeader(bytes).id) : (claims.uniqueId ?? ''),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  const there = await desk.documents.alreadyThere(record, held);
  const missing = submission.documents.filter((_, index) => there[index] === undefined);
  const known = there.flatMap((id) => id ?? []);
  if (missing.length === 0) return { state: resumed ? 'filed' : 'known', documents: known, byWhom: actorId(actor) };
  await keep(desk, permit, { content, state: 'under-way', told, patient: record, byWhom: actorId(actor) });
  // A part of a lot is another lot: under the same name the whole one would be refused afterwards.
  const uid = known.length === 0 ? submission.uid : `urn:socle:mail:${permit.mailbox.id}:${content}`;
  const { entries } = await desk.documents.deposit(call, { ...submission, uid, documents: missing });
  return { state: 'filed', documents: [...known, ...entries.map(({ id }) => id)], byWhom: actorId(actor) };
}

interface Outcome extends Partial<Omit<Filing, 'content' | 'state' | 'told' | 'at'>> {
  readonly content: number;
  readonly state: FilingState;
  readonly told: Told;
}

/** What follows of an outcome that is kept; each part may be done twice. */
export async function settled(desk: ExchangeDesk, permit: MailboxPermit, filing: Filing): Promise<Filing> {
  const { content, state, code, patient } = filing;
  const recognised = state === 'refused' ? undefined : patient;
  await desk.mail.mark(permit, content, { filing: state === 'refused' ? `refused:${code ?? ''}` : state }, recognised);
  const answer = answerTo(filing);
  if (answer !== undefined) await answered(desk, permit, content, answer);
  return filing;
}

/** An answer that nobody can be given (a sender whose domain is no longer trusted) leaves the filing as it is. */
async function answered(
  { reports }: ExchangeDesk,
  { mailbox }: MailboxPermit,
  content: number,
  answer: Integration,
): Promise<void> {
  try {
    await reports.receipt(mailbox.id, content, answer);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code.startsWith('store.')) throw error;
  }
}

/** What the sender is told; nothing while somebody here still has to decide. */
function answerTo({ state, code = '' }: Filing): Integration | undefined {
  if (state === 'filed' || state === 'known') return { is: 'processed' };
  if (state !== 'refused' && state !== 'dismissed') return undefined;
  const ans = state === 'dismissed' ? '906' : ansCodeOf(code);
  return { is: 'error', code: ans, label: ansLabels[ans] };
}

/** One line in the mailbox’s log with the row, in one transaction; the beginning of a filing is no act yet. */
export async function keep({ store, trace }: ExchangeDesk, { call, mailbox }: MailboxPermit, outcome: Outcome): Promise<void> {
  const { content, state, code, place, patient, documents = [], told, byWhom, reason } = outcome;
  const row = [mailbox.id, content, state, code ?? null, place ?? null, patient ?? null, documents, JSON.stringify(told)];
  await store.transaction(async (tx) => {
    await store.records.lock(tx, mailbox.id);
    const changed = await tx.query(putFiling, [...row, byWhom ?? null, reason ?? null, call.at]);
    if (changed.length === 0 || state === 'under-way') return;
    const refused = state === 'refused' || state === 'dismissed';
    await trace.append(tx, call, mailbox.id, {
      action: 'write',
      outcome: refused ? 'refused' : 'done',
      object: { kind: 'Message', id: String(content) },
      ...(refused ? { code: code ?? 'messaging.dismissed' } : {}),
      detail: { change: 'filing', state },
    });
  });
}

/** One after the other: schemas and rules run in processes that all share. */
async function toldOf(documents: Pick<Documents, 'check'>, { subsets }: Xdm): Promise<Told> {
  const all = subsets.flatMap((subset) => subset.documents);
  const told: Told['documents'][number][] = [];
  for (const { bytes, metadata, path } of all) {
    const { title = '', type, mimeType } = metadata;
    const check = /xml/i.test(mimeType) ? await checked(documents, bytes) : undefined;
    const named = type?.display ?? type?.code;
    told.push({
      title: title.slice(0, 200),
      path,
      ...(named === undefined ? {} : { type: named.slice(0, 200) }),
      ...(check === undefined ? {} : { check }),
    });
  }
  const { family, given, birthDate, sex } =
    all.find(({ metadata }) => metadata.sourcePatient !== undefined)?.metadata.sourcePatient ?? {};
  const name = [family, given].filter(Boolean).join(' ').slice(0, 200);
  const patient = { name, ...(birthDate === undefined ? {} : { birthDate }), ...(sex === undefined ? {} : { sex }) };
  return { documents: told, ...(name === '' ? {} : { patient }) };
}

async function checked(documents: Pick<Documents, 'check'>, bytes: Buffer) {
  const verdict = await documents.check(bytes);
  const findings = findingsOf(verdict);
  const count = (severity: string): number => findings.filter((one) => one.severity === severity).length;
  return { outcome: verdict.outcome, errors: count('error'), warnings: count('warning') };
}
