import { randomBytes } from 'node:crypto';
import type { RecordId } from '#kernel';
import type { Store, Tx } from '#store';
import { putSecondFactor, putSent, secondFactorOf, takeSecondTry, useSent, useStep } from '../citizens.sql.ts';
import { noNotices, tooManyTries, wrongCode } from '../refusals.ts';
import { drawDigits, readDigits } from './codes.ts';
import type { Notices } from './notices.ts';
import { maskedEmail } from './rules.ts';
import { inBase32, stepAt, stepOfCode, totpAddress } from './totp.ts';

export type SecondKind = 'totp' | 'email';

/** What a person has beside their password. */
export interface SecondFactor {
  readonly kind: SecondKind;
  readonly since: Date;
  /** Where codes go, masked. */
  readonly to?: string;
}

/** What will be kept once the person has shown that it works. */
export interface SecondDraft {
  readonly kind: SecondKind;
  /** The secret in base64, or the address. */
  readonly value: string;
  /** MAC, in base64, of the code that was sent to the address. */
  readonly sent?: string;
}

/**
 * The code beside a password: of an authenticator application (RFC 6238), or sent by e-mail. Each code opens once. Five wrong ones within a
 * quarter of an hour and no more are read, on any server; who does not know the password cannot bring that about.
 */
export interface SecondFactors {
  of(record: RecordId): Promise<SecondFactor | undefined>;
  /** Sends a code to an address on file; nothing for an application, nor twice within a minute. */
  send(record: RecordId): Promise<void>;
  /** Refuses `signin.wrong-code`, `signin.too-many-tries`. */
  check(record: RecordId, typed: string): Promise<void>;
  /** Begins one anew: a secret to be scanned, or a code sent. Refuses `signin.no-notices`. */
  begin(kind: SecondKind, email: string): Promise<SecondDraft>;
  /** What the application scans or types. */
  shown(draft: SecondDraft, login: string): { readonly address: string; readonly secret: string };
  /** That the person can use it; gives the step that is used up. Refuses `signin.wrong-code`. */
  prove(draft: SecondDraft, typed: string): number;
  put(tx: Tx, record: RecordId, draft: SecondDraft, step: number, at: Date): Promise<void>;
  /** The address on file, for {@link SecondFactors.tell} after it is gone; it leaves sign-in no other way. */
  addressOf(record: RecordId): Promise<string | undefined>;
  /** Writes to that address; without one does nothing, and what fails fails alone. */
  tell(address: string | undefined, subject: string, text: string): Promise<void>;
  readonly emailPossible: boolean;
}

const mostTries = 5;
const windowSeconds = 900;
const codeSeconds = 600;
const againSeconds = 60;
const purpose = 'signin/second-factor';

interface Row {
  readonly kind: SecondKind;
  readonly sealed: Buffer;
  readonly made_at: Date;
}

export function openSecondFactors(store: Store, notices: Notices | undefined, clock: () => Date): SecondFactors {
  const { keys } = store;
  const before = (seconds: number): Date => new Date(clock().getTime() - seconds * 1000);
  const macOf = (about: string, code: string): Buffer => keys.mac('signin/sent-code', Buffer.from(`${about}\n${code}`));
  const read = async (record: RecordId): Promise<Row | undefined> => (await store.query<Row>(secondFactorOf, [record]))[0];
  const emailOf = ({ sealed }: Pick<Row, 'sealed'>): string => keys.unseal(purpose, sealed).toString('utf8');
  const post = async (to: string, code: string): Promise<void> => {
    if (notices === undefined) throw noNotices();
    const text = `Votre code : ${code}\n\nIl sert une fois, dans les 10 minutes. Si vous n’avez rien demandé, quelqu’un connaît peut-être votre mot de passe : changez-le.`;
    await notices.send({ to, subject: 'Votre code de connexion à Socle', text });
  };
  return {
    emailPossible: notices !== undefined,
    async of(record) {
      const row = await read(record);
      if (row === undefined) return undefined;
      return { kind: row.kind, since: row.made_at, ...(row.kind === 'email' ? { to: maskedEmail(emailOf(row)) } : {}) };
    },
    async send(record) {
      const row = await read(record);
      if (row?.kind !== 'email') return;
      const code = drawDigits();
      const put = await store.query(putSent, [record, macOf(record, code), clock(), before(againSeconds)]);
      if (put.length > 0) await post(emailOf(row), code);
    },
    async check(record, typed) {
      const at = clock();
      const [row] = await store.query<Row & { last_step: number }>(takeSecondTry, [record, at, before(windowSeconds), mostTries]);
      if (row === undefined) throw tooManyTries();
      const code = readDigits(typed);
      if (code === undefined) throw wrongCode();
      if (row.kind === 'email') {
        if ((await store.query(useSent, [record, macOf(record, code), before(codeSeconds)])).length === 0) throw wrongCode();
        return;
      }
      const step = stepOfCode(keys.unseal(purpose, row.sealed), code, at, Number(row.last_step));
      // Two at once with the same code: the row lets one through.
      if (step === undefined || (await store.query(useStep, [record, step])).length === 0) throw wrongCode();
    },
    async begin(kind, email) {
      if (kind === 'totp') return { kind, value: randomBytes(20).toString('base64') };
      const code = drawDigits();
      await post(email, code);
      return { kind, value: email, sent: macOf(email, code).toString('base64') };
    },
    shown({ value }, login) {
      const secret = Buffer.from(value, 'base64');
      return {
        address: totpAddress(secret, login),
        secret:
          inBase32(secret)
            .match(/.{1,4}/g)
            ?.join(' ') ?? '',
      };
    },
    prove({ kind, value, sent }, typed) {
      const code = readDigits(typed);
      if (code === undefined) throw wrongCode();
      if (kind === 'totp') {
        const step = stepOfCode(Buffer.from(value, 'base64'), code, clock(), 0);
        if (step === undefined) throw wrongCode();
        return step;
      }
      if (macOf(value, code).toString('base64') !== sent) throw wrongCode();
      return stepAt(clock());
    },
    async put(tx, record, { kind, value }, step, at) {
      const clear = kind === 'totp' ? Buffer.from(value, 'base64') : Buffer.from(value);
      await tx.query(putSecondFactor, [record, kind, keys.seal(purpose, clear), at, step]);
    },
    async addressOf(record) {
      const row = await read(record);
      return row?.kind === 'email' ? emailOf(row) : undefined;
    },
    async tell(address, subject, text) {
      if (address !== undefined) await notices?.send({ to: address, subject, text }).catch(() => undefined);
    },
  };
}
