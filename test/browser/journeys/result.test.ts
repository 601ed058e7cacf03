import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openLog, signInCitizen, signInProfessional } from '../acts.ts';
import { picture } from '../gallery/artefacts.ts';
import { assertAccessible, openSite, type Site } from '../site.ts';
import { hands } from './hand.ts';
import { laboratoryPublishes, opensRecord, star, strangers } from './stage.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

for (const [n, hand] of hands.entries())
  test(`Issue 8, Proof, by ${hand.name}: a laboratory publishes, the person opens the result in two taps, a physician opens it, the log says on what ground, the person stops it, the physician is refused`, async () => {
    const title = `Bilan sanguin ${n + 1}`;
    const doctor = strangers(site)[n] ?? assert.fail('too few physicians');
    const carnet = await site.visit(hand.width, hand.height);
    const surgery = await site.visit(hand.width, hand.height);
    await signInCitizen(site, carnet.page, star(site));
    await laboratoryPublishes(site, [title]);
    // The page is open already: it hears of the document, and one tap opens it.
    await hand.press(carnet.page.getByRole('main').getByRole('link', { name: title }));
    await carnet.page.getByRole('heading', { level: 1, name: title }).waitFor();
    await carnet.page.getByText('HbA1c').first().waitFor();
    await picture(carnet.page, `journeys/result-opened-${n}`);

    await signInProfessional(site, surgery.page, doctor.login);
    await opensRecord(site, hand, surgery.page);
    await hand.press(surgery.page.getByRole('link', { name: /^Chronologie/ }));
    await hand.press(surgery.page.getByRole('main').getByRole('link', { name: title }));
    await surgery.page.getByRole('heading', { name: title }).first().waitFor();
    await picture(surgery.page, `journeys/result-at-the-surgery-${n}`);

    await openLog(carnet.page);
    const line = carnet.page.locator('.log-line').filter({ hasText: new RegExp(doctor.family, 'i') });
    await line
      .filter({ hasText: /équipe de soins/i })
      .first()
      .waitFor({ timeout: 5000 });
    await picture(carnet.page, `journeys/result-log-${n}`);

    await carnet.page.goto(`${site.url}/carnet`);
    await hand.press(carnet.page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: 'Accès' }));
    const card = carnet.page
      .getByRole('listitem')
      .filter({ has: carnet.page.getByRole('heading', { name: new RegExp(doctor.family, 'i') }) });
    await hand.press(card.getByRole('button', { name: 'Bloquer', exact: true }));
    await hand.press(carnet.page.getByRole('alertdialog').getByRole('button', { name: 'Confirmer le blocage' }));
    await card.getByRole('button', { name: 'Débloquer', exact: true }).waitFor();

    await surgery.page.goto(`${site.url}/pro`);
    await opensRecord(site, hand, surgery.page);
    await surgery.page
      .getByText(/a bloqué votre accès/)
      .first()
      .waitFor();
    assert.equal(await surgery.page.getByText('Accès ouvert').count(), 0);
    await assertAccessible(surgery.page, 'the refusal');
    await picture(surgery.page, `journeys/result-refused-${n}`);
    await carnet.leave();
    await surgery.leave();
  });
