import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Refusal } from '#kernel';

/** Addresses that are not the public network: whoever may name an address must not reach what stands beside this server. */
const inside = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 96], // unspecified, loopback and the old IPv4-compatible form
  ['64:ff9b::', 32], // translated to IPv4, inside or not
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv6');

/** Where notifications may lead: the public network only; this machine besides; anywhere. */
export type Targets = 'public' | 'loopback' | 'all';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** True for an address of the public network; an IPv4 address inside an IPv6 one is judged as IPv4. */
export function isPublic(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const family = isIP(plain);
  if (family === 0) return false;
  // Node judges an IPv4-mapped address in hexadecimal by the IPv4 rules too.
  return !inside.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}

function isAllowed(address: string, targets: Targets): boolean {
  if (targets === 'all' || isPublic(address)) return true;
  return targets === 'loopback' && loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Reads where a rest-hook posts to. HTTPS only, but for the loopback addresses; nothing beyond `targets`.
 *
 * Refuses `fhir.subscription-endpoint`. A name is not resolved here: {@link lookupWithin} judges what it resolves to at every
 * connection, since an answer of the DNS may change afterwards.
 */
export function readEndpoint(text: string, targets: Targets): URL {
  const url = parsed(text);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const here =
    host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && isAllowed(host, 'loopback') && !isPublic(host));
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here)) throw refused('HTTPS est exigé', 'HTTPS is required');
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw refused('ni identifiants ni fragment dans l’adresse', 'no credentials and no fragment in the address');
  }
  if ((here && targets === 'public') || (isIP(host) !== 0 && !isAllowed(host, targets))) throw refusedInside();
  return url;
}

/** The lookup of a connection: gives only addresses within `targets`, and fails when there is none. */
export function lookupWithin(targets: Targets): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, []);
      const open = addresses.filter(({ address }) => isAllowed(address, targets));
      const [first] = open;
      if (first === undefined) return done(Object.assign(new Error('not an allowed address'), { code: 'EPRIVATE' }), []);
      return options.all ? done(null, open) : done(null, first.address, first.family);
    });
  };
}

function parsed(text: string): URL {
  try {
    if (text.length <= 2000) return new URL(text);
  } catch {
    // told below
  }
  throw refused('une adresse http(s) est attendue', 'an http(s) address is expected');
}

function refusedInside(): Refusal {
  return refused('cette adresse n’est pas du réseau public', 'this address is not of the public network');
}

function refused(fr: string, en: string): Refusal {
  return new Refusal(
    'fhir.subscription-endpoint',
    { fr: `Adresse de notification refusée : ${fr}.`, en: `Notification address refused: ${en}.` },
    { at: 'Subscription.channel.endpoint', source: 'FHIR R4 §2.46.6' },
  );
}
