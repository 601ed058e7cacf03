import type { CitizenAccount } from '../accounts/accounts.ts';
import { empty, interactionLost, passkeyRefused, secondNeeded, wrongPassword } from '../refusals.ts';
import { activateSteps } from './citizenActivate.ts';
import { citizenIn } from './citizenIn.ts';
import { askSecond, secondSteps } from './citizenSecond.ts';
import type { InteractionParts, Outcome, Pending } from './parts.ts';

/** One step of a page: takes its form. */
export type CitizenStep = (parts: InteractionParts, pending: Pending, form: URLSearchParams) => Promise<Outcome>;

const steps: Readonly<Record<string, CitizenStep>> = { demo, password, passkey, ...secondSteps, ...activateSteps };

/**
 * A citizen's sign-in: a person of the demonstration territory, a passkey, a password and its second factor; or a code on paper, by which
 * all of these begin. Refuses as the step does; a step whose page is not the first brings its own page back.
 */
export async function citizenStep(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const name = form.get('step') ?? '';
  const step = Object.hasOwn(steps, name) ? steps[name] : form.has('demo') ? demo : undefined;
  if (step === undefined) throw interactionLost();
  return step(parts, pending, form);
}

async function demo(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const found = await parts.accounts.demo(form.get('demo') ?? '');
  if (found === undefined || !('citizen' in found)) throw wrongPassword();
  return citizenIn(parts, pending, found.citizen, 'demonstration');
}

async function password(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const { accounts, citizens, trace } = parts;
  const refused = (account: CitizenAccount): Promise<void> => trace.citizen(account, pending.clientId, wrongPassword().code);
  const login = form.get('login') ?? '';
  const clear = form.get('password') ?? '';
  if (login === '' || clear === '') throw empty();
  const { demo: isDemo, ...account } = await accounts.check(login, clear, pending.address, refused);
  const second = isDemo ? undefined : await citizens.seconds.of(account.record);
  if (second !== undefined) return askSecond(parts, pending, account, second);
  if (isDemo || parts.demo) return citizenIn(parts, pending, account, 'password');
  await trace.citizen(account, pending.clientId, secondNeeded().code);
  throw secondNeeded();
}

async function passkey(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const { accounts, citizens, trace } = parts;
  const failed = async (record: CitizenAccount['record'], code: string): Promise<void> => {
    const account = await accounts.ofRecord(record);
    if (account !== undefined) await trace.citizen(account, pending.clientId, code);
  };
  const { uid } = pending.interaction;
  const record = await citizens.passkeys.answered(uid, form.get('state') ?? '', form.get('answer') ?? '', failed);
  const account = await accounts.ofRecord(record);
  if (account === undefined) throw passkeyRefused();
  return citizenIn(parts, pending, account, 'passkey');
}
