import { readFileSync } from 'node:fs';
import { Refusal } from '#kernel';
import type { Level, OutsideProvider, OutsideProviders } from '#signin';

type Environment = Readonly<Record<string, string | undefined>>;

const longestSecret = 4096;
const levels: Readonly<Record<Level, true>> = { eidas1: true, eidas2: true, eidas3: true };
const isLevel = (text: string): text is Level => Object.hasOwn(levels, text);

/**
 * The providers outside that the environment names: `SOCLE_PSC_*` for professionals, `SOCLE_CITIZEN_*` for citizens; neither by default.
 * Secrets come by file, so that no list of processes shows them. Refuses `settings.bad-value` naming the variable.
 */
export function outsideOf(environment: Environment): OutsideProviders {
  const professional = providerOf(environment, 'SOCLE_PSC', {
    scope: 'openid scope_all',
    level: 'eidas1',
    name: 'Pro Santé Connect',
  });
  const citizen = providerOf(environment, 'SOCLE_CITIZEN', {
    scope: 'openid given_name family_name gender birthdate birthplace birthcountry',
    level: 'eidas2',
    name: undefined,
  });
  return {
    ...(professional === undefined ? {} : { professional }),
    ...(citizen === undefined ? {} : { citizen }),
  };
}

interface Usual {
  readonly scope: string;
  readonly level: Level;
  /** The host of its issuer without one. */
  readonly name: string | undefined;
}

function providerOf(environment: Environment, prefix: string, usual: Usual): OutsideProvider | undefined {
  const said = (name: string): string => (environment[`${prefix}_${name}`] ?? '').trim();
  if (said('ISSUER') === '') return undefined;
  const issuer = issuerOf(said('ISSUER'), `${prefix}_ISSUER`);
  const clientId = said('CLIENT_ID');
  if (!/^[\x21-\x7e]{1,200}$/.test(clientId))
    throw bad(
      `${prefix}_CLIENT_ID`,
      'l’identifiant de client que ce fournisseur vous a donné',
      'the client id that this provider gave you',
    );
  const scope = said('SCOPE') || usual.scope;
  if (!/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(scope) || !scope.split(' ').includes('openid'))
    throw bad(`${prefix}_SCOPE`, 'une liste de « scopes » où figure « openid »', 'a list of scopes with “openid” among them');
  const asked = said('LEVEL') || usual.level;
  if (!isLevel(asked)) throw bad(`${prefix}_LEVEL`, 'eidas1, eidas2 ou eidas3', 'eidas1, eidas2 or eidas3');
  const name = said('NAME') || usual.name || new URL(issuer).hostname;
  if (name.length > 60) throw bad(`${prefix}_NAME`, 'un nom de 60 caractères au plus', 'a name of at most 60 characters');
  return {
    issuer,
    clientId,
    secret: secretOf(said('CLIENT_SECRET_FILE'), `${prefix}_CLIENT_SECRET_FILE`),
    scope,
    level: asked,
    name,
  };
}

/** In clear only to this very machine: tokens and claims come from there. */
function issuerOf(text: string, at: string): string {
  if (URL.canParse(text)) {
    const { protocol, hostname, hash, username } = new URL(text);
    const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    if ((protocol === 'https:' || (protocol === 'http:' && isHere)) && hash === '' && username === '') return text;
  }
  throw bad(
    at,
    'l’adresse https de l’émetteur, ou de son document de découverte',
    'the https address of the issuer, or of its discovery document',
  );
}

function secretOf(file: string, at: string): string {
  let secret = '';
  try {
    secret = readFileSync(file, 'utf8').trim();
  } catch {
    // told below, without the content of anything
  }
  if (secret === '' || secret.length > longestSecret)
    throw bad(at, 'un fichier lisible qui contient le secret de client', 'a readable file that holds the client secret');
  return secret;
}

function bad(name: string, fr: string, en: string): Refusal {
  return new Refusal('settings.bad-value', { fr: `${name} doit être ${fr}.`, en: `${name} must be ${en}.` }, { at: name });
}
