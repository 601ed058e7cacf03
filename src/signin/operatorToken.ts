import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Directory } from '#directory';
import { type Actor, type Ground, isGround, type RecordId, Refusal } from '#kernel';
import type { Keys } from '#store';
import { bodyOf, refusalBody, sendJson } from './interaction/request.ts';
import { professionalActor, situations, softwareActor } from './provider/account.ts';
import { malformedForm, operatorRefused, unknownActor } from './refusals.ts';
import { contextOf, usualScopes } from './scopes.ts';
import { type IssueOptions, longestSeconds } from './tokens/issue.ts';

/** What `socle token` asks: `as` is a matricule, an RPPS number, a client id, or `operator`; `structure` chooses where a professional acts. */
export interface OperatorTokenRequest {
  readonly as: string;
  readonly scope?: string;
  readonly ground?: Ground;
  readonly reason?: string;
  readonly structure?: string;
}

export interface OperatorTokenParts {
  readonly directory: Directory;
  readonly keys: Keys;
  readonly demo: boolean;
  readonly clock: () => Date;
  readonly citizenOf: (matricule: string) => Promise<{ readonly record: RecordId; readonly name: string } | undefined>;
  readonly issue: (as: Actor, options: IssueOptions) => Promise<string>;
}

const purpose = 'operator-token';
const freshSeconds = 60;

/** The headers by which the holder of the operator's key asks for a token, for this body and for one minute. */
export function operatorHeaders(keys: Keys, body: string, at: Date): Record<string, string> {
  const time = at.toISOString();
  return { 'x-socle-time': time, authorization: `Socle-Operator ${macOf(keys, time, Buffer.from(body)).toString('hex')}` };
}

/**
 * `POST /oidc/operator-token`: a bearer token without a sign-in, for scripts. Gives `{ access_token, token_type, expires_in, scope }`.
 * Open to the machine itself while the demonstration is on, and to the operator's key; refuses `signin.operator-refused`,
 * `signin.malformed-request`, `signin.unknown-actor`.
 */
export function openOperatorToken(parts: OperatorTokenParts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      if (request.method !== 'POST') throw malformedForm('method');
      const body = await bodyOf(request);
      if (!hasOperatorKey(parts, request, body) && !(parts.demo && fromThisMachine(request))) throw operatorRefused();
      const asked = parse(request, body);
      const actor = await actorNamed(parts, asked);
      const scopes = asked.scope === undefined ? usualScopes(actor) : asked.scope.split(' ').filter(Boolean);
      const { ground, reason } = asked;
      const options = { scopes, ...(ground === undefined ? {} : { ground }), ...(reason === undefined ? {} : { reason }) };
      const token = await parts.issue(actor, options);
      sendJson(response, 200, {
        access_token: token,
        token_type: 'Bearer',
        expires_in: longestSeconds,
        scope: scopes.join(' '),
        context: contextOf(actor),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const status = error.code === 'signin.operator-refused' ? 403 : error.code === 'signin.unknown-actor' ? 404 : 400;
      sendJson(response, status, refusalBody(error));
    }
  };
}

/** A browser or a proxy in between is not the machine itself, wherever the connection comes from. */
function fromThisMachine({ headers, socket }: IncomingMessage): boolean {
  const between = ['origin', 'sec-fetch-site', 'forwarded', 'x-forwarded-for', 'via'].some((name) => headers[name] !== undefined);
  return !between && /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
}

function hasOperatorKey({ keys, clock }: OperatorTokenParts, { headers }: IncomingMessage, body: Buffer): boolean {
  const time = String(headers['x-socle-time'] ?? '');
  const offered = /^Socle-Operator ([0-9a-f]{64})$/.exec(headers.authorization ?? '')?.[1];
  if (offered === undefined || !(Math.abs(clock().getTime() - Date.parse(time)) <= freshSeconds * 1000)) return false;
  return timingSafeEqual(Buffer.from(offered, 'hex'), macOf(keys, time, body));
}

function macOf(keys: Keys, time: string, body: Buffer): Buffer {
  return keys.mac(purpose, Buffer.from(`${time}\n`), body);
}

function parse({ headers }: IncomingMessage, body: Buffer): OperatorTokenRequest {
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) throw malformedForm('content-type');
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw malformedForm('body');
  }
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const { as, ground } = fields;
  if (typeof as !== 'string') throw malformedForm('as');
  if (ground !== undefined && !isGround(ground)) throw malformedForm('ground');
  const text = (name: 'scope' | 'reason' | 'structure'): Record<string, string> => {
    const given = fields[name];
    if (given !== undefined && typeof given !== 'string') throw malformedForm(name);
    return given === undefined ? {} : { [name]: given };
  };
  return { as, ...(ground === undefined ? {} : { ground }), ...text('scope'), ...text('reason'), ...text('structure') };
}

async function actorNamed({ directory, citizenOf }: OperatorTokenParts, asked: OperatorTokenRequest): Promise<Actor> {
  const as = asked.as.replaceAll(/\s/g, '');
  if (/^\d{11}$|^8\d{11}$/.test(as)) {
    const professional = await directory.professional(as);
    const places = professional === undefined ? [] : await situations(directory, professional);
    const place = asked.structure === undefined ? places[0] : places.find(({ id }) => id.endsWith(asked.structure ?? ''));
    if (professional === undefined || place === undefined) throw unknownActor();
    return professionalActor(professional, place, 'socle-cli');
  }
  if (/^\d{6}[\dAB]\d{8}$/i.test(as)) {
    const citizen = await citizenOf(as);
    if (citizen === undefined) throw unknownActor();
    return { kind: 'citizen', record: citizen.record, name: citizen.name };
  }
  if (as === 'operator') return { kind: 'operator', id: 'operator', name: 'Exploitant' };
  const software = /^[a-z0-9][a-z0-9._-]{2,63}$/.test(as) ? await softwareActor(directory, as) : undefined;
  if (software === undefined) throw unknownActor();
  return software;
}
