import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Interaction, Provider } from 'oidc-provider';
import { Refusal, type Sentence } from '#kernel';
import type { Way } from '../federation/outside.ts';
import { outsidePage } from '../federation/pages.ts';
import { citizenPage } from '../pages/citizen.ts';
import { chosenIn, type Language, languageOf, otherThan } from '../pages/language.ts';
import { operatorPage } from '../pages/operator.ts';
import { type Page, send, targetOf } from '../pages/page.ts';
import { refusalPage } from '../pages/problem.ts';
import { professionalPage } from '../pages/professional.ts';
import { heeding, isMistake } from '../protection/heed.ts';
import { isWebClient } from '../provider/clients.ts';
import { wantedKind } from '../provider/subject.ts';
import { interactionLost } from '../refusals.ts';
import { askCard } from './card.ts';
import { citizenStep } from './citizen.ts';
import { askConsent, consentStep } from './consent.ts';
import { operatorStep, samePage } from './operator.ts';
import type { InteractionParts, Outcome, Pending } from './parts.ts';
import { professionalStep } from './professional.ts';
import { formOf, requireOwnForm } from './request.ts';

/** A page on a phone is not a directory: those with a note come first, anybody else types their login. */
const shownOnPage = 24;

/** The pages of sign-in at `/oidc/interaction/:uid`: GET shows the first, POST takes one step. */
export function openInteractions(parts: InteractionParts) {
  return async (request: IncomingMessage, response: ServerResponse, uid: string, way?: Way): Promise<void> => {
    try {
      const pending = await pendingOf(parts, request, response, uid);
      const { language } = pending;
      const formTarget = targetOf(pending.interaction.params.redirect_uri);
      parts.sources.greet(request, response);
      const finish = async (outcome: Outcome): Promise<void> => {
        if ('page' in outcome) return send(response, { ...outcome, language, formTarget });
        if (outcome.result.login !== undefined) parts.sources.welcome(request, response);
        await leaveOther(parts.provider, pending.interaction, outcome.result.login?.accountId);
        await parts.provider.interactionFinished(request, response, outcome.result);
      };
      if (way !== undefined) return await goOutside(parts, pending, way, request, response, finish);
      if (request.method !== 'POST') {
        const page = await shownPage(parts, pending, request);
        return send(response, { page, language, formTarget, other: inOther(request, language) });
      }
      requireOwnForm(request, parts.publicUrl);
      await finish(await step(parts, pending, await formOf(request)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const status = error.code === 'signin.forged' ? 403 : 400;
      send(response, { status, page: refusalPage(error.sentence), language: languageOf(request) });
    }
  };
}

/** To a provider outside, or back from it; what goes wrong there brings the page of sign-in back with its sentence. */
async function goOutside(
  parts: InteractionParts,
  pending: Pending,
  way: Way,
  request: IncomingMessage,
  response: ServerResponse,
  finish: (outcome: Outcome) => Promise<void>,
): Promise<void> {
  try {
    const turn = await parts.outside.turn(request, pending, way);
    for (const cookie of turn.cookies) response.appendHeader('set-cookie', cookie);
    if ('outcome' in turn) return await finish(turn.outcome);
    response.writeHead(303, { location: turn.away.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'signin.interaction-lost') throw error;
    const status = error.code === 'signin.federation-unavailable' ? 503 : 422;
    await finish({ status, page: await firstPage(parts, pending, error.sentence) });
  }
}

async function pendingOf(
  parts: InteractionParts,
  request: IncomingMessage,
  response: ServerResponse,
  uid: string,
): Promise<Pending> {
  const { provider } = parts;
  const interaction = await provider.interactionDetails(request, response).catch(() => {
    throw interactionLost();
  });
  if (interaction.uid !== uid) throw interactionLost();
  const clientId = String(interaction.params.client_id ?? '');
  const client = await provider.Client.find(clientId);
  if (client === undefined) throw interactionLost();
  await keepChoice(interaction, request);
  return {
    interaction,
    clientId,
    action: `/oidc/interaction/${uid}`,
    address: parts.sources.of(request),
    userAgent: request.headers['user-agent'] ?? '',
    language: languageOf(request, interaction.params.ui_locales),
    ...(isWebClient(clientId) ? {} : { software: client.clientName ?? clientId }),
  };
}

/** A language chosen on a page holds for the pages that follow, those of the next interaction of the same request too. */
async function keepChoice(interaction: Interaction, request: IncomingMessage): Promise<void> {
  const chosen = chosenIn(request);
  if (chosen === undefined || interaction.params.ui_locales === chosen) return;
  interaction.params.ui_locales = chosen;
  await interaction.persist();
}

/** The address of a page that was asked for, in the other language. */
function inOther({ url = '' }: IncomingMessage, language: Language): string {
  const [path = '', query = ''] = url.split('?');
  const asked = new URLSearchParams(query);
  asked.set('langue', otherThan(language));
  return `${path}?${asked.toString()}`;
}

/** Somebody else was signed in here: their session at the provider ends first, without the page of script the provider would show. */
async function leaveOther(provider: Provider, interaction: Interaction, accountId: string | undefined): Promise<void> {
  const { session } = interaction;
  if (accountId === undefined || session?.accountId === undefined || session.accountId === accountId) return;
  const other = await provider.Session.findByUid(session.uid);
  await other?.destroy();
  Reflect.deleteProperty(session, 'uid');
  Reflect.deleteProperty(session, 'accountId');
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
}

/** The first page, or the one that a professional comes back to when their card was read. */
async function shownPage(parts: InteractionParts, pending: Pending, { url = '' }: IncomingMessage): Promise<Page> {
  const card = new URLSearchParams(url.split('?')[1] ?? '').get('carte');
  const professional = pending.interaction.prompt.name === 'login' && wantedKind(pending.interaction.params) === 'professional';
  return card === null || !professional ? firstPage(parts, pending) : askCard(parts, pending, card);
}

async function firstPage(parts: InteractionParts, pending: Pending, sentence?: Sentence, typed = ''): Promise<Page> {
  const { interaction, action, software } = pending;
  if (interaction.prompt.name === 'consent') return askConsent(parts, pending, sentence);
  const kind = wantedKind(interaction.params);
  const shown = (await parts.accounts.shown()).filter((one) => one.kind === kind).slice(0, shownOnPage);
  const common = {
    action,
    shown,
    ...(sentence === undefined ? {} : { sentence }),
    ...(software === undefined ? {} : { software }),
    ways: parts.outside.ways(kind),
  };
  const hint = String(interaction.params.login_hint ?? '').slice(0, 100);
  if (kind === 'citizen') {
    const passkey = await parts.citizens.passkeys.ask(interaction.uid);
    return citizenPage({ ...common, login: typed || hint, ...(passkey === undefined ? {} : { passkey }) });
  }
  if (kind === 'operator') return operatorPage({ ...common, login: typed || hint });
  const card = parts.cards === undefined ? {} : { card: `${parts.cards}/oidc/carte/${interaction.uid}` };
  // Without a demonstration there is no simulator to offer.
  if (!parts.demo && common.ways.length > 0) return outsidePage(action, common.ways, software, sentence);
  return professionalPage({ ...common, ...card, who: typed || hint });
}

const steps = { citizen: citizenStep, professional: professionalStep, operator: operatorStep } as const;

/** A refusal that the person can mend brings the same page back with its sentence. */
async function step(parts: InteractionParts, pending: Pending, form: URLSearchParams): Promise<Outcome> {
  if (form.get('step') === 'cancel') return { result: { error: 'access_denied', error_description: 'the person cancelled' } };
  if (form.get('step') === 'start') return { page: await firstPage(parts, pending) };
  const take = pending.interaction.prompt.name === 'consent' ? consentStep : steps[wantedKind(pending.interaction.params)];
  const { trace, told } = heeding(parts.trace);
  try {
    return (await parts.outside.step(pending, form)) ?? (await take({ ...parts, trace }, pending, form));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (!isMistake(error.code) && !told(error.code))
      await parts.audit.refused(wayOf(form), error.code, { client: pending.clientId });
    if (error.code === 'signin.interaction-lost') throw error;
    const again = samePage(parts, pending, form, error.sentence);
    if (again !== undefined) return again;
    const typed = (form.get('login') ?? form.get('who') ?? '').slice(0, 100);
    return {
      status: error.code === 'signin.slow-down' ? 429 : 422,
      page: await firstPage(parts, pending, error.sentence, typed),
    };
  }
}

/** The button that was pressed; what is not one of ours is not written. */
function wayOf(form: URLSearchParams): string {
  return /^[a-z-]{1,20}$/.exec(form.get('step') ?? '')?.[0] ?? 'form';
}
