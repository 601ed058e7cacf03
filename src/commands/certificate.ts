import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openDirectory } from '#directory';
import { type Call, PLATFORM } from '#kernel';
import { type Certificates, type IssuedCertificate, openCertificates, reasons } from '#signin';
import { openStore, type Store } from '#store';
import { openTrace } from '#trace';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle certificate person RPPS
socle certificate organisation FINESS [--name NAME] [--software CLIENT]
socle certificate server HOST...
socle certificate authorities
socle certificate list [--all]
socle certificate revoke SERIAL [--reason ${reasons.join('|')}]

Certificates of the demonstration authority of this installation (SOCLE_DEMO=on): of no value elsewhere. Each of the first three writes the
certificate with its chain (.pem) and its private key (.key), which is kept nowhere else; authorities writes those to trust (.pem).
--software binds the certificate to a registered software, which then proves itself by it at the token endpoint.

  --out FOLDER   where to write; the current folder without it
  --days N       how long it is valid: 1 to 1095; 365 without it
  --rsa          RSA 3072 instead of an elliptic curve (P-256)

Beside a running Socle or without one; each change is in the log of the platform. The guide: docs/guide/certificates.md`;

const shape = {
  name: { type: 'string' },
  software: { type: 'string' },
  out: { type: 'string' },
  days: { type: 'string' },
  reason: { type: 'string' },
  rsa: { type: 'boolean' },
  all: { type: 'boolean' },
} as const;

interface Asked {
  readonly words: readonly string[];
  readonly values: ReturnType<typeof optionsOf<typeof shape>>['values'];
  readonly folder: string;
}

export async function certificate(args: readonly string[]): Promise<void> {
  const { values, words: all } = optionsOf(args, shape, help);
  if (values.help === true) return console.log(help);
  const [act = '', ...words] = all;
  const run = acts[act];
  const [least = 0, most = 0] = counts[act] ?? [];
  if (run === undefined || words.length < least || words.length > most) throw new CommandFailed(help);
  const settings = readSettings();
  const { demo, publicUrl, trust } = settings;
  const store = await openStore(settings, { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    const directory = openDirectory(store);
    const log = (line: string): void => console.error(line);
    const certificates = openCertificates(store, { directory, demo, publicUrl, ...(trust === undefined ? {} : { trust }), log });
    await run(
      { store, certificates, bind: directory.bindCertificate },
      { words, values, folder: resolve(textOf(values.out) ?? '.') },
    );
  } finally {
    await store.close();
  }
}

interface Desk {
  readonly store: Store;
  readonly certificates: Certificates;
  readonly bind: (client: string, subject: string) => Promise<void>;
}

const counts: Readonly<Record<string, readonly [number, number]>> = {
  person: [1, 1],
  organisation: [1, 1],
  server: [1, 20],
  revoke: [1, 1],
};

const acts: Readonly<Record<string, (desk: Desk, asked: Asked) => Promise<void>>> = {
  async person(desk, asked) {
    await written(desk, asked, await desk.certificates.person(asked.words[0] ?? '', optionsFor(asked)));
  },
  async organisation(desk, asked) {
    const { words, values } = asked;
    const made = await desk.certificates.organisation(words[0] ?? '', textOf(values.name), optionsFor(asked));
    const client = textOf(values.software);
    if (client !== undefined) await desk.bind(client, made.subject);
    await written(desk, asked, made, client);
  },
  async server(desk, asked) {
    await written(desk, asked, await desk.certificates.server(asked.words, optionsFor(asked)));
  },
  async authorities({ certificates }, { folder }) {
    mkdirSync(folder, { recursive: true });
    for (const { name, pem } of await certificates.authorities()) {
      const file = join(folder, `authority-${name}.pem`);
      writeFileSync(file, pem);
      console.log(file);
    }
  },
  async list({ certificates }, { values }) {
    for (const one of await certificates.list(values.all === true)) {
      const state = one.revokedAt === undefined ? `until ${day(one.notAfter)}` : `revoked ${day(one.revokedAt)}, ${one.reason}`;
      console.log(`${one.serial} ${one.kind.padEnd(12)} ${one.whom.padEnd(14)} ${state}`);
    }
  },
  async revoke({ store, certificates }, { words, values }) {
    const reason = reasons.find((one) => one === (textOf(values.reason) ?? 'unspecified'));
    if (reason === undefined) throw new CommandFailed(help);
    const { serial, kind, whom } = await certificates.revoke(words[0] ?? '', reason);
    await told(store, { change: 'certificate-revoke', kind, whom, serial, reason });
    console.log(`${serial} is revoked: nothing accepts it from now on.`);
  },
};

function optionsFor({ values }: Asked): { readonly days: number; readonly rsa: boolean } {
  const days = Number(textOf(values.days) ?? '365');
  if (!Number.isInteger(days) || days < 1 || days > 1095) throw new CommandFailed(`--days goes from 1 to 1095.\n\n${help}`);
  return { days, rsa: values.rsa === true };
}

/** A key is never written over: it may be the only copy of another. */
async function written(desk: Desk, { folder }: Asked, made: IssuedCertificate, client?: string): Promise<void> {
  const { kind, whom, serial } = made;
  const base = join(folder, `${kind}-${whom.replaceAll(/[^\w.-]/g, '_')}-${serial.slice(0, 8)}`);
  if (existsSync(`${base}.key`)) throw new CommandFailed(`${base}.key is there already`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${base}.key`, made.key, { mode: 0o600, flag: 'wx' });
  writeFileSync(`${base}.pem`, `${made.pem}${made.chain}`);
  const software: Record<string, string> = client === undefined ? {} : { software: client };
  await told(desk.store, { change: 'certificate-issue', kind, whom, serial, ...software });
  console.log(`${base}.pem\n${base}.key\n  ${made.subject}\n  serial ${serial}, until ${day(made.notAfter)}`);
}

async function told(store: Store, detail: Readonly<Record<string, string>>): Promise<void> {
  const actor = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;
  const call: Call = { actor, at: new Date(), requestId: crypto.randomUUID() };
  await (await openTrace(store)).journal(call, PLATFORM, { action: 'rights', outcome: 'done', detail });
}

const day = (at: Date): string => at.toISOString().slice(0, 10);
