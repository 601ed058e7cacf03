import assert from 'node:assert/strict';
import { directoryMigrations, openDirectory } from '#directory';
import { type Imap, type ImapLimits, openImap } from '#interop/imap';
import { psc } from '#interop/psc';
import type { Actor, Call, Operator, Professional, Software } from '#kernel';
import {
  type Mail,
  type Mailbox,
  type Mailboxes,
  type MailboxPermit,
  type MailSessions,
  messagingMigrations,
  openMail,
  openMailboxes,
  openMailSessions,
} from '#messaging';
import { type Certificates, type IssueOptions, openCertificates, openSignin, type Signin, signinMigrations } from '#signin';
import type { Store } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../store.ts';
import { Client } from './client.ts';

/** A mail server of one practice: store, sign-in, mailboxes and listeners as in the whole, without the rest of the house. */
export interface ImapGround {
  readonly store: Store;
  readonly trace: Trace;
  readonly signin: Signin;
  readonly certificates: Certificates;
  readonly mailboxes: Mailboxes;
  readonly mail: Mail;
  readonly imap: Imap;
  readonly starttls: number;
  readonly tls: number;
  readonly ca: string;
  readonly mailbox: Mailbox;
  readonly said: readonly string[];
  /** Statements that the store was asked since the start. */
  statements(): number;
  /** Moves the clock of everything. */
  wait(seconds: number): void;
  now(): Date;
  /** A mailbox of Irène's own; `kind` APP: of the software. */
  open(name: string, kind?: 'PER' | 'APP'): Promise<Mailbox>;
  operatorCall(): Call;
  permit(mailbox?: Mailbox): Promise<MailboxPermit>;
  token(actor?: Actor, options?: IssueOptions): Promise<string>;
  /** A certificate bound to the software. */
  ofSoftware(): Promise<{ readonly pem: string; readonly key: string }>;
  /** By TLS, with the mailbox open by its holder; `''` for not signed in. */
  client(mailbox?: Mailbox | ''): Promise<Client>;
  close(): Promise<void>;
}

const structure = { id: '1990000018', name: 'Cabinet des Nuées' };
export const software: Software = { kind: 'software', id: 'logiciel-nuees', name: 'Nuées Logiciel', structure };
export const irene: Professional = {
  kind: 'professional',
  id: '899700000111',
  name: 'Dr Irène Stéthance',
  profession: '10',
  structure,
  software: software.id,
};
const holderOf = ({ software: id }: Mailbox): Actor => (id === undefined ? irene : software);
const operator: Operator = { kind: 'operator', id: 'operator', name: 'Exploitant' };
const publicUrl = 'http://localhost:8080';

export async function openImapGround(limits: Partial<ImapLimits> = {}): Promise<ImapGround> {
  const inner = await testStore([...traceMigrations, ...directoryMigrations, ...signinMigrations, ...messagingMigrations]);
  let asked = 0;
  const store: Store = {
    ...inner,
    query: (...call) => {
      asked += 1;
      return inner.query(...call);
    },
  };
  const said: string[] = [];
  const log = (line: string): void => void said.push(line);
  let later = 0;
  const clock = (): Date => new Date(Date.now() + later);
  const trace = await openTrace(store);
  const directory = openDirectory(store);
  await fill(directory);
  const certificates = openCertificates(store, { directory, demo: true, publicUrl, clock, log });
  const deps = { directory, demo: true, publicUrl, profile: psc, citizenOf: async () => undefined, log, clock };
  const signin = await openSignin(store, deps);
  const domains = { professionals: 'exemple.mssante.fr', citizens: 'patient.mssante.fr' };
  const ins = { byRecord: async () => undefined };
  const mailboxes = openMailboxes({ store, trace, directory, ins, rights: { decidePurpose: async () => undefined }, domains });
  const mail = openMail({ store, trace, log });
  const sessions: MailSessions = openMailSessions({
    ...{ mailboxes, signin, certificates, directory, trace, clock, log },
    issuer: signin.issuer,
  });
  const shown = await certificates.server(['localhost', '127.0.0.1']);
  await certificates.load();
  const authorities = certificates.trusted();
  const imap = await openImap({
    mail,
    sessions,
    mostBytes: 36 * 1024 ** 2,
    host: '127.0.0.1',
    ports: { starttls: 0, tls: 0 },
    material: { cert: `${shown.pem}${shown.chain}`, key: shown.key, authorities },
    limits,
    clock,
    log,
  });
  const { starttls = 0, tls = 0 } = imap.ports;
  const ca = authorities.join('\n');
  const open: ImapGround['open'] = (name, kind = 'PER') =>
    mailboxes.open(
      { actor: operator, at: clock(), requestId: 'test' },
      {
        ...{ address: `${name}@exemple.mssante.fr`, kind, name: 'Boîte d’essai' },
        ...(kind === 'PER' ? { professional: irene.id } : { software: software.id }),
        structure: structure.id,
      },
    );
  const mailbox = await open('irene.stethance');
  const token: ImapGround['token'] = (actor = irene, options = {}) =>
    signin.issue(actor, actor.kind === 'professional' ? { scopes: ['scope_all'], ...options } : options);
  return {
    ...{ store, trace, signin, certificates, mailboxes, mail, imap, starttls, tls, ca, mailbox, said, open, token },
    statements: () => asked,
    wait: (seconds) => {
      later += seconds * 1000;
    },
    now: clock,
    operatorCall: () => ({ actor: operator, at: clock(), requestId: 'test' }),
    permit: (of = mailbox) => mailboxes.enter({ actor: holderOf(of), at: clock(), requestId: 'test' }, of.id, 'write'),
    async ofSoftware() {
      const issued = await certificates.organisation(structure.id, 'Nuées');
      await directory.bindCertificate(software.id, issued.subject);
      return { pem: `${issued.pem}${issued.chain}`, key: issued.key };
    },
    async client(of = mailbox) {
      const client = await Client.open({ port: tls, ca });
      if (of !== '') await client.ok(`AUTHENTICATE XOAUTH2 ${xoauth2(of.address, await token(holderOf(of)))}`);
      return client;
    },
    async close() {
      await imap.close();
      await sessions.close();
      await signin.close();
      await mail.close();
      await store.close();
      assert.deepEqual(
        said.filter((line) => line.startsWith('imap: ')),
        [],
      );
    },
  };
}

async function fill(directory: ReturnType<typeof openDirectory>): Promise<void> {
  await directory.registerStructures([{ ...structure, couloir: 'ville', facilityType: 'SA08', practiceSetting: 'AMBULATOIRE' }]);
  await directory.registerProfessionals([
    { id: irene.id, family: 'Stéthance', given: 'Irène', profession: '10', structures: [structure.id] },
  ]);
  await directory.registerSoftware([{ id: software.id, name: software.name, structure: structure.id }]);
}

export const xoauth2 = (user: string, token: string): string =>
  Buffer.from(`user=${user}\x01auth=Bearer ${token}\x01\x01`).toString('base64');

/** A message of so many bytes or a little more; everything in it is made up. */
export function message(subject: string, bytes = 0): string {
  const head = [
    'From: Capucine Pansemille <capucine.pansemille@exemple.mssante.fr>',
    'To: irene.stethance@exemple.mssante.fr',
    `Subject: ${subject}`,
    'Date: Fri, 20 Nov 2026 09:30:00 +0100',
    `Message-ID: <${subject.replaceAll(/[^A-Za-z0-9]/g, '-')}@exemple.mssante.fr>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ].join('\r\n');
  const line = 'Le rendez-vous est tenu.\r\n';
  return `${head}\r\n\r\n${line.repeat(Math.max(1, Math.ceil((bytes - head.length - 4) / line.length)))}`;
}
