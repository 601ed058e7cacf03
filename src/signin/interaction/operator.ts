import type { Sentence } from '#kernel';
import type { OperatorAccount } from '../accounts/operators.ts';
import { newPasswordPage } from '../pages/operator.ts';
import { subjectText } from '../provider/subject.ts';
import { empty, interactionLost, wrongPassword } from '../refusals.ts';
import type { InteractionParts, Outcome, Pending } from './parts.ts';
import { openNaming, sealNaming } from './steps.ts';

/**
 * An operator's login and password, or one of the demonstration. A password that was handed over leads to the page on which it is changed,
 * and signs in only then. Refuses as `Operators.checkOperator` and `changeOperatorPassword` do.
 */
export async function operatorStep(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const { accounts, keys, trace } = parts;
  const { uid } = pending.interaction;
  const demo = form.get('demo');
  if (demo !== null) {
    const found = await accounts.demoOperator(demo);
    if (found === undefined) throw wrongPassword();
    return signedIn(parts, pending, found, 'demonstration');
  }
  if (form.get('step') === 'change') {
    const login = openNaming(keys, uid, form.get('state'));
    const found = await accounts.operator(login);
    if (found === undefined) throw interactionLost();
    await accounts.changeOperatorPassword(login, form.get('password') ?? '', form.get('again') ?? '');
    return signedIn(parts, pending, found, 'pwd');
  }
  const login = form.get('login') ?? '';
  const password = form.get('password') ?? '';
  if (login === '' || password === '') throw empty();
  const refused = async (account: OperatorAccount): Promise<void> =>
    trace.operator(account, pending.clientId, wrongPassword().code);
  const { oneTime, ...account } = await accounts.checkOperator(login, password, pending.address, refused);
  if (oneTime) return { page: newPasswordPage(pending.action, sealNaming(keys, uid, account.login)) };
  return signedIn(parts, pending, account, 'pwd');
}

/** Of a refusal on the page of the new password, that page again. */
export function samePage(
  parts: InteractionParts,
  pending: Pending,
  form: URLSearchParams,
  sentence: Sentence,
): Outcome | undefined {
  if (form.get('step') !== 'change') return undefined;
  const login = openNaming(parts.keys, pending.interaction.uid, form.get('state'));
  return {
    status: 422,
    page: newPasswordPage(pending.action, sealNaming(parts.keys, pending.interaction.uid, login), sentence),
  };
}

async function signedIn(
  { trace }: InteractionParts,
  { clientId }: Pending,
  account: OperatorAccount,
  how: string,
): Promise<Outcome> {
  await trace.operator(account, clientId);
  const accountId = subjectText({ kind: 'operator', login: account.login });
  return { result: { login: { accountId, amr: [how], remember: false } } };
}
