import type { CodedValue } from '#kernel';

/** Codes the territory uses, with the labels of their lists. Sources: JDV_J01, J02, J04, J07 of the CI-SIS; LOINC. */
const loincSystem = '2.16.840.1.113883.6.1';

export function loinc(code: string, display: string): CodedValue {
  return { code, system: loincSystem, display };
}

const facility = (code: string, display: string): CodedValue => ({ code, system: '1.2.250.1.71.4.2.4', display });
const practice = (code: string, display: string): CodedValue => ({ code, system: '1.2.250.1.213.1.1.4.9', display });
const specialty = (code: string, display: string): CodedValue => ({ code, system: '1.2.250.1.213.1.1.4.5', display });

export const facilities = {
  publicHospital: facility('SA01', 'Etablissement public de santé'),
  clinic: facility('SA04', 'Etablissement privé non PSPH'),
  groupPractice: facility('SA08', 'Cabinet de groupe'),
  disability: facility('SA16', 'Etablissement pour personnes handicapées'),
  elderly: facility('SA17', 'Etablissement pour personnes âgées'),
  laboratory: facility('SA25', 'Laboratoire de biologie médicale'),
  pharmacy: facility('SA33', "Pharmacie d'officine"),
  healthHouse: facility('SA52', 'Maison de santé ou Pôle de santé'),
} as const;

export const practices = {
  ambulatory: practice('AMBULATOIRE', 'Ambulatoire'),
  hospital: practice('ETABLISSEMENT', 'Etablissement de santé'),
  social: practice('ESSMS', 'Etablissement ou Service Social ou Médico-Social'),
} as const;

export const specialties = {
  anaesthesia: specialty('G15_10/SM02', 'Médecin - Anesthésie-réanimation (SM)'),
  biology: specialty('G15_10/SM03', 'Médecin - Biologie médicale (SM)'),
  cardiology: specialty('G15_10/SM04', 'Médecin - Cardiologie et maladies vasculaires (SM)'),
  orthopaedics: specialty('G15_10/SM08', 'Médecin - Chirurgie orthopédique et Traumatologie (SM)'),
  visceral: specialty('G15_10/SM14', 'Médecin - Chirurgie viscérale et digestive (SM)'),
  geriatrics: specialty('G15_10/SM18', 'Médecin - Gériatrie (SM)'),
  obstetrics: specialty('G15_10/SM20', 'Médecin - Gynécologie-obstétrique (SM)'),
  gastroenterology: specialty('G15_10/SM24', 'Médecin - Gastro-entérologie et hépatologie (SM)'),
  ophthalmology: specialty('G15_10/SM38', 'Médecin - Ophtalmologie (SM)'),
  paediatrics: specialty('G15_10/SM40', 'Médecin - Pédiatrie (SM)'),
  radiology: specialty('G15_10/SM44', 'Médecin - Radio-diagnostic (SM)'),
  generalPractice: specialty('G15_10/SM54', 'Médecin - Médecine Générale (SM)'),
  emergency: specialty('G15_10/SM59', "Médecin - Médecine d'urgence (SM)"),
  endocrinology: specialty('G15_10/SM62', 'Médecin - Endocrinologie, diabétologie, nutrition (SM)'),
  imaging: specialty('G15_10/SM74', 'Médecin - Radiologie et imagerie médicale (SM)'),
  pharmacyOwner: specialty('G15_21/A', "Pharmacien titulaire d'officine"),
  pharmacyAssistant: specialty('G15_21/DA', 'Pharmacien adjoint'),
  pharmacistBiologist: specialty('G15_21/G', 'Pharmacien biologiste'),
  midwife: specialty('G15_50', 'Sage-Femme'),
  nurse: specialty('G15_60', 'Infirmier'),
  physiotherapist: specialty('G15_70', 'Masseur-Kinésithérapeute'),
  occupationalTherapist: specialty('G15_94', 'Ergothérapeute'),
} as const;

export const encounters = {
  ambulatory: { code: 'AMB', system: '2.16.840.1.113883.5.4', display: 'Ambulatoire (hors établissement)' },
  inpatient: { code: 'IMP', system: '2.16.840.1.113883.5.4', display: 'Hospitalisation' },
  emergency: { code: 'EMER', system: '2.16.840.1.113883.5.4', display: 'Urgences' },
  home: { code: 'HH', system: '2.16.840.1.113883.5.4', display: 'Visite au domicile' },
} as const satisfies Record<string, CodedValue>;
