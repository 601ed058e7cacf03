import type { Call, RecordId } from '#kernel';
import type { Store, Tx } from '#store';
import { cutAllowedBy } from '../apps/apps.sql.ts';
import { keptSeconds } from '../apps/cuts.ts';
import {
  cutOf,
  endOwnAccounts,
  endPasskey,
  endPasskeys,
  endRecoveryCodes,
  endSecondFactor,
  hasDemoAccount,
  lockWays,
  ownAccount,
  putCut,
  putOwnAccount,
  putRecoveryCodes,
  recoveryCodesLeft,
  standingActivation,
  useRecoveryCode,
} from '../citizens.sql.ts';
import type { Holder, ListedPasskey, NewPasskey, Passkeys } from '../passkeys/passkeys.ts';
import { lastWay, loginTaken, unknownWay, wrongRecoveryCode } from '../refusals.ts';
import { endAllOf } from '../signin.sql.ts';
import type { SignInTrace } from '../trace.ts';
import type { Activations, Opened } from './activation.ts';
import { drawCode, readCode } from './codes.ts';
import type { ReadyPassword } from './enrolment.ts';
import type { SecondFactor, SecondFactors } from './secondFactor.ts';

/** How a citizen may sign in now. Holds no secret: neither the operator nor the person reads one again. */
export interface WaysIn {
  readonly passkeys: readonly ListedPasskey[];
  /** There when a password opens, with its second factor. */
  readonly login?: string;
  readonly second?: SecondFactor;
  readonly recoveryCodesLeft: number;
  /** When a code of these was last used. */
  readonly recoveryUsedAt?: Date;
  /** One of the demonstration: its public sign-in stays open whatever is changed here. */
  readonly demo: boolean;
  /** When everything was last begun anew with a code on paper. */
  readonly anewAt?: Date;
  /** A code on paper is under way. */
  readonly activation?: { readonly since: Date; readonly until: Date };
}

export type NewWay =
  | { readonly kind: 'passkey'; readonly passkey: NewPasskey; readonly name: string }
  | { readonly kind: 'password'; readonly password: ReadyPassword };

/** Adding and removing ways in. Each change is a line of the person's log in the same transaction, and an e-mail where there is an address. */
export interface Ways {
  of(record: RecordId): Promise<WaysIn>;
  /** Beside those there are. Gives the new recovery codes with a password. Refuses `signin.login-taken`. */
  add(call: Call, holder: Holder, way: NewWay): Promise<readonly string[]>;
  /**
   * The first way in, or the only one after a loss: uses the code on paper up, ends every other way in, every session and
   * all that applications were allowed, their tokens within a second, and says so.
   * Refuses `signin.activation-refused`, `signin.login-taken`.
   */
  beginAnew(call: Call, opened: Opened, way: NewWay): Promise<readonly string[]>;
  /** Refuses `signin.last-way`, `signin.unknown-way`. */
  removePasskey(call: Call, record: RecordId, id: string): Promise<void>;
  /** The password with its second factor and recovery codes. Refuses `signin.last-way`, `signin.unknown-way`. */
  removePassword(call: Call, record: RecordId): Promise<void>;
  /** Eight new ones; those before open nothing. Refuses `signin.unknown-way` without a password. */
  renewRecoveryCodes(call: Call, record: RecordId): Promise<readonly string[]>;
  /** One code in the place of the second factor, after the right password. Refuses `signin.wrong-recovery-code`. */
  useRecoveryCode(call: Call, record: RecordId, typed: string): Promise<void>;
  /** Sign-ins of a browser before this moment count no more, at the provider either. */
  cutBefore(record: RecordId): Promise<Date | undefined>;
  /** What applications were given before this moment renews itself no more, should one have been given while it was. */
  anewAt(record: RecordId): Promise<Date | undefined>;
  cut(tx: Tx, record: RecordId, before: Date, anew: boolean): Promise<void>;
}

/** The row of who has passkeys alone: no login that can be typed. */
const untypedLogin = (record: RecordId): string => `passkey:${record}`;
const recoveryCodes = 8;
const recoveryLength = 16;

export interface WaysParts {
  readonly store: Store;
  readonly passkeys: Passkeys;
  readonly seconds: SecondFactors;
  readonly activations: Activations;
  readonly trace: SignInTrace;
  readonly demo: boolean;
  readonly clock: () => Date;
}

export function openWays({ store, passkeys, seconds, activations, trace, demo, clock }: WaysParts): Ways {
  const own = async (record: RecordId): Promise<{ login: string; has_password: boolean } | undefined> =>
    (await store.query<{ login: string; has_password: boolean }>(ownAccount, [record]))[0];
  const isDemo = async (record: RecordId): Promise<boolean> => demo && (await store.query(hasDemoAccount, [record])).length > 0;
  const macOf = (code: string): Buffer => store.keys.mac('signin/recovery-code', Buffer.from(code));

  const drawRecovery = async (tx: Tx, record: RecordId): Promise<readonly string[]> => {
    const codes = Array.from({ length: recoveryCodes }, () => drawCode(recoveryLength));
    await tx.query(endRecoveryCodes, [record]);
    await tx.query(putRecoveryCodes, [record, codes.map((code) => macOf(code.replaceAll('-', '')))]);
    return codes;
  };
  /** Changes of one person's ways in wait for one another: two tabs cannot take the last two away. */
  const inTurn = <T>(record: RecordId, work: (tx: Tx) => Promise<T>): Promise<T> =>
    store.transaction(async (tx) => {
      await tx.query(lockWays, [record, new Date(0)]);
      return work(tx);
    });
  const put = async (tx: Tx, call: Call, { record, name }: Holder, way: NewWay): Promise<readonly string[]> => {
    if (way.kind === 'passkey') {
      if ((await tx.query(ownAccount, [record])).length === 0)
        await tx.query(putOwnAccount, [untypedLogin(record), record, name, null, call.at]);
      await passkeys.put(tx, record, way.passkey, way.name, call.at);
      await trace.changed(tx, call, record, { change: 'passkey-added', name: way.name });
      return [];
    }
    const { login, hash, draft, step } = way.password;
    await tx.query(endOwnAccounts, [record, login]);
    if ((await tx.query(putOwnAccount, [login, record, name, hash, call.at])).length === 0) throw loginTaken();
    await seconds.put(tx, record, draft, step, call.at);
    await trace.changed(tx, call, record, { change: 'password-set', second: draft.kind });
    return drawRecovery(tx, record);
  };
  const tell = (address: string | undefined, what: string): Promise<void> =>
    seconds.tell(
      address,
      'Votre connexion à Socle a changé',
      `${what}\n\nSi ce n’est pas vous, demandez un courrier d’activation ou passez au guichet : tous les accès ouverts seront fermés.`,
    );
  const cut: Ways['cut'] = async (tx, record, before, anew) => {
    await tx.query(putCut, [record, before, anew ? before : null]);
  };
  const othersThan = async (record: RecordId, gone: 'password' | 'passkey'): Promise<boolean> => {
    const [had, account] = [await passkeys.of(record), await own(record)];
    if (await isDemo(record)) return true;
    return gone === 'passkey' ? had.length > 1 || account?.has_password === true : had.length > 0;
  };

  return {
    cut,
    async of(record) {
      const [had, account, second, left, [cutRow], standing, ofDemo] = await Promise.all([
        passkeys.of(record),
        own(record),
        seconds.of(record),
        store.query<{ n: number; used_at: Date | null }>(recoveryCodesLeft, [record]),
        store.query<{ anew_at: Date | null }>(cutOf, [record]),
        store.query<{ made_at: Date; expires_at: Date }>(standingActivation, [record, clock()]),
        isDemo(record),
      ]);
      const [paper] = standing;
      return {
        passkeys: had,
        ...(account?.has_password === true ? { login: account.login } : {}),
        ...(second === undefined ? {} : { second }),
        recoveryCodesLeft: left[0]?.n ?? 0,
        ...(left[0]?.used_at == null ? {} : { recoveryUsedAt: left[0].used_at }),
        demo: ofDemo,
        ...(cutRow?.anew_at == null ? {} : { anewAt: cutRow.anew_at }),
        ...(paper === undefined ? {} : { activation: { since: paper.made_at, until: paper.expires_at } }),
      };
    },
    async add(call, holder, way) {
      const before = await seconds.addressOf(holder.record);
      const codes = await inTurn(holder.record, (tx) => put(tx, call, holder, way));
      await tell(before, way.kind === 'passkey' ? 'Une clé d’accès a été ajoutée.' : 'Le mot de passe a été changé.');
      return codes;
    },
    async beginAnew(call, opened, way) {
      const { record } = opened.person;
      const address = await seconds.addressOf(record);
      const codes = await inTurn(record, async (tx) => {
        const from = await activations.spend(tx, opened, call.at);
        await tx.query(endPasskeys, [record]);
        await tx.query(endSecondFactor, [record]);
        await tx.query(endRecoveryCodes, [record]);
        await tx.query(endOwnAccounts, [record, '']);
        await tx.query(endAllOf, [record, Buffer.alloc(0)]);
        await cut(tx, record, call.at, true);
        tx.write(cutAllowedBy, [record, call.at, new Date(call.at.getTime() + keptSeconds * 1000)]);
        await trace.changed(tx, call, record, { change: 'activated', way: from });
        return put(tx, call, opened.person, way);
      });
      await tell(address, 'Un code d’activation a servi : les anciens moyens de connexion et les sessions sont fermés.');
      return codes;
    },
    async removePasskey(call, record, id) {
      await inTurn(record, async (tx) => {
        if (!(await othersThan(record, 'passkey'))) throw lastWay();
        const [gone] = await tx.query<{ name: string }>(endPasskey, [record, Buffer.from(id, 'base64url')]);
        if (gone === undefined) throw unknownWay();
        await trace.changed(tx, call, record, { change: 'passkey-removed', name: gone.name });
      });
      await tell(await seconds.addressOf(record), 'Une clé d’accès a été supprimée.');
    },
    async removePassword(call, record) {
      const address = await seconds.addressOf(record);
      await inTurn(record, async (tx) => {
        if ((await own(record))?.has_password !== true) throw unknownWay();
        if (!(await othersThan(record, 'password'))) throw lastWay();
        await tx.query(endOwnAccounts, [record, untypedLogin(record)]);
        await tx.query(endSecondFactor, [record]);
        await tx.query(endRecoveryCodes, [record]);
        const name = call.actor.name;
        await tx.query(putOwnAccount, [untypedLogin(record), record, name, null, call.at]);
        await trace.changed(tx, call, record, { change: 'password-removed' });
      });
      await tell(address, 'Le mot de passe a été supprimé.');
    },
    async renewRecoveryCodes(call, record) {
      if ((await own(record))?.has_password !== true) throw unknownWay();
      const codes = await inTurn(record, async (tx) => {
        await trace.changed(tx, call, record, { change: 'recovery-codes' });
        return drawRecovery(tx, record);
      });
      await tell(await seconds.addressOf(record), 'De nouveaux codes de secours ont été faits ; les anciens n’ouvrent plus.');
      return codes;
    },
    async useRecoveryCode(call, record, typed) {
      const code = readCode(typed, recoveryLength);
      if (code === undefined) throw wrongRecoveryCode();
      await store.transaction(async (tx) => {
        if ((await tx.query(useRecoveryCode, [record, macOf(code), call.at])).length === 0) throw wrongRecoveryCode();
        await tx.query(endAllOf, [record, Buffer.alloc(0)]);
        await cut(tx, record, call.at, false);
        await trace.changed(tx, call, record, { change: 'recovery-used' });
      });
      await tell(await seconds.addressOf(record), 'Un code de secours a servi ; les autres sessions sont fermées.');
    },
    async cutBefore(record) {
      const [row] = await store.query<{ before: Date }>(cutOf, [record]);
      return row?.before;
    },
    async anewAt(record) {
      const [row] = await store.query<{ anew_at: Date | null }>(cutOf, [record]);
      return row?.anew_at ?? undefined;
    },
  };
}
