import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { peerCertificate } from '../certificates/peer.ts';
import { tokenCertificate, tokenInvalid, tokenProof } from '../refusals.ts';
import { openProofs } from './proof.ts';

/** What the bearer of a token must hold beside it: a key (its thumbprint), or the certificate of their connection. */
export type Bound = { readonly jkt: string } | { readonly x5t: string };

/** The claim `cnf`; undefined when there is none. Refuses `signin.token-invalid` for a binding that is not understood. Source: RFC 7800 §3.1. */
export function boundOf(cnf: unknown): Bound | undefined {
  if (cnf === undefined) return undefined;
  const { jkt, 'x5t#S256': x5t } = (typeof cnf === 'object' && cnf !== null ? cnf : {}) as Record<string, unknown>;
  if (typeof jkt === 'string' && x5t === undefined) return { jkt };
  if (typeof x5t === 'string' && jkt === undefined) return { x5t };
  throw tokenInvalid();
}

/** Refuses unless the request holds what its token is bound to. A bound token without a request to look at is refused. */
export function openBinding(origins: readonly string[], clock: () => Date) {
  const proofs = openProofs(origins, clock);
  return async (
    bound: Bound | undefined,
    proved: boolean,
    token: string,
    request: IncomingMessage | undefined,
  ): Promise<void> => {
    const key = bound !== undefined && 'jkt' in bound ? bound.jkt : undefined;
    // A token that names no key is not made stronger by a proof: somebody took a step away.
    if (proved && key === undefined) throw tokenInvalid();
    if (bound === undefined) return;
    if (request === undefined) throw key === undefined ? tokenCertificate() : noProof();
    if ('x5t' in bound) {
      const certificate = peerCertificate(request);
      if (certificate === undefined || hash('sha256', certificate.raw, 'base64url') !== bound.x5t) throw tokenCertificate();
      return;
    }
    if (!proved) throw noProof();
    await proofs(request, bound.jkt, token);
  };
}

const noProof = () =>
  tokenProof({ fr: 'il se présente par « Authorization: DPoP … »', en: 'it is presented by “Authorization: DPoP …”' });
