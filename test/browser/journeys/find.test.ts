import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDocuments, signInCitizen, signInProfessional } from '../acts.ts';
import { picture } from '../gallery/artefacts.ts';
import { asked } from '../gallery/hang.ts';
import { openSite, type Site } from '../site.ts';
import { hands } from './hand.ts';
import { laboratoryPublishes, opensRecord, star, strangers } from './stage.ts';

const title = 'Bilan de la fatigue';
let site: Site;
before(async () => {
  site = await openSite();
  const more = Array.from({ length: 300 }, (_, n) => `Bilan numéro ${n + 1}`);
  await laboratoryPublishes(site, [...more.slice(0, 120), title, ...more.slice(120)]);
});
after(() => site?.close());

for (const [n, hand] of hands.entries()) {
  test(`Issue 8, Proof, by ${hand.name}: the person finds one document among 300, by a word and one press`, async () => {
    const { page, leave } = await site.visit(hand.width, hand.height);
    await signInCitizen(site, page, star(site));
    await openDocuments(page);
    await hand.write(page.getByRole('main').getByLabel(/^Chercher/), 'fatigue');
    await hand.press(page.getByRole('main').getByRole('link', { name: title }));
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await picture(page, `journeys/found-carnet-${n}`);
    await leave();
  });

  test(`Issue 8, Proof, by ${hand.name}: a physician finds one document among 300, by two presses and a word`, async () => {
    const doctor = strangers(site)[n] ?? assert.fail('too few physicians');
    const { page, leave } = await site.visit(hand.width, hand.height);
    await signInProfessional(site, page, doctor.login);
    await opensRecord(site, hand, page);
    await hand.press(page.getByRole('link', { name: /^Chronologie/ }));
    await hand.write(page.getByRole('main').getByLabel(/^Chercher/), 'fatigue');
    await hand.press(page.getByRole('main').getByRole('link', { name: title }));
    await page.getByRole('heading', { name: title }).first().waitFor();
    await picture(page, `journeys/found-pro-${n}`);
    await leave();
  });
}

test('Issue 8, Proof: there are 300 documents and more to find among', async () => {
  const { page, leave } = await site.visit(1280, 800);
  await signInCitizen(site, page, star(site));
  const { categories } = await asked<{ categories: { count: number }[] }>(page, 'GET', '/api/carnet/home');
  assert.ok(categories.reduce((sum, { count }) => sum + count, 0) > 300);
  await leave();
});
