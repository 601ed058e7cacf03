/**
 * The discovery document as Pro Santé Connect publishes it under `.well-known/wallet-openid-configuration`: the provider's own,
 * narrowed to what the service offers, with the simulator marked.
 *
 * Source: PSC.08 (acr `eidas1`), standards.md §2.7.
 */
export function walletDiscovery(discovery: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    ...discovery,
    scopes_supported: ['openid', 'profile', 'scope_all', 'identity', 'offline_access'],
    acr_values_supported: ['eidas1'],
    response_types_supported: ['code'],
    socle_simulateur: true,
  };
}
