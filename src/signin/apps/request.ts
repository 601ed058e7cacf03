import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Directory } from '#directory';
import { isWebClient } from '../provider/clients.ts';
import { wantedKind } from '../provider/subject.ts';
import { wordsOf } from './context.ts';
import type { Launches } from './launches.ts';

export interface RequestParts {
  readonly directory: Directory;
  readonly launches: Launches;
  readonly audience: string;
}

/**
 * The parameters that SMART adds to a request for authorization, checked before any page is shown. Without `aud` an application is not
 * told apart from another software, so it is demanded of whoever asks for a launch. Source: SMART App Launch 2.2 §2.0.7.
 */
export function smartParams({ directory, launches, audience }: RequestParts) {
  return {
    async aud(ctx: KoaContextWithOIDC, aud: unknown): Promise<void> {
      const { params, client } = ctx.oidc;
      const id = client?.clientId ?? '';
      if (isWebClient(id)) return;
      const asksLaunch = params?.launch !== undefined || wordsOf(params?.scope).some((word) => /^launch(\/|$)/.test(word));
      if (aud === undefined && asksLaunch) throw new errors.InvalidRequest(`missing required parameter aud: ${audience}`);
      const served = (await directory.software(id))?.audience;
      if (served === undefined) return;
      if (served !== wantedKind(params ?? {}))
        throw new errors.UnauthorizedClient(`this client is registered for ${served === 'system' ? 'no person' : `a ${served}`}`);
    },
    async launch(ctx: KoaContextWithOIDC, launch: unknown): Promise<void> {
      if (launch === undefined) return;
      if ((await launches.find(launch, ctx.oidc.client?.clientId ?? '')) === undefined) throw badLaunch();
    },
  };
}

/** One sentence for all that may be wrong with it: who guesses learns nothing. */
export function badLaunch(): errors.InvalidRequest {
  return new errors.InvalidRequest('launch is unknown, expired, already used, or meant for another application');
}

/**
 * `offline_access` is dropped by OpenID Connect unless consent is asked; an application by SMART asks for none, so it is asked for it. In: the
 * path and query of a request for authorization; out: the same, or with `prompt=consent`.
 * Source: OpenID Connect Core §11; SMART App Launch 2.2 §3.0.1.
 */
export function withConsentForOffline(path: string): string {
  const [address = '', query = ''] = path.split('?', 2);
  if (!address.endsWith('/auth') || !query.includes('offline_access')) return path;
  const params = new URLSearchParams(query);
  const isApp = params.has('aud') && !params.has('prompt') && wordsOf(params.get('scope')).includes('offline_access');
  return isApp ? `${path}&prompt=consent` : path;
}
