import { directoryMigrations, openDirectory } from '#directory';
import type { Actor, Call, Operator, Professional, RecordId } from '#kernel';
import {
  type Mailboxes,
  type MailboxPermit,
  messagingMigrations,
  type OpenedMail,
  openMail,
  openPost,
  type Post,
  type Routes,
} from '#messaging';
import { openStore, type Store } from '#store';
import { openTrace, type Trace, type TraceLine, traceMigrations } from '#trace';
import { openMailboxes } from '../src/messaging/mailboxes/open.ts';
import { untrustedDomain } from '../src/messaging/post/refusals.ts';
import { testDatabase } from './store.ts';

export const at = new Date('2026-11-20T08:00:00Z');
const matricule = '260109912345682';
const traits = { firstBirthGiven: 'Ondine', birthFamily: 'Fictive', birthGivens: 'Ondine' };
const structure = { id: '1990000017', name: 'Maison de santé du Pré-aux-Lucioles' };
export const operator: Operator = { kind: 'operator', id: 'operator', name: 'Exploitant' };
const pro = (id: string, name: string): Professional => ({
  ...{ kind: 'professional', id, name, profession: '10', structure, software: 'essai-mail' },
});
export const amelie = pro('899700000011', 'Dr Amélie Essai');
export const basile = pro('899700000029', 'Dr Basile Essai');
export const citizens = 'patient.mssante.fr';
export const domain = 'exemple.mssante.fr';

/** Mailboxes, mail and post on a store of their own; Amélie and Basile have a mailbox each. */
export interface MailGround {
  readonly store: Store;
  /** The folder of what is too large for a row. */
  readonly blobs: string;
  readonly trace: Trace;
  readonly mailboxes: Mailboxes;
  readonly mail: OpenedMail;
  readonly post: Post;
  /** Amélie's and Basile's. */
  readonly permits: { readonly amelie: MailboxPermit; readonly basile: MailboxPermit };
  call(actor: Actor, when?: Date): Call;
  /** A mailbox more, of Amélie. */
  mailbox(name: string, quotaBytes?: number): Promise<MailboxPermit>;
  /** The lines of a mailbox's log, oldest first. */
  lines(mailbox: RecordId): Promise<TraceLine[]>;
  close(): Promise<void>;
}

export async function openMailGround(routes: Partial<Routes> = {}): Promise<MailGround> {
  const { settings, release } = await testDatabase();
  const migrations = [...traceMigrations, ...directoryMigrations, ...messagingMigrations];
  const store = await openStore(settings, { migrations, log: () => undefined, mode: 'own' });
  const trace = await openTrace(store);
  const directory = openDirectory(store);
  await directory.registerStructures([{ ...structure, couloir: 'ville', facilityType: 'SA07', practiceSetting: 'AMBULATOIRE' }]);
  await directory.registerProfessionals(
    [amelie, basile].map(({ id }, n) => ({
      id,
      family: `Essai${n}`,
      given: 'Lou',
      profession: '10',
      structures: [structure.id],
    })),
  );
  const mailboxes = openMailboxes({
    store,
    trace,
    directory,
    // Whoever is asked for is a person with a qualified identity.
    ins: { byRecord: async () => ({ status: 'QUAL', matricule, traits }) as never },
    rights: { decidePurpose: async () => undefined },
    domains: { professionals: domain, citizens },
  });
  const refuse = async (): Promise<never> => {
    throw untrustedDomain();
  };
  const mail = openMail({ store, trace, log: () => undefined });
  const post = openPost({ ground: mail.ground, mailboxes, routes: { citizens: refuse, elsewhere: refuse, ...routes } });
  const call = (actor: Actor, when = at): Call => ({ actor, at: when, requestId: 'essai' });
  const mailbox = async (name: string, owner: Professional, quotaBytes?: number): Promise<MailboxPermit> => {
    const address = `${name}@${domain}`;
    const quota = quotaBytes === undefined ? {} : { quotaBytes };
    await mailboxes.open(call(operator), { address, kind: 'PER', name: owner.name, professional: owner.id, ...quota });
    return mailboxes.enter(call(owner), address, 'manage');
  };
  const permits = { amelie: await mailbox('amelie', amelie), basile: await mailbox('basile', basile) };
  return {
    blobs: settings.blobs.slice('file:'.length),
    ...{ store, trace, mailboxes, mail, post, permits, call },
    mailbox: (name, quotaBytes) => mailbox(name, amelie, quotaBytes),
    lines: async (id) => (await trace.lines(id, undefined, 200)).reverse(),
    async close() {
      await mail.close();
      await store.close();
      await release();
    },
  };
}

let messages = 0;

/** A message as a mail client writes it; each with an identifier of its own. */
export function written(fields: Readonly<Record<string, string>> = {}, text = 'Bonjour, le résultat est arrivé.'): Buffer {
  messages += 1;
  const all = {
    From: `Dr Amélie Essai <amelie@${domain}>`,
    To: `basile@${domain}`,
    Subject: 'Un résultat',
    Date: 'Fri, 20 Nov 2026 09:00:00 +0100',
    'Message-ID': `<${messages}.essai@${domain}>`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': '8bit',
    ...fields,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${head.join('')}\r\n${text}\r\n`);
}
