import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { CDPSession, Page } from 'playwright-core';
import type { DemoPerson } from '#demo';
import { signInCitizen, signInProfessional } from '../../test/browser/acts.ts';
import { asked } from '../../test/browser/gallery/hang.ts';
import { openSite, type Site } from '../../test/browser/site.ts';
import { type Measured, mark, type Row, type Scenario } from '../scenario.ts';
import { percentile } from '../testbed/measure.ts';

/** A 4G line as browsers’ own tools simulate a good one, and a telephone of the middle of the range. */
const line = { latency: 165, downloadThroughput: (9e6 * 0.9) / 8, uploadThroughput: (1.5e6 * 0.9) / 8, offline: false };
const slowdown = 4;
const times = 5;
const lateMs = 3000;

/** The pages in a real Chromium, before a Socle in this process with a small territory. */
export const web: Scenario = {
  name: 'web',
  what: 'pages in Chromium: weight, first content on a telephone, presses, a server 3 s late',
  onlyNamed: true,
  async run({ say }): Promise<Measured> {
    const site = await openSite();
    try {
      const weights = { carnet: await weight(site, 'carnet'), pro: await weight(site, 'pro') };
      for (const [space, { files, gzip, brotli }] of Object.entries(weights))
        say(`${space}: ${files} files, ${gzip.toFixed(1)} KiB by gzip, ${brotli.toFixed(1)} by brotli`);
      const first = await firstContent(site);
      const presses = await pressed(site);
      const late = await lateServer(site);
      for (const { name, ms } of late.slowest) say(`3 s late, ${name}: first content after ${ms.toFixed(0)} ms`);
      return {
        name: 'web',
        how: `CPU ÷ ${slowdown}, line of ${line.latency} ms and 8 Mbit/s for the telephone; every answer ${lateMs} ms later for the physician`,
        rows: [
          row('first content, telephone', first.paints),
          row('its title, telephone', first.titles),
          row('press → next picture', presses),
          row('3 s late, first content', late.contents),
        ],
        marks: [
          mark('carnet, its first screen whole, gzip', '≤', 150, weights.carnet.gzip, 'KiB'),
          mark('professional’s space, its first screen whole, gzip', '≤', 220, weights.pro.gzip, 'KiB'),
          mark('first content on the telephone, the middle one', '≤', 1000, row('', first.paints).p50, 'ms'),
          mark('a press on the telephone, the slowest', '≤', 100, row('', presses).p99, 'ms'),
          mark('first content with a server 3 s late, the slowest', '≤', 1000, row('', late.contents).p99, 'ms'),
          mark('longest that the page was busy meanwhile', '≤', 200, late.longestTask, 'ms'),
        ],
      };
    } finally {
      await site.close();
    }
  },
};

function row(name: string, took: readonly number[]): Row {
  const sorted = Float64Array.from(took).sort();
  const [p50, p95, p99] = [percentile(sorted, 0.5), percentile(sorted, 0.95), percentile(sorted, 0.99)];
  return { name, answered: took.length, failed: 0, perSecond: 1000 / p50, p50, p95, p99 };
}

async function signedIn(site: Site, space: 'carnet' | 'pro', page: Page): Promise<void> {
  const star = site.scene.people[0] as DemoPerson;
  if (space === 'carnet') return signInCitizen(site, page, star);
  const doctor = site.scene.careTeams.find(({ person, professional }) => person === star && professional.profession === '10');
  await signInProfessional(site, page, doctor?.professional.login ?? '');
}

/** Everything that the first screen of somebody who is signed in fetches, page included, as it would be sent compressed. */
async function weight(site: Site, space: 'carnet' | 'pro'): Promise<{ files: number; gzip: number; brotli: number }> {
  const { page, leave } = await site.visit(1280, 800);
  await signedIn(site, space, page);
  await page.goto('about:blank');
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (/\/assets\/|\/(carnet|pro)$/.test(response.url())) bodies.push(response.body());
  });
  await page.goto(`${site.url}/${space}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(2000); // what comes a moment later belongs to the screen too
  const all = await Promise.all(bodies);
  await leave();
  const kib = (sizeOf: (body: Buffer) => number): number => all.reduce((sum, body) => sum + sizeOf(body), 0) / 1024;
  return {
    files: all.length,
    gzip: kib((body) => gzipSync(body).length),
    brotli: kib((body) => brotliCompressSync(body).length),
  };
}

async function asTelephone(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', line);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return devtools;
}

const titleWatch = `new MutationObserver(() => { globalThis.socleTitled ??= document.querySelector('main h1') ? performance.now() : undefined; })
  .observe(document, { childList: true, subtree: true })`;

const firstPaint = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime`;

/** The home page opened with nothing kept from before. */
async function firstContent(site: Site): Promise<{ paints: number[]; titles: number[] }> {
  const { page, leave } = await site.visit(390, 844);
  await signedIn(site, 'carnet', page);
  const devtools = await asTelephone(page);
  await page.addInitScript(titleWatch);
  const [paints, titles]: [number[], number[]] = [[], []];
  for (let n = 0; n < times; n++) {
    await page.goto('about:blank');
    await devtools.send('Network.clearBrowserCache');
    await page.goto(`${site.url}/carnet`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const paint = await page.waitForFunction(firstPaint); // told a little after the title is there, which stands in the first picture
    paints.push(Number(await paint.jsonValue()));
    titles.push(await page.evaluate('globalThis.socleTitled'));
  }
  await leave();
  return { paints, titles };
}

const pressWatch = `globalThis.soclePresses = new Map(); new PerformanceObserver((list) => { for (const one of list.getEntries())
  if (one.interactionId) soclePresses.set(one.interactionId, Math.max(one.duration, soclePresses.get(one.interactionId) ?? 0)); })
  .observe({ type: 'event', buffered: true, durationThreshold: 16 })`;

/** From a press to the picture that follows it (Event Timing): the five of the bar, twice, then keys in a search. */
async function pressed(site: Site): Promise<number[]> {
  const { page, leave } = await site.visit(390, 844);
  await signedIn(site, 'carnet', page);
  await page.addInitScript(pressWatch);
  await page.goto(`${site.url}/carnet`);
  await asTelephone(page);
  for (const name of ['Santé', 'Messages', 'Accès', 'Plus', 'Accueil', 'Santé', 'Messages', 'Accès', 'Plus', 'Santé']) {
    await page
      .getByRole('navigation', { name: 'Menu principal' })
      .getByRole('link', { name: new RegExp(`^${name}`) })
      .click();
    await page.waitForTimeout(900);
  }
  await page.getByRole('link', { name: 'Documents', exact: true }).first().click();
  const field = page
    .getByRole('searchbox')
    .or(page.getByLabel(/^Chercher/))
    .first();
  await field.click();
  await page.keyboard.type('ordonnance', { delay: 120 });
  await page.waitForTimeout(1500);
  const took = (await page.evaluate('[...globalThis.soclePresses.values()]')) as number[];
  await leave();
  return took;
}

const taskWatch = `globalThis.socleTasks = [0]; new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) socleTasks.push(duration); })
  .observe({ type: 'longtask', buffered: true })`;
/** From a press to a title and words or the place of what comes, on the screen of that address. */
const contentAfter = (path: string): string => `new Promise((done) => { const from = performance.now(); const look = () => {
  const main = document.querySelector('main');
  location.pathname === ${JSON.stringify(path)} && main.querySelector('h1') && main.children.length > 1 ? done(performance.now() - from) : requestAnimationFrame(look); };
  document.querySelector('a[href="${path}"]').click(); look(); })`;

/** The physician goes from screen to screen while every answer is late. */
async function lateServer(
  site: Site,
): Promise<{ contents: number[]; slowest: { name: string; ms: number }[]; longestTask: number }> {
  const { page, leave } = await site.visit(1280, 800);
  await signedIn(site, 'pro', page);
  const { matricule } = site.scene.people[0] as DemoPerson;
  const found = await asked<{ items: { record: string }[] }>(page, 'POST', '/api/pro/patients/search', { matricule });
  const record = found.items[0]?.record ?? '';
  await asked(page, 'POST', `/api/pro/patients/${record}/access`, { ground: 'equipe_de_soins' });
  await page.addInitScript(taskWatch);
  await page.goto(`${site.url}/pro/p/${record}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.route(/\/api\//, async (route) => {
    await new Promise((done) => setTimeout(done, lateMs));
    await route.continue().catch(() => undefined);
  });
  const slowest: { name: string; ms: number }[] = [];
  const base = `/pro/p/${record}`;
  for (const path of [
    `${base}/chronologie`,
    `${base}/resultats`,
    `${base}/equipe`,
    `${base}/publier`,
    base,
    '/pro/messages',
    '/pro/patients',
    '/pro/',
  ]) {
    // From one of the person’s screens to another, or by the menu: nobody presses what is not there yet.
    await page.locator(`a[href="${path}"]`).first().waitFor({ state: 'attached' });
    slowest.push({ name: path.replace(base, '…'), ms: (await page.evaluate(contentAfter(path))) as number });
  }
  await page.waitForTimeout(lateMs + 500);
  const tasks = (await page.evaluate('globalThis.socleTasks')) as number[];
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await leave();
  return { contents: slowest.map(({ ms }) => ms), slowest, longestTask: Math.max(...tasks) };
}
