import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signInProfessional } from '../acts.ts';
import { picture } from '../gallery/artefacts.ts';
import { answersOf } from '../gallery/states.ts';
import { openSite, type Site } from '../site.ts';
import { hands } from './hand.ts';
import { opensRecord, strangers } from './stage.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

/** The screens of a patient: how each is called, and what stands in the place of its answer before that comes. */
const screens = [
  { tab: /^Chronologie/, title: 'Chronologie', place: '.skeleton' },
  { tab: /^Résultats/, title: 'Résultats dans le temps', place: '.skeleton' },
  { tab: /^Équipe/, title: 'Équipe et droits', place: '.skeleton' },
  { tab: /^Publier/, title: 'Publier un document', place: '.waiting:not(:empty)' },
  // Seen before: it is there as it was.
  { tab: /^Synthèse/, title: 'Synthèse', place: '.pt-card' },
] as const;

for (const [n, hand] of hands.slice(0, 2).entries())
  test(`Issue 8, Proof, by ${hand.name}: while the server does not answer, each screen of the physician has its title and the place of what comes, and what was seen is there at once`, async () => {
    const { page, leave } = await site.visit(hand.width, hand.height);
    await signInProfessional(site, page, strangers(site)[n]?.login ?? assert.fail('too few physicians'));
    await opensRecord(site, hand, page);
    const main = page.getByRole('main');
    await main.getByRole('link', { name: screens[0].tab }).waitFor();
    const answers = await answersOf(page);
    for (const { tab, title, place } of screens) {
      const { release } = answers.hold();
      await hand.press(page.getByRole('link', { name: tab }));
      // Nothing has been answered yet.
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await main.locator(place).first().waitFor();
      await picture(page, `journeys/late-${n}-${tab.source.slice(1)}`);
      release();
      await answers.settled();
    }
    const shown = await main.locator('h2').first().textContent();
    const { release } = answers.hold();
    await hand.press(page.getByRole('link', { name: screens[0].tab }));
    await hand.press(page.getByRole('link', { name: /^Synthèse/ }));
    await page
      .getByRole('heading', { level: 2, name: shown ?? '' })
      .first()
      .waitFor();
    release();
    await leave();
  });
