import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Keys } from '#store';

/** Where an attempt comes from: an address, and the device when it is known by its cookie. Made only by {@link openSources}. */
export type Source = string;

export interface Sources {
  of(request: IncomingMessage): Source;
  /** Gives the browser the cookie by which its device will be known, if it has none. */
  greet(request: IncomingMessage, response: ServerResponse): void;
  /** Somebody signed in on this device. */
  welcome(request: IncomingMessage, response: ServerResponse): void;
  /** Under which a flood counts: a device on which somebody signed in, else the address; undefined for the machine itself. */
  flooderOf(request: IncomingMessage): string | undefined;
}

const purpose = 'signin/device';
const yearSeconds = 365 * 86_400;

/**
 * Tells sources apart. Addresses that the operator names as proxies are believed about who asked them; nobody else is. IPv6 counts by its first 64
 * bits, which one subscriber has alone.
 *
 * The cookie holds 128 random bits and whether a sign-in was made here, under a MAC: it says nothing of anybody, and cannot be made up. Source: OWASP,
 * Slow Down Online Guessing Attacks with Device Cookies.
 */
export function openSources(keys: Keys, publicUrl: string, proxies: readonly string[] = []): Sources {
  const believed = proxyList(proxies);
  const secure = publicUrl.startsWith('https:');
  const name = secure ? '__Host-socle_appareil' : 'socle_appareil';
  const macOf = (text: string): string => keys.mac(purpose, Buffer.from(text)).subarray(0, 16).toString('base64url');
  const deviceOf = ({ headers }: IncomingMessage): { id: string; entered: boolean } | undefined => {
    const pair = (headers.cookie ?? '').split(';').find((one) => one.trimStart().startsWith(`${name}=`));
    const m = /^([\w-]{22})\.([01])\.([\w-]{22})$/.exec(pair?.slice(pair.indexOf('=') + 1).trim() ?? '');
    const [, id = '', entered = '', mac = ''] = m ?? [];
    const right = Buffer.from(macOf(`${id}.${entered}`));
    return m !== null && timingSafeEqual(right, Buffer.from(mac)) ? { id, entered: entered === '1' } : undefined;
  };
  const give = (response: ServerResponse, id: string, entered: boolean): void => {
    const text = `${id}.${entered ? 1 : 0}`;
    const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${yearSeconds}${secure ? '; Secure' : ''}`;
    response.appendHeader('set-cookie', `${name}=${text}.${macOf(text)}; ${attributes}`);
  };
  return {
    of(request) {
      const device = deviceOf(request);
      const address = blockOf(addressOf(request, believed));
      return device === undefined ? address : `${address} ${device.id}`;
    },
    greet(request, response) {
      if (deviceOf(request) === undefined) give(response, randomBytes(16).toString('base64url'), false);
    },
    welcome(request, response) {
      give(response, deviceOf(request)?.id ?? randomBytes(16).toString('base64url'), true);
    },
    flooderOf(request) {
      const address = addressOf(request, believed);
      if (/^(127\.|::1$)/.test(address)) return undefined;
      const device = deviceOf(request);
      return device?.entered === true ? `device ${device.id}` : blockOf(address);
    },
  };
}

export function partsOf(source: Source): { readonly address: string; readonly device?: string } {
  const [address = '', device] = source.split(' ');
  return device === undefined ? { address } : { address, device };
}

/** The nearest address that is no proxy of ours, read from the right: what stands further left anybody can write. */
export function addressOf({ socket, headers }: IncomingMessage, proxies: BlockList): string {
  let address = plain(socket.remoteAddress ?? '');
  const told = String(headers['x-forwarded-for'] ?? '')
    .slice(-1000)
    .split(',');
  while (isProxy(address, proxies)) {
    const next = plain(told.pop()?.trim() ?? '');
    if (isIP(next) === 0) return address;
    address = next;
  }
  return address;
}

/** `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`; malformed ones throw a RangeError or TypeError of Node. */
export function proxyList(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const one of proxies) {
    const [address = '', bits] = one.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const isProxy = (address: string, proxies: BlockList): boolean =>
  isIP(address) !== 0 && proxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** An IPv4 address itself, also one written as IPv6; of an IPv6 address the first four groups. */
export function blockOf(told: string): string {
  const address = plain(told);
  if (!isIPv6(address)) return address;
  const [left = '', right = ''] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === '' ? [] : right.split(':');
  const groups = [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
