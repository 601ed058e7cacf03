import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { namesOnPages } from '../../spec/signin/pages.ts';
import { french } from '../french.ts';
import { citizen, physician } from './gallery/arrivals.ts';
import { carnetScreens } from './gallery/carnetScreens.ts';
import { unfold } from './gallery/hang.ts';
import { proScreens } from './gallery/proScreens.ts';
import { allSignInScreens, beforeTheDoors } from './gallery/signInScreens.ts';
import { answersOf } from './gallery/states.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

/** In a page: every text, seen or said aloud, that no `lang` marks as French; what is marked may be part of the name of a button, or be announced. */
const unmarked = `(() => {
  const english = (one) => one !== null && one.closest('[lang]')?.lang !== 'fr' && one.closest('script, style, noscript') === null;
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (english(walk.currentNode.parentElement)) said.push(walk.currentNode.data);
  for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
    for (const one of document.querySelectorAll('[' + name + ']')) if (english(one)) said.push(one.getAttribute(name));
  const plain = (one) => one.replace(/\\s+/g, ' ').trim();
  const marked = [...document.querySelectorAll('[lang=fr]')].map((one) => plain(one.textContent)).filter((one) => one.length > 3);
  const parts = [...new Set(marked)].sort((a, b) => b.length - a.length);
  return [...new Set(said.map((one) => parts.reduce((left, part) => left.replaceAll(part, ''), plain(one))))];
})()`;

/** Texts of the page that are French and not marked so. */
async function frenchOn(page: Page, name: string): Promise<string[]> {
  const said = (await page.evaluate(unmarked)) as string[];
  return said.filter((text) => french.test(withoutNames(text))).map((text) => `${name}: ${text.slice(0, 150)}`);
}

/** What nobody translates: names, addresses, and the titles that a sentence quotes. */
function withoutNames(text: string): string {
  const { people, professionals, structures } = site.scene;
  const names = [
    ...people.flatMap(({ usedFamily, usedGiven, birthFamily, firstBirthGiven }) => [
      usedFamily,
      usedGiven,
      birthFamily,
      firstBirthGiven,
    ]),
    ...professionals.flatMap(({ family, given }) => [family, given]),
    'MSSanté',
    'Secrétariat',
    ...namesOnPages,
    ...structures.flatMap(({ name, address }) => [name, address.line, address.city]),
  ].sort((a, b) => b.length - a.length);
  return names.reduce(
    (left, name) => left.replaceAll(name.toLowerCase(), ''),
    text.toLowerCase().replace(/“[^”]*”|\S+@\S+/gu, ''),
  );
}

for (const [space, arrive, screens] of [
  ['carnet', citizen, carnetScreens],
  ['pro', physician, proScreens],
] as const)
  test(`Issue 8, French and English: on the English screens of the ${space}, only what is marked as French is French`, async () => {
    const { page, leave } = await site.visit(1280, 800);
    const places = await arrive({ site, page });
    await page.evaluate("localStorage.setItem('socle.language', 'en')");
    const answers = await answersOf(page);
    const found: string[] = [];
    for (const { name, path } of screens) {
      await page.goto(`${site.url}${path.replace(/:([a-z]+)/g, (_, place: string) => places[place] ?? assert.fail(place))}`);
      await page.locator('h1').first().waitFor();
      await answers.settled();
      await unfold(page);
      await answers.settled();
      found.push(...(await frenchOn(page, name)));
    }
    assert.deepEqual([...new Set(found)], []);
    await leave();
  });

test('Issue 8, French and English: on the pages of sign-in for an English browser, only what is marked as French is French', async () => {
  const { page, leave } = await site.visit(390, 844, { locale: 'en-GB' });
  await beforeTheDoors({ site, page });
  const found: string[] = [];
  for (const { name, path } of allSignInScreens) {
    await page.goto(`${site.url}${path}`);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en', name);
    found.push(...(await frenchOn(page, name)));
  }
  assert.deepEqual([...new Set(found)], []);
  await leave();
});

for (const [space, entry, heading] of [
  ['carnet', 'Sign in', 'Sign in to my health record'],
  ['pro', 'Sign in with Pro Santé Connect (simulated)', 'Pro Santé Connect — simulator of Socle'],
] as const)
  test(`OpenID Connect Core §3.1.2.1, ui_locales: who reads the ${space} in English signs in in English, with a French browser too`, async () => {
    const { page, leave } = await site.visit(390, 844);
    await page.goto(`${site.url}/${space}`);
    await page.evaluate("localStorage.setItem('socle.language', 'en')");
    await page.reload();
    await page.getByRole('button', { name: entry }).click();
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await assertAccessible(page, `the English sign-in of the ${space}`);
    await page.getByRole('link', { name: 'Français' }).click();
    await page.getByRole('link', { name: 'English' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
    await leave();
  });
