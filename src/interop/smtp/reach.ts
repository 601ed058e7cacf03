import { lookup } from 'node:dns/promises';
import { BlockList, connect, isIP, type Socket } from 'node:net';

/** This machine, private networks, and what belongs to nobody: no operator of the trusted list is there. */
const near = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  near.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  near.addSubnet(net, prefix, 'ipv6');

export type MayConnect = (address: string) => boolean;

/** Whether an address may be reached; with `allowNear` any may. An IPv4 address written as IPv6 is judged as what it is. */
export function mayConnect(allowNear: boolean): MayConnect {
  return (address) => {
    if (allowNear) return true;
    const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
    return !near.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
}

/** A connection to the first address of the host that answers. The name is looked up once: what was judged is what is connected to. */
export async function openSocket(host: string, port: number, may: MayConnect, withinMs: number): Promise<Socket> {
  const until = Date.now() + withinMs;
  const addresses = isIP(host) === 0 ? await lookup(host, { all: true }) : [{ address: host }];
  const allowed = addresses.filter(({ address }) => may(address)).slice(0, 4);
  if (allowed.length === 0) throw new Error('the host’s address is on this machine or in a private network');
  let fault: unknown;
  for (const { address } of allowed) {
    try {
      return await opened(address, port, Math.max(1000, (until - Date.now()) / 2));
    } catch (error) {
      fault = error;
    }
  }
  throw fault;
}

function opened(address: string, port: number, withinMs: number): Promise<Socket> {
  return new Promise((done, failed) => {
    const socket = connect({ host: address, port });
    const timer = setTimeout(() => socket.destroy(new Error('no connection in time')), withinMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', failed);
      done(socket);
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      failed(error);
    });
  });
}
