import { matriculeKey, type Traits } from '#ins';
import type { Call, Citizen, Professional, RecordId, Software } from '#kernel';
import type { TestSocle } from '../socle.ts';

/** The people of the walks, all fictitious; matricules of the test range, their keys right. */
export interface Person extends Traits {
  readonly oid: string;
  readonly matricule: string;
}

export const testOid = '1.2.250.1.213.1.4.10';

/** Makes a person up: the matricule follows from the traits and the order of birth in the register (3 digits). */
export function person(given: Omit<Traits, 'birthGivens'>, order: string): Person {
  const { birthFamily, firstBirthGiven, sex, birthDate, birthPlace } = given;
  const first13 = `${sex === 'M' ? 1 : 2}${birthDate.slice(2, 4)}${birthDate.slice(5, 7)}${birthPlace}${order}`;
  const traits = { birthFamily, firstBirthGiven, birthGivens: firstBirthGiven, sex, birthDate, birthPlace };
  return { ...traits, oid: testOid, matricule: `${first13}${matriculeKey(first13)}` };
}

export const ambre = person(
  { birthFamily: 'DE LA BRUMAILLE', firstBirthGiven: 'AMBRE', sex: 'F', birthDate: '1958-04-17', birthPlace: '35238' },
  '901',
);
export const basile = person(
  { birthFamily: 'ÉCUMEUR', firstBirthGiven: 'BASILE', sex: 'M', birthDate: '1961-09-02', birthPlace: '29019' },
  '902',
);
export const corentine = person(
  { birthFamily: 'SANTONI-FICTIVE', firstBirthGiven: 'CORENTINE', sex: 'F', birthDate: '1990-01-15', birthPlace: '2A004' },
  '903',
);

const cabinet = { id: '1990000018', name: 'Cabinet des Nuées' };
const clinic = { id: '1990000026', name: 'Clinique de Saint-Orme' };
const software = 'logiciel-nuees';

const professional = (id: string, name: string, profession: string, structure = cabinet): Professional => ({
  kind: 'professional',
  id,
  name,
  profession,
  structure,
  software,
});
/** General practitioner, author of most documents. */
export const irene = professional('899700000111', 'Dr Irène Stéthance', '10');
export const capucine = professional('899700000129', 'Capucine Pansemille', '60', clinic);
export const hector = professional('899700000137', 'Dr Hector Pulsarelle', '10', clinic);

export const nuees: Software = { kind: 'software', id: software, name: 'Nuées Logiciel', structure: cabinet };
export const orme: Software = { kind: 'software', id: 'logiciel-orme', name: 'Orme Logiciel', structure: clinic };
export const softwareSecret = 'w1-secret-of-thirty-two-characters-or-more';

export function citizen(record: RecordId, { firstBirthGiven, birthFamily }: Person): Citizen {
  return { kind: 'citizen', record, name: `${firstBirthGiven} ${birthFamily}` };
}

/** Structures, professionals and software into the directory. */
export async function fillDirectory({ directory }: TestSocle): Promise<void> {
  await directory.registerStructures([
    { ...cabinet, couloir: 'ville', facilityType: 'SA08', practiceSetting: 'AMBULATOIRE' },
    { ...clinic, couloir: 'hopital', facilityType: 'SA01', practiceSetting: 'ETABLISSEMENT' },
  ]);
  const gp = { code: 'G15_10/SM54', label: 'Médecin - Médecine Générale (SM)' };
  await directory.registerProfessionals([
    {
      id: irene.id,
      family: 'Stéthance',
      given: 'Irène',
      prefix: 'DR',
      profession: '10',
      specialty: gp,
      structures: [cabinet.id],
    },
    { id: capucine.id, family: 'Pansemille', given: 'Capucine', profession: '60', structures: [clinic.id] },
    {
      id: hector.id,
      family: 'Pulsarelle',
      given: 'Hector',
      prefix: 'DR',
      profession: '10',
      specialty: gp,
      structures: [clinic.id],
    },
  ]);
  await directory.registerSoftware(
    [nuees, orme].map(({ id, name, structure }) => ({ id, name, structure: structure.id, secret: softwareSecret })),
  );
}

const operator = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;

/** Makes the person known as far as the evidence goes: `QUAL` confirmed by INSi and checked, `RECUP` only confirmed, `VALI` only checked. */
export async function makeKnown({ ins, insi }: TestSocle, one: Person, status: 'QUAL' | 'RECUP' | 'VALI' | 'PROV' = 'QUAL') {
  const { oid, matricule, ...traits } = one;
  const confirmed = status === 'QUAL' || status === 'RECUP';
  if (confirmed) insi.register({ oid, matricule, traits });
  const evidence = {
    insi: confirmed,
    ...(status === 'QUAL' || status === 'VALI' ? { identityDocument: 'CN' as const } : {}),
  };
  const call: Call = { actor: operator, at: new Date(), requestId: 'test' };
  const identity = await ins.create(call, { traits, matricule, oid, evidence });
  if (identity.status !== status) throw new Error(`${one.firstBirthGiven} is ${identity.status}, not ${status}`);
  return identity.record;
}
