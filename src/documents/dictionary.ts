/**
 * What the kept JSON of documents and submissions often says; what comes late in it is cheapest to refer to. Rows are packed with it: not one
 * character of it may ever change. Another dictionary would be another file, and another first byte in `packed.ts`.
 *
 * Source: the code lists of the CI-SIS (JDV_J01, J02, J04, J07, TRE_A03), the profiles of PDSm 3.1.1.
 */
export const dictionary = [
  'ESSMSEtablissement ou Service Social ou Médico-SocialHADHospitalisation à domicileMADMaintien à domicileSADSoins à domicile',
  "SA34Centre de dialyseSA33Pharmacie d'officineSA29Laboratoire d'analyses et de biologie médicaleSA16Etablissement pour personnes ",
  'handicapéesSA05Centre de santéSA04Etablissement privé non PSPHSA52Maison de santé ou Pôle de santéSA25Laboratoire de biologie médicale',
  'SA17Etablissement pour personnes âgéesSA09Exercice en sociétéSA08Cabinet de groupeSA07Cabinet individuelSA01Etablissement public de santé',
  'ETABLISSEMENTEtablissement de santéAMBULATOIREAmbulatoire',
  '","system":"1.2.250.1.213.1.1.4.6","display":"EXP_PATIENTExpression personnelle du patientSNRService numérique référencé',
  '","system":"1.2.250.1.213.1.1.4.12","display":"SYNTHSynthèseCERT_DECLCertificat, déclarationPROT_ALDProtocole de soins ALD',
  'EXPPAT_3Directives anticipéesSynthèse médicale11490-0Lettre de liaison',
  "18748-4CR d'imagerie médicale11502-2CR d'examens biologiques57833-6Prescription de produits de santé57832-8Prescription de soins",
  "34112-3CR hospitalier (séjour)34874-8CR opératoire34133-9Synthèse d'épisode de soins60591-5Synthèse médicale15507-7CR de passage aux urgences",
  'Ordonnance de médicamentsRésultats de biologieCompte rendu de consultation',
  '11488-4","system":"2.16.840.1.113883.6.1","display":"CR ou fiche de consultation ou de visite',
  '95Document de gestion90Autres documents déposés par le patient52Certificat, déclaration44Plan de soins, protocole de soins',
  '43Dispensation42Prescription31Imagerie médicale11Synthèse10","system":"1.2.250.1.213.1.1.4.1","display":"Compte rendu',
  'G15_21","system":"1.2.250.1.213.1.1.4.5","display":"PharmacienG15_50Sage-FemmeG15_40Chirurgien-DentisteG15_60Infirmier',
  'G15_70Masseur-KinésithérapeuteG15_10/SM26Médecin - Qualifié en Médecine Générale (SM)G15_10/SM54Médecin - Médecine Générale (SM)',
  'Médecin - Biologie médicale (SM)Médecin - Radio-diagnostic (SM)Médecin - Gériatrie (SM)Médecin - Cardiologie et maladies vasculaires (SM)',
  "Cabinet médical Centre hospitalier Clinique EHPAD Foyer d'accueil Laboratoire Maison de santé Pharmacie Centre d'imagerie ",
  '{"resourceType":"List","id":"","status":"current","mode":"working","meta":{"profile":["https://interop.esante.gouv.fr/ig/fhir/pdsm',
  '/StructureDefinition/pdsm-submissionset-comprehensive"]},"extension":[{"url":"https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition',
  '/pdsm-isArchived","valueBoolean":false},{"url":"https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-sourceId","valueIdentifier":{"value":"',
  '"}},{"url":"https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-intendedRecipient","valueReference":{"reference":"',
  '"}},{"url":"https://profiles.ihe.net/ITI/MHD/StructureDefinition/ihe-designationType","valueCodeableConcept":{"coding":[{"system":"',
  'https://mos.esante.gouv.fr/NOS/TRE_A03-ClasseDocument/FHIR/TRE-A03-ClasseDocument","code":"10","display":"Compte rendu"}]}}],"identifier":',
  '[{"use":"usual","system":"urn:ietf:rfc:3986","value":"urn:uuid:"},{"use":"official","system":"urn:ietf:rfc:3986","value":"urn:oid:2.25.',
  '"}],"title":"","code":{"coding":[{"system":"https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes","code":"submissionset"}]},"subject":{',
  '"reference":"Patient/","identifier":{"system":"urn:oid:1.2.250.1.213.1.4.8","value":"1"}},"subject":{"identifier":{"system":',
  '"urn:oid:1.2.250.1.213.1.4.10","value":"2"}},"date":"2026-01-01T00:00:00.000Z","source":{"reference":"#author"},"note":[{"text":"',
  '"contained":[{"resourceType":"PractitionerRole","practitioner":{"reference":"#"},"organization":{"reference":"#"}},{"resourceType":',
  '"Organization","identifier":[{"system":"urn:oid:1.2.250.1.71.4.2.2","value":"1"}],"name":"","resourceType":"Practitioner","id":"author",',
  '"identifier":[{"system":"urn:oid:1.2.250.1.71.4.2.1","value":"8"}],"name":[{"text":"","family":"","given":["',
  '{"setId":"2.25.","docVersion":1,"type":{"code":"","system":"2.16.840.1.113883.6.1","display":""},"class":{"code":"","system":',
  '"1.2.250.1.213.1.1.4.1","display":""},"eventStart":"2026-01-01T00:00:00.000Z","authors":[{"id":"8","name":"","specialty":{"code":"G15_10/SM',
  '","system":"1.2.250.1.213.1.1.4.5","display":"Médecin - "},"structure":{"id":"1","name":"',
  '"}}],"custodian":{"id":"1","name":""},"level":"N1","level":"N3","size":1}',
].join('');
