import { readFileSync } from 'node:fs';
import { openDirectory, type PublicKeys, type SoftwareToRegister } from '#directory';
import { type Call, PLATFORM } from '#kernel';
import { openStore } from '#store';
import { openTrace } from '#trace';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle app add ID --name "Shown to people" --redirect URI [--redirect URI …] [options]

  --for citizen|professional|system   whom it serves; anybody when absent
  --launch URI                        where a professional's space opens it on a patient
  --scopes "patient/Observation.rs …" the most it may ask for; anything when absent
  --key FILE                          a JSON Web Key Set of its public keys: it signs its requests
  --secret                            draw a secret for it, printed once; not together with --key
  --structure FINESS                  whose application it is; this installation's operator when absent

Registers an application, or changes all of one that is there. Without a key and a secret it is public: only people allow it anything. Beside a
running Socle or without one: a running one knows within 30 seconds. The change is in the log of the platform. See docs/guide/apps.md.`;

const audiences = ['citizen', 'professional', 'system'] as const;
const text = { type: 'string' } as const;

export async function app(args: readonly string[]): Promise<void> {
  const given = { name: text, launch: text, scopes: text, key: text, structure: text, for: text };
  const { values, words } = optionsOf(
    args,
    { ...given, secret: { type: 'boolean' }, redirect: { type: 'string', multiple: true } },
    help,
  );
  if (values.help === true) return console.log(help);
  const [act, id = '', ...more] = words;
  const name = textOf(values.name)?.trim() ?? '';
  if (act !== 'add' || id === '' || more.length > 0 || name === '' || name.length > 100) throw new CommandFailed(help);
  if (values.secret === true && values.key !== undefined) throw new CommandFailed('--secret and --key do not go together');
  const audience = audiences.find((one) => one === values.for);
  if (values.for !== undefined && audience === undefined) throw new CommandFailed(`--for is one of ${audiences.join(', ')}`);
  const secret =
    values.secret === true ? Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url') : undefined;
  const [launchUrl, scopes, key] = [textOf(values.launch), textOf(values.scopes), textOf(values.key)];
  const software: SoftwareToRegister = {
    id,
    name,
    structure: textOf(values.structure) ?? '1990000009',
    redirectUris: Array.isArray(values.redirect) ? values.redirect.map(String) : [],
    ...(secret === undefined ? {} : { secret }),
    ...(key === undefined ? {} : { keys: keysIn(key) }),
    ...(audience === undefined ? {} : { audience }),
    ...(launchUrl === undefined ? {} : { launchUrl }),
    ...(scopes === undefined ? {} : { scopes: scopes.split(/\s+/).filter(Boolean) }),
  };
  await register(software);
  console.log(
    secret === undefined ? `${id} is registered.` : `${secret}\n  the secret of ${id}, to hand over: it is not shown again`,
  );
}

async function register(software: SoftwareToRegister): Promise<void> {
  const settings = readSettings();
  const store = await openStore(settings, { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    await openDirectory(store).registerSoftware([software]);
    const actor = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;
    const call: Call = { actor, at: new Date(), requestId: crypto.randomUUID() };
    const detail = { change: 'app-registered', app: software.id, name: software.name };
    await (await openTrace(store)).journal(call, PLATFORM, { action: 'rights', outcome: 'done', detail });
  } finally {
    await store.close();
  }
}

/** Public keys only: a private one that was given by mistake is told, and not stored. */
function keysIn(file: string): PublicKeys {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new CommandFailed(`${file} cannot be read as a JSON Web Key Set`);
  }
  const keys = typeof read === 'object' && read !== null && 'keys' in read ? read.keys : undefined;
  const isKey = (one: unknown): one is Record<string, unknown> => typeof one === 'object' && one !== null && 'kty' in one;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > 10 || !keys.every(isKey))
    throw new CommandFailed(`${file} holds no JSON Web Key Set: {"keys": [{"kty": …}]}, at most 10`);
  if (keys.some((one) => 'd' in one || 'k' in one || one.kty === 'oct'))
    throw new CommandFailed(`${file} holds a private key: give the public ones only, and treat that one as known`);
  return { keys };
}
