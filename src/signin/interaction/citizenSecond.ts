import { Refusal, type Sentence } from '#kernel';
import type { CitizenAccount } from '../accounts/accounts.ts';
import type { SecondFactor } from '../accounts/secondFactor.ts';
import { recoveryPage, secondPage } from '../pages/citizenSecond.ts';
import { citizenIn } from './citizenIn.ts';
import type { InteractionParts, Outcome, Pending } from './parts.ts';
import { openBetween, sealBetween } from './steps.ts';

interface AfterPassword {
  readonly account: CitizenAccount;
  readonly kind: SecondFactor['kind'];
  readonly to?: string;
}

/** The password was right: the page that asks for the code, which goes out now if it goes by e-mail. */
export async function askSecond(
  parts: InteractionParts,
  pending: Pending,
  account: CitizenAccount,
  { kind, to }: SecondFactor,
): Promise<Outcome> {
  await parts.citizens.seconds.send(account.record);
  return {
    page: secondPage({
      action: pending.action,
      ...shown(parts, pending, { account, kind, ...(to === undefined ? {} : { to }) }),
    }),
  };
}

/** The steps after the right password. What is sealed in `state` says whose it was; nobody comes here without. */
export const secondSteps = { second, resend, recovery, recover } as const;

async function second(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const after = opened(parts, pending, form);
  try {
    await parts.citizens.seconds.check(after.account.record, form.get('code') ?? '');
  } catch (error) {
    return refused(parts, pending, after, error, (sentence) =>
      secondPage({ action: pending.action, sentence, ...shown(parts, pending, after) }),
    );
  }
  return citizenIn(parts, pending, after.account, `password+${after.kind}`);
}

async function resend(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const after = opened(parts, pending, form);
  await parts.citizens.seconds.send(after.account.record);
  return { page: secondPage({ action: pending.action, ...shown(parts, pending, after) }) };
}

async function recovery(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  return { page: recoveryPage(pending.action, shown(parts, pending, opened(parts, pending, form)).state) };
}

async function recover(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const after = opened(parts, pending, form);
  const { account } = after;
  try {
    await parts.citizens.ways.useRecoveryCode(parts.trace.callOf(account), account.record, form.get('code') ?? '');
  } catch (error) {
    return refused(parts, pending, after, error, (sentence) =>
      recoveryPage(pending.action, shown(parts, pending, after).state, sentence),
    );
  }
  return citizenIn(parts, pending, account, 'password+recovery');
}

/** A wrong code is traced, and brings its own page back. */
async function refused(
  { trace }: InteractionParts,
  { clientId }: Pending,
  { account }: AfterPassword,
  error: unknown,
  page: (sentence: Sentence) => ReturnType<typeof secondPage>,
): Promise<Outcome> {
  if (!(error instanceof Refusal) || error.code === 'store.unavailable') throw error;
  await trace.citizen(account, clientId, error.code);
  return { page: page(error.sentence), status: error.code === 'signin.too-many-tries' ? 429 : 422 };
}

function opened({ keys }: InteractionParts, { interaction }: Pending, form: URLSearchParams): AfterPassword {
  return openBetween<AfterPassword>(keys, interaction.uid, 'second', form.get('state'));
}

function shown(
  { keys }: InteractionParts,
  { interaction }: Pending,
  after: AfterPassword,
): { state: string; kind: SecondFactor['kind']; to?: string } {
  const { kind, to } = after;
  return { state: sealBetween(keys, interaction.uid, 'second', after), kind, ...(to === undefined ? {} : { to }) };
}
