import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type Territory, territory } from '#demo';
import { type Socle, startSocle } from '../../src/main.ts';
import type { Settings } from '../../src/settings.ts';
import { chromiumPath } from './chromium.ts';

/** A whole Socle with a small territory, and a real Chromium before it. */
export interface Site {
  readonly url: string;
  readonly scene: Territory;
  readonly socle: Socle;
  /** A new visitor; what the page reports as an error fails the test that closes it. */
  visit(width: number, height: number, more?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

/** `serviceWorkers`: blocked unless allowed, since what they answer a test cannot change. `locale`: French unless said. */
type VisitOptions = Pick<BrowserContextOptions, 'javaScriptEnabled' | 'serviceWorkers' | 'permissions' | 'locale'>;

export interface Visit {
  readonly page: Page;
  /** Closes the visitor's browser; fails on any error that a page reported. */
  leave(): Promise<void>;
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
];

/**
 * `more`: flags of Chromium beyond the usual, for a camera that films a file; `others`: settings beyond the usual; `host`: `localhost` where a
 * browser must take it for a safe place, as for passkeys. The server listens on this machine alone either way.
 */
export async function openSite(
  more: readonly string[] = [],
  others: Partial<Settings> = {},
  host: '127.0.0.1' | 'localhost' = '127.0.0.1',
): Promise<Site> {
  const home = await mkdtemp(join(tmpdir(), 'socle-browser-'));
  const port = await freePort();
  const url = `http://${host}:${port}`;
  const scene = territory(7, { people: 12, documents: 150 });
  const settings = {
    home,
    host: '127.0.0.1',
    port,
    publicUrl: url,
    demo: true,
    accessDays: {},
    blobs: `file:${home}/blobs`,
    keyFile: `${home}/operator.key`,
    ...others,
  };
  const socle = await startSocle(settings, () => undefined, { scene });
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...flags, ...more] });
  return {
    url,
    scene,
    socle,
    visit: (width, height, more) => visit(browser, width, height, more),
    close: async () => {
      await browser.close();
      await socle.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function visit(browser: Browser, width: number, height: number, more: VisitOptions = {}): Promise<Visit> {
  const context: BrowserContext = await browser.newContext({
    serviceWorkers: 'block',
    locale: 'fr-FR',
    ...more,
    viewport: { width, height },
    timezoneId: 'Europe/Paris',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  return {
    page,
    leave: async () => {
      await context.close();
      assert.deepEqual(faults, [], 'the pages reported no error');
    },
  };
}

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** axe-core, WCAG 2.0 to 2.2 A and AA and best practices, finds nothing on the page as it stands. */
export async function assertAccessible(page: Page, where: string): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined); // a live stream never falls idle
  assert.deepEqual(await violations(page), [], `axe finds nothing on ${where}`);
  assert.deepEqual(await page.evaluate(tooWide), [], `${where} does not scroll sideways`);
}

/** In the page: what stands further right than the window, where the page scrolls sideways. */
const tooWide = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const out = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > clientWidth + 0.5);
  return ['the page: ' + scrollWidth + ' px', ...out.slice(0, 12).map((one) => one.cloneNode().outerHTML.slice(0, 120))];
})()`;

/** What axe-core finds on the page as it stands, a sentence for each rule. */
export async function violations(page: Page): Promise<string[]> {
  // The policy of the pages refuses foreign scripts; the tool comes by the browser's own door.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe);
  return page.evaluate(async () => {
    const tool = (
      globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe;
    const { violations } = await tool.run({ resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
  });
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
