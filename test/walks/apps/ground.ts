import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { hexOfRecordId, type RecordId } from '#kernel';
import { openRights } from '#rights';
import { Browser } from '../../../spec/signin/browser.ts';
import { ambre, basile, irene, makeKnown, nuees, type Person, person } from '../cast.ts';
import { type Answer, type Ground, openGround } from '../ground.ts';
import { enterPro, type Space } from '../space.ts';

export const secret = 'a1-secret-of-thirty-two-characters-or-more';
export const back = 'https://app.example/retour';
const password = 'le-mot-de-passe-2026';
const child = person(
  { birthFamily: 'DE LA BRUMAILLE', firstBirthGiven: 'OSCAR', sex: 'M', birthDate: '2019-05-06', birthPlace: '35238' },
  '977',
);

/** A Socle with applications, people who sign in, and measures of two kinds in Ambre's record. */
export interface AppGround extends Ground {
  /** Ambre's child, whom she represents. */
  readonly oscar: RecordId;
  readonly laboratory: string;
  readonly activity: string;
  /** The patient parameter of a token's answer, for a record. */
  readonly id: (record: RecordId) => string;
  /** Registers an application under a new client id. */
  app(more?: Record<string, unknown>): Promise<string>;
}

export async function openAppGround(): Promise<AppGround> {
  const ground = await openGround();
  const oscar = await makeKnown(ground, child);
  await represent(ground, oscar);
  await account(ground, ground.ambre, ambre);
  await account(ground, ground.basile, basile);
  const [laboratory, activity] = [await measure(ground, 'laboratory', '4548-4'), await measure(ground, 'activity', '41950-7')];
  let apps = 0;
  return {
    ...ground,
    oscar,
    laboratory,
    activity,
    id: hexOfRecordId,
    async app(more = {}) {
      apps += 1;
      const id = `appli-${apps}`;
      const structure = nuees.structure.id;
      await ground.directory.registerSoftware([{ id, name: `Appli n° ${apps}`, structure, redirectUris: [back], ...more }]);
      return id;
    },
  };
}

async function account({ signin }: Ground, record: RecordId, { firstBirthGiven, birthFamily }: Person): Promise<void> {
  const name = `${firstBirthGiven} ${birthFamily}`;
  await signin.accounts.create({ login: `${firstBirthGiven.toLowerCase()}.app`, password, record, name });
}

async function represent(ground: Ground, record: RecordId): Promise<void> {
  const about = async () => ({ name: 'Oscar', birthDate: child.birthDate });
  const rights = openRights(ground.store, ground.trace, { about });
  const actor = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;
  const desk = { actor, at: new Date(), requestId: 'test', reason: 'Livret de famille présenté' };
  await rights.onBehalfAtDesk.representLegally(desk, record, { id: ground.ambre, name: 'Ambre' }, new Date(Date.now() + 9e9));
}

const category = 'http://terminology.hl7.org/CodeSystem/observation-category';

async function measure(ground: Ground, kind: string, code: string): Promise<string> {
  const body = {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: category, code: kind }] }],
    code: { coding: [{ system: 'http://loinc.org', code }] },
    subject: { reference: `Patient/${hexOfRecordId(ground.ambre)}` },
    effectiveDateTime: '2026-03-02',
    valueQuantity: { value: 6, unit: '%', system: 'http://unitsofmeasure.org', code: '%' },
  };
  const made = await ground.fhir('/Observation', { method: 'POST', token: await ground.token(irene), body });
  assert.equal(made.status, 201, made.bytes.toString());
  return /Observation\/([^/]+)/.exec(made.headers.get('location') ?? '')?.[1] ?? '';
}

/** One request for authorization, and what is needed to take up its code. */
export interface Asked {
  readonly url: URL;
  readonly verifier: string;
  readonly state: string;
}

export function request({ url }: Ground, client: string, params: Record<string, string | undefined>): Asked {
  const [verifier, state] = [randomBytes(32).toString('base64url'), randomBytes(8).toString('base64url')];
  const address = new URL(`${url}/oidc/auth`);
  const usual = {
    client_id: client,
    response_type: 'code',
    redirect_uri: back,
    state,
    aud: `${url}/fhir`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries({ ...usual, ...params }))
    if (value !== undefined) address.searchParams.set(name, value);
  return { url: address, verifier, state };
}

/** A browser of Ambre's, signed in and before the page of consent. */
export async function ambreAtConsent(ground: Ground, asked: Asked, login = 'ambre.app'): Promise<Browser> {
  const browser = await new Browser(ground.url).get(asked.url.href);
  assert.match(browser.page.text, /name="password"/, browser.page.text);
  return browser.submit('password', { login, password });
}

/** The form of a token request, with Basic authentication when there is a secret. */
export async function token(
  ground: Ground,
  client: string,
  fields: Record<string, string>,
  key?: string,
): Promise<{ status: number; body: TokenAnswer; headers: Headers }> {
  return post(ground, '/oidc/token', client, fields, key);
}

export async function post(
  ground: Ground,
  path: string,
  client: string,
  fields: Record<string, string>,
  key?: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: TokenAnswer; headers: Headers }> {
  const basic = key === undefined ? {} : { authorization: `Basic ${Buffer.from(`${client}:${key}`).toString('base64')}` };
  const answer = await fetch(`${ground.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...basic, ...headers },
    body: new URLSearchParams(key === undefined ? { client_id: client, ...fields } : fields),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as TokenAnswer, headers: answer.headers };
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly scope: string;
  readonly patient?: string;
  readonly need_patient_banner?: boolean;
  readonly error?: string;
  readonly error_description?: string;
  readonly [other: string]: unknown;
}

/** What the address that an application gets back says. */
export const said = ({ left, page }: Browser): URLSearchParams => {
  assert.ok(left !== undefined, page.text);
  return left.searchParams;
};

export async function takeUp(ground: Ground, client: string, asked: Asked, browser: Browser, key?: string): Promise<TokenAnswer> {
  const answer = said(browser);
  assert.equal(answer.get('state'), asked.state);
  assert.equal(answer.get('iss'), `${ground.url}/oidc`);
  const fields = {
    grant_type: 'authorization_code',
    code: answer.get('code') ?? '',
    redirect_uri: back,
    code_verifier: asked.verifier,
  };
  const { status, body } = await token(ground, client, fields, key);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** From the request to the tokens: Ambre agrees to everything, or to what `form` says. */
export async function allowed(
  ground: Ground,
  client: string,
  scope: string,
  form: Record<string, string> = {},
  key?: string,
): Promise<TokenAnswer> {
  const asked = request(ground, client, { scope });
  const browser = await ambreAtConsent(ground, asked);
  await browser.submit('consent', form);
  return takeUp(ground, client, asked, browser, key);
}

/** A launch that Irène makes on a patient, with the browser in which she is signed in. */
export async function launched(
  ground: Ground,
  app: string,
  patient: RecordId,
): Promise<{ url: URL; pro: Space; browser: Browser }> {
  const pro = await enterPro(ground, irene.id);
  const record = hexOfRecordId(patient);
  const opened = await pro(`/pro/patients/${record}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
  assert.equal(opened.status, 200, opened.bytes.toString());
  const answer = await pro(`/pro/patients/${record}/launch`, { method: 'POST', body: { app } });
  assert.equal(answer.status, 200, answer.bytes.toString());
  return { url: new URL(answer.as<{ url: string }>().url), pro, browser: new Browser(ground.url) };
}

/** Irène signs in on the pages of the simulator. */
export async function ireneSignsIn(browser: Browser, url: URL, who = irene.id): Promise<Browser> {
  await browser.get(url.href);
  await browser.submit('who', { who });
  return browser.submit('code');
}

export const ids = (answer: Answer): string[] =>
  (answer.as<{ entry?: { resource: { id: string } }[] }>().entry ?? []).map(({ resource }) => resource.id);
