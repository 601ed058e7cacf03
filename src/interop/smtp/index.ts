/** SMTP: submission and reception of messages, and carrying them to other operators. Words in, words out: no rule lives here. */

export { type CarrierParts, type ClientMaterial, openCarrier, type TrustedPeer } from './carry.ts';
export type { SmtpLimits } from './server/limits.ts';
export { openSmtp, type Smtp } from './server/listener.ts';
export type { SmtpOptions } from './server/parts.ts';
