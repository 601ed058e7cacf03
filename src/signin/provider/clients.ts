import type { AdapterPayload } from 'oidc-provider';
import type { Directory, RegisteredSoftware } from '#directory';
import type { SigninKeys } from '../keys.ts';

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
  const uris = [...software.redirectUris];
  const confidential = software.hasSecret || software.keys !== undefined;
  const native = !confidential && uris.some((uri) => !uri.startsWith('https:'));
  return {
    client_id: software.id,
    client_name: software.name,
    redirect_uris: uris,
    response_types: uris.length > 0 ? ['code'] : [],
    grant_types: [
      ...(uris.length > 0 ? ['authorization_code', 'refresh_token'] : []),
      ...(confidential ? ['client_credentials'] : []),
    ],
    application_type: native ? 'native' : 'web',
    ...(software.keys !== undefined
      ? { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [...software.keys.keys] } }
      : software.hasSecret
        ? { token_endpoint_auth_method: 'client_secret_basic', client_secret: kept }
        : { token_endpoint_auth_method: 'none' }),
  } as AdapterPayload;
}
