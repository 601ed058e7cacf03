import { fhirSystemOf } from '#terminology';

const hl7 = 'http://terminology.hl7.org/CodeSystem/';

/**
 * The code systems of entries that have a FHIR url of their own and that the terminology module does not name: it names those of headers.
 * ObservationMethod (2.16.840.1.113883.5.84) stays an OID: the methods of biology that the CI-SIS writes under it are no codes of HL7's list.
 * CIS, CIP and MV (1.2.250.1.213.2.3.1, …2.3.2, …2.59) stay OIDs too: the ANS writes them so where it gives the CDA of the CI-SIS in FHIR.
 * Source: HL7 Terminology (THO) for the HL7 ones, FHIR R4 §4.3.0 for the external ones, the ANS's terminology server
 * for CCAM.
 */
const urls: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.113883.6.73', 'http://www.whocc.no/atc'],
  ['2.16.840.1.113883.6.347', 'http://id.who.int/icd/release/11/mms'],
  ['2.16.840.1.113883.6.43.1', `${hl7}icd-o-3`],
  ['2.16.840.1.113883.3.26.1.1', 'http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl'],
  ['0.4.0.127.0.16.1.1.2.1', 'http://standardterms.edqm.eu'],
  ['1.2.250.1.215.300.1', 'https://smt.esante.gouv.fr/terminologie-ccam'],
  ['1.2.840.10008.2.16.4', 'http://dicom.nema.org/resources/ontology/DCM'],
  ['2.16.840.1.113883.5.1', `${hl7}v3-AdministrativeGender`],
  ['2.16.840.1.113883.5.7', `${hl7}v3-ActPriority`],
  ['2.16.840.1.113883.5.83', `${hl7}v3-ObservationInterpretation`],
  ['2.16.840.1.113883.5.111', `${hl7}v3-RoleCode`],
  ['2.16.840.1.113883.5.112', `${hl7}v3-RouteOfAdministration`],
  ['2.16.840.1.113883.5.1070', `${hl7}v3-substanceAdminSubstitution`],
  ['2.16.840.1.113883.5.1150.1', 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips'],
  ['2.16.840.1.113883.4.642.1.1074', `${hl7}condition-clinical`],
  ['2.16.840.1.113883.4.642.1.1075', `${hl7}condition-ver-status`],
  ['2.16.840.1.113883.4.642.4.1075', `${hl7}condition-ver-status`],
  ['2.16.840.1.113883.4.642.4.1373', `${hl7}allergyintolerance-clinical`],
]);

/** The FHIR url of the code system of an entry's code; `urn:oid:…` when it has no other. */
export function systemOf(oid: string): string {
  return urls.get(oid) ?? fhirSystemOf(oid);
}

/** A code system of HL7's terminology site, by its last name. */
export const hl7System = (name: string): string => hl7 + name;
