import type { Call, RecordId } from '#kernel';
import type { Permit } from '#rights';
import type { Tx } from '#store';
import type { Json } from '../json.ts';
import type { Asked } from '../search/asked.ts';
import { act } from './act.ts';
import type { SearchAnswer, SearchScope, SearchWish } from './answer.ts';
import { arrived, type Since } from './arrived.ts';
import { bodies } from './bodies.ts';
import { type TransactionWish, transaction } from './bundle/transaction.ts';
import type { Change } from './change.ts';
import type { FhirDesk, FhirGround, Patch } from './desk.ts';
import { everything } from './everything.ts';
import { type HistoryPage, type HistoryScope, history } from './history.ts';
import { lastn } from './lastn.ts';
import type { Visibility } from './ledger.ts';
import { matching } from './matching.ts';
import { type CrossReferenced, crossReference, type PersonIdentifier } from './patient/crossReference.ts';
import { type Likely, matchPerson } from './patient/matchPerson.ts';
import { type PlacedRow, place } from './place.ts';
import { classify, cover, end, shownPlaced, type Typed, unannounced } from './placed.ts';
import { read, vread } from './read.ts';
import { search } from './search.ts';
import type { Condition, Input, Stored, Written } from './stored.ts';
import { type PlacedVersion, remember, versions } from './versions.ts';

/**
 * The interactions of FHIR R4 §3.1.0. Every one decides with a Permit and is traced; what each refuses is told where it is made: writes in
 * `act.ts`, reads in `read.ts`.
 */
export interface Fhir {
  read(call: Call, type: string, id: string): Promise<Stored>;
  vread(call: Call, type: string, id: string, version: number): Promise<Stored>;
  /** With `ifNoneExist`, a resource that meets it is given as `unchanged`, and nothing is made. */
  create(call: Call, type: string, input: Input, condition?: Condition): Promise<Written>;
  /** Creates when nothing has this id and it is not one that the server gives. A text that is already there makes no version. */
  update(call: Call, type: string, id: string, input: Input, condition?: Condition): Promise<Written>;
  updateWhere(call: Call, type: string, query: string, input: Input, condition?: Condition): Promise<Written>;
  patch(call: Call, type: string, id: string, patch: Patch, condition?: Condition): Promise<Written>;
  patchWhere(call: Call, type: string, query: string, patch: Patch, condition?: Condition): Promise<Written>;
  /** Deleting what is deleted gives the deletion again. */
  remove(call: Call, type: string, id: string, condition?: Condition): Promise<Written>;
  /** Undefined when nothing meets the condition. */
  removeWhere(call: Call, type: string, query: string, condition?: Condition): Promise<Written | undefined>;
  history(call: Call, scope: HistoryScope, asked: Asked): Promise<HistoryPage>;
  search(call: Call, scope: SearchScope, asked: Asked, wish?: SearchWish): Promise<SearchAnswer>;
  /** Patient $everything, of one record; `isLinked` when the walk began at the one that goes on for it. */
  everything(call: Call, id: string, asked: Asked, isLinked?: boolean): Promise<SearchAnswer>;
  /** Observation $lastn. */
  lastn(call: Call, asked: Asked): Promise<SearchAnswer>;
  /** By which identifiers a person is known elsewhere. */
  crossReference(call: Call, source: PersonIdentifier, targets: readonly string[]): Promise<CrossReferenced>;
  /** Patient $match: whom a Patient may mean, the likeliest first. */
  matchPerson(call: Call, patient: Json): Promise<readonly Likely[]>;
  /** Rows that another module's walk has decided to keep, in its own transaction: validates nothing, decides nothing, traces nothing. */
  place(tx: Tx, call: Call, record: RecordId, rows: readonly PlacedRow[]): Promise<void>;
  /** Ends such rows, what they said forgotten; see `placed.ts`. */
  end(tx: Tx, call: Call, record: RecordId, numbers: readonly number[]): Promise<void>;
  /** Has such rows seen by others at once; see `placed.ts`. */
  cover(tx: Tx, call: Call, record: RecordId, numbers: readonly number[], visibility: Visibility): Promise<void>;
  /** Says of rows that were kept before it was known which document they come from; see `placed.ts`. */
  classify(tx: Tx, record: RecordId, rows: readonly Typed[]): void;
  /** The texts of such rows that a Permit shows, in their order; the caller traces. */
  shownPlaced(permit: Permit, numbers: readonly number[], most: number): Promise<readonly string[]>;
  /** Which of these numbers the person is not to know of yet; no rights asked: it is for leaving out. */
  unannounced(record: RecordId, numbers: readonly number[]): Promise<ReadonlySet<number>>;
  /** Every version of such rows, and versions put back into the history of a row; see `versions.ts`. */
  versions(tx: Tx, record: RecordId, numbers: readonly number[]): ReturnType<typeof versions>;
  remember(tx: Tx, record: RecordId, n: number, before: readonly PlacedVersion[]): void;
  /** What a search of a type finds in the record of a Permit, newest first; the caller decides before and traces after. */
  matching(permit: Permit, type: string, asked: Asked, most: number): Promise<readonly Buffer[]>;
  /** What came as data after an instant in each of several records; see `arrived.ts`. */
  arrived(asked: readonly Since[], types: readonly string[], most: number): ReturnType<typeof arrived>;
  /** The current texts of what such a walk keeps, in a record that it has locked. */
  bodies(tx: Tx, record: RecordId, numbers: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** A transaction; gives the text of the Bundle of its answers. The entries of a batch are asked one by one. */
  bundle(call: Call, input: Input, wish?: TransactionWish): Promise<string>;
}

export function openFhir(ground: FhirGround): Fhir {
  const desk: FhirDesk = { ...ground, types: new Set(ground.model.resources), ready: new Set(), called: new Map() };
  const one = async (call: Call, change: Omit<Change, 'at'>): Promise<Written> => {
    const [written] = await act(desk, call, [{ ...change, at: '' }]);
    if (written === undefined) throw new Error('a write without a result');
    return written;
  };
  return {
    read: (call, type, id) => read(desk, call, type, id),
    vread: (call, type, id, version) => vread(desk, call, type, id, version),
    history: (call, scope, asked) => history(desk, call, scope, asked),
    create: (call, type, input, condition) =>
      one(call, { verb: 'create', type, input, ...only(condition, 'ifNoneMatch'), ...queryOf(condition) }),
    update: (call, type, id, input, condition) => one(call, { verb: 'update', type, id, input, ...matches(condition) }),
    updateWhere: (call, type, query, input, condition) =>
      one(call, { verb: 'update', type, query, input, ...matches(condition) }),
    patch: (call, type, id, patch, condition) => one(call, { verb: 'patch', type, id, patch, ...matches(condition) }),
    patchWhere: (call, type, query, patch, condition) => one(call, { verb: 'patch', type, query, patch, ...matches(condition) }),
    remove: (call, type, id, condition) => one(call, { verb: 'remove', type, id, ...matches(condition) }),
    removeWhere: async (call, type, query, condition) =>
      (await act(desk, call, [{ verb: 'remove', type, query, at: '', ...matches(condition) }]))[0],
    search: (call, scope, asked, wish) => search(desk, call, scope, asked, wish),
    everything: (call, id, asked, isLinked) => everything(desk, call, id, asked, isLinked),
    lastn: (call, asked) => lastn(desk, call, asked),
    crossReference: (call, source, targets) => crossReference(desk, call, source, targets),
    matchPerson: (call, patient) => matchPerson(desk, call, patient),
    place: (tx, call, record, rows) => place(desk, tx, call, record, rows),
    end: (tx, call, record, numbers) => end(desk, tx, call, record, numbers),
    cover: (tx, call, record, numbers, visibility) => cover(desk, tx, call, record, numbers, visibility),
    classify,
    unannounced: (record, numbers) => unannounced(desk, record, numbers),
    shownPlaced: (permit, numbers, most) => shownPlaced(desk, permit, numbers, most),
    versions,
    remember,
    matching: (permit, type, asked, most) => matching(desk, permit, type, asked, most),
    arrived: (asked, types, most) => arrived(desk, asked, types, most),
    bodies,
    bundle: (call, input, wish) => transaction(desk, call, input, wish),
  };
}

function only<Name extends keyof Condition>(condition: Condition | undefined, name: Name): Pick<Condition, Name> {
  return (condition?.[name] === undefined ? {} : { [name]: condition[name] }) as Pick<Condition, Name>;
}

const matches = (condition: Condition | undefined) => ({ ...only(condition, 'ifMatch'), ...only(condition, 'ifNoneMatch') });

const queryOf = (condition: Condition | undefined) =>
  condition?.ifNoneExist === undefined ? {} : { query: condition.ifNoneExist };
