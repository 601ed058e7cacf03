import type { Store } from '#store';
import { type Guesses, openGuesses } from '../protection/guesses.ts';
import type { Source } from '../protection/source.ts';
import { loginTaken, passwordKept, unknownOperator, wrongPassword } from '../refusals.ts';
import {
  endOperatorSessions,
  operatorByLogin,
  operators,
  putOperator,
  removeOperator,
  setOperatorPassword,
} from '../signin.sql.ts';
import { drawCode } from './codes.ts';
import { hashPassword, passwordMatches } from './password.ts';
import { normal, parseLogin, strong } from './rules.ts';

export interface OperatorAccount {
  readonly login: string;
  readonly name: string;
}

/** An operator as the command line lists them. */
export interface ListedOperator extends OperatorAccount {
  /** The password handed over has not been changed yet. */
  readonly oneTime: boolean;
  readonly demo: boolean;
  readonly createdAt: Date;
}

/** The logins of those who run this installation: each person their own, so that two persons are two. */
export interface Operators {
  /** Gives the password to hand over: it opens nothing but the page on which it is changed. Refuses `signin.login-taken`, `signin.malformed-login`. */
  addOperator(account: OperatorAccount): Promise<string>;
  /** A new password to hand over; what is open in their name is closed. Refuses `signin.unknown-operator`. */
  resetOperator(login: string): Promise<string>;
  /** The account and the sessions in its name end. Refuses `signin.unknown-operator`. */
  removeOperator(login: string): Promise<void>;
  operators(): Promise<ListedOperator[]>;
  /** Those of a demonstration, with one public password that need not be changed. Those already there stay as they are. */
  createDemoOperators(accounts: readonly (OperatorAccount & { readonly note: string })[], password: string): Promise<void>;
  /** Undefined when there is none, or one of a demonstration that is off. */
  operator(login: string): Promise<OperatorAccount | undefined>;
  /** As {@link Operators.operator}, for a demonstration's sign-in, whose password everybody knows. */
  demoOperator(login: string): Promise<OperatorAccount | undefined>;
  /** Refuses `signin.wrong-password`, `signin.slow-down`, `signin.busy`. `failed` hears of a wrong password for an account that exists. */
  checkOperator(
    login: string,
    password: string,
    address: Source,
    failed: (account: OperatorAccount) => Promise<void>,
  ): Promise<OperatorAccount & { readonly oneTime: boolean }>;
  /** Puts a password of their own in the place of the one handed over. Refuses `signin.weak-password`, `signin.password-kept`. */
  changeOperatorPassword(login: string, password: string, again: string): Promise<void>;
}

interface Row {
  readonly login: string;
  readonly name: string;
  readonly password: string;
  readonly demo: boolean;
  readonly one_time: boolean;
  readonly created_at: Date;
}

export function openOperators(store: Store, demo: boolean, guesses: Guesses, clock: () => Date): Operators {
  const read = async (login: string): Promise<Row | undefined> => {
    const [row] = await store.query<Row>(operatorByLogin, [normal(login)]);
    return row?.demo === true && !demo ? undefined : row;
  };
  const put = async ({ login, name }: OperatorAccount, note: string, shown: boolean, password: string): Promise<boolean> => {
    const hash = await hashPassword(strong(password));
    const made = await store.query(putOperator, [parseLogin(login), name, hash, note, shown, clock(), !shown]);
    return made.length > 0;
  };
  return {
    async addOperator(account) {
      const password = handedOver();
      if (!(await put(account, '', false, password))) throw loginTaken();
      return password;
    },
    async resetOperator(login) {
      const password = handedOver();
      const set = await store.query(setOperatorPassword, [normal(login), await hashPassword(password), true]);
      if (set.length === 0) throw unknownOperator();
      await store.query(endOperatorSessions, [normal(login)]);
      return password;
    },
    async removeOperator(login) {
      if ((await store.query(removeOperator, [normal(login)])).length === 0) throw unknownOperator();
      await store.query(endOperatorSessions, [normal(login)]);
    },
    async operators() {
      const rows = await store.query<Row>(operators);
      return rows.map((row) => ({
        login: row.login,
        name: row.name,
        oneTime: row.one_time,
        demo: row.demo,
        createdAt: row.created_at,
      }));
    },
    async createDemoOperators(accounts, password) {
      for (const account of accounts) await put(account, account.note, true, password);
    },
    async operator(login) {
      const row = await read(login);
      return row === undefined ? undefined : { login: row.login, name: row.name };
    },
    async demoOperator(login) {
      const row = demo ? await read(login) : undefined;
      return row === undefined || !row.demo ? undefined : { login: row.login, name: row.name };
    },
    async checkOperator(login, password, address, failed) {
      const key = normal(login);
      const { known } = await guesses.attempt(`operator ${key}`, address);
      const row = await read(key);
      const right = await passwordMatches(password.slice(0, 200), row?.password, known);
      if (row === undefined || !right) {
        if (row !== undefined) await failed({ login: row.login, name: row.name });
        throw wrongPassword();
      }
      await guesses.succeeded(`operator ${key}`, address);
      return { login: row.login, name: row.name, oneTime: row.one_time };
    },
    async changeOperatorPassword(login, password, again) {
      const row = await read(login);
      if (row === undefined) throw unknownOperator();
      if (strong(password) !== again || (await passwordMatches(password, row.password))) throw passwordKept();
      await store.query(setOperatorPassword, [row.login, await hashPassword(password), false]);
    },
  };
}

/** The same for the command line, where nobody signs in. */
export function openOperatorAccounts(store: Store, demo: boolean): Operators {
  const clock = (): Date => new Date();
  return openOperators(store, demo, openGuesses(store, clock), clock);
}

/** 16 of 31 characters: 79 bits. */
const handedOver = (): string => drawCode(16).toLowerCase();
