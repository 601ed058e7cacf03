import { type Call, type Ground, type Professional, type RecordId, Refusal } from '#kernel';
import type { Access, Facts, RecordState } from './facts.ts';
import { predicateText } from './rights.sql.ts';

/**
 * The right to see things of one record, for one call. Made only by this module; no function that reads gives a byte without one.
 */
export class Permit {
  readonly call: Call;
  readonly record: RecordId;
  /** On what ground a professional reads; undefined for the person themself and for authors reading their own documents. */
  readonly ground: Ground | undefined;
  /** The predicate's values: version of the facts, sees masked, author id, sees what the patient does not, own only, depositor. */
  readonly #values: readonly [number, boolean, string, boolean, boolean, string];

  constructor(
    by: typeof maker,
    call: Call,
    record: RecordId,
    ground: Ground | undefined,
    values: readonly [number, boolean, string, boolean, boolean, string],
  ) {
    if (by !== maker) throw new Error('a Permit is made by rights.decide');
    this.call = call;
    this.record = record;
    this.ground = ground;
    this.#values = values;
  }

  /** The SQL that narrows a query to what this Permit allows; `$1` is the record, `alias` the table of the things, `first` the first free parameter. */
  predicate(first: number, alias = 'e'): { text: string; values: readonly unknown[] } {
    return { text: predicateText(first, alias), values: this.#values };
  }

  /** True when only the caller's own documents may be seen. */
  get ownOnly(): boolean {
    return this.#values[4];
  }

  get version(): number {
    return this.#values[0];
  }

  /** The same without what the person hides from professionals: for what they hand over as a whole, without choosing each thing. */
  withoutMasked(): Permit {
    const [version, , , invisible, onlyOwn, depositor] = this.#values;
    return new Permit(maker, this.call, this.record, this.ground, [version, false, '', invisible, onlyOwn, depositor]);
  }
}

const maker = Symbol('rights');

/**
 * May this caller see this record? Pure: the same facts and call give the same answer. Refuses `rights.not-yours` (a citizen, another
 * person's record), `rights.blocked`, `rights.closed`, `rights.opposed`, `rights.no-ground`, `rights.reason-required`,
 * `rights.operator`. With `item`, a professional without a ground still gets their own documents.
 */
export function decideRead(facts: Facts, call: Call, record: RecordId, what: 'list' | 'item'): Permit {
  const { actor } = call;
  switch (actor.kind) {
    case 'citizen':
      if (actor.record !== record) throw notYours();
      return new Permit(maker, call, record, undefined, [facts.version, true, '', false, false, '']);
    case 'professional':
      return decideProfessional(facts, call, actor, record, what);
    case 'software':
      // Software reads back what it deposited itself; people read through their own sign-in.
      return new Permit(maker, call, record, undefined, [facts.version, true, '', true, true, actor.id]);
    case 'delegate':
    case 'guest':
      throw notYours();
    case 'operator':
      throw operatorRefused();
  }
}

function decideProfessional(facts: Facts, call: Call, actor: Professional, record: RecordId, what: 'list' | 'item'): Permit {
  if (facts.blocks.has(actor.id)) throw blocked();
  if (facts.closed) throw closed();
  const ground = groundAt(facts, call, actor.id);
  if (ground === undefined) {
    if (what === 'list') throw noGround();
    return new Permit(maker, call, record, undefined, [facts.version, true, actor.id, true, true, '']);
  }
  refuseOpposed(facts, ground);
  return new Permit(maker, call, record, ground, [facts.version, false, actor.id, true, false, '']);
}

/**
 * May this caller see who the record is about? Professionals, their software and the operator may: one must know whom one treats before
 * a ground can be declared. A citizen sees their own; someone blocked sees nobody. The Permit is for the Patient alone.
 */
export function decideIdentity(facts: Facts, call: Call, record: RecordId): Permit {
  const { actor } = call;
  if (actor.kind === 'delegate' || actor.kind === 'guest') throw notYours();
  if (actor.kind === 'citizen' && actor.record !== record) throw notYours();
  if (actor.kind === 'professional' && facts.blocks.has(actor.id)) throw blocked();
  return new Permit(maker, call, record, undefined, [facts.version, true, '', true, false, '']);
}

/** Refuses when the person's opposition covers this ground: emergency access is opposed apart from ordinary consultation. */
export function refuseOpposed(facts: Facts, ground: Ground): void {
  const emergency = ground === 'bris_de_glace' || ground === 'centre_15';
  if (emergency ? facts.opposition.emergency : facts.opposition.consultation) throw opposed();
}

/** The ground that holds now: the one declared before, until its end. */
function groundAt(facts: Facts, call: Call, professional: string): Ground | undefined {
  const access: Access | undefined = facts.accesses.get(professional);
  return access !== undefined && call.at < access.until ? access.ground : undefined;
}

/** May a document be added? Refuses `rights.closed`, `rights.opposed-deposit`, `rights.deposit-not-allowed`. */
export function decideDeposit(facts: RecordState, call: Call): void {
  if (call.actor.kind !== 'professional' && call.actor.kind !== 'software') throw depositNotAllowed();
  refuseAddition(facts);
}

/**
 * May structured data (a measure, an allergy …) be written into the record? Professionals and their software as for a document, and the
 * person into their own record. Refuses as {@link decideDeposit}, and `rights.not-yours`.
 */
export function decideWrite(facts: RecordState, call: Call, record: RecordId): void {
  const { actor } = call;
  if (actor.kind === 'operator' || actor.kind === 'delegate' || actor.kind === 'guest') throw depositNotAllowed();
  if (actor.kind === 'citizen') {
    if (actor.record !== record) throw notYours();
    if (facts.closed) throw closed();
    return;
  }
  refuseAddition(facts);
}

function refuseAddition(facts: RecordState): void {
  if (facts.closed) throw closed();
  if (!facts.opposition.deposit) return;
  throw new Refusal(
    'rights.opposed-deposit',
    {
      fr: 'La personne s’oppose à l’ajout de documents dans son dossier. Rien n’a été enregistré.',
      en: 'The person opposes the addition of documents to their record. Nothing was kept.',
    },
    { source: 'DMP/CONF.09' },
  );
}

function depositNotAllowed(): Refusal {
  return new Refusal('rights.deposit-not-allowed', {
    fr: 'Seuls un professionnel ou un logiciel de professionnel déposent des documents ici.',
    en: 'Only a professional or a professional’s software deposits documents here.',
  });
}

export function operatorRefused(): Refusal {
  return new Refusal('rights.operator', {
    fr: 'L’exploitant n’a pas accès au contenu des dossiers.',
    en: 'The operator has no access to the content of records.',
  });
}

export function notYours(): Refusal {
  return new Refusal('rights.not-yours', { fr: 'Ce dossier n’est pas le vôtre.', en: 'This record is not yours.' });
}

export function noGround(): Refusal {
  return new Refusal('rights.no-ground', {
    fr: 'Déclarez d’abord à quel titre vous consultez ce dossier ; la personne le verra.',
    en: 'First declare on what ground you look at this record; the person will see it.',
  });
}

function blocked(): Refusal {
  return new Refusal('rights.blocked', {
    fr: 'La personne a bloqué votre accès à son dossier.',
    en: 'The person has blocked your access to their record.',
  });
}

function closed(): Refusal {
  return new Refusal('rights.closed', { fr: 'Ce dossier est fermé.', en: 'This record is closed.' });
}

function opposed(): Refusal {
  return new Refusal(
    'rights.opposed',
    {
      fr: 'La personne s’oppose à cette consultation de son dossier.',
      en: 'The person opposes this consultation of their record.',
    },
    { source: 'DMP/CONF.06' },
  );
}
