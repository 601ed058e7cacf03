import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Directory } from '#directory';
import type { Documents } from '#documents';
import type { Ins } from '#ins';
import type { Call, Citizen, Delegate, Operator, Professional } from '#kernel';
import type { Messaging } from '#messaging';
import type { Oversight } from '#oversight';
import type { RecordViews } from '#record';
import type { Rights } from '#rights';
import type { Shares } from '#share';
import type { Apps, Citizens, FederatedLinks, WebSession } from '#signin';
import type { Trace } from '#trace';
import type { Live } from './live.ts';

/** Who is at the screen, by their session cookie. */
export interface Sessions {
  /** Refuses `session.none`, `session.wrong-kind`. */
  citizen(request: FastifyRequest): Promise<Citizen>;
  /** The citizen, for themself or as the delegate of another. */
  person(request: FastifyRequest): Promise<Citizen | Delegate>;
  become(request: FastifyRequest, actor: Citizen | Delegate): Promise<void>;
  /** Refuses `session.none`. */
  current(request: FastifyRequest): Promise<WebSession>;
  professional(request: FastifyRequest): Promise<Professional>;
  operator(request: FastifyRequest): Promise<Operator>;
  /** Refuses `session.forged` when another site may have sent this. */
  sameSite(request: FastifyRequest): void;
}

export interface SpaceDeps {
  readonly documents: Documents;
  readonly record: RecordViews;
  readonly rights: Rights;
  readonly shares: Shares;
  readonly oversight: Oversight;
  readonly messaging: Messaging;
  readonly trace: Trace;
  readonly ins: Ins;
  readonly directory: Directory;
  readonly apps: Apps;
  readonly sessions: Sessions;
  /** How citizens sign in. */
  readonly citizens: Citizens;
  readonly publicUrl: string;
  readonly live: Live;
  /** Which sign-ins elsewhere open a carnet here. */
  readonly federated: FederatedLinks;
  readonly clock: () => Date;
  /** Sends bytes found inside a document so that nothing in them runs; refuses `id.unknown` when there are none. */
  sendInside(reply: FastifyReply, mediaType: string | undefined, bytes: Buffer | undefined): FastifyReply;
}

/** Who asks, for the operator's routes. */
export type SignedIn = (request: FastifyRequest) => Promise<{ readonly call: Call; readonly actor: Operator }>;
