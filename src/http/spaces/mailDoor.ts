import type { FastifyRequest } from 'fastify';
import type { Call } from '#kernel';
import type { MailboxPermit, MailboxRight } from '#messaging';

export type OfMailbox = { Params: { mailbox: string } };
export type WithBody = { Body: Record<string, unknown> | null };

/** Who asks, and what lets them into the mailbox of the address; looked at anew at each request. */
export interface MailDoor {
  signedIn(request: FastifyRequest): Promise<Call>;
  /** Refuses `session.*`, `id.unknown`, `messaging.unknown-mailbox`, `messaging.not-allowed`, `messaging.closed`. */
  enter(request: FastifyRequest<OfMailbox>, may: MailboxRight): Promise<MailboxPermit>;
}
