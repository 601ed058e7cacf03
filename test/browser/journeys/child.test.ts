import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { menu, signInCitizen } from '../acts.ts';
import { picture } from '../gallery/artefacts.ts';
import { carnetScreens } from '../gallery/carnetScreens.ts';
import { assertAccessible, openSite, type Site } from '../site.ts';
import { hands } from './hand.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

/** A parent and the child for whom they act. */
const family = () => site.scene.representations.find(({ kind }) => kind === 'legal') ?? assert.fail('no child in the territory');

for (const [n, hand] of hands.entries())
  test(`Issue 8, Proof, by ${hand.name}: a parent opens their child’s carnet, every screen says for whom they act, and one press leads back`, async () => {
    const { person: child, by: parent } = family();
    const name = child.usedGiven ?? child.firstBirthGiven;
    const { page, leave } = await site.visit(hand.width, hand.height);
    await signInCitizen(site, page, parent);
    await hand.press(menu(page, 'Plus'));
    await hand.press(page.getByRole('main').getByRole('link', { name: /proches/i }));
    await hand.press(page.getByRole('button', { name: new RegExp(`^Ouvrir le carnet d[e’] ?.*${name}`, 'i') }));
    const banner = page.getByRole('region', { name: 'Pour qui vous agissez' });
    await banner.getByText(new RegExp(`Vous agissez pour .*${name}`, 'i')).waitFor();
    await assertAccessible(page, 'the carnet of a child');
    if (n < 2)
      for (const { name: screen, path } of carnetScreens.filter(({ path }) => !/:|urgence/.test(path))) {
        await page.goto(`${site.url}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        assert.ok(await banner.isVisible(), `${screen} says for whom one acts`);
        await picture(page, `carnet-child/${screen}`);
      }
    else await hand.press(menu(page, 'Santé'));
    await hand.press(banner.getByRole('button', { name: 'Revenir à mon carnet' }));
    await banner.waitFor({ state: 'detached' });
    await hand.press(menu(page, 'Accueil'));
    await page.getByRole('heading', { level: 1, name: new RegExp(parent.usedGiven ?? parent.firstBirthGiven, 'i') }).waitFor();
    await leave();
  });
