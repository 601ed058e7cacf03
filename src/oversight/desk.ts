import { displayName } from '#directory';
import { type Identity, type IdentityDocument, identityDocuments, isIdentityDocument, type Likeness } from '#ins';
import { type Call, hexOfRecordId, type ItemId, itemId, parseItemId, type RecordId, Refusal, unknownId } from '#kernel';
import type { Facts, SeenProfessional } from '#rights';
import { type DeskAsked, isLinkAsked, type LinkAsked, needsTwo, parseDeskAsked } from './deskActs.ts';
import { type DeskAct, type DeskRow, deskActOf } from './deskRows.ts';
import { type Ground, leaveTask } from './ground.ts';
import { changeLink, pairOf } from './linking.ts';
import {
  addCheck,
  addDeskAct,
  checkAt,
  checkedSince,
  decideDeskAct,
  deskActAt,
  deskActsOf,
  endDeskAct,
} from './oversight.sql.ts';
import {
  alreadyAsked,
  badOutcome,
  checkNeeded,
  delegateUnchecked,
  expired,
  findMore,
  notProving,
  samePerson,
  settled,
} from './refusals.ts';
import { checkHolds, confirmWithin } from './settings.ts';
import { writeTask } from './tasks.ts';
import { operatorOf, wordsWritten } from './words.ts';

/** The traits that were compared with the document, the strict ones that a document shows. */
export const checkedTraits = ['birthFamily', 'firstBirthGiven', 'birthDate', 'sex', 'birthPlace'] as const;
const least = ['birthFamily', 'firstBirthGiven', 'birthDate'] as const;

/** Who stands at the desk, to compare with the document in hand. */
export interface Found {
  readonly record: string;
  readonly traits: Identity['traits'];
  readonly status: Identity['status'];
}

export interface Check {
  readonly id: ItemId;
  readonly document: IdentityDocument;
  readonly until: Date;
}

export interface ShownAct {
  readonly act: DeskAct;
  readonly person?: Identity['traits'];
  readonly delegate?: Identity['traits'];
  /** By name, of an act about a professional. */
  readonly professional?: string;
  /** Of an act about two records: both identities, and how far they agree. */
  readonly pair?: { readonly survivor: Identity; readonly linked: Identity; readonly likeness: Likeness };
}

/** Acting for a person who cannot do it themself, before the operator's eyes. Every call refuses `oversight.operator-only`. */
export interface Desk {
  /**
   * The person before the desk: by matricule, or by exact traits; at most 5. Each who is shown has a line in their log. Refuses
   * `oversight.find-more`, and what `ins` refuses.
   */
  find(call: Call, who: Readonly<Record<string, unknown>>): Promise<readonly Found[]>;
  /** The identity was checked with a document that proves it; holds one hour for this operator. Refuses `oversight.not-proving`, `oversight.malformed`. */
  check(call: Call, record: RecordId, document: unknown, traits: unknown): Promise<Check>;
  /** What the person may have changed: accesses, blocks, oppositions, whether it is closed; and what was asked before. Refuses `oversight.check-needed`. */
  standing(
    call: Call,
    check: string,
  ): Promise<{ readonly record: RecordId; readonly facts: Facts; readonly acts: readonly DeskAct[] }>;
  /**
   * Does what the person asks for, with a reason of 10 to 500 characters; or, where a second person must confirm, leaves it waiting. Refuses
   * `oversight.check-needed`, `oversight.malformed`, `oversight.words-required`, and what `rights` refuses.
   */
  ask(call: Call, check: string, body: Readonly<Record<string, unknown>>): Promise<DeskAct>;
  /**
   * Two records of one person are to be linked, or taken apart: with nobody at the desk, and always for a second person to confirm. A reason of
   * 10 to 500 characters, which the person reads. Refuses `oversight.already-asked`, `oversight.words-required`, and what `Ins.links` refuses.
   */
  askLink(call: Call, record: RecordId, asked: LinkAsked, reason: unknown): Promise<DeskAct>;
  /** For the second person: the act, whose record it is about, and who would represent them; each of them reads that they were looked up. */
  readAct(call: Call, id: string): Promise<ShownAct>;
  /** The second person. Refuses `oversight.same-person`, `oversight.expired`, `oversight.settled`, and what `rights` refuses. */
  confirm(call: Call, id: string): Promise<DeskAct>;
  decline(call: Call, id: string): Promise<DeskAct>;
  /** The person wants their log on paper: the record that the check is of, and its line. Refuses `oversight.check-needed`. */
  printing(call: Call, check: string): Promise<RecordId>;
}

export function openDesk(ground: Ground): Desk {
  const { store, trace, ins } = ground;
  const at = async (id: string): Promise<{ record: RecordId; n: number; act: DeskAct }> => {
    const { record, n } = parseItemId(id);
    const [row] = await store.query<DeskRow>(deskActAt, [record, n]);
    if (row === undefined) throw unknownId();
    return { record, n, act: deskActOf(row) };
  };
  const checked = async (call: Call, id: string): Promise<{ record: RecordId; n: number }> => {
    const by = operatorOf(call);
    const named = parseItemId(id);
    const [row] = await store.query<{ at: Date; by_id: string }>(checkAt, [named.record, named.n]);
    const holds = row !== undefined && row.by_id === by.id && call.at.getTime() < row.at.getTime() + checkHolds;
    if (!holds) throw checkNeeded();
    return named;
  };

  /** Who will act for somebody else has shown who they are too, to the same operator. */
  const delegateChecked = async (call: Call, by: string, delegate: RecordId): Promise<void> => {
    if ((await ins.byRecord(delegate)) === undefined) throw badOutcome('delegate');
    const since = new Date(call.at.getTime() - checkHolds);
    if ((await store.query(checkedSince, [delegate, by, since])).length === 0) throw delegateUnchecked();
  };

  /** Once it is confirmed, or needs nobody else: the change of rights, then its end. Both may be done again. */
  const apply = async (call: Call, record: RecordId, n: number, act: DeskAct): Promise<DeskAct> => {
    try {
      const told = { ...call, reason: act.reason };
      if (isLinkAsked(act.asked)) await changeLink(ground, call, record, act.asked, { why: act.reason, askedBy: act.askedBy });
      else await changeRights(ground, told, record, act.asked);
    } catch (error) {
      if (error instanceof Refusal && error.code !== 'store.unavailable') await end(call, record, n, 'failed', error.code);
      throw error;
    }
    await end(call, record, n, 'done', null);
    return (await at(act.id)).act;
  };
  const end = (call: Call, record: RecordId, n: number, state: 'done' | 'failed', fault: string | null): Promise<void> =>
    store.transaction(async (tx) => {
      await store.records.lock(tx, record);
      await tx.query(endDeskAct, [record, n, state, fault]);
      leaveTask(ground, tx, record, call.at, 'desk', n);
    });
  /** What is asked stands, told in the log, and on the work list when a second person must confirm it. */
  const propose = async (call: Call, record: RecordId, checkN: number, asked: DeskAsked, reason: string) => {
    const by = operatorOf(call);
    const waits = needsTwo(asked.kind);
    const expires = new Date(call.at.getTime() + confirmWithin);
    const n = await store.transaction(async (tx) => {
      await store.records.lock(tx, record);
      const state = waits ? 'awaiting' : 'confirmed';
      const values = [record, checkN, asked.kind, JSON.stringify(asked), reason, state, call.at, by.id, by.name, expires];
      const [made] = await tx.query<{ n: number }>(addDeskAct, values);
      if (waits) {
        const detail = { change: 'desk-asked', what: asked.kind };
        await trace.append(tx, call, record, { action: 'rights', outcome: 'done', reason, detail });
        leaveTask(ground, tx, record, call.at, 'desk', made?.n ?? 0);
      }
      return made?.n ?? 0;
    });
    return { n, act: (await at(itemId(record, n))).act };
  };
  const decide = async (
    call: Call,
    id: string,
    state: 'confirmed' | 'declined',
  ): Promise<{ record: RecordId; n: number; act: DeskAct }> => {
    const by = operatorOf(call);
    const { record, n, act } = await at(id);
    if (act.askedById === by.id) throw samePerson();
    if (act.state === 'awaiting' && call.at >= act.expiresAt) throw expired();
    await store.transaction(async (tx) => {
      await store.records.lock(tx, record);
      const done = await tx.query(decideDeskAct, [record, n, state, call.at, by.id, by.name]);
      if (done.length === 0) throw settled();
      const detail = { change: `desk-${state}`, what: act.kind, asked: act.askedBy };
      await trace.append(tx, call, record, { action: 'rights', outcome: 'done', detail });
      leaveTask(ground, tx, record, call.at, 'desk', n);
    });
    return { record, n, act };
  };

  return {
    async find(call, who) {
      operatorOf(call);
      const found = await people(ground, who);
      for (const { record } of found) {
        await trace.journal(call, record, { action: 'identity', outcome: 'done', detail: { change: 'desk-found' } });
      }
      return found.map(({ record, traits, status }) => ({ record: hexOfRecordId(record), traits, status }));
    },
    async check(call, record, document, traits) {
      const by = operatorOf(call);
      if (typeof document !== 'string' || !isIdentityDocument(document)) throw badOutcome('document');
      if (!identityDocuments[document].proves) throw notProving();
      const named = Array.isArray(traits) ? (traits as unknown[]) : [];
      const compared = checkedTraits.filter((trait) => named.includes(trait));
      if (!least.every((trait) => compared.includes(trait))) throw badOutcome('traits');
      if ((await ins.byRecord(record)) === undefined) throw unknownId();
      const n = await store.transaction(async (tx) => {
        await store.records.lock(tx, record);
        const [made] = await tx.query<{ n: number }>(addCheck, [record, document, compared, call.at, by.id, by.name]);
        const detail = { change: 'desk-check', document, traits: compared.join(' ') };
        await trace.append(tx, call, record, { action: 'identity', outcome: 'done', detail });
        return made?.n ?? 0;
      });
      return { id: itemId(record, n), document, until: new Date(call.at.getTime() + checkHolds) };
    },
    async standing(call, check) {
      const { record } = await checked(call, check);
      const facts = await ground.rights.onBehalfAtDesk.choices(call, record);
      const rows = await store.query<DeskRow>(deskActsOf, [record]);
      return { record, facts, acts: rows.map(deskActOf) };
    },
    async ask(call, check, body) {
      const by = operatorOf(call);
      const { record, n: checkN } = await checked(call, check);
      const asked = parseDeskAsked(body, call.at, record);
      const reason = wordsWritten(body.reason, 'reason', 500);
      if (asked.kind === 'represent') await delegateChecked(call, by.id, asked.delegate);
      const { n, act } = await propose(call, record, checkN, asked, reason);
      return needsTwo(asked.kind) ? act : apply(call, record, n, act);
    },
    async askLink(call, record, asked, reason) {
      operatorOf(call);
      const words = wordsWritten(reason, 'reason', 500);
      if (asked.kind === 'merge') await ins.links.refuseUnlinkable(record, asked.linked);
      const rows = await store.query<DeskRow>(deskActsOf, [record]);
      const before = rows.map(deskActOf).filter(({ state, expiresAt }) => state === 'awaiting' && call.at < expiresAt);
      const same = before.some(({ asked: one }) => one.kind === asked.kind && 'linked' in one && one.linked === asked.linked);
      if (same) throw alreadyAsked();
      return (await propose(call, record, 0, asked, words)).act;
    },
    async readAct(call, id) {
      operatorOf(call);
      const { record, act } = await at(id);
      const { asked } = act;
      if (isLinkAsked(asked)) return { act, pair: await pairOf(ground, call, record, asked.linked) };
      const records = asked.kind === 'represent' ? [record, asked.delegate] : [record];
      for (const one of records)
        await trace.journal(call, one, { action: 'identity', outcome: 'done', detail: { change: 'desk-found' } });
      const [person, delegate] = await Promise.all(records.map((one) => ins.byRecord(one)));
      const professional = 'professional' in asked ? await professionalOf(ground, call, record, asked.professional) : undefined;
      return {
        act,
        ...(person === undefined ? {} : { person: person.traits }),
        ...(delegate === undefined ? {} : { delegate: delegate.traits }),
        ...(professional === undefined ? {} : { professional: professional.name }),
      };
    },
    async confirm(call, id) {
      const { record, n, act } = await decide(call, id, 'confirmed');
      return apply(call, record, n, act);
    },
    async decline(call, id) {
      await decide(call, id, 'declined');
      return (await at(id)).act;
    },
    async printing(call, check) {
      const { record } = await checked(call, check);
      await trace.journal(call, record, { action: 'export', outcome: 'done', detail: { change: 'desk-log' } });
      return record;
    },
  };
}

const domains = ['1.2.250.1.213.1.4.8', '1.2.250.1.213.1.4.9', '1.2.250.1.213.1.4.10'];

/** By matricule, or by whole traits: the desk has a document in hand, so it never lists a name. */
async function people({ ins }: Ground, who: Readonly<Record<string, unknown>>): Promise<readonly Identity[]> {
  const said = (name: string): string => {
    const value = who[name];
    return typeof value === 'string' && !value.includes('\0') ? value.trim().slice(0, 200) : '';
  };
  const matricule = said('matricule');
  if (matricule !== '') {
    const parsed = ins.parseMatricule(matricule);
    for (const oid of domains) {
      const found = await ins.byMatricule(oid, parsed);
      if (found !== undefined) return [found];
    }
    return [];
  }
  const [birthFamily, firstBirthGiven, birthDate] = [said('birthFamily'), said('firstBirthGiven'), said('birthDate')];
  if (birthFamily === '' || firstBirthGiven === '' || !/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) throw findMore();
  return (await ins.byTraits({ birthFamily, firstBirthGiven, birthDate }, 5)).items;
}

async function changeRights(ground: Ground, call: Call, record: RecordId, asked: Exclude<DeskAsked, LinkAsked>): Promise<void> {
  const desk = ground.rights.onBehalfAtDesk;
  switch (asked.kind) {
    case 'block':
      return desk.block(call, record, await professionalNamed(ground, call, record, asked.professional));
    case 'unblock':
      return desk.unblock(call, record, asked.professional);
    case 'shorten':
      await desk.shorten(call, record, asked.professional, new Date(asked.until));
      return;
    case 'oppose': {
      const { kind: _, ...wished } = asked;
      await desk.oppose(call, record, wished);
      return;
    }
    case 'close':
    case 'reopen':
      return desk.setClosed(call, record, asked.kind === 'close');
    case 'represent': {
      const delegate = { id: asked.delegate, name: await nameOf(ground, asked.delegate) };
      await desk.representLegally(call, record, delegate, new Date(asked.until));
      return;
    }
    case 'unrepresent':
      return desk.endRepresentation(call, record, asked.delegate);
  }
}

async function nameOf({ ins }: Ground, record: RecordId): Promise<string> {
  const identity = await ins.byRecord(record);
  if (identity === undefined) throw unknownId();
  const { usedGiven, usedFamily, firstBirthGiven, birthFamily } = identity.traits;
  return `${usedGiven ?? firstBirthGiven} ${usedFamily ?? birthFamily}`;
}

async function professionalNamed(ground: Ground, call: Call, record: RecordId, id: string): Promise<SeenProfessional> {
  const found = await professionalOf(ground, call, record, id);
  if (found !== undefined) return found;
  throw new Refusal('directory.unknown-professional', {
    fr: 'Ce professionnel n’est pas dans l’annuaire.',
    en: 'This professional is not in the directory.',
  });
}

async function professionalOf(
  { rights, directory }: Ground,
  call: Call,
  record: RecordId,
  id: string,
): Promise<SeenProfessional | undefined> {
  const known = (await rights.onBehalfAtDesk.choices(call, record)).accesses.get(id)?.professional;
  if (known !== undefined) return known;
  const found = await directory.professional(id);
  if (found === undefined) return undefined;
  const [first] = found.structures;
  const place = first === undefined ? undefined : await directory.structure(first);
  const structure = { id: place?.id ?? '', name: place?.name ?? '' };
  return { id: found.id, name: displayName(found), profession: found.profession, structure };
}

/** Brings the work list to where an act that waits for a second person stands. */
export async function followDesk({ store }: Pick<Ground, 'store'>, record: RecordId, n: number): Promise<void> {
  const [row] = await store.query<DeskRow>(deskActAt, [record, n]);
  if (row === undefined || !needsTwo(row.kind)) return;
  const { id, state, kind, askedAt, askedBy, askedById, expiresAt, secondAt } = deskActOf(row);
  const closed = state === 'done' || state === 'declined' || state === 'failed';
  const task = {
    kind: 'desk' as const,
    item: id,
    state,
    openedAt: askedAt,
    dueAt: expiresAt,
    told: { what: kind, askedBy, askedById },
  };
  await writeTask(store, { ...task, ...(closed && secondAt !== undefined ? { closedAt: secondAt } : {}) });
}
