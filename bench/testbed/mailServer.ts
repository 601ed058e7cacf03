import { createServer } from 'node:tls';
import { directoryMigrations, openDirectory } from '#directory';
import { openImap } from '#interop/imap';
import type { Call, Professional } from '#kernel';
import { type MailboxPermit, type MailSessions, messagingMigrations, openMail, openMailboxes } from '#messaging';
import { openCertificates, signinMigrations } from '#signin';
import { openStore, type Store } from '#store';
import { openTrace, traceMigrations } from '#trace';

const structure = { id: '1990000017', name: 'Maison de santé du banc' };
const owner: Professional = {
  kind: 'professional',
  id: '899700000011',
  name: 'Dr Banc',
  profession: '10',
  structure,
  software: 'banc',
};

export interface MailServer {
  readonly store: Store;
  readonly mail: ReturnType<typeof openMail>;
  readonly permits: readonly MailboxPermit[];
  readonly port: number;
  readonly ca: string;
  count(): number;
  /** A TLS server that answers every FETCH with these bytes, which it has at hand, and every other command with OK. */
  floor(answer: Buffer): Promise<{ readonly port: number; close(): void }>;
  close(): Promise<void>;
}

/** IMAP in this process over a PostgreSQL of its own, with so many mailboxes of one person; sign-in itself is not measured. */
export async function openMailServer(home: string, mailboxes: number): Promise<MailServer> {
  const migrations = [...traceMigrations, ...directoryMigrations, ...signinMigrations, ...messagingMigrations];
  const settings = { home, blobs: `file:${home}/blobs`, keyFile: `${home}/operator.key` };
  const log = (line: string): void => console.error(line);
  const store = await openStore(settings, { migrations, log: () => undefined, mode: 'own' });
  const [clock, directory, trace] = [() => new Date(), openDirectory(store), await openTrace(store)];
  await directory.registerStructures([{ ...structure, couloir: 'ville', facilityType: 'SA07', practiceSetting: 'AMBULATOIRE' }]);
  await directory.registerProfessionals([
    { id: owner.id, family: 'Banc', given: 'Lou', profession: '10', structures: [structure.id] },
  ]);
  const boxes = openMailboxes({
    ...{ store, trace, directory, domains: { professionals: 'exemple.mssante.fr', citizens: 'patient.mssante.fr' } },
    ins: { byRecord: async () => undefined },
    rights: { decidePurpose: async () => undefined },
  });
  const mail = openMail({ store, trace, log });
  const permits: MailboxPermit[] = [];
  for (let n = 0; n < mailboxes; n++) {
    const address = `banc${n}@exemple.mssante.fr`;
    const call: Call = { actor: { kind: 'operator', id: 'operator', name: 'Banc' }, at: clock(), requestId: 'banc' };
    await boxes.open(call, { address, kind: 'PER', name: 'Banc', professional: owner.id, quotaBytes: 10 * 1024 ** 3 });
    permits.push(await boxes.enter({ ...call, actor: owner }, address, 'write'));
  }
  const certificates = openCertificates(store, { directory, demo: true, publicUrl: 'http://localhost', clock, log });
  const shown = await certificates.server(['localhost']);
  await certificates.load();
  const material = { cert: `${shown.pem}${shown.chain}`, key: shown.key, authorities: certificates.trusted() };
  const many = 10_000;
  const imap = await openImap({
    ...{ mail, clock, log, material, mostBytes: 36 * 1024 ** 2, host: '127.0.0.1', ports: { tls: 0 } },
    sessions: sessionsOf(permits),
    limits: { connections: many, connectionsOfAddress: many, connectionsOfMailbox: many, signInSeconds: 300 },
  });
  return {
    ...{ store, mail, permits, port: imap.ports.tls ?? 0, ca: material.authorities.join('\n'), count: imap.count },
    floor: (answer) => floorOf(material, answer),
    async close() {
      await imap.close();
      await mail.close();
      await store.close();
    },
  };
}

/** Everybody is let in at once, into the mailbox they name. */
function sessionsOf(permits: readonly MailboxPermit[]): MailSessions {
  const byAddress = new Map(permits.map((permit) => [permit.mailbox.address, permit]));
  return {
    mechanisms: () => ['XOAUTH2'],
    async signIn({ initial = '' }) {
      const address = Buffer.from(initial, 'base64').toString().split('\x01')[0]?.replace('user=', '') ?? '';
      const permit = byAddress.get(address);
      if (permit === undefined) throw new Error('no such mailbox in the bench');
      const close = (): void => undefined;
      return { actor: owner, address, permit: async () => permit.at(new Date()), onEnd: () => undefined, close };
    },
    count: () => 0,
    close: async () => undefined,
  };
}

function floorOf(
  { cert, key }: { readonly cert: string; readonly key: string },
  answer: Buffer,
): Promise<{ readonly port: number; close(): void }> {
  const server = createServer({ cert, key }, (socket) => {
    socket.on('error', () => undefined);
    socket.write('* OK ready\r\n');
    socket.on('data', (bytes: Buffer) => {
      const [tag = '', name] = bytes.toString('latin1').split(' ');
      const done = Buffer.from(`${tag} OK done\r\n`);
      socket.write(name === 'FETCH' ? Buffer.concat([answer, done]) : done);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({ port, close: () => void server.close() });
    });
  });
}
