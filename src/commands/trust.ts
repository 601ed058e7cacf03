import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Call } from '#kernel';
import { openTrusted, readTrustedList, signTrustedList, type TrustedDomains, trustedListMostBytes } from '#messaging';
import { openStore } from '#store';
import { openTrace } from '#trace';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle trust load FILE.xml [--signer CERTIFICATE.pem]
socle trust show [DOMAIN]
socle trust check FILE.xml
socle trust sign FILE.xml --key KEY.pem

The signed list of trusted domains: the operators with whom messages are exchanged. Without one nothing is sent to another operator and nothing is
taken from one. A server that runs has a loaded list at once.
  FILE.xml   the list; its signature is beside it in FILE.xml.jws (a detached JWS, RFC 7515 appendix F)
  --signer   the certificate or public key of who signs, asked for the first time, and to change who signs
  show       the list in force: since when, until when, its domains; of one domain, how its certificate is known
  check      reads a list without loading it
  sign       writes FILE.xml.jws with a private key: for a list of your own

A list that is altered, signed by somebody else, ended, of the future or older than the one in force is refused, and the one in force stays. Each load is
a line of the platform's log. The shape of the list: docs/guide/messaging.md`;

export async function trust(args: readonly string[]): Promise<void> {
  const { values, words } = optionsOf(args, { signer: { type: 'string' }, key: { type: 'string' } }, help);
  if (values.help === true) return console.log(help);
  const [verb, file, ...more] = words;
  if (more.length > 0) throw new CommandFailed(help);
  if (verb === 'show') return withTrusted(async (trusted) => show(trusted, file));
  if (file === undefined) throw new CommandFailed(`load FILE, show, check FILE or sign FILE is expected.\n\n${help}`);
  const list = bytesOf(file);
  if (verb === 'check') return check(list);
  if (verb === 'sign') {
    const key = textOf(values.key);
    if (key === undefined) throw new CommandFailed('sign: --key KEY.pem names the private key.');
    check(list);
    writeFileSync(`${file}.jws`, `${await signTrustedList(list, bytesOf(key).toString('utf8'))}\n`);
    return console.log(`signed: ${file}.jws`);
  }
  if (verb !== 'load') throw new CommandFailed(help);
  const signature = bytesOf(`${file}.jws`).toString('utf8');
  const signer = textOf(values.signer);
  const given = { list, signature, ...(signer === undefined ? {} : { signer: bytesOf(signer).toString('utf8') }) };
  await withTrusted(async (trusted) => {
    const { domains, endsAt, signer: by } = await trusted.load(call(), given);
    console.log(`${domains.length} domains, in force until ${endsAt.toISOString()}, signed by ${by.slice(0, 16)}`);
  });
}

function check(list: Buffer): void {
  const { domains, issuedAt, endsAt } = readTrustedList(list);
  console.log(`${domains.length} domains, of ${issuedAt.toISOString()}, until ${endsAt.toISOString()}`);
}

function show(trusted: TrustedDomains, domain: string | undefined): void {
  const standing = trusted.standing();
  if (standing === undefined) throw new CommandFailed('no list of trusted domains was loaded (socle trust load FILE.xml).');
  const { domains, issuedAt, endsAt, loadedAt, signer } = standing;
  if (domain === undefined) {
    console.error(
      `of ${issuedAt.toISOString()}, until ${endsAt.toISOString()}, loaded ${loadedAt.toISOString()}, signed by ${signer}`,
    );
    if (endsAt <= new Date()) console.error('this list has ended; it stays in force until another is loaded');
    for (const one of domains) console.log(`${one.name}\t${one.operator}`);
    return;
  }
  const found = trusted.of(domain);
  if (found === undefined) throw new CommandFailed(`${domain} is not on the list of trusted domains.`);
  const { certificate, relay } = found;
  console.log(`${found.name}\t${found.operator}`);
  if (certificate?.subject !== undefined) console.log(`certificate of subject\t${certificate.subject}`);
  if (certificate?.fingerprint !== undefined) console.log(`certificate of SHA-256\t${certificate.fingerprint}`);
  if (certificate === undefined) console.log('certificate\tnames the domain (subjectAltName)');
  console.log(relay === undefined ? 'reached by\tits MX' : `reached by\t${relay.host}:${relay.port}`);
}

function bytesOf(file: string): Buffer {
  if (!existsSync(file)) throw new CommandFailed(`${file} cannot be read: there is no such file.`);
  if (statSync(file).size > trustedListMostBytes) throw new CommandFailed(`${file} is larger than 8 MiB.`);
  return readFileSync(file);
}

function call(): Call {
  const actor = { kind: 'operator', id: 'operator', name: 'Exploitant, ligne de commande' } as const;
  return { actor, at: new Date(), requestId: randomUUID() };
}

async function withTrusted(use: (trusted: TrustedDomains) => Promise<void> | void): Promise<void> {
  const log = (line: string): void => console.error(line);
  const store = await openStore(readSettings(), { migrations, log, mode: 'join' });
  try {
    await use(await openTrusted({ store, trace: await openTrace(store), clock: () => new Date(), log }));
  } finally {
    await store.close();
  }
}
