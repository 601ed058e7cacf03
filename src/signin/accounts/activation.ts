import type { Call, RecordId } from '#kernel';
import type { Store, Tx } from '#store';
import {
  endLetter,
  giveActivationTryBack,
  letters,
  putActivation,
  putActivationCode,
  putLetter,
  recordOfCode,
  spendActivation,
  sweepActivationCodes,
  sweepActivations,
  takeActivationTry,
} from '../citizens.sql.ts';
import type { Guesses } from '../protection/guesses.ts';
import { partsOf, type Source } from '../protection/source.ts';
import { activationRefused, tooYoung, unknownLetter } from '../refusals.ts';
import type { SignInTrace } from '../trace.ts';
import { drawCode, readCode } from './codes.ts';
import { ageAt, type FindPerson, type KnownPerson, ownAccountFrom } from './people.ts';

const holdsDays = 42;
const codeLength = 12;
const mostTries = 5;
const shownLetters = 100;

/** By post, or handed over at the desk. */
export type ActivationWay = 'letter' | 'desk';

/** A code in clear, for the paper it is printed on; it is kept nowhere. */
export interface MadeCode {
  readonly code: string;
  readonly until: Date;
  readonly person: KnownPerson;
}

/** Somebody who waits for a letter. */
export interface AskedLetter {
  readonly person: KnownPerson;
  readonly askedAt: Date;
  /** `person`: they asked themself; else the operator's login. */
  readonly askedBy: string;
}

/** A code that was right, not used up yet. */
export interface Opened {
  readonly person: KnownPerson;
  readonly code: Buffer;
}

/** How somebody gets into their record for the first time, or again after they lost every way in: a code on paper, and their birth date. */
export interface Activations {
  /** A person asks for a letter for themself. Tells nothing of whether there is such a person. Refuses `signin.slow-down`. */
  ask(matricule: string, birthDate: string, address: Source): Promise<void>;
  /** The operator puts a person on the list. Refuses `signin.too-young`. False when there is no such person. */
  request(call: Call, matricule: string, by: string): Promise<boolean>;
  /** The oldest hundred. */
  letters(): Promise<readonly AskedLetter[]>;
  /** Takes a person off the list without a letter. Refuses `signin.unknown-letter`. */
  dismiss(call: Call, record: RecordId): Promise<void>;
  /**
   * A code for 42 days; the one before closes. Refuses `signin.too-young`, and `signin.unknown-letter` for a letter to somebody who waits for
   * none. Undefined when there is no such person.
   */
  make(call: Call, record: RecordId, way: ActivationWay): Promise<MadeCode | undefined>;
  /** Refuses `signin.activation-refused`, `signin.slow-down`. Five wrong birth dates close a code, however they come. */
  open(typed: string, birthDate: string, address: Source): Promise<Opened>;
  /** Uses the code up, in the transaction of what it opens. Refuses `signin.activation-refused` when it was meanwhile. */
  spend(tx: Tx, opened: Opened, at: Date): Promise<ActivationWay>;
  sweep(at: Date): Promise<void>;
}

export interface ActivationParts {
  readonly store: Store;
  readonly find: FindPerson;
  readonly trace: SignInTrace;
  readonly guesses: Guesses;
  readonly clock: () => Date;
}

export function openActivations({ store, find, trace, guesses, clock }: ActivationParts): Activations {
  const macOf = (code: string): Buffer => store.keys.mac('signin/activation', Buffer.from(code));
  const grown = (person: KnownPerson): boolean => ageAt(person.birthDate, clock()) >= ownAccountFrom;
  /** Each address has its own count: others who ask or try at the same time are not held up. */
  const counted = (what: string, source: Source): string => `${what} ${partsOf(source).address}`;
  return {
    async ask(matricule, birthDate, address) {
      // Each asking counts, right or wrong: a list of people is not tried out here.
      await guesses.attempt(counted('letter', address), address);
      const person = await find({ matricule });
      if (person === undefined || person.birthDate !== birthDate || !grown(person)) return;
      const call = trace.callOf(person);
      await store.transaction(async (tx) => {
        const made = await tx.query(putLetter, [person.record, call.at, 'person']);
        if (made.length > 0) await trace.changed(tx, call, person.record, { change: 'letter-asked' });
      });
    },
    async request(call, matricule, by) {
      const person = await find({ matricule });
      if (person === undefined) return false;
      if (!grown(person)) throw tooYoung(ownAccountFrom);
      await store.transaction(async (tx) => {
        const made = await tx.query(putLetter, [person.record, call.at, by]);
        if (made.length > 0) await trace.changed(tx, call, person.record, { change: 'letter-asked' });
      });
      return true;
    },
    async letters() {
      const rows = await store.query<{ record_id: RecordId; asked_at: Date; asked_by: string }>(letters, [shownLetters]);
      const people = await Promise.all(rows.map((row) => find({ record: row.record_id })));
      return rows.flatMap((row, i) => {
        const person = people[i];
        return person === undefined ? [] : [{ person, askedAt: row.asked_at, askedBy: row.asked_by }];
      });
    },
    async dismiss(call, record) {
      await store.transaction(async (tx) => {
        if ((await tx.query(endLetter, [record])).length === 0) throw unknownLetter();
        await trace.changed(tx, call, record, { change: 'letter-dismissed' });
      });
    },
    async make(call, record, way) {
      const person = await find({ record });
      if (person === undefined) return undefined;
      if (!grown(person)) throw tooYoung(ownAccountFrom);
      const code = drawCode(codeLength);
      const mac = macOf(code.replaceAll('-', ''));
      const until = new Date(call.at.getTime() + holdsDays * 86_400_000);
      await store.transaction(async (tx) => {
        await tx.query(putActivation, [record, mac, way, call.at, until]);
        await tx.query(putActivationCode, [mac, record, until]);
        const asked = await tx.query(endLetter, [record]);
        if (way === 'letter' && asked.length === 0) throw unknownLetter();
        await trace.changed(tx, call, record, { change: 'activation-code', way });
      });
      return { code, until, person };
    },
    async open(typed, birthDate, address) {
      await guesses.attempt(counted('activation', address), address);
      const code = readCode(typed, codeLength);
      if (code === undefined) throw activationRefused();
      const mac = macOf(code);
      const at = clock();
      const [known] = await store.query<{ record_id: RecordId }>(recordOfCode, [mac, at]);
      if (known === undefined) throw activationRefused();
      const record = known.record_id;
      const [taken] = await store.query(takeActivationTry, [record, mac, at, mostTries]);
      const person = taken === undefined ? undefined : await find({ record });
      if (person === undefined || person.birthDate !== birthDate) {
        if (person !== undefined) await trace.refused(trace.callOf(person), record, activationRefused().code, 'activation');
        throw activationRefused();
      }
      await store.query(giveActivationTryBack, [record, mac]);
      await guesses.succeeded(counted('activation', address), address);
      return { person, code: mac };
    },
    async spend(tx, { person, code }, at) {
      const [spent] = await tx.query<{ way: ActivationWay }>(spendActivation, [person.record, code, at]);
      if (spent === undefined) throw activationRefused();
      return spent.way;
    },
    async sweep(at) {
      await store.query(sweepActivationCodes, [at]);
      await store.query(sweepActivations, [at]);
    },
  };
}
