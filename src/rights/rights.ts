import { type Call, type Ground, type RecordId, Refusal } from '#kernel';
import type { Store, Tx } from '#store';
import type { Trace } from '#trace';
import { type AcrossPermit, decideAcross } from './across.ts';
import { type Authorisations, openAuthorisations } from './authorisation/authorisations.ts';
import type { Authorisation } from './authorisation/table.ts';
import { type Choices, openChoices } from './choices.ts';
import {
  decideDeposit,
  decideIdentity,
  decidePurpose,
  decideRead,
  decideWrite,
  mayDeclareByToken,
  type Permit,
  refuseOutside,
  type Standing,
  standingOf,
} from './decide.ts';
import { declareAccess, usualDays } from './declare.ts';
import { type About, type KinOf, openDesk, type Place, refuseUnlessManaging } from './desk.ts';
import { type Access, type Facts, readFacts, readState } from './facts.ts';
import { mandateAt, type Purpose } from './mandate.ts';
import { type Mandates, openMandates } from './mandates.ts';
import * as refusals from './refusals.ts';
import { secretAccess } from './rights.sql.ts';
import { secretly } from './secretly.ts';
import { leave, type Team, teamOf } from './team.ts';

/** What of a record is asked for. */
export type Asked = 'list' | 'item' | 'identity';

/** What a deposit or a write is to know besides that it may happen. */
export interface Addition {
  /** Under connexion secrète: what is added is hidden from those who represent the person. */
  readonly secret: boolean;
}

/** Who may see what, on what ground, until when. */
export interface Rights extends Choices, Omit<Mandates, 'representLegally' | 'endRepresentation'> {
  /**
   * The Permit of this call on this record; refusals: see `decide.ts`. A ground that comes with the call is declared at its first use, as
   * {@link Rights.declare}, but never against an end that the person chose. `item` is for one named thing: authors get their own even
   * without a ground. `identity` is for the Patient alone: who the record is about.
   */
  decide(call: Call, record: RecordId, what: Asked): Promise<Permit>;
  /** A new Permit when the record's rights have changed since this one was made, else undefined. */
  renewed(permit: Permit, what: Asked): Promise<Permit | undefined>;
  /** Inside a deposit's transaction, the record locked: may a document be added? */
  decideDeposit(tx: Tx, call: Call, record: RecordId): Promise<Addition>;
  /** Across records, what the caller made. */
  across(call: Call): AcrossPermit;
  /** Inside a write's transaction, the record locked: may structured data of these types be written or changed? */
  decideWrite(tx: Tx, call: Call, record: RecordId, types: readonly string[]): Promise<Addition>;
  /**
   * A professional declares on what ground they look; told to the person, a refusal too. `bris_de_glace` needs a reason of 10 to 500
   * characters; `secret` is for minors: refuses `rights.secret-minors`.
   */
  declare(call: Call, record: RecordId, ground: Ground, reason?: string, secret?: boolean): Promise<Access>;
  /** What the person sees and changes; refuses `rights.not-yours`, and to a delegate `rights.no-mandate`, `rights.purpose`. */
  choices(call: Call, record: RecordId): Promise<Facts>;
  /** The professional's own access now, if any. */
  accessOf(call: Call, record: RecordId): Promise<Access | undefined>;
  /** For who is about to ask of many: what is not in memory of these records is read in a few statements. Decides nothing. */
  recall(records: readonly RecordId[]): Promise<void>;
  /** How the professional stands before the record. Decides nothing, traces nothing. */
  standing(call: Call, record: RecordId): Promise<Standing>;
  /** Who cares for the person, to who holds a Permit; see `team.ts`. */
  team(permit: Permit): Promise<Team>;
  /** The professional ends their own access now. Refuses `rights.no-access`. */
  leave(call: Call, record: RecordId): Promise<void>;
  /** May the caller act for this purpose: the person themself always, a delegate by their mandate. Refuses as {@link Rights.choices}. */
  decidePurpose(call: Call, record: RecordId, purpose: Purpose): Promise<void>;
  /** The delegate of the call begins to act for the person: told in the person's log, a refusal too. Refuses `rights.no-mandate`. */
  actFor(call: Call, record: RecordId): Promise<void>;
  /** The records that this one goes on for, whose things are shown with its own: each under a Permit of its own. */
  linkedTo(record: RecordId): Promise<readonly RecordId[]>;
  /** In a transaction that links these records or takes them apart: what was decided of them is decided anew. */
  kinChanged(tx: Tx, records: readonly RecordId[]): void;
  /** How long an access holds that is declared, in days. */
  readonly accessDays: Readonly<Record<Ground, number>>;
  /** The authorisation table in force. */
  authorisation(): Promise<Authorisation>;
  readonly authorisations: Authorisations;
  /**
   * For the operator, at the desk, with a reason of 10 to 2,000 characters: the same choices, told to the person as made for them. What is
   * chosen now (`choices`) is seen without one. Refuses `rights.operator-only`, `rights.reason-required`.
   */
  readonly onBehalfAtDesk: Choices & Pick<Mandates, 'representLegally' | 'endRepresentation'> & Pick<Rights, 'choices'>;
  /** A trace whose lines of professionals who look secretly are marked so. */
  readonly trace: Trace;
}

export interface RightsOptions {
  /** Who the person of a record is; without it nobody is known to be a minor. */
  readonly about?: About;
  /** What other records the person of one has; without it nobody has any. */
  readonly kin?: KinOf;
  /** The operator's own durations, in days. */
  readonly accessDays?: Partial<Readonly<Record<Ground, number>>>;
}

export function openRights(store: Store, trace: Trace, options: RightsOptions = {}): Rights {
  const { about = async () => undefined, kin: kinOf = async () => new Map() } = options;
  const accessDays = { ...usualDays, ...options.accessDays };
  const desk = openDesk({ store, trace, about, kinOf, accessDays });
  const authorisations = openAuthorisations(store, trace);
  const { representLegally, endRepresentation, ...mandates } = openMandates(desk);
  const { factsOf, forget } = desk;

  const read = async (facts: Facts, call: Call, record: RecordId, what: 'list' | 'item'): Promise<Permit> =>
    decideRead(facts, call, record, what, await authorisations.now());
  const addition = async (tx: Tx, { actor, at, secret = false }: Call, record: RecordId): Promise<Addition> => {
    if (secret || actor.kind !== 'professional') return { secret };
    const found = (await tx.query(secretAccess, [record, actor.id, at])).length > 0;
    if (found) forget(record); // the line of this act is marked by what is so now
    return { secret: found };
  };

  const choicesAt =
    (place: Place): Rights['choices'] =>
    (call, record) =>
      desk.refusing(call, record, async () => {
        forget(record);
        const facts = await factsOf(record);
        if (place === 'themself') refuseUnlessManaging(facts, call, record, place);
        else if (call.actor.kind !== 'operator') throw refusals.operatorOnly();
        if (call.actor.kind !== 'delegate') return facts;
        return { ...facts, accesses: new Map([...facts.accesses].filter(([, { secret }]) => !secret)) };
      });

  return {
    ...openChoices(desk, 'themself'),
    ...mandates,
    accessDays,
    authorisations,
    authorisation: authorisations.now,
    onBehalfAtDesk: { ...openChoices(desk, 'desk'), representLegally, endRepresentation, choices: choicesAt('desk') },
    trace: secretly(trace, factsOf, desk.known),
    recall: desk.recall,
    linkedTo: async (record) => (await factsOf(record)).linked ?? [],
    kinChanged: desk.kinChanged,
    async decide(call, record, what) {
      refuseOutside(call, record);
      const facts = await factsOf(record);
      if (what === 'identity') return decideIdentity(facts, call, record);
      const { actor, ground } = call;
      if (actor.kind === 'professional' && ground !== undefined && mayDeclareByToken(facts, call, actor.id, ground))
        await declareAccess(desk, call, record, { ground, reason: call.reason, secret: call.secret, byToken: true });
      try {
        return await read(await factsOf(record), call, record, what);
      } catch (error) {
        // A refusal from facts kept in memory may be out of date: another server may have changed the rights.
        if (!(error instanceof Refusal)) throw error;
        forget(record);
        return read(await factsOf(record), call, record, what);
      }
    },
    async renewed(permit, what) {
      forget(permit.record);
      const facts = await factsOf(permit.record);
      if (facts.version === permit.version) return undefined;
      if (what === 'identity') return decideIdentity(facts, permit.call, permit.record);
      return read(facts, permit.call, permit.record, what);
    },
    async decideDeposit(tx, call, record) {
      refuseOutside(call, record);
      decideDeposit(await readState(tx, record), call);
      return addition(tx, call, record);
    },
    across: decideAcross,
    async decideWrite(tx, call, record, types) {
      refuseOutside(call, record);
      // Mandates matter to who acts for another only: the others' writes are not to wait for them.
      const facts = call.actor.kind === 'delegate' ? await readFacts(tx, record) : await readState(tx, record);
      decideWrite({ mandates: new Map(), ...facts }, call, record, types);
      return addition(tx, call, record);
    },
    declare: (call, record, ground, reason, secret) =>
      desk.refusing(secret === true ? { ...call, secret } : call, record, () =>
        declareAccess(desk, call, record, { ground, reason, secret }),
      ),
    choices: choicesAt('themself'),
    async accessOf({ actor, at }, record) {
      const access = actor.kind === 'professional' ? (await factsOf(record)).accesses.get(actor.id) : undefined;
      return access !== undefined && at < access.until ? access : undefined;
    },
    standing: async (call, record) => standingOf(await factsOf(record), call),
    team: (permit) => teamOf(desk, permit),
    leave: (call, record) => leave(desk, call, record),
    async decidePurpose(call, record, purpose) {
      const { actor } = call;
      if (actor.kind === 'citizen' && actor.record === record) return;
      if (actor.kind !== 'delegate') throw refusals.notYours();
      forget(record); // another server may have ended the mandate
      decidePurpose(await factsOf(record), call, actor, record, purpose);
    },
    actFor: (call, record) =>
      desk.refusing(call, record, async () => {
        forget(record);
        const { actor } = call;
        const facts = await factsOf(record);
        if (actor.kind !== 'delegate' || actor.record !== record) throw refusals.notYours();
        if (facts.closed || mandateAt(facts.mandates, call, actor) === undefined) throw refusals.noMandate();
        await trace.journal(call, record, { action: 'sign-in', outcome: 'done', detail: { change: 'acting' } });
      }),
  };
}
