import assert from 'node:assert/strict';
import type { DemoPerson } from '#demo';
import { signInCitizen } from '../acts.ts';
import { carnetScreens, inOtherColours, signedOut } from './carnetScreens.ts';
import { type Arrival, asked, hang, type Places } from './hang.ts';

/** The star signs in; the places are those of their own things. */
async function arrive({ site, page }: Arrival): Promise<Places> {
  await signInCitizen(site, page, site.scene.people[0] as DemoPerson);
  const { items } = await asked<{ items: { id: string; format: string }[] }>(page, 'GET', '/api/carnet/documents');
  const of = (format: string): string => items.find((item) => item.format === format)?.id ?? assert.fail(`no ${format}`);
  return { structured: of('N3'), pdf: of('N1') };
}

const dark = async (arrival: Arrival): Promise<Places> => {
  await arrival.page.emulateMedia({ colorScheme: 'dark' });
  return arrive(arrival);
};
const forced = async (arrival: Arrival): Promise<Places> => {
  await arrival.page.emulateMedia({ forcedColors: 'active', contrast: 'more', reducedMotion: 'reduce' });
  return arrive(arrival);
};

hang([
  { name: 'carnet', screens: carnetScreens, arrive },
  { name: 'carnet-nobody', screens: signedOut, arrive: async () => ({}), glance: true },
  { name: 'carnet-dark', screens: inOtherColours, arrive: dark, glance: true },
  { name: 'carnet-forced', screens: inOtherColours, arrive: forced, glance: true },
]);
