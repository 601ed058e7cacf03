/** The code systems that audit events are told with. Source: FHIR R4, AuditEvent; IHE BALP 1.1; DICOM PS3.16. */
export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

const hl7 = 'http://terminology.hl7.org/CodeSystem';
const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const interactions = 'http://hl7.org/fhir/restful-interaction';

const coding =
  (system: string) =>
  (code: string, display: string): Coding => ({ system, code, display });

const dcm = coding(dicom);
const rest = coding(interactions);
const entity = coding(`${hl7}/audit-entity-type`);
const role = coding(`${hl7}/object-role`);
const participation = coding(`${hl7}/v3-ParticipationType`);

export const types = {
  rest: coding(`${hl7}/audit-event-type`)('rest', 'RESTful Operation'),
  export: dcm('110106', 'Export'),
  patientRecord: dcm('110110', 'Patient Record'),
  securityAlert: dcm('110113', 'Security Alert'),
  authentication: dcm('110114', 'User Authentication'),
  logUsed: dcm('110101', 'Audit Log Used'),
} as const;

export const subtypes = {
  read: rest('read', 'read'),
  search: rest('search', 'search'),
  create: rest('create', 'create'),
  update: rest('update', 'update'),
  delete: rest('delete', 'delete'),
  transaction: rest('transaction', 'transaction'),
  operation: rest('operation', 'operation'),
  login: dcm('110122', 'Login'),
  emergencyStarted: dcm('110127', 'Emergency Override Started'),
  restrictedFunction: dcm('110132', 'Use of Restricted Function'),
  attributesChanged: dcm('110135', 'Object Security Attributes Changed'),
  disclose: coding(`${hl7}/iso-21089-lifecycle`)('disclose', 'Disclose Record Lifecycle Event'),
} as const;

export const agents = {
  source: dcm('110153', 'Source Role ID'),
  destination: dcm('110152', 'Destination Role ID'),
  recipient: participation('IRCP', 'information recipient'),
  author: participation('AUT', 'author (originator)'),
  custodian: participation('CST', 'custodian'),
} as const;

export const entities = {
  person: entity('1', 'Person'),
  thing: entity('2', 'System Object'),
  request: coding('https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType')('XrequestId', 'X-Request-Id'),
} as const;

export const roles = {
  patient: role('1', 'Patient'),
  resource: role('4', 'Domain Resource'),
  query: role('24', 'Query'),
} as const;

/** Why, as HL7 v3 ActReason says it. */
export const purposes = {
  equipe_de_soins: coding(`${hl7}/v3-ActReason`)('TREAT', 'treatment'),
  consentement: coding(`${hl7}/v3-ActReason`)('TREAT', 'treatment'),
  bris_de_glace: coding(`${hl7}/v3-ActReason`)('BTG', 'break the glass'),
  centre_15: coding(`${hl7}/v3-ActReason`)('ETREAT', 'Emergency Treatment'),
} as const;

export const applicationServer = coding(`${hl7}/security-source-type`)('4', 'Application Server');
export const unknown = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
} as const;
