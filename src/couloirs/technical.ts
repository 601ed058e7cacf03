import { type Couloir, publication } from './couloir.ts';

/** Medical laboratories: SGL. */
export const biology: Couloir = {
  id: 'biologie',
  label: { fr: 'Biologie médicale', en: 'Laboratory medicine' },
  publishes: [
    publication(
      '11502-2',
      "CR d'examens biologiques",
      ['N3', 'N1'],
      'À la validation biologique, partielle ou complète ; chaque version remplace la précédente.',
      'When the results are validated, in part or in full; each version replaces the previous one.',
    ),
  ],
};

/** Imaging: RIS and DRIMbox. */
export const radiology: Couloir = {
  id: 'radiologie',
  label: { fr: 'Imagerie', en: 'Imaging' },
  publishes: [
    publication(
      '18748-4',
      "CR d'imagerie médicale",
      ['N3', 'N1'],
      'À la signature du radiologue ; invisible au patient tant qu’une annonce doit être faite.',
      'When the radiologist signs; hidden from the patient while bad news is still to be told.',
    ),
    publication(
      'IMG-KOS',
      "Reference d'objets d'un examen d'imagerie",
      ['N1'],
      "Quand les images de l'examen sont disponibles.",
      'When the images of the study are available.',
    ),
  ],
};

/** Community pharmacies: LGO. */
export const pharmacy: Couloir = {
  id: 'officine',
  label: { fr: 'Officine', en: 'Pharmacy' },
  publishes: [
    publication(
      '60593-1',
      'Dispensation médicamenteuse',
      ['N3', 'N1'],
      'À chaque dispensation de médicaments.',
      'Each time medicines are dispensed.',
    ),
    publication(
      '56445-0',
      'Bilan médicamenteux (Officine)',
      ['N1'],
      'À la fin du bilan partagé de médication.',
      'At the end of the shared medication review.',
    ),
    publication('78601-2', "CR d'entretien pharmaceutique", ['N1'], "Après l'entretien.", 'After the interview.'),
    publication(
      '61357-0',
      'Intervention pharmaceutique',
      ['N1'],
      'Quand le pharmacien signale un problème au prescripteur.',
      'When the pharmacist raises a problem with the prescriber.',
    ),
    publication(
      '87273-9',
      'Note de vaccination',
      ['N3', 'N1'],
      'Après chaque vaccination faite en officine.',
      'After each vaccination given in the pharmacy.',
    ),
  ],
};
