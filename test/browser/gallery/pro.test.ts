import assert from 'node:assert/strict';
import type { DemoPerson } from '#demo';
import { signInProfessional } from '../acts.ts';
import { type Arrival, asked, hang, type Places } from './hang.ts';
import { inOtherColours, proScreens, signedOut } from './proScreens.ts';

interface Found {
  readonly items: readonly { readonly record: string; readonly access: unknown }[];
}

/** A physician of the star’s care team signs in. */
async function arrive({ site, page }: Arrival): Promise<Places> {
  const star = site.scene.people[0] as DemoPerson;
  const ties = site.scene.careTeams.filter((tie) => tie.professional.profession === '10');
  const doctor = ties.find((tie) => tie.person === star)?.professional ?? assert.fail('nobody follows the star');
  const theirs = new Set(ties.filter((tie) => tie.professional === doctor).map((tie) => tie.person));
  await signInProfessional(site, page, doctor.login);
  const recordOf = async ({ matricule }: DemoPerson): Promise<string> =>
    (await asked<Found>(page, 'POST', '/api/pro/patients/search', { matricule })).items[0]?.record ?? assert.fail('not found');
  const record = await recordOf(star);
  const other = site.scene.people.find((person) => !theirs.has(person)) ?? assert.fail('they follow everybody');
  await asked(page, 'POST', `/api/pro/patients/${record}/access`, { ground: 'equipe_de_soins' });
  const { items } = await asked<{ items: { id: string; format: string }[] }>(
    page,
    'GET',
    `/api/pro/patients/${record}/documents`,
  );
  const of = (format: string): string => items.find((item) => item.format === format)?.id ?? assert.fail(`no ${format}`);
  const mailboxes = await asked<{ items: { id: string }[] }>(page, 'GET', '/api/pro/mail/mailboxes');
  const mailbox = mailboxes.items[0]?.id ?? assert.fail('no mailbox');
  const folders = await asked<{ items: { id: number }[] }>(page, 'GET', `/api/pro/mail/${mailbox}/folders`);
  return {
    record,
    stranger: await recordOf(other),
    structured: of('N3'),
    pdf: of('N1'),
    mailbox,
    folder: String(folders.items[0]?.id ?? assert.fail('no folder')),
  };
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
  { name: 'pro', screens: proScreens, arrive },
  { name: 'pro-nobody', screens: signedOut, arrive: async () => ({}), glance: true },
  { name: 'pro-dark', screens: inOtherColours, arrive: dark, glance: true },
  { name: 'pro-forced', screens: inOtherColours, arrive: forced, glance: true },
]);
