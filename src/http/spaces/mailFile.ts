import type { FastifyReply } from 'fastify';

/** Kinds that a browser shows without running anything of them; the rest are bytes to be kept. */
const harmless: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'application/pdf']);

/** A file that came with a message: always to be saved, never run by this site. Its name is the sender's, so it is written so that it ends nothing. */
export function sendFile(
  reply: FastifyReply,
  { name, mediaType, bytes }: { readonly name: string; readonly mediaType: string; readonly bytes: Buffer },
): FastifyReply {
  const shown = name.trim() === '' ? 'piece-jointe' : name;
  const plain = shown
    .normalize('NFD')
    .replaceAll(/[^\w .()-]/g, '')
    .trim();
  return reply
    .type(harmless.has(mediaType) ? mediaType : 'application/octet-stream')
    .headers({
      'content-disposition': `attachment; filename="${plain === '' ? 'piece-jointe' : plain}"; filename*=UTF-8''${encodeURIComponent(shown.toWellFormed()).replaceAll(/['()*]/g, escaped)}`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .send(bytes);
}

const escaped = (c: string): string => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;
