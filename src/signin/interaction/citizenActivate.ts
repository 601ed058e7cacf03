import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, type Sentence } from '#kernel';
import type { CitizenAccount } from '../accounts/accounts.ts';
import type { Opened } from '../accounts/activation.ts';
import { readBirthDate } from '../accounts/codes.ts';
import type { Begun } from '../accounts/enrolment.ts';
import { qrOf } from '../accounts/qr.ts';
import { activatePage, letterAskedPage, letterPage, provePage, recoveryCodesPage } from '../pages/citizenActivate.ts';
import { type ChooseForm, choosePage } from '../pages/citizenChoose.ts';
import type { Page } from '../pages/page.ts';
import { malformedBirthDate, malformedMatricule } from '../refusals.ts';
import { deviceOf, deviceWords } from '../web/device.ts';
import { citizenIn, type Means } from './citizenIn.ts';
import type { InteractionParts, Outcome, Pending } from './parts.ts';
import { openBetween, sealBetween } from './steps.ts';

/** From a code on paper to a way in. The code is used up with the way that it opens, not before. */
export const activateSteps = {
  letter: async (_parts: InteractionParts, { action }: Pending): Promise<Outcome> => ({ page: letterPage(action) }),
  'letter-ask': askLetter,
  activate: async (_parts: InteractionParts, { action }: Pending): Promise<Outcome> => ({ page: activatePage(action) }),
  code: giveCode,
  'make-passkey': makePasskey,
  choose: choosePassword,
  prove,
  enter,
} as const;

/** Long enough that the answer does not tell by its time whether anybody was found. */
const sameTimeMs = 400;

async function askLetter({ citizens }: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const birth = form.get('birth') ?? '';
  return orAgain(
    async () => {
      const matricule = (form.get('matricule') ?? '').replaceAll(/[\s.-]/g, '').toUpperCase();
      if (!/^\d{6}[\dAB]\d{8}$/.test(matricule)) throw malformedMatricule();
      const birthDate = readBirthDate(birth);
      if (birthDate === undefined) throw malformedBirthDate();
      await Promise.all([citizens.activations.ask(matricule, birthDate, pending.address), sleep(sameTimeMs)]);
      return { page: letterAskedPage(pending.action) };
    },
    (sentence) => letterPage(pending.action, sentence, birth),
  );
}

async function giveCode(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const birth = form.get('birth') ?? '';
  return orAgain(
    async () => {
      const birthDate = readBirthDate(birth);
      if (birthDate === undefined) throw malformedBirthDate();
      const opened = await parts.citizens.activations.open(form.get('code') ?? '', birthDate, pending.address);
      return { page: choosePage(await choice(parts, pending, opened)) };
    },
    (sentence) => activatePage(pending.action, sentence, birth),
  );
}

async function makePasskey(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const { citizens, trace } = parts;
  const opened = openedIn(parts, pending, form);
  return orAgain(
    async () => {
      const passkey = await citizens.passkeys.made(making(pending), form.get('asked') ?? '', form.get('answer') ?? '');
      const name = deviceWords(deviceOf(pending.userAgent));
      await citizens.ways.beginAnew(trace.callOf(opened.person), opened, { kind: 'passkey', passkey, name });
      return citizenIn(parts, pending, account(opened), 'passkey');
    },
    async (sentence) => choosePage({ ...(await choice(parts, pending, opened)), sentence }),
  );
}

async function choosePassword(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const opened = openedIn(parts, pending, form);
  const said = (name: string): string => form.get(name) ?? '';
  const typed = { login: said('login').slice(0, 100), email: said('email').slice(0, 200), kind: said('kind') };
  return orAgain(
    async () => {
      const { record, name } = opened.person;
      const begun = await parts.citizens.enrolment.begin(pending.interaction.uid, record, name, {
        login: typed.login,
        email: typed.email,
        password: said('password'),
        again: said('again'),
        kind: typed.kind === 'email' ? 'email' : 'totp',
      });
      return { page: await proving(parts, pending, opened, begun) };
    },
    async (sentence) => choosePage({ ...(await choice(parts, pending, opened)), sentence, typed }),
  );
}

async function prove(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const { citizens, keys, trace } = parts;
  const { uid } = pending.interaction;
  const opened = openedIn(parts, pending, form);
  const { enrolment, ways } = citizens;
  const draft = form.get('draft') ?? '';
  const kept = enrolment.again(uid, draft);
  return orAgain(
    async () => {
      const password = await enrolment.finish(uid, opened.person.record, draft, form.get('code') ?? '');
      const codes = await ways.beginAnew(trace.callOf(opened.person), opened, { kind: 'password', password });
      const how: Means = `password+${kept.kind}`;
      const state = sealBetween(keys, uid, 'enter', { account: account(opened), how });
      return { page: recoveryCodesPage(pending.action, state, codes) };
    },
    async (sentence, code) =>
      code === 'signin.login-taken'
        ? choosePage({ ...(await choice(parts, pending, opened)), sentence })
        : proving(parts, pending, opened, kept, sentence),
  );
}

async function enter(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  const { uid } = pending.interaction;
  const { account: who, how } = openBetween<{ account: CitizenAccount; how: Means }>(parts.keys, uid, 'enter', form.get('state'));
  return citizenIn(parts, pending, who, how);
}

/** What the person can mend brings the page back with its sentence; a code closed meanwhile, that of the code. */
async function orAgain(
  work: () => Promise<Outcome>,
  again: (sentence: Sentence, code: string) => Page | Promise<Page>,
): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'signin.interaction-lost' || error.code === 'store.unavailable')
      throw error;
    const status = error.code === 'signin.slow-down' ? 429 : 422;
    return { page: await again(error.sentence, error.code), status };
  }
}

const account = ({ person: { record, name } }: Opened): CitizenAccount => ({ record, name });
const making = ({ interaction }: Pending): string => `make ${interaction.uid}`;

interface SealedOpened {
  readonly person: Opened['person'];
  readonly code: string;
}

function sealOpened({ keys }: InteractionParts, { interaction }: Pending, { person, code }: Opened): string {
  const value: SealedOpened = { person, code: code.toString('base64') };
  return sealBetween(keys, interaction.uid, 'activate', value);
}

function openedIn({ keys }: InteractionParts, { interaction }: Pending, form: URLSearchParams): Opened {
  const { person, code } = openBetween<SealedOpened>(keys, interaction.uid, 'activate', form.get('state'));
  return { person, code: Buffer.from(code, 'base64') };
}

async function choice(parts: InteractionParts, pending: Pending, opened: Opened): Promise<ChooseForm> {
  const { passkeys, seconds } = parts.citizens;
  const { person } = opened;
  const passkey = passkeys.possible ? await passkeys.offer(making(pending), person, true) : undefined;
  return {
    action: pending.action,
    state: sealOpened(parts, pending, opened),
    name: person.name,
    emailPossible: seconds.emailPossible,
    ...(passkey === undefined ? {} : { passkey }),
  };
}

async function proving(
  parts: InteractionParts,
  pending: Pending,
  opened: Opened,
  begun: Begun,
  sentence?: Sentence,
): Promise<Page> {
  const qr = begun.address === undefined ? undefined : await qrOf(begun.address);
  return provePage(pending.action, sealOpened(parts, pending, opened), begun, qr, sentence);
}
