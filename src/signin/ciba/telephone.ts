import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DirectoryProfessional } from '#directory';
import { Refusal, type Sentence } from '#kernel';
import type { Keys } from '#store';
import type { Accounts } from '../accounts/accounts.ts';
import { namedProfessional } from '../interaction/named.ts';
import { formOf, requireOwnForm, sendJson } from '../interaction/request.ts';
import { openStep } from '../interaction/steps.ts';
import { languageOf } from '../pages/language.ts';
import { send } from '../pages/page.ts';
import { refusalPage } from '../pages/problem.ts';
import { telephonePage, whosePage } from '../pages/telephone.ts';
import { situations } from '../provider/account.ts';
import { malformedForm, simulatorOff } from '../refusals.ts';
import { type DecideParts, decide } from './decide.ts';
import { openPocket } from './pocket.ts';

export interface TelephoneParts extends DecideParts {
  readonly accounts: Accounts;
  readonly keys: Keys;
  readonly publicUrl: string;
  readonly demo: boolean;
}

const scripts: Readonly<Record<string, Buffer>> = {
  '/e-cps/telephone.js': readFileSync(new URL('../pages/telephone.js', import.meta.url)),
  '/e-cps/attente.js': readFileSync(new URL('../pages/waiting.js', import.meta.url)),
};

/**
 * The simulated e-CPS at `/e-cps`: a page of the size of a telephone, where a professional answers what software asks of them. It proves
 * nothing about the person, so it is open on a demonstration territory only (refuses `signin.simulator-off`).
 */
export function openTelephone(parts: TelephoneParts) {
  const pocket = openPocket(parts.keys, parts.publicUrl, parts.clock);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!parts.demo) throw simulatorOff();
    const url = new URL(request.url ?? '', parts.publicUrl);
    const script = scripts[url.pathname];
    if (script !== undefined && reads(request)) return sendScript(response, script);
    if (url.pathname === '/e-cps/attente' && reads(request)) return sendJson(response, 200, await answered(parts, url));
    if (/^\/e-cps\/?$/.test(url.pathname) && reads(request)) return show(request, response, pocket.open(request));
    // Who opens again the address of a form that they sent.
    if (/^\/e-cps\/(entrer|reponse|quitter)$/.test(url.pathname) && reads(request)) return redirect(response);
    if (request.method !== 'POST') throw malformedForm('method');
    requireOwnForm(request, parts.publicUrl);
    if (url.pathname === '/e-cps/entrer') return enter(request, response, await formOf(request));
    if (url.pathname === '/e-cps/quitter') return redirect(response, pocket.empty());
    if (url.pathname === '/e-cps/reponse') return answer(request, response, await formOf(request));
    throw malformedForm('path');
  };

  const show = async (
    request: IncomingMessage,
    response: ServerResponse,
    id: string | undefined,
    { status = 200, ...told }: Told = {},
  ): Promise<void> => {
    const sent = { status, language: languageOf(request) };
    const professional = id === undefined ? undefined : await parts.directory.professional(id);
    if (professional === undefined) return send(response, { ...sent, page: whosePage({ shown: await shownOf(parts), ...told }) });
    const waiting = await parts.approvals.waiting(professional.id);
    const places = await situations(parts.directory, professional);
    return send(response, { ...sent, page: telephonePage({ name: nameOf(professional), waiting, places, ...told }) });
  };

  const enter = async (request: IncomingMessage, response: ServerResponse, form: URLSearchParams): Promise<void> => {
    const who = (form.get('demo') ?? form.get('who') ?? '').slice(0, 100);
    try {
      const { id } = await namedProfessional(parts, who);
      redirect(response, pocket.put(id));
    } catch (error) {
      if (!isTold(error)) throw error;
      await show(request, response, undefined, { status: 422, sentence: error.sentence, who });
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse, form: URLSearchParams): Promise<void> => {
    const id = pocket.open(request);
    const said = form.get('answer');
    if (id === undefined || (said !== 'yes' && said !== 'no')) return show(request, response, id);
    try {
      const demand = await decide(
        parts,
        id,
        form.get('demand') ?? '',
        said === 'yes' ? (form.get('situation') ?? '') : undefined,
      );
      await show(request, response, id, { answered: { software: demand.software, yes: said === 'yes' } });
    } catch (error) {
      if (!isTold(error)) throw error;
      await show(request, response, id, { status: 422, sentence: error.sentence });
    }
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await handle(request, response);
    } catch (error) {
      if (!isTold(error)) throw error;
      const forbidden = error.code === 'signin.forged' || error.code === 'signin.simulator-off';
      const status = forbidden ? 403 : 400;
      send(response, { status, page: refusalPage(error.sentence), language: languageOf(request) });
    }
  };
}

/** What the person can mend, or is told on a page; a database that is away is for the front of the house. */
function isTold(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code !== 'store.unavailable';
}

interface Told {
  readonly status?: number;
  readonly sentence?: Sentence;
  readonly who?: string;
  readonly answered?: { readonly software: string | undefined; readonly yes: boolean };
}

const shownOnPage = 24;

async function shownOf({ accounts }: TelephoneParts) {
  return (await accounts.shown()).filter(({ kind }) => kind === 'professional').slice(0, shownOnPage);
}

/** Whether the telephone has answered the page that waits; its state, sealed by us, names the demand. */
async function answered({ keys, approvals }: TelephoneParts, url: URL): Promise<{ answered: boolean }> {
  const { uid, professional } = openStep(keys, undefined, url.searchParams.get('state'));
  return { answered: (await approvals.decisionOn(professional, uid)) !== 'waiting' };
}

const reads = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';
const nameOf = ({ given, family }: DirectoryProfessional): string => `${given} ${family}`;

function redirect(response: ServerResponse, cookie?: string): void {
  const set = cookie === undefined ? {} : { 'set-cookie': cookie };
  response.writeHead(303, { location: '/e-cps', 'cache-control': 'no-store', 'content-length': '0', ...set }).end();
}

function sendScript(response: ServerResponse, script: Buffer): void {
  const headers = {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=3600',
    'x-content-type-options': 'nosniff',
  };
  response.writeHead(200, headers).end(script);
}
