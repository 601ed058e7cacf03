import type { Call, RecordId } from '#kernel';
import type { Store } from '#store';
import type { Trace } from '#trace';
import { byLikeness } from './byLikeness.ts';
import { byTraits, type SearchQuery, type SearchResult } from './byTraits.ts';
import { correct } from './correct.ts';
import { create, type NewIdentity } from './create.ts';
import { type Scanned, scan } from './datamatrix/scan.ts';
import type { Desk } from './desk.ts';
import type { Evidence } from './evidence.ts';
import { byMatricule, byRecord, byRecords, qualified, rememberingRecordOf } from './find.ts';
import type { Identity } from './identity.ts';
import type { Insi } from './insi.ts';
import { type Links, openLinks } from './links/index.ts';
import { type LocalIdentifiers, openLocalIdentifiers } from './localIdentifiers.ts';
import type { Compared, Lookalike } from './matching/index.ts';
import { type Matricule, type MatriculeOptions, parseMatricule } from './matricule.ts';
import type { Traits } from './traits.ts';
import { openVigilance, type Vigilance } from './vigilance.ts';

export type InsOptions = MatriculeOptions;

/**
 * Who each record is about. Every matricule and OID given here as text is parsed here, with the options of {@link openIns}: refuses
 * `ins.malformed`, `ins.bad-key`, `ins.unknown-oid`. Decides nobody's right to look: that is `rights`; reads leave no trace of their own.
 */
export interface Ins {
  /** As the function of that name, with the options of this Ins. */
  parseMatricule(text: string): Matricule;
  /**
   * A new identity and its record, in one transaction with its trace. The status follows from what INSi answered and what was checked. A
   * matricule that INSi does not confirm is not kept (règle 51): look at the status of what comes back. With `insi` and no matricule, INSi
   * is searched by traits and its traits and matricule are taken. `douteux` or `fictif`: INSi is not asked, the status is PROV. What INSi
   * denies, finds several times or leaves to be checked is on the work list from then on.
   * Refuses `ins.exists` when the matricule is taken, `ins.missing-trait`, `ins.malformed-trait`, and what the adapter of INSi refuses.
   */
  create(call: Call, request: NewIdentity): Promise<Identity>;
  /**
   * New traits for a known person; the previous ones stay in the history. An identity that holds a matricule changes its strict traits
   * only when `evidence.insi` is asked for and INSi confirms; used names change freely. A new identity document is needed to stay VALI or
   * QUAL when the strict traits change. With the same traits and more evidence it raises the status; it may gain the matricule. `call.reason`
   * is kept beside the version. What anybody but the operator sends and INSi denies is on the work list.
   * Refuses `ins.not-found`, `ins.not-confirmed`, `ins.changed-meanwhile`, `ins.exists`, `ins.missing-trait`, `ins.malformed-trait`.
   */
  correct(call: Call, record: RecordId, traits: Traits, evidence: Evidence): Promise<Identity>;
  /** Two reads by primary key; three when the record was linked to another: `through` is then the identity that carries the matricule. */
  byMatricule(oid: string, matricule: string): Promise<Identity | undefined>;
  /** Whose record a matricule is, or the one that goes on for it, for who needs no identity: one read by primary key, the first time. */
  recordOf(oid: string, matricule: string): Promise<RecordId | undefined>;
  /** One read by primary key. */
  byRecord(record: RecordId): Promise<Identity | undefined>;
  /** Those of them that are known; one statement, however many. */
  byRecords(records: readonly RecordId[]): Promise<ReadonlyMap<RecordId, Identity>>;
  /**
   * The people of that birth family name, whole without a birth date, by its first letters with one; at most `limit`, never over 20.
   * Refuses `ins.search-too-broad` without a letter of the name.
   */
  byTraits(query: SearchQuery, limit: number): Promise<SearchResult>;
  /** How the software of each place calls a person. */
  readonly localIdentifiers: LocalIdentifiers;
  /** Attributes, verification, history, the work list. */
  readonly vigilance: Vigilance;
  /**
   * Reads an INS DataMatrix and asks INSi whether it tells the truth, before anybody believes it; traced. Refuses what
   * {@link parseInsDatamatrix} refuses. A no of INSi is an answer, not a refusal.
   */
  scan(call: Call, text: string): Promise<Scanned>;
  /**
   * The people whose traits are like these, best first, however names and dates are written; at most `limit`, never over 20, with how much each
   * trait agrees. Without a given name or a birth date nobody is found. Refuses `ins.search-too-broad` without a letter of the family name.
   */
  byLikeness(sought: Compared, limit: number): Promise<readonly Lookalike[]>;
  /** Duplicates, collisions, and the records that were linked. */
  readonly links: Links;
  /** The identity that a document may be deposited for. Refuses `ins.not-found`, `ins.not-qualified`. */
  qualified(oid: string, matricule: string): Promise<Identity>;
}

export function openIns(store: Store, trace: Trace, insi: Insi, options: InsOptions = {}): Ins {
  const desk: Desk = { store, trace, insi, options };
  const links = openLinks(desk);
  return {
    parseMatricule: (text) => parseMatricule(text, options),
    create: (call, request) => create(desk, call, request),
    correct: (call, record, traits, evidence) => correct(desk, call, record, traits, evidence),
    byMatricule: (oid, matricule) => byMatricule(store, oid, matricule, options),
    recordOf: rememberingRecordOf(store, links.survivorOf, options),
    byRecord: (record) => byRecord(store, record),
    byRecords: (records) => byRecords(store, records),
    byTraits: (query, limit) => byTraits(store, query, limit),
    localIdentifiers: openLocalIdentifiers(store),
    vigilance: openVigilance(desk),
    scan: (call, text) => scan(desk, call, text),
    byLikeness: (sought, limit) => byLikeness(store, sought, limit),
    links,
    qualified: (oid, matricule) => qualified(store, oid, matricule, options),
  };
}
