/** Source: SMART App Launch 2.2 §2. Only what the OpenID provider does is told. */
export function smartConfiguration(publicUrl: string): object {
  const issuer = `${publicUrl}/oidc`;
  return {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    capabilities: [
      'client-public',
      'client-confidential-symmetric',
      'client-confidential-asymmetric',
      'permission-v2',
      'permission-user',
      'permission-patient',
    ],
  };
}
