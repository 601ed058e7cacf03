import { resolve } from 'node:path';
import { type Ground, grounds, Refusal } from '#kernel';
import type { OutsideProviders } from '#signin';
import type { StoreSettings } from '#store';
import { outsideOf } from './outsideSettings.ts';

/** Everything the environment decides; the one page that tells of it is docs/guide/settings.md. */
export interface Settings extends StoreSettings {
  readonly host: string;
  readonly port: number;
  /** Where people and software reach this server, without a slash at the end. */
  readonly publicUrl: string;
  /** The demonstration territory, its sign-ins, and tokens for scripts of this machine. */
  readonly demo: boolean;
  /** How many days an access holds that a professional declares, by ground; what is absent is Socle's own. */
  readonly accessDays: Partial<Readonly<Record<Ground, number>>>;
  /** The providers outside by which people may sign in: the real Pro Santé Connect, one for citizens. */
  readonly outside?: OutsideProviders;
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
    accessDays: accessDaysOf(environment.SOCLE_ACCESS_DAYS ?? ''),
    outside: outsideOf(environment),
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

/** `equipe_de_soins=30 consentement=60`: whole days, 1 to 366; the emergency grounds 1 to 7. */
function accessDaysOf(text: string): Settings['accessDays'] {
  const days: Partial<Record<Ground, number>> = {};
  for (const word of text.split(/[\s,]+/).filter((one) => one !== '')) {
    const m = /^(\w+)=(\d{1,3})$/.exec(word);
    const ground = grounds.find((one) => one === m?.[1]);
    const most = ground === 'bris_de_glace' || ground === 'centre_15' ? 7 : 366;
    const count = Number(m?.[2]);
    if (ground === undefined || !(count >= 1 && count <= most)) {
      throw bad(
        'SOCLE_ACCESS_DAYS',
        'de la forme « equipe_de_soins=30 consentement=60 » (1 à 366 jours ; 1 à 7 en urgence)',
        'of the form “equipe_de_soins=30 consentement=60” (1 to 366 days; 1 to 7 in an emergency)',
      );
    }
    days[ground] = count;
  }
  return days;
}

function bad(name: string, fr: string, en: string): Refusal {
  return new Refusal('settings.bad-value', { fr: `${name} doit être ${fr}.`, en: `${name} must be ${en}.` }, { at: name });
}
