import { createHash } from 'node:crypto';
import { type Actor, actorId, isRecordId, PLATFORM, parseItemId, type RecordId, Refusal, recordIdOfHex } from '#kernel';

/**
 * Where resources are kept, each home under a key of its own:
 *   a person's record       what names this person; read with a Permit
 *   a depositor's own        what names nobody and is not for all (a Binary, an Observation without subject); read by its depositor
 *   shared                   what is for all: organizations, practitioners, questionnaires, definitions; its key is PLATFORM
 */
export type HomeKind = 'record' | 'own' | 'shared';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Definitions that everything else is read by: the operator alone writes them. */
export const conformanceTypes = words(
  `CapabilityStatement CodeSystem CompartmentDefinition ConceptMap ExampleScenario GraphDefinition ImplementationGuide
  MessageDefinition NamingSystem OperationDefinition SearchParameter StructureDefinition StructureMap TerminologyCapabilities
  TestScript ValueSet`,
);

/** What all read, and what therefore names no person. A list of what may be seen: every other type is private unless it is said here. */
export const sharedTypes: ReadonlySet<string> = new Set([
  ...conformanceTypes,
  ...words(
    `ActivityDefinition ChargeItemDefinition DeviceDefinition EffectEvidenceSynthesis Endpoint EventDefinition Evidence
    EvidenceVariable HealthcareService InsurancePlan Library Location Measure Medication MedicationKnowledge MedicinalProduct
    MedicinalProductAuthorization MedicinalProductContraindication MedicinalProductIndication MedicinalProductIngredient
    MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical
    MedicinalProductUndesirableEffect ObservationDefinition Organization OrganizationAffiliation PlanDefinition Practitioner
    PractitionerRole Questionnaire ResearchDefinition ResearchElementDefinition ResearchStudy RiskEvidenceSynthesis
    SpecimenDefinition Substance SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation
    SubstanceSourceMaterial SubstanceSpecification`,
  ),
]);

/** Shared like those when they name no person, else that person's. */
export const sharedUnlessPersonal = words('BiologicallyDerivedProduct Device DeviceMetric Schedule Slot');

/** A list of people is nobody's record: whoever made it keeps it. */
export const neverInARecord: ReadonlySet<string> = new Set(['Group']);

export function kindOf(home: RecordId): HomeKind {
  if (home === PLATFORM) return 'shared';
  return home[14] === ownVersion ? 'own' : 'record';
}

/** Records are random UUIDs (version 4); what is derived says so (version 8, RFC 9562 §5.8). */
const ownVersion = '8';

/** Where an actor keeps what is theirs alone: always the same for the same actor. */
export function ownHome(actor: Actor): RecordId {
  const hex = createHash('sha256')
    .update(`fhir/own/${actor.kind}/${actorId(actor)}`)
    .digest('hex');
  return recordIdOfHex(`${hex.slice(0, 12)}${ownVersion}${hex.slice(13, 16)}8${hex.slice(17, 32)}`);
}

/** As whose a thing is kept in a home: what is written for a person by who acts for them is the person's own, theirs to change. */
export function depositorIn(home: RecordId, actor: Actor): string {
  return actor.kind === 'delegate' && actor.record === home ? home : actorId(actor);
}

/** What FHIR takes for an id. Source: FHIR R4, datatype id. */
export const idShape = /^[A-Za-z0-9\-.]{1,64}$/;

/** A place in a home: number 0 of a record is its Patient. */
export interface Spot {
  readonly home: RecordId;
  readonly n: number;
}

/** The place that an id made by the server carries; undefined for an id that a client chose. */
export function spotOf(type: string, id: string): Spot | undefined {
  if (type === 'Patient') return /^[0-9a-f]{32}$/.test(id) ? { home: recordIdOfHex(id), n: 0 } : undefined;
  if (!/^[0-9a-f]{32}-[0-9a-z]{1,11}$/.test(id)) return undefined;
  try {
    const { record, n } = parseItemId(id);
    return isRecordId(record) ? { home: record, n } : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
