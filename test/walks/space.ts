import assert from 'node:assert/strict';
import type { RecordId } from '#kernel';
import { Browser } from '../../spec/signin/browser.ts';
import type { Person } from './cast.ts';
import { type Answer, type Ask, ask, type Ground } from './ground.ts';

/** A page of a web space after a real sign-in: asks its own server with its cookie, as the page's code does. */
export interface Space {
  (path: string, asked?: Ask): Promise<Answer>;
  readonly cookie: string;
}

const password = 'le-mot-de-passe-2026';

export async function enterCarnet(ground: Ground, record: RecordId, person: Person): Promise<Space> {
  const login = person.firstBirthGiven.toLowerCase();
  const name = `${person.firstBirthGiven} ${person.birthFamily}`;
  await ground.signin.accounts.create({ login, password, record, name });
  const browser = new Browser(ground.url);
  await browser.get('/entrer/citoyen?retour=/carnet');
  await browser.submit('password', { login, password });
  return opened(ground, browser);
}

/** By the simulated Pro Santé Connect: who, the code of the telephone, the only place of practice. */
export async function enterPro(ground: Ground, professional: string): Promise<Space> {
  const browser = new Browser(ground.url);
  await browser.get('/entrer/pro?retour=/pro');
  await browser.submit('who', { who: professional });
  await browser.submit('code');
  return opened(ground, browser);
}

/** With a password that need not be changed. */
export async function enterExploitation(ground: Ground, login: string, password: string): Promise<Space> {
  const browser = new Browser(ground.url);
  await browser.get('/entrer/exploitation?retour=/exploitation');
  await browser.submit('password', { login, password });
  return opened(ground, browser);
}

function opened(ground: Ground, browser: Browser): Space {
  const session = browser.cookie('socle_session');
  assert.ok(session !== undefined, `not signed in: ${browser.page.text}`);
  let cookie = `socle_session=${session}`;
  const space = async (path: string, { headers = {}, ...asked }: Ask = {}): Promise<Answer> => {
    const answer = await ask(`${ground.url}/api${path}`, {
      ...asked,
      headers: {
        cookie,
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(asked.method === undefined ? {} : { 'x-socle': 'web' }),
        ...headers,
      },
    });
    // As a browser does: a session goes on under another id when its person acts for somebody else.
    const renewed = answer.headers.getSetCookie().find((line) => line.startsWith('socle_session='));
    if (renewed !== undefined) cookie = renewed.split(';')[0] ?? '';
    return answer;
  };
  return Object.defineProperty(space, 'cookie', { get: () => cookie }) as Space;
}

/** Fails unless the answer is this refusal as the web spaces read it. */
export function toldPlainly(answer: Answer, status: number, code: string): void {
  const said = answer.bytes.toString();
  assert.equal(answer.status, status, said);
  const { code: told, sentence } = answer.as<{ code: string; sentence: { fr: string; en: string } }>();
  assert.equal(told, code, said);
  assert.ok(sentence.fr.length > 10 && sentence.en.length > 10, said);
}

/** The events of a live stream, as they come. */
export async function listen(space: Space, url: string): Promise<{ next(): Promise<string>; stop(): void }> {
  const stopper = new AbortController();
  const response = await fetch(url, { headers: { cookie: space.cookie }, signal: stopper.signal });
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    async next() {
      for (;;) {
        const event = /event: (\w+)\ndata: \{\}\n\n/.exec(text);
        if (event !== null) {
          text = text.slice(event.index + event[0].length);
          return event[1] ?? '';
        }
        const part = await reader?.read();
        if (part === undefined || part.done) throw new Error('the stream ended');
        text += part.value;
      }
    },
    stop: () => stopper.abort(),
  };
}
