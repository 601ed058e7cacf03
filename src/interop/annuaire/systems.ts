/** Addresses of the guide « Annuaire Santé » 1.2.0 and of the code systems that it uses. */
const guide = 'https://interop.esante.gouv.fr/ig/fhir/annuaire/StructureDefinition';
const frCore = 'https://hl7.fr/ig/fhir/core';
const nos = (name: string): string => `https://mos.esante.gouv.fr/NOS/${name}/FHIR/${name.replace('_', '-')}`;

/** The guide demands both, with their versions. */
const both = (french: string, own: string): readonly [string, string] => [
  `${frCore}/StructureDefinition/${french}|2.2.0`,
  `${guide}/${own}|1.2.0-snapshot-2`,
];

export const profiles = {
  practitioner: both('fr-core-practitioner', 'as-dp-practitioner'),
  practitionerRole: both('fr-core-practitioner-role', 'as-dp-practitionerrole'),
  organization: both('fr-core-organization', 'as-dp-organization'),
} as const;

export const extensions = {
  dataTrace: `${guide}/as-ext-data-trace`,
  mailbox: `${guide}/as-ext-mailbox-mss-metadata`,
  organizationTypes: `${guide}/as-ext-organization-types`,
  emailType: `${frCore}/StructureDefinition/fr-core-contact-point-email-type`,
  insee: `${frCore}/StructureDefinition/fr-core-address-insee-code`,
  period: 'http://hl7.org/fhir/StructureDefinition/organization-period',
  houseNumber: 'http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-houseNumber',
  numberSuffix: 'http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-buildingNumberSuffix',
  streetType: 'http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-streetNameType',
  street: 'http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-streetNameBase',
  postBox: 'http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-postBox',
} as const;

/** Of identifiers. */
export const systems = {
  person: 'urn:oid:1.2.250.1.71.4.2.1',
  rpps: 'https://rpps.esante.gouv.fr',
  place: 'urn:oid:1.2.250.1.71.4.2.2',
  finess: 'https://finess.esante.gouv.fr',
  sirene: 'https://sirene.fr',
  rppsRang: 'https://rppsrang.esante.gouv.fr',
} as const;

/** Of codes. */
export const codes = {
  identifierType: `${frCore}/CodeSystem/fr-core-cs-v2-0203`,
  organizationType: `${frCore}/CodeSystem/fr-core-cs-v2-3307`,
  profession: nos('TRE_G15-ProfessionSante'),
  category: nos('TRE_R09-CategorieProfessionnelle'),
  diploma: nos('TRE_R48-DiplomeEtatFrancais'),
  diplomaType: nos('TRE_R14-TypeDiplome'),
  skillType: nos('TRE_R04-TypeSavoirFaire'),
  authorization: nos('TRE_R17-TypeAutorisation'),
  genre: nos('TRE_R22-GenreActivite'),
  mode: nos('TRE_R23-ModeExercice'),
  role: nos('TRE_R21-Fonction'),
  section: nos('TRE_R06-SectionTableauCNOP'),
  sector: nos('TRE_R02-SecteurActivite'),
  finessCategory: nos('TRE_R66-CategorieEtablissement'),
  messaging: nos('TRE_R256-TypeMessagerie'),
  mailbox: nos('TRE_R257-TypeBAL'),
  commune: nos('TRE_R13-Commune'),
} as const;

/** The code system of a skill by its type (TRE_R04); of another type it is not told. */
export const skillSystems: Readonly<Record<string, string>> = {
  S: nos('TRE_R38-SpecialiteOrdinale'),
  C: nos('TRE_R39-Competence'),
  CEX: nos('TRE_R40-CompetenceExclusive'),
};

export const source = 'https://annuaire.esante.gouv.fr';
