import type { RecordId } from '#kernel';
import type { Store } from '#store';
import { openGuesses } from '../protection/guesses.ts';
import type { Source } from '../protection/source.ts';
import { loginTaken, wrongPassword } from '../refusals.ts';
import { accountByLogin, accountOfRecord, putAccounts, shownAccounts } from '../signin.sql.ts';
import { type Operators, openOperators } from './operators.ts';
import { hashPassword, passwordMatches } from './password.ts';
import { normal, parseLogin, strong } from './rules.ts';

export interface CitizenAccount {
  readonly record: RecordId;
  readonly name: string;
}

/** Who gave the right password. */
export interface CheckedAccount extends CitizenAccount {
  /** Of the demonstration: its password is public and opens alone. */
  readonly demo: boolean;
}

export interface NewAccount extends CitizenAccount {
  readonly login: string;
  readonly password: string;
}

/** A sign-in of the demonstration territory: a citizen's, or a professional's of the directory. */
export type DemoAccount = { readonly login: string; readonly name: string; readonly note?: string } & (
  | { readonly record: RecordId }
  | { readonly professional: string }
);

/** A sign-in of the demonstration territory, fit to be shown to anybody. */
export interface ShownSignIn {
  readonly kind: 'citizen' | 'professional' | 'operator';
  readonly login: string;
  readonly name: string;
  readonly note: string;
}

/** The logins of the citizens, and those that the demonstration territory shows. */
export interface Accounts extends Operators {
  /**
   * A password alone, for tests and try-outs: it opens while the demonstration is on, and nowhere else. Refuses `signin.login-taken`,
   * `signin.malformed-login`, `signin.weak-password`. Doing it again for the same record changes nothing.
   */
  create(account: NewAccount): Promise<void>;
  /** One public password for all. Those already there stay as they are. */
  createDemo(accounts: readonly DemoAccount[], password: string): Promise<void>;
  /** Refuses `signin.wrong-password`, `signin.slow-down`, `signin.busy`. `failed` hears of a wrong password for an account that exists. */
  check(
    login: string,
    password: string,
    address: Source,
    failed?: (account: CitizenAccount) => Promise<void>,
  ): Promise<CheckedAccount>;
  /** The account of a record, by which a token is renewed. */
  ofRecord(record: RecordId): Promise<CitizenAccount | undefined>;
  /** The sign-ins of the demonstration territory, at most 300; empty when it is off. */
  shown(): Promise<ShownSignIn[]>;
  /** A sign-in of the demonstration territory, without its password, which everybody knows; undefined when it is off. */
  demo(login: string): Promise<{ readonly citizen: CitizenAccount } | { readonly professional: string } | undefined>;
}

interface Row {
  readonly login: string;
  readonly kind: 'citizen' | 'professional' | 'operator';
  readonly citizen_record: RecordId | null;
  readonly professional: string | null;
  readonly name: string;
  readonly password: string | null;
  readonly demo: boolean;
}

export function openAccounts(store: Store, demo: boolean, clock: () => Date): Accounts {
  const guesses = openGuesses(store, clock);
  const read = async (login: string): Promise<Row | undefined> => (await store.query<Row>(accountByLogin, [login]))[0];
  const citizenOf = ({ citizen_record: record, name }: Row): CitizenAccount | undefined =>
    record === null ? undefined : { record, name };
  return {
    ...openOperators(store, demo, guesses, clock),
    async create({ login, password, record, name }) {
      const key = parseLogin(login);
      const hash = await hashPassword(strong(password));
      const columns = [[key], ['citizen'], [record], [null], [name], [hash], ['']];
      const made = await store.query(putAccounts, [...columns, false, clock()]);
      if (made.length === 0 && (await read(key))?.citizen_record !== record) throw loginTaken();
    },
    async createDemo(accounts, password) {
      const hash = await hashPassword(strong(password));
      const rows = accounts.map((a) => {
        const login = parseLogin(a.login);
        const note = a.note ?? '';
        return 'record' in a
          ? [login, 'citizen', a.record, null, a.name, hash, note]
          : [login, 'professional', null, a.professional, a.name, null, note];
      });
      const columns = Array.from({ length: 7 }, (_, i) => rows.map((row) => row[i] ?? null));
      await store.query(putAccounts, [...columns, true, clock()]);
    },
    async check(login, password, address, failed) {
      const key = normal(login);
      const { known } = await guesses.attempt(`login ${key}`, address);
      const found = await read(key);
      // A demonstration password is public: it opens nothing once the demonstration is off.
      const row = found?.demo === true && !demo ? undefined : found;
      const account = row === undefined ? undefined : citizenOf(row);
      const right = await passwordMatches(password.slice(0, 200), row?.password ?? undefined, known);
      if (account === undefined || !right) {
        if (account !== undefined) await failed?.(account);
        throw wrongPassword();
      }
      await guesses.succeeded(`login ${key}`, address);
      return { ...account, demo: row?.demo === true };
    },
    async ofRecord(record) {
      const [row] = await store.query<Row>(accountOfRecord, [record]);
      return row === undefined ? undefined : citizenOf(row);
    },
    shown: async () => (demo ? await store.query<ShownSignIn>(shownAccounts, [300]) : []),
    async demo(login) {
      const row = demo ? await read(normal(login)) : undefined;
      if (row === undefined || !row.demo) return undefined;
      const citizen = citizenOf(row);
      if (citizen !== undefined) return { citizen };
      return row.professional === null ? undefined : { professional: row.professional };
    },
  };
}
