import { parseFhirScope } from '../scopes.ts';

/** What stands beside FHIR resources; what is empty is a matter between machines and is not told. */
const words: Readonly<Record<string, string>> = {
  openid: '',
  launch: '',
  profile: 'connaître votre nom',
  fhirUser: 'savoir qui se connecte',
  'launch/patient': 'savoir de quel carnet il s’agit',
  scope_all: 'connaître votre identité professionnelle',
  offline_access: 'garder cet accès quand vous n’êtes pas devant l’écran',
  online_access: 'garder cet accès tant que vous restez connecté',
};

const letters: readonly (readonly [string, string])[] = [
  ['rs', 'lire'],
  ['c', 'ajouter'],
  ['u', 'modifier'],
  ['d', 'retirer'],
];

const things: Readonly<Record<string, string>> = {
  AllergyIntolerance: 'les allergies et intolérances',
  Appointment: 'les rendez-vous',
  AuditEvent: 'le journal : qui a consulté le carnet',
  Binary: 'le contenu des documents',
  CarePlan: 'les plans de soins',
  Condition: 'les maladies et antécédents',
  Consent: 'les choix de partage',
  Coverage: 'la couverture maladie',
  Device: 'les dispositifs médicaux',
  DiagnosticReport: 'les comptes rendus d’examens',
  DocumentReference: 'la liste des documents',
  Encounter: 'les consultations et séjours',
  FamilyMemberHistory: 'les antécédents familiaux',
  Goal: 'les objectifs de santé',
  ImagingStudy: 'les examens d’imagerie',
  Immunization: 'les vaccinations',
  List: 'les lots de documents',
  Medication: 'les médicaments',
  MedicationAdministration: 'les médicaments administrés',
  MedicationDispense: 'les médicaments délivrés',
  MedicationRequest: 'les médicaments prescrits',
  MedicationStatement: 'les traitements suivis',
  Observation: 'les mesures et résultats d’examens',
  Patient: 'l’identité',
  Practitioner: 'les professionnels',
  Procedure: 'les actes et opérations',
  QuestionnaireResponse: 'les réponses aux questionnaires',
  ServiceRequest: 'les examens prescrits',
  Specimen: 'les prélèvements',
};

const ofAll: Readonly<Record<string, string>> = {
  patient: 'tout le carnet de santé',
  user: 'les dossiers auxquels vous avez accès',
  system: 'les dossiers de la structure',
};

/** The codes of observation-category (HL7), in words. */
const categories: Readonly<Record<string, string>> = {
  laboratory: 'biologie',
  'vital-signs': 'signes vitaux : tension, poids, température…',
  imaging: 'imagerie',
  survey: 'questionnaires',
  'social-history': 'mode de vie',
  procedure: 'actes',
  exam: 'examen clinique',
  activity: 'activité physique',
  therapy: 'traitements',
  'problem-list-item': 'problèmes suivis',
  'encounter-diagnosis': 'diagnostics d’une consultation',
};

/**
 * What a scope lets an application do, in plain French: « lire : les vaccinations ». Empty for what is only between machines; what has no words
 * here is told by its code.
 */
export function scopeWords(scope: string): string {
  const known = words[scope];
  if (known !== undefined) return known;
  const found = parseFhirScope(scope);
  if (found === undefined) return scope;
  const verbs = letters.filter(([set]) => [...set].some((letter) => found.letters.includes(letter))).map(([, verb]) => verb);
  const thing = found.type === '*' ? ofAll[found.context] : (things[found.type] ?? `les données « ${found.type} »`);
  return `${verbs.join(', ')} : ${thing}${found.narrow === undefined ? '' : `, seulement ${narrowWords(found.narrow)}`}`;
}

function narrowWords(query: string): string {
  const parts = [...new URLSearchParams(query)].map(([name, value]) => {
    const codes = value.split(',').map((one) => one.slice(one.lastIndexOf('|') + 1));
    return name === 'category'
      ? codes.map((code) => categories[code] ?? `« ${code} »`).join(' ou ')
      : `${name} « ${codes.join(', ')} »`;
  });
  return parts.join(' et ');
}
