import { attributeOf, childrenOf, type XmlDocument } from '#xml';

/** A document model of the CI-SIS: what is drawn from it, or why nothing is. */
export type Model =
  | { readonly oid: string; readonly name: string; readonly draws: readonly string[] }
  | { readonly oid: string; readonly name: string; readonly reason: { readonly fr: string; readonly en: string } };

const root = '1.2.250.1.213.1.1.1.';

const table: readonly (readonly [string, string, string])[] = [
  [
    '13',
    'VSM, synthèse médicale',
    'AllergyIntolerance Condition Device DeviceUseStatement Encounter FamilyMemberHistory Goal Immunization ImmunizationRecommendation MedicationRequest MedicationStatement Observation Procedure ServiceRequest',
  ],
  [
    '40',
    'ANEST-CR-ANEST, anesthésie',
    'Condition Device DeviceUseStatement MedicationStatement Observation Procedure ServiceRequest',
  ],
  ['41', 'ANEST-CR-CPA, consultation pré-anesthésique', 'AllergyIntolerance Condition MedicationStatement Observation'],
  ['15', 'AVC-AUNV, entrée en unité neurovasculaire', 'Condition DiagnosticReport MedicationStatement Observation Procedure'],
  ['16', 'AVC-EUNV, épisode en unité neurovasculaire', 'DiagnosticReport Observation Procedure'],
  ['25', 'AVC-PAVC, consultation après un AVC', 'Condition Goal Observation'],
  ['17', 'AVC-SUNV, sortie d’unité neurovasculaire', 'Condition MedicationStatement Observation Procedure ServiceRequest'],
  ['55', 'CR-BIO, biologie médicale', 'Condition DiagnosticReport Immunization Observation Specimen'],
  ['59', 'BIO-TROD, test rapide', 'DiagnosticReport Observation'],
  ['32', 'CANCER-CR-GM, génétique moléculaire', 'Observation Specimen'],
  ['28', 'CANCER-D2LM-FIDD, bilan différé', 'Observation Procedure ServiceRequest'],
  ['27', 'CANCER-D2LM-FIN, deuxième lecture', 'Condition FamilyMemberHistory Observation Procedure ServiceRequest'],
  ['8', 'CANCER-FRCP, réunion de concertation', 'Condition Observation Procedure ServiceRequest'],
  ['26', 'CANCER-PPS, programme de soins', 'Condition Observation Procedure ServiceRequest'],
  [
    '2.1.1',
    'CARD-F-PRC-AVK, anticoagulants',
    'AllergyIntolerance Condition Goal MedicationRequest MedicationStatement Observation Procedure',
  ],
  ['2.1.3', 'CARD-F-PRC-DCI, défibrillateur', 'Condition Device DeviceUseStatement Observation Procedure'],
  [
    '2.1.5',
    'CARD-F-PRC-PPV, prothèse valvulaire',
    'Condition Device DeviceUseStatement MedicationStatement Observation Procedure',
  ],
  ['2.1.4', 'CARD-F-PRC-PSC, stimulateur cardiaque', 'Condition Device DeviceUseStatement Observation Procedure'],
  [
    '2.1.2',
    'CARD-F-PRC-TAP, antiagrégants',
    'AllergyIntolerance Condition Device DeviceUseStatement MedicationStatement Observation Procedure',
  ],
  [
    '36',
    'CNAM-HR, historique des remboursements',
    'Device DeviceUseStatement Encounter Immunization MedicationDispense MedicationStatement Procedure',
  ],
  ['5.3', 'CSE-CS24, certificat du 24e mois', 'AllergyIntolerance Condition Immunization Observation ServiceRequest'],
  ['5.1', 'CSE-CS8, certificat du 8e jour', 'Condition Immunization MedicationStatement Observation Procedure ServiceRequest'],
  ['5.2', 'CSE-CS9, certificat du 9e mois', 'Condition Immunization MedicationStatement Observation ServiceRequest'],
  ['5.4', 'CSE-MDE, mesures de l’enfant', 'Observation'],
  ['22', 'DLU-EHPAD-DLU, liaison d’urgence', 'AllergyIntolerance Condition Immunization MedicationRequest Observation Procedure'],
  ['24', 'DLU-EHPAD-FLUDR, retour en EHPAD', 'Condition MedicationRequest Observation'],
  ['23', 'DLU-EHPAD-FLUDT, transfert aux urgences', 'Observation'],
  ['47', 'IMG-DA-IMG, demande d’imagerie', 'Observation ServiceRequest'],
  [
    '45',
    'IMG-CR-IMG, compte rendu d’imagerie',
    'Device DeviceUseStatement ImagingStudy MedicationStatement Observation Procedure',
  ],
  [
    '51',
    'IPS-FR, synthèse internationale',
    'AllergyIntolerance Condition Device DeviceUseStatement FamilyMemberHistory Goal Immunization ImmunizationRecommendation MedicationRequest MedicationStatement Observation Procedure ServiceRequest',
  ],
  ['21', 'LDL-EES, liaison à l’entrée', 'AllergyIntolerance Condition MedicationStatement Procedure'],
  ['29', 'LDL-SES, liaison à la sortie', 'Device DeviceUseStatement MedicationStatement Observation ServiceRequest'],
  [
    '12.1',
    'OBP-SAP, suivi de grossesse',
    'AllergyIntolerance Condition DiagnosticReport Encounter FamilyMemberHistory MedicationStatement Observation Procedure',
  ],
  ['12.4', 'OBP-SCM, suites de couches', 'Condition Observation Procedure'],
  ['12.5', 'OBP-SEM et OBP-SCE, suites de naissance de l’enfant', 'Condition Immunization Observation Procedure ServiceRequest'],
  ['12.3', 'OBP-SNE, naissance, enfant', 'Condition DiagnosticReport Observation Procedure'],
  ['12.2', 'OBP-SNM, naissance, mère', 'Condition Observation Procedure ServiceRequest'],
  ['42', 'OPH-BRE, bilan de réfraction', 'Condition Observation'],
  ['30', 'SDM-MR, maladies rares', 'Condition Encounter FamilyMemberHistory MedicationStatement Observation Procedure'],
  ['58', 'TDDUI, dossier de l’usager', 'Encounter Observation'],
  [
    '38',
    'TLM-DA, demande de téléexpertise',
    'AllergyIntolerance Condition Device DeviceUseStatement FamilyMemberHistory MedicationStatement Observation Procedure',
  ],
  ['46', 'VAC-NOTE, note de vaccination', 'Immunization Observation'],
  ['37', 'VAC, historique vaccinal', 'Immunization Observation'],
  ['54', 'eDISP-MED, dispensation', 'MedicationDispense'],
  ['39', 'eP-MED-DM, prescription', 'DeviceRequest MedicationRequest Observation'],
  ['20', 'PPS-PAERPA, plan de soins des aînés', 'Condition Goal Observation'],
];

const models: ReadonlyMap<string, Model> = new Map(
  table.map(([suffix, name, draws]) => [root + suffix, { oid: root + suffix, name, draws: draws.split(' ') }]),
);

/** IHE XDS-SD: a file wrapped in a CDA. */
export const unstructuredModel = '1.3.6.1.4.1.19376.1.2.20';

/** Models from which nothing is drawn, and why. */
const silent: readonly Model[] = [
  {
    oid: unstructuredModel,
    name: 'Document non structuré (N1)',
    reason: {
      fr: 'Le corps est un fichier : il n’a ni section ni entrée.',
      en: 'The body is a file: it has neither section nor entry.',
    },
  },
  {
    oid: `${root}18`,
    name: 'OPH-CR-RTN, rétinographie',
    reason: {
      fr: 'Les entrées sont les images elles-mêmes, jointes au document ; la conclusion est un texte.',
      en: 'The entries are the images themselves, attached to the document; the conclusion is a text.',
    },
  },
];

/**
 * The model of a document by the template ids of its header, the most precise one first; undefined for a model that the CI-SIS examples do not
 * have: its entries are mapped all the same, by their own templates.
 */
export function modelOf(document: XmlDocument): Model | undefined {
  const header = document.named('ClinicalDocument')[0] ?? document.root;
  const oids = childrenOf(header, 'templateId').flatMap((id) => attributeOf(id, 'root')?.trim() ?? []);
  const bySize = [...oids].sort((a, b) => b.length - a.length);
  for (const oid of bySize) {
    const model = models.get(oid) ?? silent.find((each) => each.oid === oid);
    if (model !== undefined) return model;
  }
  return undefined;
}
