import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { busy } from '../refusals.ts';

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and about 0.15 s of one core. Source: OWASP Password Storage Cheat Sheet, scrypt (N=2^15, r=8, p=3). */
const cost: Cost = { N: 2 ** 15, r: 8, p: 3 };
const atOnce = 2;
const mayWait = 64;
let running = 0;
/** Those before their own device wait in a row of their own, which goes first: strangers who fill theirs keep nobody out. */
const rows: Readonly<Record<'own' | 'any', (() => void)[]>> = { own: [], any: [] };

/** `scrypt$N$r$p$salt$key`; the parameters stay with the hash so that they can grow. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost, 32);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/** Compares in constant time. `ownDevice`: the account was opened on this device before, and goes first. An absent hash costs as much as a wrong password: nobody learns which logins exist. */
export async function passwordMatches(password: string, hash: string | undefined, ownDevice = false): Promise<boolean> {
  const [, N, r, p, salt = '', key = ''] = (hash ?? `scrypt$${cost.N}$${cost.r}$${cost.p}$AAAAAAAAAAAAAAAAAAAAAA==$`).split('$');
  const kept = Buffer.from(key, 'base64');
  const found = await derive(
    password,
    Buffer.from(salt, 'base64'),
    { N: Number(N), r: Number(r), p: Number(p) },
    kept.length || 32,
    ownDevice,
  );
  return kept.length > 0 && timingSafeEqual(kept, found);
}

/** At most two at once, so that a flood of sign-ins takes neither all the memory nor all the threads. Refuses `signin.busy`. */
async function derive(password: string, salt: Buffer, { N, r, p }: Cost, bytes: number, ownDevice = false): Promise<Buffer> {
  const waiting = ownDevice ? rows.own : rows.any;
  if (running >= atOnce) {
    if (waiting.length >= mayWait) throw busy();
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const done = (error: Error | null, key: Buffer) => (error === null ? resolve(key) : reject(error));
      scrypt(password.normalize('NFKC'), salt, bytes, { N, r, p, maxmem: 256 * N * r }, done);
    });
  } finally {
    const next = rows.own.shift() ?? rows.any.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
