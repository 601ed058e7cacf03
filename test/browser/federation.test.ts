import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type House, openHouse, people } from '../../spec/signin/house.ts';
import { openRogue, type Rogue } from '../../spec/signin/rogue.ts';
import { chromiumPath } from './chromium.ts';
import { assertAccessible, openSite } from './site.ts';

let outside: Rogue;
let house: House;
let browser: Browser;
before(async () => {
  outside = await openRogue('socle');
  const common = { issuer: outside.issuer, clientId: 'socle', secret: 's'.repeat(40), scope: 'openid' } as const;
  house = await openHouse({
    demo: false,
    outside: {
      citizen: { ...common, level: 'eidas2', name: 'Identité Fictive' },
      professional: { ...common, level: 'eidas1', name: 'Pro Santé Connect' },
    },
    peopleOf: async () => [{ record: house.record, name: people.citizen.name }],
    log: () => undefined,
  });
  browser = await chromium.launch({ executablePath: await chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] });
});
after(async () => {
  await browser.close();
  await house.close();
  await outside.close();
});

async function shot(page: Page, name: string): Promise<void> {
  const shots = process.env.SOCLE_SHOTS;
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

async function visit(width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 700 }, javaScriptEnabled: true, locale: 'fr-FR' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

test('Federation, citizens, 320 px: away and back in a real browser, the link is asked for, and the pages let every redirect through', async () => {
  outside.claims = {
    sub: 'ambre',
    acr: 'eidas2',
    given_name: 'AMBRE',
    family_name: 'VALCASTEL',
    gender: 'female',
    birthdate: '1960-11-02',
    birthplace: '99100',
  };
  const page = await visit(320);
  await page.goto(`${house.url}/entrer/citoyen?retour=/carnet`);
  await page.getByRole('link', { name: 'Se connecter avec Identité Fictive' }).waitFor();
  await assertAccessible(page, 'the sign-in with a way outside');
  await shot(page, 'federation-citizen-320');
  await page.getByRole('link', { name: 'Se connecter avec Identité Fictive' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Relier Identité Fictive à votre carnet ?' }).waitFor();
  await assertAccessible(page, 'the page that asks to link');
  await shot(page, 'federation-link-320');
  await page.getByRole('button', { name: 'Relier et entrer' }).press('Enter');
  await page.waitForURL(`${house.url}/carnet`);
  const cookies = await page.context().cookies();
  assert.ok(cookies.some(({ name, httpOnly, sameSite }) => name === 'socle_session' && httpOnly && sameSite === 'Lax'));
  await page.context().close();
});

test('Federation, professionals, 320 px: Pro Santé Connect alone, then the choice of the situation; a refusal is told and can be read', async () => {
  outside.claims = { sub: 'f:x:1', acr: 'eidas1', SubjectNameID: people.physician };
  const page = await visit(320);
  await page.goto(`${house.url}/entrer/pro?retour=/pro`);
  const psc = page.getByRole('link', { name: 'Se connecter avec Pro Santé Connect' });
  await psc.waitFor();
  await assertAccessible(page, 'the professionals’ sign-in without a simulator');
  await shot(page, 'federation-pro-320');
  outside.claims = { ...outside.claims, SubjectNameID: '899700000999' };
  await psc.click();
  await page.getByRole('alert').filter({ hasText: 'annuaire de ce serveur' }).waitFor();
  await assertAccessible(page, 'a professional that the directory does not know');
  await shot(page, 'federation-unknown-320');
  outside.claims = { ...outside.claims, SubjectNameID: people.physician };
  await psc.click();
  await page.getByRole('heading', { level: 1, name: 'Où exercez-vous en ce moment ?' }).waitFor();
  await assertAccessible(page, 'the choice of the situation');
  await shot(page, 'federation-place-320');
  await page.getByLabel('Cabinet de Saint-Orme').check();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.waitForURL(`${house.url}/pro`);
  await page.context().close();
});

test('Federation, the carnet, 320 px: linked, used, seen in the settings, left there too, then unlinked', async () => {
  const citizen = {
    issuer: outside.issuer,
    clientId: 'socle',
    secret: 's'.repeat(40),
    scope: 'openid',
    level: 'eidas2',
    name: 'Identité Fictive',
  } as const;
  const site = await openSite([], { outside: { citizen } });
  try {
    const [star] = site.scene.people;
    assert.ok(star !== undefined);
    outside.claims = {
      sub: 'star',
      acr: 'eidas2',
      given_name: star.birthGivens,
      family_name: star.birthFamily,
      gender: star.sex === 'F' ? 'female' : 'male',
      birthdate: star.birthDate,
      birthplace: star.birthPlace,
    };
    const { page, leave } = await site.visit(320, 760);
    const enter = async (): Promise<void> => {
      await page.goto(`${site.url}/entrer/citoyen?retour=/carnet/reglages`);
      await page.getByRole('link', { name: 'Se connecter avec Identité Fictive' }).click();
    };
    await enter();
    await page.getByRole('button', { name: 'Relier et entrer' }).click();
    await page.getByRole('heading', { name: 'Connexion par un autre compte' }).waitFor();
    await assertAccessible(page, 'the settings with an account elsewhere');
    await shot(page, 'federation-settings-320');
    const left = page.waitForRequest((request) => request.url().startsWith(`${outside.issuer}/logout?`));
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    assert.match((await left).url(), /id_token_hint=ey/);
    // A page that is on its way is not sent elsewhere.
    await page.waitForURL((url) => url.pathname === '/logout');
    await enter();
    await page.getByRole('button', { name: /^Délier 127/ }).click();
    await page.getByText('ce compte n’ouvre plus votre carnet').waitFor();
    await enter();
    await page.getByRole('heading', { name: 'Relier Identité Fictive à votre carnet ?' }).waitFor();
    await leave();
  } finally {
    await site.close();
  }
});
