import type { ProfessionalProfile } from '#signin';
import { claimNames, claimsOf } from './claims.ts';
import { walletDiscovery } from './discovery.ts';

/** The profile that `signin` speaks with the professionals' software. */
export const psc: ProfessionalProfile = { claimNames, claimsOf, discoveryOf: walletDiscovery };
