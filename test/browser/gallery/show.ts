import type { Page } from 'playwright-core';
import { violations } from '../site.ts';
import { picture } from './artefacts.ts';
import { misfits, misfitsDoubled, shiftsOf, watchShifts } from './fits.ts';
import { type Answers, answersOf } from './states.ts';

/** One screen of a space, with what it takes to see it. */
export interface Screen {
  readonly name: string;
  /** Under the server's own address. */
  readonly path: string;
  /** It asks nothing of its own, or nothing that it cannot do without: the states of an answer are not its. */
  readonly still?: true;
  /** What opens over it or on it by a gesture, by name; each begins on the screen freshly opened. */
  readonly opened?: Readonly<Record<string, (page: Page) => Promise<void>>>;
}

/** Somebody before a space, whose server answers as the gallery says. */
export interface Viewer {
  readonly url: string;
  readonly space: string;
  readonly page: Page;
  readonly answers: Answers;
}

export async function viewerOf(url: string, space: string, page: Page): Promise<Viewer> {
  await watchShifts(page);
  return { url, space, page, answers: await answersOf(page) };
}

const telephone = { width: 390, height: 844 };
const narrowest = { width: 320, height: 640 };
const desk = { width: 1280, height: 800 };
const sizes = [telephone, desk] as const;
/** Later than the moment at which a screen that waits must say so. */
const lateMs = 650;
/** CLS that nobody sees. */
const most = 0.01;

/**
 * Shows a screen in its states and writes its pictures: as it usually is and opened at both widths, waiting, failed and empty on a telephone,
 * where there is least room. Gives what is wrong, sentences; none when all is well.
 */
export async function show(viewer: Viewer, screen: Screen): Promise<string[]> {
  const { page } = viewer;
  const faults: string[] = [];
  const judge = async (state: string, more: readonly string[] = []): Promise<void> => {
    const where = `${screen.name}, ${state}, ${page.viewportSize()?.width} px`;
    faults.push(...[...(await violations(page)), ...(await misfits(page)), ...more].map((fault) => `${where}: ${fault}`));
    await picture(page, `${viewer.space}/${screen.name}-${state}`);
  };

  await page.setViewportSize(desk);
  await slowly(viewer, screen);
  await judge('normal', await moved(page));
  const doubled = await misfitsDoubled(page, () => picture(page, `${viewer.space}/${screen.name}-200%`));
  faults.push(...doubled.map((fault) => `${screen.name}, text at 200 %: ${fault}`));

  await page.setViewportSize(telephone);
  await slowly(viewer, screen, async (words) => judge('loading', words === '' ? ['says nothing while it waits'] : []));
  await judge('normal', await moved(page));
  await page.setViewportSize(narrowest);
  faults.push(...(await misfits(page)).map((fault) => `${screen.name}, normal, 320 px: ${fault}`));

  await page.setViewportSize(telephone);
  if (screen.still !== true) {
    viewer.answers.refuse();
    await open(viewer, screen);
    await judge('error', await whatErrorLacks(page));
    viewer.answers.empty();
    await open(viewer, screen);
    await judge('empty');
    viewer.answers.plain();
  }
  for (const [name, gesture] of Object.entries(screen.opened ?? {}))
    for (const size of sizes) {
      await page.setViewportSize(size);
      await open(viewer, screen);
      await gesture(page);
      await viewer.answers.settled();
      await judge(name);
    }
  return faults;
}

/** That the page moved by itself since it was opened, if it did so that somebody would see it. */
async function moved(page: Page): Promise<string[]> {
  const { total, moved } = await shiftsOf(page);
  return total > most ? [`moves by itself (${total.toFixed(3)}): ${moved.slice(0, 4).join(', ')}`] : [];
}

/** Shows a screen as it usually is and opened, at each width. Gives what is wrong. */
export async function glance(viewer: Viewer, screen: Screen): Promise<string[]> {
  const { page } = viewer;
  const faults: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const [state, gesture] of [['', async () => undefined] as const, ...Object.entries(screen.opened ?? {})]) {
      await open(viewer, screen);
      await gesture(page);
      await viewer.answers.settled();
      const name = state === '' ? screen.name : `${screen.name}-${state}`;
      const found = [...(await violations(page)), ...(await misfits(page))];
      faults.push(...found.map((fault) => `${name}, ${size.width} px: ${fault}`));
      await picture(page, `${viewer.space}/${name}`);
    }
  }
  return faults;
}

async function open({ url, page, answers }: Viewer, { path }: Screen): Promise<void> {
  await page.goto('about:blank'); // the same address again would not be opened again
  await page.goto(`${url}${path}`);
  await page.locator('h1, [role=alert] .notice').first().waitFor();
  await answers.settled();
}

/** Opens a screen whose answers do not come, looks at what it says meanwhile, and lets them come. */
async function slowly(viewer: Viewer, screen: Screen, look?: (words: string) => Promise<void>): Promise<void> {
  const { url, page, answers } = viewer;
  if (screen.still === true) return open(viewer, screen);
  const { release } = answers.hold();
  await page.goto('about:blank');
  await page.goto(`${url}${screen.path}`);
  await page.locator('main').waitFor();
  await page.waitForTimeout(lateMs);
  await look?.(((await page.locator('main').textContent()) ?? '').trim());
  release();
  await answers.settled();
}

/** An error says that something went wrong, and what can be done about it. */
async function whatErrorLacks(page: Page): Promise<string[]> {
  const told = page.locator('main [role=alert], main .notice').filter({ hasText: 'momentanément indisponible' });
  if ((await told.count()) === 0) return ['a server that cannot answer is not told'];
  const again = page.getByRole('button', { name: 'Réessayer' });
  return (await again.count()) === 0 ? ['an error leaves no way to try again'] : [];
}
