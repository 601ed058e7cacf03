import assert from 'node:assert/strict';
import type { DemoPerson } from '#demo';
import { signInCitizen, signInProfessional } from '../acts.ts';
import { type Arrival, asked, type Places } from './hang.ts';

/** The star signs in; the places are those of their own things. */
export async function citizen({ site, page }: Arrival): Promise<Places> {
  await signInCitizen(site, page, site.scene.people[0] as DemoPerson);
  const { items } = await asked<{ items: { id: string; format: string }[] }>(page, 'GET', '/api/carnet/documents');
  const of = (format: string): string => items.find((item) => item.format === format)?.id ?? assert.fail(`no ${format}`);
  return { structured: of('N3'), pdf: of('N1') };
}

interface Found {
  readonly items: readonly { readonly record: string; readonly access: unknown }[];
}

/** A physician of the star’s care team signs in. */
export async function physician({ site, page }: Arrival): Promise<Places> {
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
