import type { AdapterPayload } from 'oidc-provider';
import type { Directory, RegisteredSoftware } from '#directory';
import type { SigninKeys } from '../keys.ts';
import { fapi2Demands } from './fapi.ts';

/** The web spaces of Socle itself: clients of the provider like any other, trusted without asking for consent. */
export const webClients = { citizen: 'socle-carnet', professional: 'socle-pro', operator: 'socle-exploitation' } as const;

const webNames: Readonly<Record<string, string>> = {
  [webClients.citizen]: 'Mon carnet',
  [webClients.professional]: 'Espace professionnel',
  [webClients.operator]: 'Espace de l’exploitant',
};

export function isWebClient(id: string): boolean {
  return webNames[id] !== undefined;
}

/** How the provider knows a client: the web spaces, then the directory. */
export function clientFinder(directory: Directory, keys: SigninKeys, publicUrl: string) {
  return async (id: string): Promise<AdapterPayload | undefined> => {
    if (isWebClient(id)) return webClient(id, keys.webSecret, publicUrl);
    if (!/^[a-z0-9][a-z0-9._-]{2,63}$/.test(id)) return undefined;
    const software = await directory.software(id);
    return software === undefined ? undefined : clientOf(software);
  };
}

function webClient(id: string, secret: string, publicUrl: string): AdapterPayload {
  return {
    client_id: id,
    client_secret: secret,
    client_name: webNames[id],
    redirect_uris: [`${publicUrl}/entrer/retour`],
    post_logout_redirect_uris: [`${publicUrl}/carnet`, `${publicUrl}/pro`, `${publicUrl}/exploitation`],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    id_token_signed_response_alg: 'ES256',
    token_endpoint_auth_method: 'client_secret_basic',
  };
}

/** The true secret never leaves the directory: this word only says that there is one. */
const kept = 'kept-by-the-directory';

function clientOf(software: RegisteredSoftware): AdapterPayload {
  const { grants = [], certificateSubject } = software;
  const uris = [...software.redirectUris];
  const confidential = software.hasSecret || software.keys !== undefined || certificateSubject !== undefined;
  const native = !confidential && uris.some((uri) => !uri.startsWith('https:'));
  const ciba = confidential && grants.includes('ciba');
  return {
    client_id: software.id,
    client_name: software.name,
    redirect_uris: uris,
    response_types: uris.length > 0 ? ['code'] : [],
    grant_types: [
      ...(uris.length > 0 ? ['authorization_code'] : []),
      ...(uris.length > 0 || ciba ? ['refresh_token'] : []),
      ...(confidential ? ['client_credentials'] : []),
      ...(ciba ? ['urn:openid:params:grant-type:ciba'] : []),
    ],
    application_type: native ? 'native' : 'web',
    ...(ciba ? { backchannel_token_delivery_mode: 'poll' } : {}),
    ...(certificateSubject === undefined ? {} : { tls_client_certificate_bound_access_tokens: true }),
    ...(software.profile === 'fapi2' ? fapi2Demands(certificateSubject !== undefined) : {}),
    ...wayIn(software),
  } as AdapterPayload;
}

/** How the software shows that it is itself; one that is held to FAPI 2.0 and has no key is not let in, whatever its secret. */
function wayIn({ keys, certificateSubject, hasSecret, profile }: RegisteredSoftware): Record<string, unknown> {
  if (keys !== undefined) return { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [...keys.keys] } };
  if (certificateSubject !== undefined) {
    return { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_subject_dn: certificateSubject };
  }
  if (profile === 'fapi2') return { token_endpoint_auth_method: 'private_key_jwt' };
  if (!hasSecret) return { token_endpoint_auth_method: 'none' };
  return { token_endpoint_auth_method: 'client_secret_basic', client_secret: kept };
}
