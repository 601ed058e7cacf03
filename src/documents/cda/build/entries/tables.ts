import type { CodedValue } from '#kernel';

/** Closed lists that forms choose from, under plain names. Source of codes: CI-SIS value sets and the OIDs named beside; labels in French. */
export const loinc = (code: string, display: string): CodedValue => ({ code, system: '2.16.840.1.113883.6.1', display });
export const snomed = (code: string, display: string): CodedValue => ({ code, system: '2.16.840.1.113883.6.96', display });
/** TA_ASIP, the terminology of the CI-SIS itself. */
export const cisis = (code: string, display: string): CodedValue => ({ code, system: '1.2.250.1.213.1.1.4.322', display });
const edqm = (code: string, display: string): CodedValue => ({ code, system: '0.4.0.127.0.16.1.1.2.1', display });

/** EDQM routes of administration, those of everyday care. Source: JDV_RouteofAdministration_CISIS. */
export const routes = {
  oral: edqm('20053000', 'Voie orale'),
  sublingual: edqm('20067000', 'Voie sublinguale'),
  buccal: edqm('20054000', 'Voie buccale'),
  rectal: edqm('20061000', 'Voie rectale'),
  vaginal: edqm('20072000', 'Voie vaginale'),
  cutaneous: edqm('20003000', 'Voie cutanée'),
  transdermal: edqm('20070000', 'Voie transdermique'),
  subcutaneous: edqm('20066000', 'Voie sous-cutanée'),
  intradermal: edqm('20030000', 'Voie intradermique'),
  intramuscular: edqm('20035000', 'Voie intramusculaire'),
  intravenous: edqm('20045000', 'Voie intraveineuse'),
  inhaled: edqm('20020000', 'Voie inhalée'),
  nasal: edqm('20049000', 'Voie nasale'),
  ocular: edqm('20051000', 'Voie ophtalmique'),
  auricular: edqm('20001000', 'Voie auriculaire'),
  other: edqm('20062000', 'Autre(s)'),
} as const;
export type Route = keyof typeof routes;

/** JDV_ImmunizationRouteCodes_CISIS: names among {@link routes}. */
export const vaccineRoutes = {
  intramuscular: routes.intramuscular,
  intradermal: routes.intradermal,
  inhaled: routes.inhaled,
  oral: routes.oral,
  subcutaneous: routes.subcutaneous,
} as const;

/** JDV_ImmunizationApproachSiteCode_CISIS. */
export const vaccineSites = {
  'right-forearm': snomed('64262003', 'avant-bras droit'),
  'left-forearm': snomed('66480008', 'avant-bras gauche'),
  'right-deltoid': snomed('16217661000119109', 'deltoïde droit'),
  'left-deltoid': snomed('16217701000119102', 'deltoïde gauche'),
  'right-shoulder': snomed('91774008', 'épaule droite'),
  'left-shoulder': snomed('91775009', 'épaule gauche'),
  'right-thigh': snomed('11207009', 'cuisse droite'),
  'left-thigh': snomed('61396006', 'cuisse gauche'),
  'right-buttock': snomed('723980000', 'fesse droite'),
  'left-buttock': snomed('723979003', 'fesse gauche'),
} as const;

/** JDV_HL7_ActSubstanceAdministrationImmunizationCode_CISIS. */
const immunization = (code: string, display: string): CodedValue => ({ code, system: '2.16.840.1.113883.5.4', display });
export const vaccinationActs = {
  first: immunization('INITIMMUNIZ', '1ère série vaccinante'),
  booster: immunization('BOOSTER', 'Rappel de vaccin'),
  unspecified: immunization('IMMUNIZ', 'Vaccination sans autre précision'),
} as const;

/** What one counts when taking a medicine: UCUM, and the French words for one and for several. */
export const doseUnits = {
  tablet: ['{tablet}', 'comprimé', 'comprimés'],
  capsule: ['{capsule}', 'gélule', 'gélules'],
  sachet: ['{sachet}', 'sachet', 'sachets'],
  ampoule: ['{ampoule}', 'ampoule', 'ampoules'],
  suppository: ['{suppository}', 'suppositoire', 'suppositoires'],
  drop: ['[drp]', 'goutte', 'gouttes'],
  puff: ['{puff}', 'bouffée', 'bouffées'],
  spray: ['{spray}', 'pulvérisation', 'pulvérisations'],
  application: ['{application}', 'application', 'applications'],
  patch: ['{patch}', 'dispositif transdermique', 'dispositifs transdermiques'],
  injection: ['{injection}', 'injection', 'injections'],
  dose: ['{dose}', 'dose', 'doses'],
  mg: ['mg', 'mg', 'mg'],
  g: ['g', 'g', 'g'],
  ug: ['ug', 'µg', 'µg'],
  mL: ['mL', 'ml', 'ml'],
  IU: ['[IU]', 'UI', 'UI'],
} as const satisfies Record<string, readonly [string, string, string]>;

/** JDV_ModaliteEntree_CISIS. */
export const admissions = {
  emergency: snomed('183452005', 'hospitalisation en urgence'),
  planned: snomed('8715000', 'hospitalisation programmée'),
  transfer: snomed('107724000', 'transfert du patient'),
  other: cisis('GEN-092.06.07', "Autre modalité d'entrée"),
} as const;

const facility = (code: string, display: string): CodedValue => ({ code, system: '1.2.250.1.213.1.6.1.8', display });
/** JDV_ModaliteSortie_CISIS. */
export const discharges = {
  home: snomed('160849004', 'retour au domicile'),
  rehabilitation: facility('109', 'Etablissement de santé privé autorisé en SSR'),
  'hospital-at-home': facility('127', 'Hospitalisation à Domicile'),
  'nursing-home': facility('500', "Etablissement d'hébergement pour personnes âgées dépendantes"),
  hospital: cisis('GEN-092.06.01', 'Autre établissement de santé'),
  other: cisis('GEN-092.06.03', 'Autre destination'),
} as const;

/** JDV_StatutDoc_CISIS, the two that a letter can be in. */
export const documentStates = {
  'in-progress': snomed('385651009', "en cours d'exécution"),
  validated: snomed('9571008', 'approuvé'),
} as const;

/** Kinds of allergy or intolerance. Source: JDV_TypeEvenementIndesirablePrevisible_CISIS. */
export const allergyKinds = {
  allergy: snomed('609328004', 'allergie'),
  'medication-allergy': snomed('416098002', 'allergie médicamenteuse'),
  'food-allergy': snomed('414285001', 'allergie alimentaire'),
  'substance-allergy': snomed('419199007', 'allergie à une substance'),
  'medication-intolerance': snomed('59037007', 'intolérance aux drogues et/ou médicaments'),
  'food-intolerance': snomed('235719002', 'intolérance alimentaire'),
} as const;

/** JDV_SocialHistoryCodes_CISIS, those whose value is said in words here. */
export const habits = {
  tobacco: loinc('74011-8', 'Consommation tabagique'),
  alcohol: loinc('74013-4', "Consommation d'alcool"),
  drugs: loinc('11343-1', 'Consommation de drogue non médicales'),
  exercise: loinc('73985-4', 'Exercice physique'),
  diet: loinc('81663-7', 'Régime'),
  occupation: loinc('8683-5', 'Exposition professionnelle'),
  other: loinc('11345-6', 'Autre élément social'),
} as const;

/** JDV_AbsentOrUnknown…_CISIS: what stands in a section of which nothing is known. */
const absent = (code: string, display: string): CodedValue => ({ code, system: '2.16.840.1.113883.5.1150.1', display });
export const nothingKnown = {
  allergies: absent('no-known-allergies', "Pas d'allergie/hypersensibilité connue"),
  problems: absent('no-known-problems', 'Pas de problème connu'),
  medications: absent('no-known-medications', 'Pas de traitement médicamenteux connu'),
} as const;
