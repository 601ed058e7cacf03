import { resolve } from 'node:path';
import { type Ground, grounds, Refusal } from '#kernel';
import { type OutsideProviders, proxyList, type TrustSettings } from '#signin';
import type { StoreSettings } from '#store';
import { type MailSettings, mailOf } from './mailSettings.ts';
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
  /** Absent: plain HTTP alone. */
  readonly tls?: TlsSettings;
  /** Authorities of others, as files. */
  readonly trust?: TrustSettings;
  /** Where mail is spoken; the domains are there without any listener too. */
  readonly mail?: MailSettings;
  /** Proxies before this server, as addresses or `10.0.0.0/8`. */
  readonly proxies?: readonly string[];
}

export interface TlsSettings {
  readonly port: number;
  /** By which browsers and software reach the listener, without a slash at the end. */
  readonly url: string;
  /** PEM files; absent: a certificate of the demonstration authority. */
  readonly files?: { readonly certificate: string; readonly key: string };
}

/** Reads SOCLE_* and DATABASE_URL; the only place that does. Refuses `settings.bad-value` naming the variable. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const home = resolve(environment.SOCLE_HOME ?? 'var');
  const host = environment.SOCLE_HOST ?? '127.0.0.1';
  const port = portOf('SOCLE_PORT', environment.SOCLE_PORT ?? '8080');
  const publicUrl = urlOf('SOCLE_PUBLIC_URL', environment.SOCLE_PUBLIC_URL ?? `http://localhost:${port}`);
  const demo = switchOf(environment.SOCLE_DEMO ?? 'on');
  const databaseUrl = environment.DATABASE_URL;
  return {
    home,
    host,
    port,
    publicUrl,
    demo,
    accessDays: accessDaysOf(environment.SOCLE_ACCESS_DAYS ?? ''),
    outside: outsideOf(environment),
    ...tlsOf(environment, publicUrl, demo),
    mail: mailOf(environment),
    trust: {
      persons: filesOf(environment.SOCLE_TRUST_PERSONS),
      organisations: filesOf(environment.SOCLE_TRUST_ORGANISATIONS),
      lists: filesOf(environment.SOCLE_TRUST_CRL),
    },
    proxies: proxiesOf(environment.SOCLE_PROXIES ?? ''),
    blobs: environment.SOCLE_BLOBS ?? `file:${resolve(home, 'blobs')}`,
    keyFile: resolve(environment.SOCLE_KEY_FILE ?? `${home}/operator.key`),
    ...(databaseUrl === undefined || databaseUrl === '' ? {} : { databaseUrl }),
  };
}

/** A listener without its own certificate is the demonstration's. */
function tlsOf(environment: NodeJS.ProcessEnv, publicUrl: string, demo: boolean): { readonly tls?: TlsSettings } {
  const { SOCLE_TLS_PORT: text = '', SOCLE_TLS_CERT: certificate = '', SOCLE_TLS_KEY: key = '' } = environment;
  if (text === '') return {};
  const port = portOf('SOCLE_TLS_PORT', text);
  const given = certificate !== '' && key !== '';
  if ((!given && (certificate !== '' || key !== '')) || (!given && !demo))
    throw bad('SOCLE_TLS_CERT', 'un fichier PEM, avec SOCLE_TLS_KEY', 'a PEM file, with SOCLE_TLS_KEY');
  const host = new URL(publicUrl).hostname;
  const usual = publicUrl.startsWith('https:') ? publicUrl : `https://${host}:${port}`;
  const url = urlOf('SOCLE_TLS_URL', environment.SOCLE_TLS_URL ?? usual);
  if (!url.startsWith('https:')) throw bad('SOCLE_TLS_URL', 'une adresse https', 'an https address');
  return { tls: { port, url, ...(given ? { files: { certificate: resolve(certificate), key: resolve(key) } } : {}) } };
}

/** Separated by commas: a name may hold spaces. */
function filesOf(text = ''): string[] {
  const names = text.split(',').map((one) => one.trim());
  return names.filter((one) => one !== '').map((one) => resolve(one));
}

function proxiesOf(text: string): string[] {
  const list = text.split(/[\s,]+/).filter((one) => one !== '');
  try {
    proxyList(list);
    return list;
  } catch {
    throw bad('SOCLE_PROXIES', 'des adresses IP ou des plages « 10.0.0.0/8 »', 'IP addresses or ranges “10.0.0.0/8”');
  }
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port > 0 && port < 65_536) return port;
  throw bad(name, 'un numéro de port (1 à 65535)', 'a port number (1 to 65535)');
}

function urlOf(name: string, text: string): string {
  try {
    const { protocol, origin, pathname } = new URL(text);
    if ((protocol === 'http:' || protocol === 'https:') && pathname === '/') return origin;
  } catch {
    // told below
  }
  throw bad(name, 'une adresse http(s) sans chemin', 'an http(s) address without a path');
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
