import type { CitizenAccount } from '../accounts/accounts.ts';
import { subjectText } from '../provider/subject.ts';
import type { InteractionParts, Outcome, Pending } from './parts.ts';

/** By what a citizen proved who they are: as the log tells it, and as the id_token does (RFC 8176). */
const means = {
  demonstration: ['demonstration'],
  password: ['pwd'],
  'password+totp': ['pwd', 'otp', 'mfa'],
  'password+email': ['pwd', 'otp', 'mfa'],
  'password+recovery': ['pwd', 'mfa'],
  passkey: ['pop', 'user', 'mfa'],
} as const;
export type Means = keyof typeof means;

/** The end of every way in: its line in the log, then what the provider waits for. */
export async function citizenIn(
  { trace }: InteractionParts,
  pending: Pending,
  account: CitizenAccount,
  how: Means,
): Promise<Outcome> {
  await trace.citizen(account, pending.clientId, undefined, how);
  const accountId = subjectText({ kind: 'citizen', record: account.record });
  return { result: { login: { accountId, amr: [...means[how]], remember: false } } };
}
