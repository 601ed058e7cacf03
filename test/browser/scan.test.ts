import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type DemoPerson, demoOperators, demoPassword, territory } from '#demo';
import {
  type CodedIdentity,
  datamatrixOf,
  insDatamatrixPng,
  type Modules,
  parseInsOid,
  parseMatricule,
  writeInsDatamatrix,
} from '#ins';
import { menu, signInCitizen, signInProfessional } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

const [star] = territory(7, { people: 12, documents: 150 }).people as [DemoPerson];
const coded: CodedIdentity = {
  status: 'QUAL',
  attributes: [],
  matricule: parseMatricule(star.matricule),
  oid: parseInsOid(star.oid),
  traits: star,
};

let site: Site;
const folder = mkdtempSync(join(tmpdir(), 'socle-scan-'));
before(async () => {
  const film = join(folder, 'camera.y4m');
  writeFileSync(film, filmOf(datamatrixOf(writeInsDatamatrix(coded))));
  site = await openSite([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
});
after(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

/** Two pictures of a paper with the code on it, as a camera of 640 × 480 sees them. Source: YUV4MPEG2. */
function filmOf(modules: Modules): Buffer {
  const [width, height, scale] = [640, 480, 6];
  const grey = Buffer.alloc(width * height, 225);
  const [left, top] = [(width - modules.length * scale) >> 1, (height - modules.length * scale) >> 1];
  for (let y = 0; y < modules.length * scale; y++)
    for (let x = 0; x < modules.length * scale; x++)
      if (modules[Math.floor(y / scale)]?.[Math.floor(x / scale)]) grey[(top + y) * width + left + x] = 30;
  const frame = Buffer.concat([Buffer.from('FRAME\n'), grey, Buffer.alloc((width * height) / 2, 128)]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]);
}

async function shot(page: Page, name: string): Promise<void> {
  const shots = process.env.SOCLE_SHOTS;
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

async function atSearch(width: number) {
  const visit = await site.visit(width, 800);
  const [author] = site.scene.professionals;
  await signInProfessional(site, visit.page, author?.login ?? '');
  await menu(visit.page, 'Patients').click();
  return visit;
}

const open = (page: Page) => page.getByRole('button', { name: 'Scanner le code INS' }).click();
const found = (page: Page) =>
  page
    .getByRole('link', { name: new RegExp(star.birthFamily, 'i') })
    .first()
    .waitFor();

test('INS datamatrix, /pro, 320 px: a photograph is read in the page, verified by INSi, and the person is found', async () => {
  const { page, leave } = await atSearch(320);
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await open(page);
  await page.getByRole('heading', { name: 'Lire un code INS' }).waitFor();
  await assertAccessible(page, 'the reader of codes');
  await shot(page, 'scan-open-320');
  await page.getByLabel('Choisir une photo ou un document scanné').setInputFiles({
    name: 'photo.png',
    mimeType: 'image/png',
    buffer: insDatamatrixPng(coded, 5),
  });
  await page.getByText('INSi confirme cette identité').waitFor();
  await found(page);
  await assertAccessible(page, 'what a code says');
  await shot(page, 'scan-found-320');
  assert.equal(await page.evaluate('document.activeElement?.getAttribute("aria-labelledby")'), 'scanned');
  const wasm = fetched.filter((url) => url.endsWith('.wasm'));
  assert.equal(wasm.length, 1);
  for (const url of fetched) if (!url.startsWith('blob:')) assert.equal(new URL(url).origin, site.url);
  await leave();
});

test('INS datamatrix, /pro: the identity sheet that the carnet prints is read as a PDF', async () => {
  const carnet = await site.visit(390, 800);
  await signInCitizen(site, carnet.page, star);
  await carnet.page.goto(`${site.url}/carnet/reglages`);
  await carnet.page.getByRole('heading', { name: 'Mon identité de santé' }).waitFor();
  await assertAccessible(carnet.page, 'the settings with the identity sheet');
  await shot(carnet.page, 'identity-carnet');
  const saving = carnet.page.waitForEvent('download');
  await carnet.page.getByRole('link', { name: 'Fiche d’identité INS (PDF)' }).click();
  const file = join(folder, 'fiche.pdf');
  await (await saving).saveAs(file);
  await carnet.leave();
  const { page, leave } = await atSearch(1280);
  await open(page);
  await page.getByLabel('Choisir une photo ou un document scanné').setInputFiles(file);
  await page.getByText('INSi confirme cette identité').waitFor();
  await found(page);
  await shot(page, 'scan-found-1280');
  await leave();
});

test('INS datamatrix, /pro: the camera reads the code held before it, and is switched off', async () => {
  const { page, leave } = await atSearch(390);
  await open(page);
  await page.getByRole('button', { name: 'Utiliser la caméra' }).click();
  await page.getByText('INSi confirme cette identité').waitFor();
  await found(page);
  assert.equal(await page.locator('video').count(), 0);
  await leave();
});

test('INS datamatrix, /pro: a hand scanner that loses the separators; a picture without a code; a file that is no picture', async () => {
  const { page, leave } = await atSearch(390);
  await open(page);
  const file = page.getByLabel('Choisir une photo ou un document scanné');
  await file.setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer: await page.screenshot() });
  await page.getByRole('alert').filter({ hasText: 'Aucun code n’a été vu' }).waitFor();
  await file.setInputFiles({ name: 'faux.pdf', mimeType: 'application/pdf', buffer: Buffer.from('ceci n’est pas un PDF') });
  await page.getByRole('alert').filter({ hasText: 'ni une image ni un PDF' }).waitFor();
  await shot(page, 'scan-refused-390');
  const field = page.getByLabel('Ou lisez-le avec une douchette');
  await field.fill('010340093000120517270131');
  await field.press('Enter');
  await page.getByText('Ce code n’est pas un DataMatrix INS').waitFor();
  await open(page);
  await field.fill(writeInsDatamatrix(coded).replaceAll('\u001d', ''));
  await field.press('Enter');
  await page.getByText('INSi confirme cette identité').waitFor();
  await found(page);
  await leave();
});

test('INS datamatrix, /exploitation, 320 px: the desk scans, and checks the person found', async () => {
  const { page, leave } = await site.visit(320, 800);
  await page.goto(`${site.url}/exploitation`);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByLabel('Identifiant').fill(demoOperators[0]?.login ?? '');
  await page.getByLabel('Mot de passe').fill(demoPassword);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'À traiter' }).waitFor();
  await page.goto(`${site.url}/exploitation/guichet`);
  await open(page);
  await page.getByLabel('Choisir une photo ou un document scanné').setInputFiles({
    name: 'scan.png',
    mimeType: 'image/png',
    buffer: insDatamatrixPng(coded, 8),
  });
  await page.getByText('INSi confirme cette identité').waitFor();
  await page.getByText('1 personne trouvée').waitFor();
  await assertAccessible(page, 'the desk after a scan');
  await shot(page, 'scan-desk-320');
  await leave();
});

test('CSP: only the spaces that read codes may compile their decoder, and nothing else', async () => {
  for (const [space, compiles] of [
    ['carnet', false],
    ['partage', false],
    ['pro', true],
    ['exploitation', true],
  ] as const) {
    const policy = (await fetch(`${site.url}/${space}`)).headers.get('content-security-policy') ?? '';
    assert.equal(policy.includes("'wasm-unsafe-eval'"), compiles, space);
    assert.doesNotMatch(policy, /'unsafe-/);
  }
});
