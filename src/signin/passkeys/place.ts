/** Where passkeys of this installation belong: they are bound to the host name, and work at that address alone. */
export interface PasskeyPlace {
  readonly rpId: string;
  readonly origin: string;
}

/**
 * The place of a public URL; undefined where browsers allow no passkey: an IP address, or http elsewhere than on localhost.
 *
 * Source: Web Authentication Level 3 §5.1.2 (effective domain); W3C Secure Contexts §3.1.
 */
export function placeOf(publicUrl: string): PasskeyPlace | undefined {
  const { protocol, hostname, origin } = new URL(publicUrl);
  const isName = !/^\[|^\d+(\.\d+){3}$/.test(hostname);
  const isSafe = protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost');
  return isName && isSafe ? { rpId: hostname, origin } : undefined;
}
