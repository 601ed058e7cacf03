import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openDirectory, type PublicKeys, type SoftwareToRegister } from '#directory';
import { type Call, PLATFORM } from '#kernel';
import { openStore } from '#store';
import { openTrace } from '#trace';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle software add ID --name "Name" --structure FINESS
    [--redirect URL[,URL…]] [--keys FILE | --certificate "CN=…,O=…,C=FR" | --public] [--ciba] [--fapi2]

Registers a software, or registers it anew: what it was before is replaced. Without --keys, --certificate and --public a secret is drawn and
printed, once. --keys names a JSON Web Key Set with public keys (private_key_jwt); --certificate the subject of its TLS client certificate;
--public is for a software that can keep no secret. --redirect: where the browser comes back after a sign-in. --ciba: it may ask for sign-ins
without a browser. --fapi2: pushed requests, PKCE and tokens bound to its key or certificate are demanded of it.
Beside a running Socle or without one; known to a running one within 30 seconds.`;

/** What a key set may weigh. */
const longestKeys = 64 * 1024;

export async function software(args: readonly string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    name: text,
    structure: text,
    redirect: text,
    keys: text,
    certificate: text,
    public: flag,
    ciba: flag,
    fapi2: flag,
  };
  const { values, words } = optionsOf(args, options, help);
  if (values.help === true) return console.log(help);
  const [act = '', id = '', ...more] = words;
  const [name = '', structure = ''] = [textOf(values.name)?.trim(), textOf(values.structure)];
  const [keys, certificateSubject] = [textOf(values.keys), textOf(values.certificate)];
  const ways = [keys, certificateSubject, values.public].filter((way) => way !== undefined);
  if (act !== 'add' || id === '' || more.length > 0 || name === '' || name.length > 200 || structure === '' || ways.length > 1) {
    throw new CommandFailed(help);
  }
  const secret = ways.length > 0 ? undefined : randomBytes(32).toString('base64url');
  const redirectUris = textOf(values.redirect)?.split(',').filter(Boolean);
  await register({
    id,
    name,
    structure,
    ...(redirectUris === undefined ? {} : { redirectUris }),
    ...(secret === undefined ? {} : { secret }),
    ...(keys === undefined ? {} : { keys: keysOf(keys) }),
    ...(certificateSubject === undefined ? {} : { certificateSubject }),
    ...(values.ciba === true ? { grants: ['ciba'] as const } : {}),
    ...(values.fapi2 === true ? { profile: 'fapi2' as const } : {}),
  });
  console.log(secret === undefined ? `${id} is registered.` : `${secret}\n  the secret of ${id}: it is shown this once`);
}

const commandLine = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;

async function register(given: SoftwareToRegister): Promise<void> {
  const settings = readSettings();
  const store = await openStore(settings, { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    await openDirectory(store).registerSoftware([given]);
    const call: Call = { actor: commandLine, at: new Date(), requestId: crypto.randomUUID() };
    const detail = { change: 'software-add', software: given.id };
    await (await openTrace(store)).journal(call, PLATFORM, { action: 'rights', outcome: 'done', detail });
  } finally {
    await store.close();
  }
}

/** Public keys only: a private one in the file is refused, since it would then be known to two. */
function keysOf(file: string): PublicKeys {
  let set: unknown;
  try {
    const text = readFileSync(file, 'utf8');
    set = text.length > longestKeys ? undefined : JSON.parse(text);
  } catch {
    throw new CommandFailed(`${file} cannot be read as JSON`);
  }
  const keys = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > 20 || !keys.every(isPublic)) {
    throw new CommandFailed(`${file} must hold {"keys": […]} with 1 to 20 public keys (kty RSA, EC or OKP) and no private part`);
  }
  return { keys };
}

function isPublic(key: unknown): key is Record<string, unknown> {
  if (typeof key !== 'object' || key === null || !('kty' in key)) return false;
  return ['RSA', 'EC', 'OKP'].includes(String(key.kty)) && !['d', 'p', 'q', 'k', 'priv'].some((part) => part in key);
}
