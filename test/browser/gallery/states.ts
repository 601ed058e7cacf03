import type { Page, Request, Route } from 'playwright-core';

/** What every screen of a space needs before it is a screen at all, and the streams of news: left as they are. */
const frame = /\/api\/(session|territory|pro\/mail\/mailboxes|(carnet|pro)(\/mail)?\/live)(\?|$)/;
const address = /\/api\//;

/** How the server answers what a screen asks. */
export interface Answers {
  /** From now on, nothing is answered until `release` is called. */
  hold(): { release(): void };
  /** From now on the server says that it cannot answer now. */
  refuse(): void;
  /** From now on every list comes empty. */
  empty(): void;
  /** From now on each answer comes this much later. */
  delay(milliseconds: number): void;
  /** From now on the server answers by itself. */
  plain(): void;
  /** Until nothing that was asked is on its way any more, and what came is drawn. */
  settled(): Promise<void>;
}

/** Stands between a page and the server. One for each page. */
export async function answersOf(page: Page): Promise<Answers> {
  let answer: (route: Route) => Promise<void> = (route) => route.continue();
  const underWay = new Set<Request>();
  let lastChange = Date.now();
  const counted = (request: Request): boolean => address.test(request.url()) && !/\/live(\?|$)/.test(request.url());
  const ended = (request: Request): void => {
    if (underWay.delete(request)) lastChange = Date.now();
  };
  page.on('request', (request) => {
    lastChange = Date.now();
    if (counted(request)) underWay.add(request);
  });
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  // A page that is left takes its requests with it.
  page.on('framenavigated', (one) => one === page.mainFrame() && underWay.clear());
  await page.route(address, (route) => {
    const asked = frame.test(route.request().url()) ? route.continue() : answer(route);
    return asked.catch(() => undefined); // the page went away meanwhile
  });
  return {
    hold() {
      const gate = Promise.withResolvers<void>();
      answer = (route) => gate.promise.then(() => route.continue());
      return {
        release: () => {
          answer = (route) => route.continue();
          gate.resolve();
        },
      };
    },
    refuse() {
      answer = (route) => route.fulfill({ status: 503, contentType: 'application/json', body: JSON.stringify(busy) });
    },
    empty() {
      answer = async (route) => {
        const response = await route.fetch();
        const type = response.headers()['content-type'] ?? '';
        if (!response.ok() || !type.includes('json')) return route.fulfill({ response });
        return route.fulfill({ response, json: emptied(await response.json()) });
      };
    },
    delay(milliseconds) {
      answer = (route) => new Promise((done) => setTimeout(() => done(route.continue()), milliseconds));
    },
    plain() {
      answer = (route) => route.continue();
    },
    async settled() {
      const until = Date.now() + 45_000;
      while (underWay.size > 0 || Date.now() - lastChange < quietMs) {
        if (Date.now() > until) throw new Error(`still asked: ${[...underWay].map((one) => one.url()).join(' ')}`);
        await page.waitForTimeout(25);
      }
      await page.evaluate(
        'document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))',
      );
    },
  };
}

const quietMs = 200;
const busy = {
  code: 'store.unavailable',
  sentence: {
    fr: 'Le service est momentanément indisponible. Réessayez dans un instant.',
    en: 'The service is unavailable for the moment. Try again in a moment.',
  },
};

/** The same answer with nothing in its lists, and nothing beyond them. */
function emptied(answer: unknown): unknown {
  if (Array.isArray(answer)) return [];
  if (typeof answer !== 'object' || answer === null) return answer;
  const kept = Object.entries(answer).filter(([name]) => name !== 'next' && name !== 'cursor');
  return Object.fromEntries(kept.map(([name, value]) => [name, Array.isArray(value) ? [] : emptied(value)]));
}
