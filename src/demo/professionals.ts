import type { CodedValue } from '#kernel';
import { specialties } from './codes.ts';
import { loginOf } from './login.ts';
import { withLuhn } from './matricule.ts';
import { structure } from './structures.ts';

/** A professional of the territory. The RPPS number is in the 997 range, which the register does not give out. */
export interface DemoProfessional {
  /** `8` + 11 digits of RPPS. */
  readonly id: string;
  readonly family: string;
  readonly given: string;
  /** Title before the name. */
  readonly prefix?: 'DR';
  /** TRE_G15, e.g. `10` for a physician. */
  readonly profession: string;
  /** JDV_J01. */
  readonly specialty: CodedValue;
  readonly structureId: string;
  readonly login: string;
  readonly note?: string;
}

const lines: readonly (readonly [
  key: string,
  given: string,
  family: string,
  specialty: CodedValue,
  structure: string,
  note?: string,
])[] = [
  ['cardiologist', 'Hélène', 'Pulsarelle', specialties.cardiology, 'hospital'],
  ['orthopaedist', 'Bastien', 'Rotulier', specialties.orthopaedics, 'hospital', "Chirurgien d'Ambre Valcastel"],
  ['emergency', 'Yanis', 'Gyrophare', specialties.emergency, 'hospital', 'Pour essayer le bris de glace'],
  ['geriatrician', 'Solange', 'Vermeil', specialties.geriatrics, 'hospital'],
  ['anaesthetist', 'Paul-Émile', 'Morphéal', specialties.anaesthesia, 'hospital'],
  ['obstetrician', 'Inès', "d'Aubelait", specialties.obstetrics, 'hospital'],
  ['paediatrician', 'Côme', 'Hochetier', specialties.paediatrics, 'hospital'],
  ['endocrinologist', 'Ludivine', 'Sucredoux', specialties.endocrinology, 'hospital', "Diabétologue d'Ambre Valcastel"],
  ['visceralSurgeon', 'Étienne', 'Scalpelin', specialties.visceral, 'clinic'],
  ['gastroenterologist', 'Nadège', 'Fibrescope', specialties.gastroenterology, 'clinic'],
  ['ophthalmologist', 'Irène', "L'Œillade", specialties.ophthalmology, 'clinic'],
  ['biologist', 'Sacha', 'Éprouvette', specialties.biology, 'lab'],
  ['biologist2', 'Maud', 'Pipettin', specialties.pharmacistBiologist, 'lab'],
  ['biologistPort', 'Aristide', 'Becherel-Fiole', specialties.pharmacistBiologist, 'labPort'],
  ['radiologist', 'Octave', 'Rayonnier', specialties.radiology, 'radiology'],
  ['radiologist2', 'Lïla', 'Clair-Obscur', specialties.imaging, 'radiology'],
  ['radiologistPort', 'Anselme', 'Négatoscope', specialties.radiology, 'radiologyPort'],
  ['pharmacist', 'Flore', 'Apothica', specialties.pharmacyOwner, 'pharmacy', "Pharmacienne d'Ambre Valcastel"],
  ['pharmacist2', 'Malo', 'Codexier', specialties.pharmacyAssistant, 'pharmacy'],
  ['pharmacistFables', 'Rosalie', 'Mortier-Pilon', specialties.pharmacyOwner, 'pharmacyFables'],
  ['gp', 'Mathilde', 'Stéthance', specialties.generalPractice, 'house', "Médecin traitant d'Ambre Valcastel"],
  ['gp2', 'Gaël', 'Auscultier', specialties.generalPractice, 'house'],
  ['midwife', 'Perrine', 'Layettine', specialties.midwife, 'house'],
  ['physio', 'Jocelyn', 'Étirenbault', specialties.physiotherapist, 'house'],
  ['gpSaintOrme', 'François-Xavier', "de L'Ordonnance", specialties.generalPractice, 'practice'],
  ['nurse', 'Capucine', 'Pansemille', specialties.nurse, 'practice'],
  ['coordinator', 'Agathe', 'Longâge', specialties.geriatrics, 'nursingHome', 'Médecin coordonnateur'],
  ['homeNurse', 'Zacharie', 'Veillenuit', specialties.nurse, 'nursingHome'],
  ['foyerNurse', 'Philomène', "L'Attentive", specialties.nurse, 'foyer'],
  ['occupational', 'Ulysse', 'Main-Habile', specialties.occupationalTherapist, 'foyer'],
];

const byKey = new Map<string, DemoProfessional>(
  lines.map(([key, given, family, specialty, at, note], index) => [
    key,
    {
      id: `8${withLuhn(`9970000${String(index + 1).padStart(3, '0')}`)}`,
      family,
      given,
      ...(specialty.code.startsWith('G15_10') ? { prefix: 'DR' as const } : {}),
      profession: specialty.code.slice(4, 6),
      specialty,
      structureId: structure(at).id,
      login: loginOf(given, family),
      ...(note === undefined ? {} : { note }),
    },
  ]),
);

export const professionals: readonly DemoProfessional[] = [...byKey.values()];

export function professional(key: string): DemoProfessional {
  const found = byKey.get(key);
  if (!found) throw new Error(`no professional ${key} in the territory`);
  return found;
}
