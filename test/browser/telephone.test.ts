import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const professional = (): string => site.scene.professionals[0]?.id ?? '';

test('e-CPS, 390 px: the telephone sees the demand come, approves it by keyboard, and the waiting page goes on by itself', async () => {
  const phone = await site.visit(390, 844);
  await phone.page.goto(`${site.url}/e-cps`);
  await assertAccessible(phone.page, 'the e-CPS of nobody yet');
  await phone.page.getByLabel('Numéro RPPS ou identifiant').fill(professional());
  await phone.page.getByRole('button', { name: 'Ouvrir cette e-CPS' }).click();
  await phone.page.getByText('Aucune demande en attente.').waitFor();

  const desk = await site.visit(1280, 800);
  await desk.page.goto(`${site.url}/entrer/pro`);
  await desk.page.getByLabel('Numéro RPPS ou identifiant').fill(professional());
  await desk.page.getByRole('button', { name: 'Continuer avec l’e-CPS simulée' }).click();
  const code = await desk.page.locator('.code').textContent();
  await assertAccessible(desk.page, 'the page that waits for the e-CPS');

  await phone.page.getByText('Une demande attend votre réponse.').waitFor();
  assert.equal(await phone.page.locator('.demand .code').textContent(), code);
  await assertAccessible(phone.page, 'a demand on the e-CPS');
  await phone.page.getByRole('button', { name: 'Le code est le même' }).focus();
  await phone.page.keyboard.press('Enter');
  await phone.page.getByText(/Connexion à .* validée\.$/).waitFor();
  await desk.page.waitForURL(`${site.url}/pro*`);
  await desk.leave();
  await phone.leave();
});

test('e-CPS, 320 px: what is refused on the telephone does not sign in, and the waiting page says so', async () => {
  const phone = await site.visit(320, 640);
  await phone.page.goto(`${site.url}/e-cps`);
  await phone.page.getByLabel('Numéro RPPS ou identifiant').fill(professional());
  await phone.page.getByRole('button', { name: 'Ouvrir cette e-CPS' }).click();
  const desk = await site.visit(320, 640);
  await desk.page.goto(`${site.url}/entrer/pro`);
  await desk.page.getByLabel('Numéro RPPS ou identifiant').fill(professional());
  await desk.page.getByRole('button', { name: 'Continuer avec l’e-CPS simulée' }).click();
  await phone.page.getByRole('button', { name: 'Refuser' }).waitFor();
  await assertAccessible(phone.page, 'a demand at 320 px');
  await phone.page.getByRole('button', { name: 'Refuser' }).click();
  await phone.page.getByText(/Connexion à .* refusée\.$/).waitFor();
  await assertAccessible(phone.page, 'the answer at 320 px');
  await desk.page.getByText('La connexion a été refusée sur l’e-CPS.').waitFor();
  await desk.leave();
  await phone.leave();
});

test('e-CPS, 390 px: who says on the page that the codes are the same gets in, however slowly the answer comes', async () => {
  const { page, leave } = await site.visit(390, 844);
  await page.goto(`${site.url}/entrer/pro`);
  await page.getByLabel('Numéro RPPS ou identifiant').fill(professional());
  await page.getByRole('button', { name: 'Continuer avec l’e-CPS simulée' }).click();
  await page.route('**/oidc/interaction/*', async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    await new Promise((done) => setTimeout(done, 5_000)); // the page asks every two seconds whether the telephone answered
    await route.fulfill({ response: answer });
  });
  const asked = page.waitForRequest('**/oidc/interaction/*');
  await page.getByRole('button', { name: 'Les codes sont les mêmes' }).click();
  assert.match((await asked).postData() ?? '', /step=code/);
  await page.waitForURL(`${site.url}/pro*`);
  await leave();
});
