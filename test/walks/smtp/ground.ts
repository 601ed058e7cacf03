import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { directoryMigrations, openDirectory } from '#directory';
import { psc } from '#interop/psc';
import { openSmtp, type Smtp, type SmtpOptions } from '#interop/smtp';
import { type Actor, type Operator, PLATFORM, type Professional, type RecordId, Refusal } from '#kernel';
import {
  type Arrival,
  type Letter,
  type Mailboxes,
  type MailboxPermit,
  type MailSessions,
  messagingMigrations,
  openMailboxes,
  openMailSessions,
  openTrusted,
  type Post,
  signTrustedList,
  type TrustedDomains,
} from '#messaging';
import { type Certificates, openCertificates, openSignin, type Signin, signinMigrations } from '#signin';
import type { Store } from '#store';
import { openTrace, type Trace, type TraceLine, traceMigrations } from '#trace';
import { testStore } from '../../store.ts';
import { fillDirectory, hector, irene, nuees, orme, softwareSecret } from '../cast.ts';

/** What was handed in, as the post was given it. */
export type Handed =
  | { readonly by: 'send'; readonly permit: MailboxPermit; readonly letter: Letter }
  | { readonly by: 'receive'; readonly arrival: Arrival };

/**
 * The SMTP server on real sign-in, certificates, mailboxes and trusted list, with a post that keeps what it is given: what the protocol does
 * stands here alone. The whole walk is in `walk.test.ts`.
 */
export interface SmtpGround {
  readonly smtp: Smtp;
  readonly sessions: MailSessions;
  readonly store: Store;
  readonly signin: Signin;
  readonly certificates: Certificates;
  readonly mailboxes: Mailboxes;
  readonly trusted: TrustedDomains;
  readonly trace: Trace;
  readonly handed: Handed[];
  readonly said: string[];
  readonly ca: readonly string[];
  /** The clock of everything here, in seconds ahead of the true one. */
  ahead(seconds: number): void;
  /** What the post does instead of keeping a message, once. */
  next(act: () => Promise<void>): void;
  token(actor: Actor, seconds?: number): Promise<string>;
  /** Puts a list in force with these domains. */
  trust(domains: readonly string[]): Promise<void>;
  /** Gives a professional a part in the mailbox of the service, or takes it away, as Hector who manages it. */
  part(who: Professional, has: boolean): Promise<void>;
  /** Binds certificates of this subject to the software Nuées. */
  bind(subject: string): Promise<void>;
  signIns(): Promise<readonly TraceLine[]>;
  /** A server beside, with other limits. */
  beside(limits: SmtpOptions['limits']): Promise<Smtp>;
  close(): Promise<void>;
}

export const operator: Operator = { kind: 'operator', id: 'operator', name: 'Exploitant' };
export const addresses = {
  irene: 'irene.stethance@exemple.mssante.fr',
  hector: 'hector.pulsarelle@exemple.mssante.fr',
  service: 'cardio@exemple.mssante.fr',
  nuees: 'nuees@exemple.mssante.fr',
} as const;
export const domains = { professionals: 'exemple.mssante.fr', citizens: 'patient.mssante.fr' };
/** Another operator of the list, whose certificate is known by its subject. */
export const elsewhere = 'ailleurs.mssante.fr';
export const oauth = (address: string, token: string): string =>
  Buffer.from(`user=${address}\x01auth=Bearer ${token}\x01\x01`).toString('base64');

const signer = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const privatePem = signer.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = signer.publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Where sign-in stands already, with its own store and pages. */
export type Beside = Pick<SmtpGround, 'store' | 'signin'>;

export async function openSmtpGround(beside?: Beside): Promise<SmtpGround> {
  const store =
    beside?.store ?? (await testStore([...traceMigrations, ...directoryMigrations, ...signinMigrations, ...messagingMigrations]));
  const said: string[] = [];
  const log = (line: string): void => void said.push(line);
  let aheadSeconds = 0;
  const clock = (): Date => new Date(Date.now() + aheadSeconds * 1000);
  const trace = await openTrace(store);
  const directory = openDirectory(store, clock);
  const publicUrl = 'http://localhost:8080';
  const signin =
    beside?.signin ??
    (await openSignin(store, { directory, demo: true, profile: psc, citizenOf: async () => undefined, publicUrl, log, clock }));
  const certificates = openCertificates(store, { directory, demo: true, publicUrl, log, clock });
  await certificates.load();
  await fillDirectory({ directory } as never);
  const mailboxes = openMailboxes({
    ...{ store, trace, directory, domains },
    ins: { byRecord: async () => undefined },
    rights: { decidePurpose: async () => undefined as never },
  });
  const trusted = await openTrusted({ store, trace, clock, log });
  const call = { actor: operator, at: clock(), requestId: 'ground' };
  const place = { structure: irene.structure.id };
  await mailboxes.open(call, { address: addresses.irene, kind: 'PER', name: irene.name, professional: irene.id, ...place });
  await mailboxes.open(call, {
    address: addresses.hector,
    kind: 'PER',
    name: hector.name,
    professional: hector.id,
    structure: hector.structure.id,
  });
  await mailboxes.open(call, {
    address: addresses.service,
    kind: 'ORG',
    name: 'Cardiologie',
    responsible: hector.name,
    professional: hector.id,
    ...place,
  });
  await mailboxes.open(call, {
    address: addresses.nuees,
    kind: 'APP',
    name: nuees.name,
    software: nuees.id,
    responsible: nuees.name,
    ...place,
  });
  const sessions = openMailSessions({ mailboxes, signin, certificates, directory, issuer: signin.issuer, trace, clock, log });
  const handed: Handed[] = [];
  let act: (() => Promise<void>) | undefined;
  const instead = async (): Promise<void> => {
    const once = act;
    act = undefined;
    await once?.();
  };
  const post: Pick<Post, 'mostBytes' | 'mostRecipients' | 'route' | 'send' | 'receive'> = {
    mostBytes: 30 * 1024 * 1024,
    mostRecipients: 100,
    async route(asked, address, sender) {
      const domain = address.slice(address.indexOf('@') + 1);
      if (domain !== domains.professionals && domain !== domains.citizens) return trusted.elsewhere(asked, address);
      const mailbox = await mailboxes.byAddress(address);
      const free = /^n\d+@/.test(address) && sender !== undefined;
      if (mailbox === undefined && !free)
        throw new Refusal('messaging.unknown-recipient', { fr: 'Boîte inconnue', en: 'Unknown mailbox' });
      return { where: 'here', mailbox: mailbox?.id ?? ('' as RecordId), address };
    },
    async send(permit, letter) {
      await instead();
      handed.push({ by: 'send', permit, letter });
      return { content: handed.length, delivered: [], queued: [] };
    },
    async receive(_call, arrival) {
      await instead();
      handed.push({ by: 'receive', arrival });
      return { delivered: arrival.recipients.map(({ address }) => address) };
    },
  };
  const server = await certificates.server(['localhost', '127.0.0.1']);
  const material = { cert: `${server.pem}${server.chain}`, key: server.key, authorities: certificates.trusted() };
  const parts = {
    ...{ sessions, post, certificates, trusted, domains, material, log, clock },
    host: '127.0.0.1',
    ports: { starttls: 0, tls: 0 },
  };
  const smtp = await openSmtp(parts);
  const servers = [smtp];
  const ca = (await certificates.authorities()).map(({ pem }) => pem);
  return {
    ...{ smtp, sessions, store, signin, certificates, mailboxes, trusted, trace, handed, said, ca },
    ahead: (seconds) => {
      aheadSeconds += seconds;
    },
    next: (wanted) => {
      act = wanted;
    },
    token: (actor, seconds = 3600) => signin.issue(actor, { seconds }),
    async trust(inside) {
      const list = Buffer.from(listOf(inside, clock()));
      await trusted.load(
        { actor: operator, at: clock(), requestId: 'trust' },
        {
          ...{ list, signature: await signTrustedList(list, privatePem), signer: publicPem },
        },
      );
    },
    async part(who, has) {
      const permit = await mailboxes.enter({ actor: hector, at: clock(), requestId: 'part' }, addresses.service, 'manage');
      if (has) await mailboxes.give(permit, who, 'write');
      else await mailboxes.take(permit, `professional:${who.id}`);
    },
    async bind(subject) {
      await directory.registerSoftware([
        { id: nuees.id, name: nuees.name, structure: nuees.structure.id, secret: softwareSecret },
      ]);
      await directory.bindCertificate(nuees.id, subject);
    },
    async signIns() {
      const lines = await trace.lines(PLATFORM, undefined, 200);
      return lines.filter(({ action }) => action === 'sign-in').reverse();
    },
    async beside(limits) {
      const other = await openSmtp({ ...parts, ...(limits === undefined ? {} : { limits }) });
      servers.push(other);
      return other;
    },
    async close() {
      for (const one of servers) await one.close();
      await sessions.close();
      await signin.close();
      await store.close();
    },
  };
}

/** A list of trusted domains as XML; each is the inside of a `Domaine`. */
export function listOf(inside: readonly string[], at: Date, days = 30): string {
  const fin = new Date(at.getTime() + days * 86_400_000).toISOString();
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListeBlanche xmlns="https://listeblanche.mssante.fr/schema" emission="${at.toISOString()}" fin="${fin}">${inside
    .map((one) => `<Domaine>${one}</Domaine>`)
    .join('')}</ListeBlanche>\n`;
}

export const lastHanded = ({ handed }: Pick<SmtpGround, 'handed'>): Handed => {
  const last = handed.at(-1);
  assert.ok(last !== undefined, 'something was handed in');
  return last;
};
export { hector, irene, nuees, orme };
