import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

let made: Buffer | undefined;

/** @simplewebauthn/browser as its authors bundle it, then our few lines: one file of 16 KB, read when first asked for. */
export function passkeyScript(): Buffer {
  made ??= Buffer.concat([readFileSync(bundle()), Buffer.from('\n'), readFileSync(new URL('passkey.js', import.meta.url))]);
  return made;
}

/** The package names its modules only; the bundle lies beside them. */
function bundle(): string {
  const face = createRequire(import.meta.url).resolve('@simplewebauthn/browser');
  return join(dirname(dirname(face)), 'dist', 'bundle', 'index.umd.min.js');
}
