import type { Call, RecordId } from '#kernel';
import type { Tx } from '#store';
import type { Desk } from '../desk.ts';
import { setFacts } from '../documents.sql.ts';
import { type Entry, entryOf, type KeptRow } from '../entry.ts';
import { depositedTopic } from '../register.ts';
import { addenda, supersededWith } from './addenda.ts';
import { change, type EntryChange, isCurrent, type StateChange } from './change.ts';
import { type Base, type Labels, labelsIn } from './labels.ts';
import { endedWith, tiedTo } from './life.sql.ts';
import { madeBy } from './maker.ts';
import * as refusals from './refusals.ts';
import { type EntryCondition, type Opened, withEntry } from './withEntry.ts';

/** What somebody wants to be otherwise about a document; what is absent stays. */
export interface Amendment {
  readonly archived?: boolean;
  /** `superseded`: out of force though nothing replaces it; `current` takes that back. */
  readonly status?: 'current' | 'superseded';
  readonly hiddenFromProfessionals?: boolean;
  /** False: it was announced to the person, who sees it from now on. */
  readonly hiddenFromPatient?: boolean;
  readonly hiddenFromRepresentatives?: boolean;
  readonly base?: Base;
  readonly correction?: Correction;
}

/** Other words about a document, judged already (`correct.ts`). */
export interface Correction {
  /** Members of the FHIR face. */
  readonly said: Readonly<Record<string, unknown>>;
  readonly classCode: string;
  readonly typeCode: string;
  readonly kept: KeptRow;
}

export interface Amended {
  readonly entry: Entry;
  readonly at: Date;
  /** The FHIR face. */
  readonly body: string;
  /** False when everything was already so: then there is no new version. */
  readonly changed: boolean;
}

/** Made under the lock, from the FHIR face as it is. */
export type Plan = (body: string, opened: Opened) => Amendment;

/**
 * Changes the state or the words of a document by one version, whatever is asked together. Its makers may do all of it but show again to
 * professionals or representatives what is hidden from them; the person may archive and hide, and take either back. A line in the log says what was done.
 *
 * Refuses as {@link withEntry}, `documents.not-yours`, `documents.unmask-person-only`,
 * `documents.release-person-only`, `documents.status-fixed`, and what `plan` refuses.
 * Source: DMP, TD3.3a, b, d; PDSm, Flux 3; ITI-57.
 */
export async function amend(desk: Desk, call: Call, id: string, plan: Plan, condition: EntryCondition = {}): Promise<Amended> {
  return withEntry(desk, call, id, condition, async (opened) => {
    const { tx, record, row } = opened;
    const body = (await desk.fhir.bodies(tx, record, [row.n])).get(row.n) ?? '';
    const labels = labelsIn(JSON.parse(body));
    const wish = onlyNew(plan(body, opened), opened, labels);
    const deeds = deedsOf(wish);
    if (deeds.length === 0) return { entry: entryOf(record, row), at: call.at, body, changed: false };
    refuseUnlessAllowed(call, opened, wish);
    const { changes, back } = await changesOf(opened, call, wish, labels);
    const faces = await change(desk, tx, call, record, changes);
    const { correction } = wish;
    if (correction !== undefined) {
      tx.write(setFacts, [record, row.n, correction.classCode, correction.kept.title, correction.kept.facts]);
    }
    // Who comes into force again is understood anew, and words that changed are found.
    const again = correction === undefined ? back : [...new Set([row.n, ...back])];
    for (const n of again) desk.store.outbox.emit(tx, record, call.at, depositedTopic, { n });
    const first = changes[0];
    const entry = entryOf(record, { ...row, ...first?.to, ...correction?.kept, version: row.version + 1 });
    await desk.trace.append(tx, call, record, {
      action: deeds.every((deed) => ofRights.has(deed)) ? 'rights' : 'write',
      outcome: 'done',
      object: { kind: 'DocumentReference', id, title: entry.title },
      detail: { change: deeds.join(' ') },
    });
    return { entry, at: call.at, body: faces.get(row.n)?.text ?? body, changed: true };
  });
}

/** Without what is so already. */
function onlyNew(wish: Amendment, { row }: Opened, labels: Labels): Amendment {
  const now: Required<Omit<Amendment, 'correction'>> = {
    archived: row.archived,
    status: isCurrent(row) ? 'current' : 'superseded',
    hiddenFromProfessionals: row.hidden_from_professionals,
    hiddenFromPatient: row.hidden_from_patient,
    hiddenFromRepresentatives: row.hidden_from_representatives,
    base: labels.base,
  };
  const asked = Object.entries(wish).filter(([name, value]) => value !== undefined && value !== now[name as keyof typeof now]);
  return Object.fromEntries(asked);
}

/** What is a choice of who sees a document, and changes nothing else of it. */
const ofRights: ReadonlySet<string> = new Set(['hide', 'show', 'withhold', 'release']);

/** As the log names what was done; `changeWords` of the spaces says them. */
function deedsOf(wish: Amendment): readonly string[] {
  const { archived, status, hiddenFromProfessionals, hiddenFromPatient, hiddenFromRepresentatives, base, correction } = wish;
  const either = (value: boolean | undefined, yes: string, no: string) => (value === undefined ? [] : [value ? yes : no]);
  return [
    ...either(hiddenFromProfessionals, 'hide', 'show'),
    ...either(hiddenFromPatient, 'conceal', 'announce'),
    ...either(archived, 'archive', 'unarchive'),
    ...either(status === undefined ? undefined : status === 'superseded', 'supersede', 'reinstate'),
    ...either(hiddenFromRepresentatives, 'withhold', 'release'),
    ...(base === undefined ? [] : ['label']),
    ...(correction === undefined ? [] : ['correct']),
  ];
}

const ofThePerson: ReadonlySet<string> = new Set<keyof Amendment>([
  'archived',
  'hiddenFromProfessionals',
  'hiddenFromRepresentatives',
]);

const ofDelegates: ReadonlySet<string> = new Set<keyof Amendment>(['archived', 'hiddenFromProfessionals']);

function refuseUnlessAllowed(call: Call, { row, permit }: Opened, wish: Amendment): void {
  const { kind } = call.actor;
  // The Permit shows the person their own record only, and a delegate that of their mandate.
  if (permit.managing) {
    if (Object.keys(wish).every((name) => (kind === 'delegate' ? ofDelegates : ofThePerson).has(name))) return;
    throw refusals.notYours();
  }
  if (!madeBy(call, row)) throw refusals.notYours();
  if (wish.hiddenFromProfessionals === false) throw refusals.unmaskPersonOnly();
  if (wish.hiddenFromRepresentatives === false) throw refusals.releasePersonOnly();
}

/** The entry first, then those that follow it; `back`: the numbers of those that come into force again. */
async function changesOf(
  { tx, record, row }: Opened,
  call: Call,
  wish: Amendment,
  labels: Labels,
): Promise<{ readonly changes: readonly EntryChange[]; readonly back: readonly number[] }> {
  const { status, archived, hiddenFromProfessionals, hiddenFromPatient, correction } = wish;
  const { hiddenFromRepresentatives, base = labels.base } = wish;
  if (status === 'current' && (row.replaced_by !== null || row.superseded_with !== row.n)) throw refusals.statusFixed();
  const to: StateChange = {
    ...(archived === undefined ? {} : { archived }),
    ...(hiddenFromProfessionals === undefined ? {} : { hidden_from_professionals: hiddenFromProfessionals }),
    ...(hiddenFromPatient === undefined ? {} : { hidden_from_patient: hiddenFromPatient }),
    ...(hiddenFromPatient === false ? { told_at: call.at } : {}),
    ...(hiddenFromRepresentatives === undefined ? {} : { hidden_from_representatives: hiddenFromRepresentatives }),
    ...(correction === undefined ? {} : { document_type: correction.typeCode }),
    ...(status === undefined ? {} : { superseded_with: status === 'superseded' ? row.n : null }),
  };
  const own: EntryChange = {
    row,
    to,
    labels: { base },
    ...(correction === undefined ? {} : { said: correction.said }),
  };
  const hidden = await hiddenAlong(tx, record, row.n, wish);
  if (status === 'superseded')
    return { changes: [own, ...merged(hidden, supersededWith(await addenda(tx, record, [row.n])))], back: [] };
  if (status === undefined) return { changes: [own, ...hidden], back: [] };
  const ended = await tx.query<EntryChange['row']>(endedWith, [record, row.n]);
  const again = ended.map((one): EntryChange => ({ row: one, to: { superseded_with: null } }));
  return { changes: [own, ...merged(hidden, again)], back: [row, ...ended].map(({ n }) => n) };
}

/**
 * Who hides a document hides the versions before it, which say the same; from representatives what completes them too, as at its deposit.
 * Shown again is only what is named: what was hidden apart stays so.
 */
async function hiddenAlong(tx: Tx, record: RecordId, n: number, wish: Amendment): Promise<readonly EntryChange[]> {
  const { hiddenFromProfessionals = false, hiddenFromRepresentatives = false } = wish;
  if (!hiddenFromProfessionals && !hiddenFromRepresentatives) return [];
  const tied = await tx.query<EntryChange['row'] & { readonly chain: boolean }>(tiedTo, [record, n]);
  return tied.flatMap(({ chain, ...one }) => {
    const to: StateChange = {
      ...(hiddenFromProfessionals && chain && !one.hidden_from_professionals ? { hidden_from_professionals: true } : {}),
      ...(hiddenFromRepresentatives && !one.hidden_from_representatives ? { hidden_from_representatives: true } : {}),
    };
    return one.n === n || Object.keys(to).length === 0 ? [] : [{ row: one, to }];
  });
}

/** Of one entry one change. */
function merged(some: readonly EntryChange[], more: readonly EntryChange[]): readonly EntryChange[] {
  const by = new Map(some.map((one) => [one.row.n, one]));
  for (const { row, to } of more) by.set(row.n, { row, to: { ...by.get(row.n)?.to, ...to } });
  return [...by.values()];
}

/** The person hides one of their documents from professionals, or shows it again; its author still sees it. Refuses `rights.not-yours`. */
export async function setHidden(desk: Desk, call: Call, id: string, hidden: boolean): Promise<Entry> {
  const plan: Plan = () => ({ hiddenFromProfessionals: hidden });
  return (await amend(desk, call, id, plan)).entry;
}

/** Puts a document away from the usual lists, or back. */
export async function setArchived(desk: Desk, call: Call, id: string, archived: boolean): Promise<Entry> {
  return (await amend(desk, call, id, () => ({ archived }))).entry;
}

/** « Annonce réalisée »: the person was told, and sees the document from now on. Source: cycle d’annonce, Ségur imagerie CRI/va1.02-03. */
export async function announce(desk: Desk, call: Call, id: string): Promise<Entry> {
  return (await amend(desk, call, id, () => ({ hiddenFromPatient: false }))).entry;
}
