import { type Call, type Ground, PLATFORM, type Professional, type RecordId, Refusal } from '#kernel';
import type { Statement, Store, Tx } from '#store';
import type { Act, Trace } from '#trace';
import { type AcrossPermit, decideAcross } from './across.ts';
import { decideDeposit, decideIdentity, decideRead, decideWrite, notYours, type Permit, refuseOpposed } from './decide.ts';
import { type Access, type Facts, type Opposition, readFacts, readState, type SeenProfessional } from './facts.ts';
import { block, close, declare, nextVersion, oppose, shorten, unblock } from './rights.sql.ts';

const factsKept = 50_000;
const day = 86_400_000;

/** How long a declared access holds, in milliseconds: Socle's own defaults, see docs/adr. */
export const accessLasts: Readonly<Record<Ground, number>> = {
  equipe_de_soins: 90 * day,
  consentement: 90 * day,
  bris_de_glace: day,
  centre_15: day,
};

/** What of a record is asked for. */
export type Asked = 'list' | 'item' | 'identity';

/** Who may see what, on what ground, until when. */
export interface Rights {
  /**
   * The Permit of this call on this record; refusals: see `decide.ts`. A ground that comes with the call is declared at its first use, as
   * {@link Rights.declare}. `item` is for one named thing: authors get their own even without a ground. `identity` is for the Patient
   * alone: who the record is about.
   */
  decide(call: Call, record: RecordId, what: Asked): Promise<Permit>;
  /** A new Permit when the record's rights have changed since this one was made, else undefined. */
  renewed(permit: Permit, what: Asked): Promise<Permit | undefined>;
  /** Inside a deposit's transaction, the record locked: may a document be added? */
  decideDeposit(tx: Tx, call: Call, record: RecordId): Promise<void>;
  /** Across records, what the caller made. */
  across(call: Call): AcrossPermit;
  /** Inside a write's transaction, the record locked: may structured data be written or changed? */
  decideWrite(tx: Tx, call: Call, record: RecordId): Promise<void>;
  /**
   * A professional declares on what ground they look; told to the person, a refusal too. `bris_de_glace` needs a reason of 10 to 500
   * characters.
   */
  declare(call: Call, record: RecordId, ground: Ground, reason?: string): Promise<Access>;
  /** The citizen blocks a professional, or lets them in again; both may be repeated. */
  block(call: Call, record: RecordId, professional: SeenProfessional): Promise<void>;
  unblock(call: Call, record: RecordId, professional: string): Promise<void>;
  oppose(call: Call, record: RecordId, change: Partial<Opposition>): Promise<Opposition>;
  /** What the citizen sees and changes; refuses `rights.not-yours` to anyone else. */
  choices(call: Call, record: RecordId): Promise<Facts>;
  /** The professional's own access now, if any. */
  accessOf(call: Call, record: RecordId): Promise<Access | undefined>;
  /** For the operator at the desk, in the person's place; refuses `rights.operator-only` to anyone else. */
  readonly onBehalfAtDesk: AtDesk;
}

interface Change<T> {
  readonly act: Act;
  readonly write: readonly [Statement, readonly unknown[]];
  readonly result: T;
}

/** For the merge: thin, `src/rights` has its own; `oversight` wants these. */
export interface AtDesk {
  choices(call: Call, record: RecordId): Promise<Facts>;
  block(call: Call, record: RecordId, professional: SeenProfessional): Promise<void>;
  unblock(call: Call, record: RecordId, professional: string): Promise<void>;
  oppose(call: Call, record: RecordId, change: Partial<Opposition>): Promise<Opposition>;
  shorten(call: Call, record: RecordId, professional: string, until: Date): Promise<void>;
  setClosed(call: Call, record: RecordId, closed: boolean): Promise<void>;
  representLegally(
    call: Call,
    record: RecordId,
    delegate: { readonly id: RecordId; readonly name: string },
    until: Date,
  ): Promise<void>;
  endRepresentation(call: Call, record: RecordId, delegate: RecordId): Promise<void>;
}

export function openRights(store: Store, trace: Trace): Rights {
  const kept = new Map<RecordId, Facts>();
  const factsOf = async (record: RecordId): Promise<Facts> => {
    const found = kept.get(record);
    if (found !== undefined) return found;
    const facts = await readFacts(store, record);
    if (kept.size >= factsKept) kept.delete(kept.keys().next().value as RecordId);
    kept.set(record, facts);
    return facts;
  };

  /**
   * One change of a record's rights: locked, planned from the facts as they are now (those kept in memory may be out of date), numbered,
   * written, traced, in one transaction.
   */
  const change = async <T>(call: Call, record: RecordId, plan: (facts: Facts) => Change<T>): Promise<T> => {
    const result = await store.transaction(async (tx) => {
      await store.records.lock(tx, record);
      const { act, write, result } = plan(await readFacts(tx, record));
      await tx.query(nextVersion, [record]);
      await tx.query(...write);
      await trace.append(tx, call, record, act);
      tx.afterCommit(() => kept.delete(record));
      return result;
    });
    kept.delete(record);
    return result;
  };

  const declareAccess = async (call: Call, record: RecordId, ground: Ground, reason?: string): Promise<Access> => {
    const { actor } = call;
    if (actor.kind !== 'professional') throw onlyProfessionals();
    const why = reasonFor(ground, reason);
    const access = newAccess(actor, ground, call.at, why);
    const { professional, since, until } = access;
    const values = [record, actor.id, ground, why ?? null, since, until, JSON.stringify(professional)];
    const act: Act = {
      action: 'rights',
      outcome: 'done',
      ground,
      ...(why === undefined ? {} : { reason: why }),
      detail: { change: 'declare' },
    };
    return change(call, record, (facts) => {
      decideRead(withAccess(facts, actor, ground, call.at), call, record, 'list'); // refuses who is blocked or opposed
      refuseOpposed(facts, ground);
      return { act, write: [declare, values], result: access };
    });
  };

  /** A guessed record id must not start a chain of its own. */
  const traceRefusal = async (call: Call, record: RecordId, code: string): Promise<void> => {
    const under = (await trace.positions([record])).has(record) ? record : PLATFORM;
    await trace.journal(call, under, { action: 'refusal', outcome: 'refused', code });
  };

  // For the merge: thin, `src/rights` has its own.
  const desk = (call: Call, change: string, more: Readonly<Record<string, string>> = {}): Act => {
    if (call.actor.kind !== 'operator') throw operatorOnly();
    return { action: 'rights', outcome: 'done', detail: { change, ...more } };
  };
  const onBehalfAtDesk: AtDesk = {
    async choices(call, record) {
      desk(call, 'none');
      kept.delete(record);
      return factsOf(record);
    },
    async block(call, record, professional) {
      const { id, name } = professional;
      const act = desk(call, 'block', { professional: id, name });
      const values = [record, id, call.at, JSON.stringify(professional)];
      await change(call, record, () => ({ act, write: [block, values], result: undefined }));
    },
    async unblock(call, record, professional) {
      await change(call, record, (facts) => {
        const name = facts.blocks.get(professional)?.professional.name ?? professional;
        return {
          act: desk(call, 'unblock', { professional, name }),
          write: [unblock, [record, professional]],
          result: undefined,
        };
      });
    },
    async oppose(call, record, wished) {
      const told = Object.fromEntries(Object.entries(wished).map(([name, value]) => [name, String(value)]));
      const act = desk(call, 'oppose', told);
      return change(call, record, (facts) => {
        const next = { ...facts.opposition, ...wished };
        return { act, write: [oppose, [record, next.deposit, next.consultation, next.emergency]], result: next };
      });
    },
    async shorten(call, record, professional, until) {
      await change(call, record, (facts) => {
        const access = facts.accesses.get(professional);
        if (access === undefined || access.until <= call.at) throw noAccess();
        const { name } = access.professional;
        const act = desk(call, 'shorten', { professional, name, until: until.toISOString() });
        return { act, write: [shorten, [record, professional, until]], result: undefined };
      });
    },
    async setClosed(call, record, closed) {
      const act = desk(call, closed ? 'close' : 'reopen');
      await change(call, record, () => ({ act, write: [close, [record, closed]], result: undefined }));
    },
    async representLegally(call, record, { name }, until) {
      const act = desk(call, 'represent', { name, until: until.toISOString() });
      await change(call, record, () => ({ act, write: [shorten, [record, '', until]], result: undefined }));
    },
    async endRepresentation(call, record, delegate) {
      const act = desk(call, 'unrepresent', { delegate });
      await change(call, record, () => ({ act, write: [shorten, [record, '', call.at]], result: undefined }));
    },
  };

  return {
    onBehalfAtDesk,
    async decide(call, record, what) {
      const facts = await factsOf(record);
      if (what === 'identity') return decideIdentity(facts, call, record);
      const { actor, ground } = call;
      if (actor.kind === 'professional' && ground !== undefined) {
        const now = facts.accesses.get(actor.id);
        if (now === undefined || now.until <= call.at || now.ground !== ground) {
          if (!facts.blocks.has(actor.id)) await declareAccess(call, record, ground, call.reason);
        }
      }
      try {
        return decideRead(await factsOf(record), call, record, what);
      } catch (error) {
        // A refusal from facts kept in memory may be out of date: another server may have changed the rights.
        if (!(error instanceof Refusal)) throw error;
        kept.delete(record);
        return decideRead(await factsOf(record), call, record, what);
      }
    },
    async renewed(permit, what) {
      kept.delete(permit.record);
      const facts = await factsOf(permit.record);
      if (facts.version === permit.version) return undefined;
      if (what === 'identity') return decideIdentity(facts, permit.call, permit.record);
      return decideRead(facts, permit.call, permit.record, what);
    },
    async decideDeposit(tx, call, record) {
      decideDeposit(await readState(tx, record), call);
    },
    across: decideAcross,
    async decideWrite(tx, call, record) {
      decideWrite(await readState(tx, record), call, record);
    },
    async declare(call, record, ground, reason) {
      try {
        return await declareAccess(call, record, ground, reason);
      } catch (error) {
        if (error instanceof Refusal && error.code.startsWith('rights.')) await traceRefusal(call, record, error.code);
        throw error;
      }
    },
    async block(call, record, professional) {
      onlyThePerson(call, record);
      const { id, name, profession, structure } = professional;
      const who = JSON.stringify({ id, name, profession, structure });
      const act: Act = { action: 'rights', outcome: 'done', detail: { change: 'block', professional: id, name } };
      await change(call, record, () => ({ act, write: [block, [record, id, call.at, who]], result: undefined }));
    },
    async unblock(call, record, professional) {
      onlyThePerson(call, record);
      await change(call, record, (facts) => {
        const name = facts.blocks.get(professional)?.professional.name ?? professional;
        const act: Act = { action: 'rights', outcome: 'done', detail: { change: 'unblock', professional, name } };
        return { act, write: [unblock, [record, professional]], result: undefined };
      });
    },
    async oppose(call, record, wished) {
      onlyThePerson(call, record);
      const told = Object.fromEntries(Object.entries(wished).map(([name, value]) => [name, String(value)]));
      const act: Act = { action: 'rights', outcome: 'done', detail: { change: 'oppose', ...told } };
      return change(call, record, (facts) => {
        const next = { ...facts.opposition, ...wished };
        return { act, write: [oppose, [record, next.deposit, next.consultation, next.emergency]], result: next };
      });
    },
    async choices(call, record) {
      onlyThePerson(call, record);
      kept.delete(record);
      return factsOf(record);
    },
    async accessOf({ actor, at }, record) {
      const access = actor.kind === 'professional' ? (await factsOf(record)).accesses.get(actor.id) : undefined;
      return access !== undefined && at < access.until ? access : undefined;
    },
  };
}

function newAccess(
  { id, name, profession, structure }: Professional,
  ground: Ground,
  at: Date,
  reason: string | undefined,
): Access {
  const until = new Date(at.getTime() + accessLasts[ground]);
  return {
    professional: { id, name, profession, structure },
    ground,
    since: at,
    until,
    ...(reason === undefined ? {} : { reason }),
  };
}

function withAccess(facts: Facts, actor: Professional, ground: Ground, at: Date): Facts {
  return { ...facts, accesses: new Map([...facts.accesses, [actor.id, newAccess(actor, ground, at, undefined)]]) };
}

function reasonFor(ground: Ground, reason: string | undefined): string | undefined {
  const text = reason?.trim();
  if (ground !== 'bris_de_glace') return text === '' ? undefined : text?.slice(0, 500);
  if (text !== undefined && text.length >= 10 && text.length <= 500) return text;
  throw new Refusal('rights.reason-required', {
    fr: 'Un accès en bris de glace demande une raison (10 à 500 caractères) ; la personne la lira.',
    en: 'A break-glass access needs a reason (10 to 500 characters); the person will read it.',
  });
}

function onlyThePerson({ actor }: Call, record: RecordId): void {
  if (actor.kind !== 'citizen' || actor.record !== record) throw notYours();
}

function noAccess(): Refusal {
  return new Refusal('rights.no-access', {
    fr: 'Ce professionnel n’a pas d’accès en cours.',
    en: 'This professional has no access now.',
  });
}

function operatorOnly(): Refusal {
  return new Refusal('rights.operator-only', {
    fr: 'Cette action est celle du guichet de l’exploitant.',
    en: 'This is done at the operator’s desk.',
  });
}

function onlyProfessionals(): Refusal {
  return new Refusal('rights.not-a-professional', {
    fr: 'Seul un professionnel déclare un motif d’accès.',
    en: 'Only a professional declares a ground of access.',
  });
}
