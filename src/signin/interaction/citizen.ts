import type { CitizenAccount } from '../accounts/accounts.ts';
import { subjectText } from '../provider/subject.ts';
import { empty, wrongPassword } from '../refusals.ts';
import type { InteractionParts, Outcome, Pending } from './parts.ts';

/** A citizen's login and password, or a person of the demonstration territory. Refuses as `Accounts.check` does. */
export async function citizenStep(
  { accounts, trace }: InteractionParts,
  pending: Pending,
  form: URLSearchParams,
): Promise<Outcome> {
  const demo = form.get('demo');
  if (demo !== null) {
    const found = await accounts.demo(demo);
    if (found === undefined || !('citizen' in found)) throw wrongPassword();
    return signedIn(found.citizen, 'demonstration');
  }
  const refused = (account: CitizenAccount): Promise<void> => trace.citizen(account, pending.clientId, wrongPassword().code);
  const login = form.get('login') ?? '';
  const password = form.get('password') ?? '';
  if (login === '' || password === '') throw empty();
  return signedIn(await accounts.check(login, password, pending.address, refused), 'pwd');

  async function signedIn(account: CitizenAccount, how: string): Promise<Outcome> {
    await trace.citizen(account, pending.clientId);
    const accountId = subjectText({ kind: 'citizen', record: account.record });
    return { result: { login: { accountId, amr: [how], remember: false } } };
  }
}
