import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Actor, RecordId } from '#kernel';
import { type Caller, sameSubject, softwareActor } from '#signin';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { closed } from '../mailboxes/refusals.ts';
import type { Connection, MailSessionsDeps } from './desk.ts';
import {
  certificateMissing,
  certificateOfNobody,
  citizenByWeb,
  noMailProgram,
  tokenTooNarrow,
  whichMailbox,
} from './refusals.ts';
import type { Said } from './sasl.ts';

/** Who proved to be there, and by which software. */
export interface Known {
  readonly actor: Actor;
  readonly client: string;
  /** What their token lets them ask; absent for a certificate. */
  readonly caller?: Caller;
}

/**
 * From what a client shows to who it is, and into which mailbox. Both are asked again while a session lives.
 *
 * Tokens: those of Socle's provider and of its Pro Santé Connect realm. A professional's opens with `scope_all` (what software of Pro Santé
 * Connect asks) or `user/*.cruds`, a software's with `system/*.cruds`: all that they may, since a mailbox holds all kinds of data.
 */
export function openCredentials({ mailboxes, signin, certificates, directory, clock }: MailSessionsDeps) {
  const byToken = async (token: string, socket: Duplex): Promise<Known> => {
    const request = requestOf(socket);
    certificates.introduce(request);
    const caller = await signin.bearer(token, request);
    return { actor: caller.actor, client: clientOf(caller.actor), caller };
  };
  /** Whether somebody who is known may open mailboxes at all. */
  const requireMail = ({ actor, caller }: Known): void => {
    if (actor.kind === 'citizen' || actor.kind === 'delegate') throw citizenByWeb();
    if (actor.kind !== 'professional' && actor.kind !== 'software') throw noMailProgram();
    if (caller === undefined) return;
    const scope = actor.kind === 'professional' ? 'user/*.cruds' : 'system/*.cruds';
    if (caller.within !== undefined) throw tokenTooNarrow(scope);
    if (actor.kind === 'professional' && caller.scopes.has('scope_all')) return;
    try {
      signin.requireScope(caller, scope);
    } catch {
      throw tokenTooNarrow(scope);
    }
  };
  const byCertificate = async (socket: Duplex): Promise<Known> => {
    if (!(socket instanceof TLSSocket) || socket.getPeerX509Certificate() === undefined) throw certificateMissing();
    const { certificate, family } = certificates.presented(requestOf(socket));
    if (family !== 'organisations') throw certificateOfNobody();
    const all = await directory.certified();
    const own = all.filter((one) => sameSubject(certificate.subject, one.certificateSubject ?? ''));
    // Two software under one subject: the certificate says which of them no more than a name would.
    const [software] = own;
    const actor = software === undefined || own.length > 1 ? undefined : await softwareActor(directory, software.id);
    if (actor === undefined) throw certificateOfNobody();
    return { actor, client: clientOf(actor) };
  };
  return {
    known: ({ token }: Said, { socket }: Pick<Connection, 'socket'>): Promise<Known> =>
      token === undefined ? byCertificate(socket) : byToken(token, socket),
    async enter(known: Known, wanted: string | RecordId, { may }: Pick<Connection, 'may'>): Promise<MailboxPermit> {
      requireMail(known);
      const call = { actor: known.actor, at: clock(), requestId: randomUUID() };
      if (wanted !== '') return mailboxes.enter(call, wanted, may);
      const all = (await mailboxes.mine(call)).filter(({ mailbox }) => mailbox.state === 'open');
      const [only] = all;
      if (only === undefined || all.length > 1) throw whichMailbox();
      return mailboxes.enter(call, only.mailbox.id, may);
    },
    /** A mailbox that was closed, or opened again, under a session. */
    changed: closed,
  };
}

/** Sign-in knows a connection by the request it came with; there is none here but the connection. */
const requestOf = (socket: Duplex): IncomingMessage => ({ socket, headers: {} }) as unknown as IncomingMessage;

function clientOf(actor: Actor): string {
  if (actor.kind === 'professional') return actor.software;
  if (actor.kind === 'software') return actor.id;
  return actor.kind === 'citizen' || actor.kind === 'delegate' ? (actor.app?.id ?? '') : '';
}
