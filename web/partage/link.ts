/** What a link says before it is opened. */
export interface Payload {
  /** Where its manifest is asked for. */
  readonly url: string;
  /** 32 bytes, base64url. */
  readonly key: string;
  /** Seconds of the epoch; a hint only. */
  readonly exp?: number;
  readonly flag: string;
  readonly label: string;
}

/** Why a link cannot be read here: not a link, of a newer kind, of another server, which our page does not ask, or no cipher in this browser. */
export type Unreadable = 'none' | 'broken' | 'newer' | 'elsewhere' | 'direct' | 'insecure';

/**
 * Reads a link from what stands after `#` in the address. Other properties and flags are passed over, as the specification wants; `U` is a kind
 * of link that Socle does not make. Source: SMART Health Links 1.0, Construct a SMART Health Link Payload.
 */
export function readPayload(fragment: string, origin: string): Payload | Unreadable {
  const encoded = /^#?shlink:\/([\w-]+=*)$/.exec(fragment)?.[1];
  if (encoded === undefined) return fragment.length < 2 ? 'none' : 'broken';
  let said: Record<string, unknown>;
  try {
    said = JSON.parse(new TextDecoder().decode(bytesOf(encoded))) as Record<string, unknown>;
  } catch {
    return 'broken';
  }
  const { url, key, exp, flag = '', label = '', v = 1 } = said;
  if (typeof url !== 'string' || typeof key !== 'string' || !/^[\w-]{43}$/.test(key)) return 'broken';
  if (typeof flag !== 'string' || typeof label !== 'string') return 'broken';
  if (v !== 1) return 'newer';
  if (flag.includes('U')) return 'direct';
  if (!url.startsWith(`${origin}/shl/`)) return 'elsewhere';
  return { url, key, flag, label, ...(typeof exp === 'number' ? { exp } : {}) };
}

export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}
