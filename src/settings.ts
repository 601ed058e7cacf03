import { resolve } from 'node:path';
import { Refusal } from '#kernel';
import type { StoreSettings } from '#store';

/** Everything the environment decides; the one page that tells of it is docs/guide/settings.md. */
export interface Settings extends StoreSettings {
  readonly host: string;
  readonly port: number;
  /** Where people and software reach this server, without a slash at the end. */
  readonly publicUrl: string;
  /** The demonstration territory, its sign-ins, and tokens for scripts of this machine. */
  readonly demo: boolean;
}

/** Reads SOCLE_* and DATABASE_URL; the only place that does. Refuses `settings.bad-value` naming the variable. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const home = resolve(environment.SOCLE_HOME ?? 'var');
  const host = environment.SOCLE_HOST ?? '127.0.0.1';
  const port = portOf(environment.SOCLE_PORT ?? '8080');
  const databaseUrl = environment.DATABASE_URL;
  return {
    home,
    host,
    port,
    publicUrl: urlOf(environment.SOCLE_PUBLIC_URL ?? `http://localhost:${port}`),
    demo: switchOf(environment.SOCLE_DEMO ?? 'on'),
    blobs: environment.SOCLE_BLOBS ?? `file:${resolve(home, 'blobs')}`,
    keyFile: resolve(environment.SOCLE_KEY_FILE ?? `${home}/operator.key`),
    ...(databaseUrl === undefined || databaseUrl === '' ? {} : { databaseUrl }),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port > 0 && port < 65_536) return port;
  throw bad('SOCLE_PORT', 'un numéro de port (1 à 65535)', 'a port number (1 to 65535)');
}

function urlOf(text: string): string {
  try {
    const { protocol, origin, pathname } = new URL(text);
    if ((protocol === 'http:' || protocol === 'https:') && pathname === '/') return origin;
  } catch {
    // told below
  }
  throw bad('SOCLE_PUBLIC_URL', 'une adresse http(s) sans chemin', 'an http(s) address without a path');
}

function switchOf(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw bad('SOCLE_DEMO', '« on » ou « off »', '“on” or “off”');
}

function bad(name: string, fr: string, en: string): Refusal {
  return new Refusal('settings.bad-value', { fr: `${name} doit être ${fr}.`, en: `${name} must be ${en}.` }, { at: name });
}
