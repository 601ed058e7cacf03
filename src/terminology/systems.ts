const nos = (name: string) => `https://mos.esante.gouv.fr/NOS/${name}/FHIR/${name.replaceAll('_', '-')}`;

/**
 * Code systems that have a FHIR url, by OID. The first url is the one Socle writes; it reads them all.
 * Source: urls of the PDSm 3.1.1 examples, and of the CodeSystems of the terminologies de santé (ANS) otherwise.
 */
const systems: readonly (readonly [oid: string, url: string, ...also: string[]])[] = [
  ['2.16.840.1.113883.6.1', 'http://loinc.org', nos('TRE_A04-Loinc')],
  ['2.16.840.1.113883.6.96', 'http://snomed.info/sct'],
  ['2.16.840.1.113883.6.3', 'http://hl7.org/fhir/sid/icd-10'],
  ['2.16.840.1.113883.6.8', 'http://unitsofmeasure.org'],
  ['2.16.840.1.113883.5.25', 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', nos('TRE_A08-HL7Confidentiality')],
  ['2.16.840.1.113883.5.4', 'http://terminology.hl7.org/CodeSystem/v3-ActCode'],
  ['1.2.250.1.213.1.1.4.1', nos('TRE_A03-ClasseDocument')],
  ['1.2.250.1.213.1.1.4.12', nos('TRE_A05-TypeDocComplementaire'), nos('TRE_A05-TypeDocComplementaireCISIS')],
  ['1.2.250.1.213.1.1.4.2.282', nos('TRE_A06-FormatCodeComplementaire')],
  // The PDSm profiles spell it Status, the CodeSystem itself Statut.
  ['1.2.250.1.213.1.1.4.13', nos('TRE_A07-StatutVisibiliteDocument'), nos('TRE_A07-StatusVisibiliteDocument')],
  ['1.2.840.10008.2.6.1', nos('TRE_A09-DICOMuidRegistry'), 'http://dicom.nema.org/resources/ontology/DCMUID'],
  [
    '1.3.6.1.4.1.19376.1.2.3',
    nos('TRE_A11-IheFormatCode'),
    'http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode',
    'http://profiles.ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode',
  ],
  ['1.2.250.1.213.1.1.4.6', nos('TRE_A00-ProducteurDocNonPS')],
  ['1.2.250.1.213.1.1.4.9', nos('TRE_A01-CadreExercice')],
  ['1.2.250.1.213.1.1.4.5', nos('TRE_A02-ProfessionSavFaire-CISIS')],
  ['1.2.250.1.71.4.2.4', nos('TRE_R02-SecteurActivite')],
  ['1.2.250.1.71.1.2.7', nos('TRE_G15-ProfessionSante')],
  ['1.2.250.1.213.1.6.1.107', nos('TRE_R85-RolePriseCharge')],
  ['1.2.250.1.213.1.6.1.4', nos('TRE_R94-ProfessionSocial')],
  ['1.2.250.1.213.1.6.1.109', nos('TRE_R95-UsagerTitre')],
  ['1.2.250.1.213.1.1.4.248', nos('TRE_R248-ModeAcces')],
];

const urlOfOid = new Map<string, string>();
const oidOfUrl = new Map<string, string>();
for (const [oid, url, ...also] of systems) {
  urlOfOid.set(oid, url);
  for (const u of [url, ...also]) oidOfUrl.set(u, oid);
}

/** The FHIR url of a code system given by its OID; `urn:oid:…` when it has no other. An OID's lookalike (ASTM) stays a urn too. */
export function fhirSystemOf(oid: string): string {
  return urlOfOid.get(oid) ?? `urn:oid:${oid}`;
}

/** The reverse of {@link fhirSystemOf}; also knows the other urls in use. Undefined for an unknown url. */
export function oidOfFhirSystem(url: string): string | undefined {
  return oidOfUrl.get(url) ?? (url.startsWith('urn:oid:') ? url.slice(8) : undefined);
}
