import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openSite, type Site, type Visit } from '../site.ts';
import { glance, type Screen, show, type Viewer, viewerOf } from './show.ts';

/** Somebody signed in before a space, and what `:name` stands for in the addresses of its screens. */
export interface Arrival {
  readonly site: Site;
  readonly page: Page;
}
export type Places = Readonly<Record<string, string>>;

interface Wall {
  /** The folder of its pictures, and what is said of it. */
  readonly name: string;
  readonly screens: readonly Screen[];
  arrive(arrival: Arrival): Promise<Places>;
  /** In its usual state and opened only. */
  readonly glance?: boolean;
  /** What is true of each screen beyond the rest; a sentence otherwise. */
  also?(page: Page): Promise<string[]>;
}

/** One test a screen, on one server: all in one browser window for each wall, which is signed in once. */
export function hang(walls: readonly Wall[]): void {
  let site: Site;
  before(async () => {
    site = await openSite();
  });
  after(() => site?.close());
  for (const wall of walls) {
    let ready: Promise<{ viewer: Viewer; places: Places; visit: Visit }> | undefined;
    const begin = async () => {
      const visit = await site.visit(1280, 800);
      const places = await wall.arrive({ site, page: visit.page });
      return { visit, places, viewer: await viewerOf(site.url, wall.name, visit.page) };
    };
    for (const screen of wall.screens)
      test(`Issue 8, Proof, gallery: ${wall.name}, ${screen.name}`, async () => {
        ready ??= begin();
        const { viewer, places } = await ready;
        const path = screen.path.replace(/:([a-z]+)/g, (_, name: string) => places[name] ?? assert.fail(`no place ${name}`));
        const faults = await (wall.glance ? glance : show)(viewer, { ...screen, path });
        assert.deepEqual([...faults, ...((await wall.also?.(viewer.page)) ?? [])], []);
      });
    test(`Issue 8, Proof, gallery: ${wall.name}: no page reported an error`, async () => (await ready)?.visit.leave());
  }
}

/** Asks the web API as the page does. */
export async function asked<T>(page: Page, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T> {
  const { ok, text } = await page.evaluate(
    async ({ method, path, body }) => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const headers = { 'x-socle': 'web', ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      const response = await fetch(path, { method, headers, ...sent });
      return { ok: response.ok, text: await response.text() };
    },
    { method, path, body },
  );
  assert.ok(ok, `${method} ${path}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Opens a dialog by its button. */
export const dialog =
  (button: string | RegExp) =>
  async (page: Page): Promise<void> => {
    await page.locator('main').getByRole('button', { name: button }).first().click();
    await page.getByRole('alertdialog').or(page.getByRole('dialog')).first().waitFor();
  };
/** Opens something on the page by pressing it. */
export const press =
  (words: string | RegExp) =>
  async (page: Page): Promise<void> => {
    await page.locator('main').getByRole('button', { name: words }).or(page.locator('main').getByLabel(words)).first().click();
  };
/** Opens whatever is folded. */
export const unfold = async (page: Page): Promise<void> => {
  await page.evaluate("document.querySelectorAll('main details:not([open]) > summary').forEach((fold) => fold.click())");
};
