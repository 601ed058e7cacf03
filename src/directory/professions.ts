import type { Sentence } from '#kernel';

/**
 * Names of the health professions for people, in both languages.
 * Source: TRE_G15-ProfessionSante, OID 1.2.250.1.71.1.2.7 (ANS); the English is ours.
 */
const names: Readonly<Record<string, readonly [fr: string, en: string]>> = {
  '10': ['Médecin', 'Physician'],
  '21': ['Pharmacien', 'Pharmacist'],
  '26': ['Audioprothésiste', 'Hearing-aid specialist'],
  '28': ['Opticien-lunetier', 'Optician'],
  '31': ['Assistant dentaire', 'Dental assistant'],
  '32': ['Physicien médical', 'Medical physicist'],
  '35': ['Aide-soignant', 'Care assistant'],
  '36': ['Ambulancier', 'Ambulance worker'],
  '37': ['Auxiliaire de puériculture', 'Childcare assistant'],
  '38': ['Préparateur en pharmacie hospitalière', 'Hospital pharmacy technician'],
  '39': ['Préparateur en pharmacie', 'Pharmacy technician'],
  '40': ['Chirurgien-dentiste', 'Dentist'],
  '50': ['Sage-femme', 'Midwife'],
  '60': ['Infirmier', 'Nurse'],
  '69': ['Infirmier psychiatrique', 'Psychiatric nurse'],
  '70': ['Masseur-kinésithérapeute', 'Physiotherapist'],
  '80': ['Pédicure-podologue', 'Podiatrist'],
  '81': ['Orthoprothésiste', 'Prosthetist'],
  '82': ['Podo-orthésiste', 'Foot orthotist'],
  '83': ['Orthopédiste-orthésiste', 'Orthotist'],
  '84': ['Oculariste', 'Ocularist'],
  '85': ['Épithésiste', 'Epithesist'],
  '86': ['Technicien de laboratoire médical', 'Medical laboratory technician'],
  '91': ['Orthophoniste', 'Speech therapist'],
  '92': ['Orthoptiste', 'Orthoptist'],
  '94': ['Ergothérapeute', 'Occupational therapist'],
  '95': ['Diététicien', 'Dietitian'],
  '96': ['Psychomotricien', 'Psychomotor therapist'],
  '98': ['Manipulateur en électroradiologie médicale', 'Radiographer'],
};

/** The name of a TRE_G15 code; a code that is not in the list gives « Professionnel de santé ». */
export function professionLabel(code: string): Sentence {
  const [fr, en] = names[code] ?? ['Professionnel de santé', 'Health professional'];
  return { fr, en };
}

/** Whether the TRE_G15 code is a physician’s. */
export function isPhysician(code: string): boolean {
  return code === '10';
}
