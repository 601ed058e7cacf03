import type { Call, Delegate, Ground, Professional, RecordId } from '#kernel';
import { ours } from './authorisation/ours.ts';
import type { Authorisation } from './authorisation/table.ts';
import type { Access, Facts, RecordState } from './facts.ts';
import { deniedOutside, type Mandate, mandateAt } from './mandate.ts';
import * as refusals from './refusals.ts';
import { predicateText } from './rights.sql.ts';
import { asAProfessional, asThePerson, everything, ownThings, type Sight, valuesOf } from './sight.ts';

/**
 * The right to see things of one record, for one call. Made only by this module; no function that reads gives a byte without one.
 */
export class Permit {
  readonly call: Call;
  readonly record: RecordId;
  /** On what ground a professional reads; undefined for the person themself and for authors reading their own documents. */
  readonly ground: Ground | undefined;
  readonly #sight: Sight;
  readonly #managing: boolean;
  readonly #closed: boolean;

  constructor(
    by: typeof maker,
    call: Call,
    record: RecordId,
    sight: Sight,
    { ground, managing = false, closed = false }: { ground?: Ground | undefined; managing?: boolean; closed?: boolean } = {},
  ) {
    if (by !== maker) throw new Error('a Permit is made by rights.decide');
    this.call = call;
    this.record = record;
    this.ground = ground;
    this.#sight = sight;
    this.#managing = managing;
    this.#closed = closed;
  }

  /** The SQL that narrows a query to what this Permit allows; `$1` is the record, `alias` the table of the things, `first` the first free parameter. */
  predicate(first: number, alias = 'e'): { text: string; values: readonly unknown[] } {
    return { text: predicateText(first, alias), values: valuesOf(this.#sight) };
  }

  /** What it lets see, in words. */
  get sight(): Sight {
    return this.#sight;
  }

  /** True when only the caller's own documents may be seen. */
  get ownOnly(): boolean {
    return this.#sight.ownOnly;
  }

  /** Whether the caller decides who sees what: the person themself, and who has their mandate for it. */
  get managing(): boolean {
    return this.#managing;
  }

  get version(): number {
    return this.#sight.version;
  }

  /** The same without what the person hides from professionals: for what they hand over as a whole, without choosing each thing. */
  withoutMasked(): Permit {
    const sight = { ...this.#sight, seesMasked: false, author: '' };
    return new Permit(maker, this.call, this.record, sight, {
      ground: this.ground,
      managing: this.#managing,
      closed: this.#closed,
    });
  }

  /** For what is handed over to others: a person still reads a record that is closed, and nobody is given anything of it. Refuses `rights.closed`. */
  refuseClosed(): void {
    if (this.#closed) throw refusals.closed();
  }
}

const maker = Symbol('rights');

/**
 * May this caller see this record? Pure: the same facts, table and call give the same answer; the rows are told by ADR 21. Refuses
 * `rights.not-yours` (another person's record), `rights.no-mandate`, `rights.purpose`, `rights.blocked`, `rights.closed`,
 * `rights.opposed`, `rights.no-ground`, `rights.ended` (by the person), `rights.operator`. With `item`, a professional without a ground
 * still gets their own documents.
 */
export function decideRead(
  facts: Facts,
  call: Call,
  record: RecordId,
  what: 'list' | 'item',
  table: Authorisation = ours,
): Permit {
  const { actor } = call;
  const { version } = facts;
  switch (actor.kind) {
    case 'citizen':
      if (actor.record !== record && actor.record !== facts.survivor) throw refusals.notYours();
      return new Permit(maker, call, record, { ...asThePerson, version }, { managing: true, closed: facts.closed });
    case 'professional':
      return decideProfessional(facts, call, actor, record, what, table);
    case 'software':
      // Software reads back what it deposited itself; people read through their own sign-in.
      return new Permit(maker, call, record, { ...ownThings, version, depositor: actor.id });
    case 'delegate': {
      const { purposes, categories } = decidePurpose(facts, call, actor, record, 'read');
      const limits = categories === undefined ? {} : { denied: deniedOutside(categories), seesUntyped: false };
      const sight = { ...asThePerson, version, seesUnrepresented: false, ...limits };
      return new Permit(maker, call, record, sight, { managing: purposes.includes('rights') });
    }
    case 'guest':
      throw refusals.notYours();
    case 'operator':
      throw refusals.operatorRefused();
  }
}

/** An application opened on one patient touches nobody else. Refuses `rights.other-patient`. */
export function refuseOutside({ within }: Call, record: RecordId): void {
  if (within !== undefined && record !== within) throw refusals.otherPatient();
}

function decideProfessional(
  facts: Facts,
  call: Call,
  actor: Professional,
  record: RecordId,
  what: 'list' | 'item',
  table: Authorisation,
): Permit {
  const { version } = facts;
  if (facts.blocks.has(actor.id)) throw refusals.blocked();
  if (facts.closed) throw refusals.closed();
  const access = facts.accesses.get(actor.id);
  if (access === undefined || access.until <= call.at) {
    if (what === 'list') throw access?.endChosen ? refusals.ended() : refusals.noGround();
    return new Permit(maker, call, record, { ...ownThings, version, author: actor.id });
  }
  const { ground } = access;
  refuseOpposed(facts, ground);
  const denied = table.denied(actor.profession);
  // A profession that the table does not know reads what it wrote.
  if (denied === undefined) return new Permit(maker, call, record, { ...ownThings, version, author: actor.id }, { ground });
  const seesMasked = facts.attending?.id === actor.id;
  return new Permit(maker, call, record, { ...asAProfessional, version, author: actor.id, seesMasked, denied }, { ground });
}

/** The delegate's mandate for a purpose. Refuses `rights.not-yours`, `rights.no-mandate`, `rights.closed`, `rights.purpose`. */
export function decidePurpose(
  facts: Pick<Facts, 'mandates' | 'closed' | 'survivor'>,
  call: Call,
  actor: Delegate,
  record: RecordId,
  purpose: Mandate['purposes'][number],
): Mandate {
  if (actor.record !== record && actor.record !== facts.survivor) throw refusals.notYours();
  const mandate = mandateAt(facts.mandates, call, actor);
  if (mandate === undefined) throw refusals.noMandate();
  if (facts.closed) throw refusals.closed();
  if (!mandate.purposes.includes(purpose)) throw refusals.purposeMissing();
  return mandate;
}

/**
 * May this caller see who the record is about? Professionals, their software and the operator may: one must know whom one treats before
 * a ground can be declared. A citizen sees their own, a delegate those they act for; someone blocked sees nobody. The Permit is for the
 * Patient alone.
 */
export function decideIdentity(facts: Facts, call: Call, record: RecordId): Permit {
  const { actor } = call;
  if (actor.kind === 'guest') throw refusals.notYours();
  const theirs = 'record' in actor && (actor.record === record || actor.record === facts.survivor);
  if ((actor.kind === 'citizen' || actor.kind === 'delegate') && !theirs) throw refusals.notYours();
  if (actor.kind === 'delegate' && mandateAt(facts.mandates, call, actor) === undefined) throw refusals.noMandate();
  if (actor.kind === 'professional' && facts.blocks.has(actor.id)) throw refusals.blocked();
  return new Permit(maker, call, record, { ...everything, version: facts.version });
}

/** How a professional stands before a record now: their access as far as it opens it, and whether no ground would. */
export interface Standing {
  readonly access?: Access;
  /** The person blocked them, or the record is closed. */
  readonly isRefused: boolean;
}

export function standingOf(facts: Facts, { actor, at }: Pick<Call, 'actor' | 'at'>): Standing {
  if (actor.kind !== 'professional') return { isRefused: false };
  if (facts.blocks.has(actor.id) || facts.closed) return { isRefused: true };
  const access = facts.accesses.get(actor.id);
  const isOpen = access !== undefined && at < access.until && !isOpposed(facts, access.ground);
  return { isRefused: false, ...(isOpen ? { access } : {}) };
}

/** Refuses when the person's opposition covers this ground: emergency access is opposed apart from ordinary consultation. */
export function refuseOpposed(facts: Pick<Facts, 'opposition'>, ground: Ground): void {
  if (isOpposed(facts, ground)) throw refusals.opposed();
}

const isOpposed = ({ opposition }: Pick<Facts, 'opposition'>, ground: Ground): boolean =>
  isEmergency(ground) ? opposition.emergency : opposition.consultation;

export const isEmergency = (ground: Ground): boolean => ground === 'bris_de_glace' || ground === 'centre_15';

/**
 * Whether a token's ground may declare an access by itself: never for who is blocked, nor where the person said when it ends. Such an end
 * is passed by a new declaration alone, of which the person is told.
 */
export function mayDeclareByToken(facts: Facts, call: Call, professional: string, ground: Ground): boolean {
  if (facts.blocks.has(professional)) return false;
  const now = facts.accesses.get(professional);
  if (now === undefined) return true;
  return !now.endChosen && (now.until <= call.at || now.ground !== ground);
}

/** May a document be added? Refuses `rights.closed`, `rights.opposed-deposit`, `rights.deposit-not-allowed`. */
export function decideDeposit(facts: RecordState, call: Call): void {
  if (call.actor.kind !== 'professional' && call.actor.kind !== 'software') throw refusals.depositNotAllowed();
  refuseAddition(facts);
}

/**
 * May structured data (a measure, an allergy …) of these types be written into the record? Professionals and their software as for a document,
 * the person into their own record, and who acts for them by the purpose of their mandate: `book` for appointments, `rights` for all else but
 * who the person is. Refuses as {@link decideDeposit}, `rights.not-yours`, and for a delegate what {@link decidePurpose} refuses.
 */
export function decideWrite(
  facts: RecordState & Pick<Facts, 'mandates'>,
  call: Call,
  record: RecordId,
  types: readonly string[],
): void {
  const { actor } = call;
  if (actor.kind === 'operator' || actor.kind === 'guest') throw refusals.depositNotAllowed();
  if (actor.kind === 'delegate') {
    if (types.includes('Patient')) throw refusals.depositNotAllowed();
    for (const type of types) decidePurpose(facts, call, actor, record, type === 'Appointment' ? 'book' : 'rights');
    return;
  }
  if (actor.kind === 'citizen') {
    if (actor.record !== record) throw refusals.notYours();
    if (facts.closed) throw refusals.closed();
    return;
  }
  refuseAddition(facts);
}

function refuseAddition(facts: RecordState): void {
  if (facts.closed) throw refusals.closed();
  if (facts.opposition.deposit) throw refusals.opposedDeposit();
}
