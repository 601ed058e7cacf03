import { type Couloir, publication } from './couloir.ts';

/** Hospitals and clinics: DPI and interoperability platform. */
export const hospital: Couloir = {
  id: 'hopital',
  label: { fr: 'Hôpital', en: 'Hospital' },
  publishes: [
    publication(
      '11490-0',
      "Lettre de liaison à la sortie d'un établissement de soins",
      ['N3', 'N1'],
      'Le jour de la sortie, remise aussi au patient.',
      'On the day of discharge, also handed to the patient.',
    ),
    publication(
      '34112-3',
      'CR hospitalier (séjour)',
      ['N1'],
      'Dès sa validation après le séjour.',
      'As soon as it is validated after the stay.',
    ),
    publication(
      '34874-8',
      'CR opératoire',
      ['N1'],
      "Dès sa validation par l'opérateur.",
      'As soon as the surgeon has validated it.',
    ),
    publication(
      '15507-7',
      'CR de passage aux urgences',
      ['N1'],
      'À la fin du passage aux urgences.',
      'At the end of the emergency visit.',
    ),
    publication(
      '11488-4',
      'CR ou fiche de consultation ou de visite',
      ['N1', 'N3'],
      'Dès sa validation après la consultation externe.',
      'As soon as it is validated after the outpatient visit.',
    ),
    publication(
      '77436-4',
      "CR d'anesthésie",
      ['N1'],
      "Dès sa validation après l'anesthésie.",
      'As soon as it is validated after the anaesthesia.',
    ),
    publication(
      '34749-2',
      'CR de consultation pré-anesthésique',
      ['N1'],
      'Dès sa validation après la consultation.',
      'As soon as it is validated after the visit.',
    ),
    publication(
      '15508-5',
      "CR d'accouchement",
      ['N1'],
      "Dès sa validation après l'accouchement.",
      'As soon as it is validated after the birth.',
    ),
    publication(
      '57833-6',
      'Prescription de produits de santé',
      ['N1', 'N3'],
      'À la signature de chaque ordonnance de sortie ou externe.',
      'When a discharge or outpatient prescription is signed.',
    ),
  ],
};

/** City medicine: the software of practices and health centres (LGC, MSP). */
export const city: Couloir = {
  id: 'ville',
  label: { fr: 'Médecine de ville', en: 'City medicine' },
  publishes: [
    publication(
      '57833-6',
      'Prescription de produits de santé',
      ['N1', 'N3'],
      'À la signature de chaque ordonnance.',
      'When each prescription is signed.',
    ),
    publication(
      '60591-5',
      'Synthèse médicale',
      ['N3', 'N1'],
      'À sa création puis à chaque mise à jour par le médecin traitant, au moins une fois par an en cas d’affection de longue durée.',
      'When the attending physician writes or updates it, at least yearly for a long-term illness.',
    ),
    publication(
      '11488-4',
      'CR ou fiche de consultation ou de visite',
      ['N1', 'N3'],
      'Quand la consultation donne lieu à un compte rendu.',
      'When the visit gives rise to a report.',
    ),
    publication(
      '96349-6',
      "Lettre d'adressage",
      ['N1'],
      'Quand le patient est adressé à un confrère.',
      'When the patient is referred to a colleague.',
    ),
    publication(
      '89601-9',
      'Certificat médical',
      ['N1'],
      'À la signature, avec l’accord du patient.',
      'When signed, with the patient’s agreement.',
    ),
    publication(
      'PRESC-BIO',
      "Prescription d'actes de biologie médicale",
      ['N1'],
      'À la signature de la prescription.',
      'When the prescription is signed.',
    ),
    publication(
      'PRESC-KINE',
      "Prescription d'actes de kinésithérapie",
      ['N1'],
      'À la signature de la prescription.',
      'When the prescription is signed.',
    ),
    publication(
      'PRESC-INF',
      "Prescription d'actes infirmiers",
      ['N1'],
      'À la signature de la prescription.',
      'When the prescription is signed.',
    ),
    publication(
      '55115-0',
      "Demande d'actes d'imagerie",
      ['N1', 'N3'],
      'À la signature de la demande.',
      'When the request is signed.',
    ),
    publication('87273-9', 'Note de vaccination', ['N3', 'N1'], 'Après chaque vaccination.', 'After each vaccination.'),
    publication(
      '11506-3',
      'CR ou fiche de suivi de soins par auxiliaire médical',
      ['N1'],
      'Au bilan ou à la fin d’une série de soins.',
      'At the assessment or the end of a series of sessions.',
    ),
    publication(
      '59283-2',
      "CR d'examen de l'enfant",
      ['N1', 'N3'],
      'Après chaque examen obligatoire de l’enfant.',
      'After each mandatory examination of the child.',
    ),
  ],
};
