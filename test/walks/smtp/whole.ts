import { generateKeyPairSync } from 'node:crypto';
import { type Mailboxes, type OpenedMail, openMail, openMailboxes, openTrusted, signTrustedList } from '#messaging';
import { type Certificates, openCertificates } from '#signin';
import { freePort } from '../../socle.ts';
import { hector, irene, nuees } from '../cast.ts';
import { type Ground, openGround } from '../ground.ts';
import { addresses, domains, listOf, operator } from './ground.ts';

/** A whole Socle that speaks mail, with the mailboxes of its cast. */
export interface Whole extends Ground {
  readonly ports: { readonly smtp: number; readonly smtps: number };
  readonly mailboxes: Mailboxes;
  readonly mail: OpenedMail;
  readonly certificates: Certificates;
  readonly ca: readonly string[];
  /** Puts a list of trusted domains in force, as the command does, and gives the running server time to hear of it. */
  trust(inside: readonly string[]): Promise<void>;
  /** The messages of a professional's INBOX, oldest first, as they are kept. */
  inbox(who: typeof irene, address: string): Promise<Buffer[]>;
}

const signer = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export async function openWhole(): Promise<Whole> {
  const ports = { smtp: await freePort(), smtps: await freePort() };
  const named = (port: number) => ({ port, named: true });
  const ground = await openGround({ mail: { ...domains, smtp: named(ports.smtp), smtps: named(ports.smtps) } });
  const { store, trace, directory, ins, settings } = ground;
  const log = (): void => undefined;
  const mailboxes = openMailboxes({ store, trace, directory, ins, rights: ground.rights(), domains });
  const mail = openMail({ store, trace, log });
  const certificates = openCertificates(store, { directory, demo: true, publicUrl: settings.publicUrl, log });
  await certificates.load();
  const trusted = await openTrusted({ store, trace, clock: () => new Date(), log });
  const call = { actor: operator, at: new Date(), requestId: 'whole' };
  const place = { structure: irene.structure.id };
  await mailboxes.open(call, { address: addresses.irene, kind: 'PER', name: irene.name, professional: irene.id, ...place });
  await mailboxes.open(call, { address: addresses.hector, kind: 'PER', name: hector.name, professional: hector.id, ...place });
  await mailboxes.open(call, { address: addresses.nuees, kind: 'APP', name: nuees.name, software: nuees.id, ...place });
  return {
    ...ground,
    ...{ ports, mailboxes, mail, certificates },
    ca: (await certificates.authorities()).map(({ pem }) => pem),
    async trust(inside) {
      const list = Buffer.from(listOf(inside, new Date()));
      const signature = await signTrustedList(list, signer.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
      const pem = signer.publicKey.export({ type: 'spki', format: 'pem' }).toString();
      await trusted.load({ ...call, at: new Date() }, { list, signature, signer: pem });
    },
    async inbox(who, address) {
      const permit = await mailboxes.enter({ actor: who, at: new Date(), requestId: 'inbox' }, address, 'read');
      const found: Buffer[] = [];
      for await (const page of mail.fetch(permit, 1, [[1, Number.POSITIVE_INFINITY]], { bytes: true }))
        for (const { bytes } of page) if (bytes !== undefined) found.push(bytes);
      return found;
    },
    async close() {
      await mail.close();
      await ground.close();
    },
  };
}
