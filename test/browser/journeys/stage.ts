import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { DemoPerson } from '#demo';
import { provideBundle } from '#interop/pdsm';
import type { Site } from '../site.ts';
import type { Hand } from './hand.ts';

export const star = (site: Site): DemoPerson => site.scene.people[0] as DemoPerson;

/** A token of the software that deposits for a structure. */
async function tokenOf(site: Site, clientId: string): Promise<string> {
  const answer = await fetch(`${site.url}/oidc/operator-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: clientId }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** The star’s laboratory publishes reports like its last one, each under a title of its own, through the public protocol. */
export async function laboratoryPublishes(site: Site, titles: readonly string[]): Promise<void> {
  const last = [...site.scene.documents()].filter((one) => one.person === star(site) && one.typeCode === '11502-2').at(-1);
  assert.ok(last !== undefined, 'the star has laboratory reports');
  const token = await tokenOf(site, last.structure.clientId);
  const text = last.bytes.toString();
  const deposit = async (title: string): Promise<void> => {
    const id = (): string => crypto.randomUUID().toUpperCase();
    const bytes = text
      .replace(/<id root="[^"]*"/, `<id root="${id()}"`)
      .replace(/<setId root="[^"]*"/, `<setId root="${id()}"`)
      .replace(/<title>[^<]*<\/title>/, `<title>${title}</title>`);
    const response = await fetch(`${site.url}/fhir`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', authorization: `Bearer ${token}` },
      body: provideBundle(Buffer.from(bytes), { at: new Date() }),
    });
    assert.equal(response.status, 200, await response.text());
  };
  const waiting = [...titles];
  const next = async (): Promise<void> => {
    for (let title = waiting.shift(); title !== undefined; title = waiting.shift()) await deposit(title);
  };
  await Promise.all(Array.from({ length: 6 }, next));
}

/** Physicians who do not follow the star: each must say on what ground they look. */
export function strangers(site: Site) {
  const known = new Set(site.scene.careTeams.filter((tie) => tie.person === star(site)).map((tie) => tie.professional));
  return site.scene.professionals.filter((one) => one.profession === '10' && !known.has(one));
}

/** A physician finds the star and says that they are of the care team. */
export async function opensRecord(site: Site, hand: Hand, page: Page): Promise<void> {
  const { matricule, birthFamily } = star(site);
  await hand.press(page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: 'Patients' }));
  await hand.write(page.getByRole('textbox', { name: 'Matricule INS' }), matricule);
  await hand.press(page.getByRole('button', { name: 'Rechercher' }));
  await hand.press(page.locator('main').getByRole('link', { name: new RegExp(birthFamily, 'i') }));
  const ground = page.getByLabel('Je fais partie de son équipe de soins');
  const refused = page.getByText(/a bloqué votre accès/);
  await ground.or(refused).first().waitFor({ state: 'attached' });
  if (await refused.first().isVisible()) return;
  await hand.tick(ground);
  await hand.press(page.getByRole('button', { name: 'Ouvrir le dossier' }));
}
