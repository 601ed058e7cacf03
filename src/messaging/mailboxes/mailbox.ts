import type { Call, Professional, RecordId } from '#kernel';

/**
 * Kinds of secure mailboxes: of a person (PER), of an organisation (ORG), of a software (APP), of a practice (CAB), of a citizen (CIT).
 * Source: MSSanté, référentiel #2; CIT is Socle's own word for the mailboxes of Mon espace santé.
 */
export const mailboxKinds = ['PER', 'ORG', 'APP', 'CAB', 'CIT'] as const;
export type MailboxKind = (typeof mailboxKinds)[number];

/** What somebody may do in a mailbox; each holds those before it. `manage`: give others a part in it, its settings, its end. */
export const mailboxRights = ['read', 'write', 'manage'] as const;
export type MailboxRight = (typeof mailboxRights)[number];

/** An answer that is sent by itself while nobody reads, once to each sender. */
export interface Absence {
  readonly from: Date;
  readonly until: Date;
  /** 1 to 2,000 characters, plain text. */
  readonly text: string;
}

export interface MailboxSettings {
  /** Documents that arrive are filed in the record by themselves; true unless said otherwise. */
  readonly filing?: boolean;
  /** Appended to what is written in the web space; at most 1,000 characters. */
  readonly signature?: string;
}

export interface Mailbox {
  /** Its home in the store; a citizen's is their record. */
  readonly id: RecordId;
  /** Lower case. Never changes, as the kind never does. */
  readonly address: string;
  readonly kind: MailboxKind;
  /** Shown beside the address: a person's name, an organisation's. */
  readonly name: string;
  /** `closed`: nothing arrives or leaves any more; who held it may still read. */
  readonly state: 'open' | 'closed';
  /** `8` + RPPS of whose it is (PER, CAB). */
  readonly professional: string | undefined;
  /** `1` + FINESS of whose it is (ORG, APP), or where its person works. */
  readonly structure: string | undefined;
  /** The client id of the software that reads it (APP). */
  readonly software: string | undefined;
  readonly service: string;
  readonly description: string;
  readonly responsible: string;
  /** Not shown in the directory. */
  readonly listRouge: boolean;
  readonly openedAt: Date;
  readonly closedAt: Date | undefined;
  readonly quotaBytes: number;
  readonly usedBytes: number;
  readonly messages: number;
  readonly absence: Absence | undefined;
  readonly settings: MailboxSettings;
}

export interface MailboxToOpen {
  readonly address: string;
  readonly kind: Exclude<MailboxKind, 'CIT'>;
  readonly name: string;
  readonly professional?: string;
  readonly structure?: string;
  readonly software?: string;
  readonly service?: string;
  readonly description?: string;
  readonly responsible?: string;
  readonly listRouge?: boolean;
  readonly quotaBytes?: number;
}

/** Who has a part in a mailbox: `professional:8…`, `software:<client id>`. */
export interface Holder {
  readonly holder: string;
  readonly may: MailboxRight;
  readonly since: Date;
  readonly until: Date | undefined;
  readonly givenBy: string;
}

/** Proof that this caller may do this in this mailbox; made by {@link Mailboxes.enter} alone, and asked for by everything that reads or writes. */
export class MailboxPermit {
  readonly call: Call;
  readonly mailbox: Mailbox;
  readonly may: MailboxRight;

  private constructor(call: Call, mailbox: Mailbox, may: MailboxRight) {
    this.call = call;
    this.mailbox = mailbox;
    this.may = may;
  }

  /** For `mailboxes/` alone. */
  static of(call: Call, mailbox: Mailbox, may: MailboxRight): MailboxPermit {
    return new MailboxPermit(call, mailbox, may);
  }

  /** The same mailbox under a later instant of the same session. */
  at(at: Date): MailboxPermit {
    return new MailboxPermit({ ...this.call, at }, this.mailbox, this.may);
  }
}

/** The mailboxes of this operator: made, found, entered, closed. */
export interface Mailboxes {
  /** The domains whose mailboxes are here: the professionals', then the citizens'. */
  readonly domains: { readonly professionals: string; readonly citizens: string };
  /**
   * By the operator, or a structure's manager. Refuses `messaging.malformed-address`, `messaging.address-taken`, `messaging.unknown-owner`,
   * `messaging.operator-only`.
   */
  open(call: Call, wanted: MailboxToOpen): Promise<Mailbox>;
  /** The mailbox of a citizen, made when it is not there: only for a qualified identity. Refuses `messaging.not-qualified`. */
  ofCitizen(call: Call, record: RecordId): Promise<Mailbox>;
  /** Any spelling of the address in capitals; undefined when nobody here has it. A citizen's that was never used is not there yet. */
  byAddress(address: string): Promise<Mailbox | undefined>;
  byId(id: RecordId): Promise<Mailbox | undefined>;
  /** Those that the actor has a part in, with what they may do there; open ones first. */
  mine(call: Call): Promise<readonly { readonly mailbox: Mailbox; readonly may: MailboxRight }[]>;
  /**
   * In: an id or an address. A citizen enters their own; a delegate by their mandate for `message`; a professional or software what it holds.
   * Nobody else, and never an operator. Refuses `messaging.unknown-mailbox` (also to who has no part in it), `messaging.not-allowed`
   * (a part, but a smaller one), `messaging.closed` (to write in a closed one).
   */
  enter(call: Call, mailbox: RecordId | string, may: MailboxRight): Promise<MailboxPermit>;
  /** Inside Socle, after an act: what is done in a mailbox for its holder by a job (answers, filing). */
  enterForHouse(mailbox: RecordId, at: Date): Promise<MailboxPermit>;
  holders(permit: MailboxPermit): Promise<readonly Holder[]>;
  give(permit: MailboxPermit, to: Pick<Professional, 'id'>, may: MailboxRight, until?: Date): Promise<void>;
  take(permit: MailboxPermit, from: string): Promise<void>;
  change(permit: MailboxPermit, change: MailboxChange): Promise<Mailbox>;
  /** By the operator; a citizen's by themself. Refuses `messaging.operator-only`, `messaging.unknown-mailbox`. */
  close(call: Call, mailbox: RecordId): Promise<Mailbox>;
  reopen(call: Call, mailbox: RecordId): Promise<Mailbox>;
  /** For the operator: in the order of addresses, none of a citizen; at most 200. */
  list(asked?: { readonly after?: string; readonly kind?: MailboxKind; readonly limit?: number }): Promise<readonly Mailbox[]>;
}

export interface MailboxChange {
  readonly name?: string;
  readonly service?: string;
  readonly description?: string;
  readonly responsible?: string;
  readonly listRouge?: boolean;
  /** Null: there is none any more. */
  readonly absence?: Absence | null;
  readonly settings?: MailboxSettings;
}
