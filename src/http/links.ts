import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#kernel';
import { type Shares, type Visitor, WrongPasscode } from '#share';
import { refuseJson } from './errors.ts';

export interface LinkDeps {
  readonly shares: Pick<Shares, 'open' | 'file' | 'leaveNote'>;
  readonly clock: () => Date;
}

type WithId = { Params: { id: string }; Body: unknown };

/** A reader on another site may ask, as the specification wants; nothing here depends on a cookie. */
const fromAnywhere = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'content-type',
  'access-control-expose-headers': 'retry-after',
  'access-control-max-age': '86400',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

const longestName = 80;
const longestNote = 2000;
const pollSeconds = 300;

/**
 * What holders of a link ask, without an account: its manifest, its files, a note. Source: SMART Health Links 1.0, Manifest Request; the notes are
 * ours, and other readers never need them.
 */
export async function linkRoutes(app: FastifyInstance, { shares, clock }: LinkDeps): Promise<void> {
  app.addHook('onRequest', async (_request, reply) => void reply.headers(fromAnywhere));
  app.setErrorHandler((error, _request, reply) => refuse(error, reply));
  app.options('/*', async (_request, reply) => reply.code(204).send());

  app.post<WithId>('/:id', { bodyLimit: 16 * 1024 }, async (request, reply) => {
    const { embeddedLengthMax: most } = bodyOf(request);
    if (most !== undefined && !(typeof most === 'number' && Number.isInteger(most) && most >= 0))
      throw malformed('embeddedLengthMax', 'un nombre entier', 'a whole number');
    const visitor = { ...visitorOf(request, clock()), ...(most === undefined ? {} : { embeddedLengthMax: most }) };
    const { files, longTerm } = await shares.open(request.params.id, visitor);
    if (longTerm) reply.header('retry-after', String(pollSeconds));
    return reply.type('application/json').send(JSON.stringify({ files }));
  });
  app.get<WithId>('/files/:id', async (request, reply) => {
    const sealed = await shares.file(request.params.id, clock(), request.id);
    return reply.type('application/jose').send(sealed);
  });
  app.post<WithId>('/:id/notes', { bodyLimit: 16 * 1024 }, async (request, reply) => {
    const { words } = bodyOf(request);
    const said = typeof words === 'string' ? words.trim() : '';
    if (said === '' || said.length > longestNote || !said.isWellFormed() || said.includes('\0'))
      throw malformed('words', `un texte de 1 à ${longestNote} caractères`, `a text of 1 to ${longestNote} characters`);
    await shares.leaveNote(request.params.id, visitorOf(request, clock()), said);
    return reply.code(204).send();
  });
}

function bodyOf({ body }: FastifyRequest): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw malformed('body', 'un objet JSON', 'a JSON object');
}

/** `recipient` is for people to read: a long one is cut, and what cannot be shown is left out. */
function visitorOf(request: FastifyRequest, at: Date): Visitor {
  const { recipient, passcode } = bodyOf(request);
  const name = typeof recipient === 'string' ? recipient.replace(/[\p{C}\s]+/gu, ' ').trim() : '';
  if (name === '')
    throw malformed('recipient', 'votre nom ou celui de votre structure', 'your name or that of your organization');
  if (passcode !== undefined && (typeof passcode !== 'string' || passcode.length > 64))
    throw malformed('passcode', 'un texte', 'a text');
  const recipientName = [...name].slice(0, longestName).join('');
  return {
    recipient: recipientName,
    at,
    requestId: request.id,
    ...(passcode === undefined || passcode === '' ? {} : { passcode }),
  };
}

function malformed(at: string, fr: string, en: string): Refusal {
  return new Refusal('share.malformed', { fr: `« ${at} » : ${fr} est attendu.`, en: `“${at}” must be ${en}.` }, { at });
}

function refuse(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof WrongPasscode) {
    const { code, sentence, remainingAttempts } = error;
    return reply.code(401).type('application/json; charset=utf-8').send(JSON.stringify({ remainingAttempts, code, sentence }));
  }
  if (error instanceof Refusal && error.code === 'share.too-often') reply.header('retry-after', '60');
  return refuseJson(error, reply);
}
