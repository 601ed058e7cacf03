import { createHash } from 'node:crypto';
import { type CdaHeader, canonicalId, scanHeader } from '#documents';
import { classOfType, conceptOf, fhirSystemOf, formatOfTemplates } from '#terminology';

export interface ProvideOptions {
  /** The SubmissionSet's unique id; the same for the same bytes when absent, so that sending again is a replay. */
  readonly uid?: string;
  readonly hiddenFromProfessionals?: boolean;
  readonly hiddenFromPatient?: boolean;
  readonly hiddenFromRepresentatives?: boolean;
  /** The unique id of the document that this one replaces. */
  readonly replaces?: string;
  /** The unique id of the document that this one completes. */
  readonly appends?: string;
  readonly at: Date;
}

const profile = 'https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition';
const mhd = 'https://profiles.ihe.net/ITI/MHD';

/**
 * The ITI-65 transaction Bundle by which a CDA is deposited for the person its header names: what a software of a couloir sends.
 * Refuses what `scanHeader` refuses.
 */
export function provideBundle(bytes: Buffer, options: ProvideOptions): string {
  const header = scanHeader(bytes);
  const sha1 = createHash('sha1').update(bytes).digest('base64');
  const uid = options.uid ?? `urn:oid:2.25.${BigInt(`0x${createHash('sha256').update(bytes).digest('hex').slice(0, 30)}`)}`;
  const [list, reference, binary] = ['list', 'document', 'binary'].map((part) => `urn:uuid:${uuidOf(`${uid}/${part}`)}`);
  const entries = [
    {
      fullUrl: list,
      resource: submissionSet(header, uid, reference ?? '', options.at),
      request: { method: 'POST', url: 'List' },
    },
    {
      fullUrl: reference,
      resource: documentReference(header, bytes.length, sha1, binary ?? '', options),
      request: { method: 'POST', url: 'DocumentReference' },
    },
    {
      fullUrl: binary,
      resource: { resourceType: 'Binary', contentType: 'text/xml', data: bytes.toString('base64') },
      request: { method: 'POST', url: 'Binary' },
    },
  ];
  return JSON.stringify({
    resourceType: 'Bundle',
    meta: { profile: [`${profile}/pdsm-comprehensive-provide-document-bundle`] },
    type: 'transaction',
    entry: entries,
  });
}

function submissionSet(header: CdaHeader, uid: string, reference: string, at: Date): object {
  return {
    resourceType: 'List',
    meta: { profile: [`${profile}/pdsm-submissionset-comprehensive`] },
    contained: [author(header)],
    extension: [
      { url: `${mhd}/StructureDefinition/ihe-designationType`, valueCodeableConcept: concept(classOfType(header.type.code)) },
    ],
    identifier: [{ use: 'official', system: 'urn:ietf:rfc:3986', value: uid }],
    status: 'current',
    mode: 'working',
    title: header.title,
    code: { coding: [{ system: `${mhd}/CodeSystem/MHDlistTypes`, code: 'submissionset' }] },
    subject: { identifier: patientIdentifier(header) },
    date: at.toISOString(),
    source: { reference: '#author' },
    entry: [{ item: { reference } }],
  };
}

function documentReference(header: CdaHeader, size: number, hash: string, url: string, options: ProvideOptions): object {
  const { event, facilityType, practiceSetting, title, effectiveTime } = header;
  const labels = [
    'N',
    ...(options.hiddenFromProfessionals ? ['MASQUE_PS'] : []),
    ...(options.hiddenFromPatient ? ['INVISIBLE_PATIENT'] : []),
    ...(options.hiddenFromRepresentatives ? ['INVISIBLE_REPRESENTANTS_LEGAUX'] : []),
  ];
  return {
    resourceType: 'DocumentReference',
    meta: { profile: [`${profile}/pdsm-comprehensive-document-reference`] },
    contained: [author(header)],
    masterIdentifier: masterIdentifier(canonicalId(header.id)),
    status: 'current',
    type: concept(header.type),
    category: [concept(classOfType(header.type.code))],
    subject: { identifier: patientIdentifier(header) },
    date: effectiveTime.toISOString(),
    author: [{ reference: '#author' }],
    ...(header.custodian?.name === undefined ? {} : { custodian: { display: header.custodian.name } }),
    securityLabel: labels.map((code) => concept(conceptOf('confidentiality', code))),
    ...relatesTo(options),
    content: [
      {
        attachment: {
          contentType: 'text/xml',
          language: header.language ?? 'fr-FR',
          url,
          size,
          hash,
          title,
          creation: effectiveTime.toISOString(),
        },
        format: coding(formatOfTemplates(header.templateIds, header.level === 'N1')),
      },
    ],
    context: {
      period: {
        start: (event.start ?? effectiveTime).toISOString(),
        ...(event.end === undefined ? {} : { end: event.end.toISOString() }),
      },
      ...(facilityType === undefined ? {} : { facilityType: concept(facilityType) }),
      ...(practiceSetting === undefined ? {} : { practiceSetting: concept(practiceSetting) }),
    },
  };
}

function relatesTo({ replaces, appends }: ProvideOptions): object {
  const to = (code: string, id: string | undefined) =>
    id === undefined ? [] : [{ code, target: { identifier: masterIdentifier(id) } }];
  const relations = [...to('replaces', replaces), ...to('appends', appends)];
  return relations.length === 0 ? {} : { relatesTo: relations };
}

/** The INS identifier of the header: the one under the INS arc, else the first, which the server will refuse with its reason. */
export function insOf(header: CdaHeader): { oid: string; matricule: string } | undefined {
  const id = header.patient.ids.find((one) => one.root.startsWith('1.2.250.1.213.1.4.')) ?? header.patient.ids[0];
  return id === undefined ? undefined : { oid: id.root, matricule: id.extension };
}

function patientIdentifier(header: CdaHeader): object {
  const { oid, matricule } = insOf(header) ?? { oid: '', matricule: '' };
  return { system: `urn:oid:${oid}`, value: matricule };
}

function author(header: CdaHeader): object {
  const [first] = header.authors;
  const identifier = first?.id === undefined ? [] : [{ system: `urn:oid:${first.id.root}`, value: first.id.extension }];
  return {
    resourceType: 'Practitioner',
    id: 'author',
    ...(identifier.length > 0 ? { identifier } : {}),
    name: [{ text: first?.name ?? '' }],
  };
}

function masterIdentifier(id: string): object {
  return { system: 'urn:ietf:rfc:3986', value: /^[0-9a-f]{8}-/.test(id) ? `urn:uuid:${id}` : `urn:oid:${id}` };
}

function concept(value: { code: string; system: string; display: string } | undefined): object {
  return value === undefined ? {} : { coding: [coding(value)] };
}

function coding({ code, system, display }: { code: string; system: string; display: string }): object {
  return { system: fhirSystemOf(system), code, display };
}

/** A UUID of version 8 drawn from a text: the same text gives the same id. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
