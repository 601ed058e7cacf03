import { askedOfAll, askedWithoutType, type Parameter, type ParameterType, topics } from '#fhir';
import { listParameters } from '#interop/pdsm';
import type { RestDesk } from './desk.ts';
import { auditParameters } from './interactions/audit.ts';
import type { Interaction } from './interactions/interaction.ts';
import { subscriptionParameters } from './interactions/subscriptions.ts';
import { interactionsOn, onSystem, typesOffered } from './interactions/table.ts';
import { mediaTypes } from './media.ts';
import { webSocketUrl } from './operations/subscription.ts';
import { operations, operationsOn } from './operations/table.ts';

/** Types that are not the engine's to search, each with the parameters that it is searched by. */
const ownParameters: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  List: listParameters,
  Binary: {},
  AuditEvent: auditParameters,
  Subscription: subscriptionParameters,
};

const pdsm = 'https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition';
const backport = 'http://hl7.org/fhir/uv/subscriptions-backport';
const profiles: Readonly<Record<string, { readonly profile?: string; readonly supportedProfile?: readonly string[] }>> = {
  DocumentReference: { profile: `${pdsm}/pdsm-comprehensive-document-reference` },
  List: { profile: `${pdsm}/pdsm-submissionset-comprehensive` },
  Subscription: { supportedProfile: [`${backport}/StructureDefinition/backport-subscription`] },
};

/**
 * What this server does, from the tables that its routes are made of: nothing is told here that is not done, and nothing done that is not
 * told. Written once for each content of the shelf, since search parameters may be loaded. Source: FHIR R4, CapabilityStatement.
 */
export function capabilities(desk: RestDesk, startedAt: Date): () => string {
  let known: { readonly generation: number; readonly text: string } | undefined;
  return () => {
    const { generation } = desk.shelf;
    if (known?.generation !== generation) known = { generation, text: JSON.stringify(statement(desk, startedAt)) };
    return known.text;
  };
}

function statement(desk: RestDesk, at: Date): object {
  const { base, model } = desk;
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: at.toISOString(),
    kind: 'instance',
    software: { name: 'Socle' },
    implementation: { description: 'Socle: shared health record (not a service of the French State)', url: base },
    fhirVersion: '4.0.1',
    format: [mediaTypes.json, mediaTypes.xml, 'json', 'xml'],
    patchFormat: ['application/json-patch+json', mediaTypes.json, mediaTypes.xml],
    implementationGuide: [
      'https://interop.esante.gouv.fr/ig/fhir/pdsm/ImplementationGuide/ans.fhir.fr.pdsm',
      'http://hl7.org/fhir/uv/bulkdata/ImplementationGuide/hl7.fhir.uv.bulkdata',
      `${backport}/ImplementationGuide/hl7.fhir.uv.subscriptions-backport`,
    ],
    rest: [
      {
        extension: [
          { url: 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket', valueUri: webSocketUrl(base) },
        ],
        mode: 'server',
        security: security(base),
        resource: typesOffered(model).map((type) => resource(desk, type)),
        interaction: codesOf(onSystem).map((code) => ({ code })),
        operation: operations
          .filter(({ levels }) => levels.includes('system'))
          .map(({ name, definition }) => ({ name, definition })),
        searchParam: [
          ...parameters([...desk.parameters.of('Resource').values()]),
          ...named(askedOfAll),
          ...named(askedWithoutType).map((one) => ({ ...one, documentation: 'Where the address names no type.' })),
        ],
      },
    ],
  };
}

function security(base: string): object {
  const issuer = base.replace(/\/fhir$/, '/oidc');
  const uris = {
    authorize: `${issuer}/auth`,
    token: `${issuer}/token`,
    introspect: `${issuer}/token/introspection`,
    revoke: `${issuer}/token/revocation`,
  };
  return {
    cors: true,
    extension: [
      {
        url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
        extension: Object.entries(uris).map(([url, valueUri]) => ({ url, valueUri })),
      },
    ],
    service: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }] }],
  };
}

function resource(desk: RestDesk, type: string): object {
  const offered = interactionsOn(type);
  const codes = codesOf(offered);
  const own = ownParameters[type];
  // What all types are searched by is told once, for the whole server.
  const ofAll = desk.parameters.of('Resource');
  const conditional = new Set(offered.filter((one) => one.conditional).flatMap((one) => one.codes));
  const searchParam =
    own === undefined
      ? [
          ...parameters([...desk.parameters.of(type).values()].filter(({ code }) => !ofAll.has(code))),
          ...(type === 'DocumentReference' ? wordsOfDocuments : []),
        ]
      : Object.entries(own).map(([name, kind]) => ({ name, type: kind }));
  const operation = operationsOn(type).map(({ name, definition }) => ({ name, definition }));
  return {
    ...(type === 'Subscription' ? { extension: topics.map(topic) } : {}),
    type,
    ...profiles[type],
    interaction: codes.map((code) => ({ code })),
    versioning: codes.includes('vread') ? 'versioned-update' : 'versioned',
    ...(codes.includes('vread') ? { readHistory: true, conditionalRead: 'full-support' } : {}),
    ...(conditional.has('update') ? { updateCreate: true, conditionalCreate: true } : {}),
    ...(conditional.has('update') ? { conditionalUpdate: true } : {}),
    ...(conditional.has('delete') ? { conditionalDelete: 'single' } : {}),
    ...(own === undefined ? { referencePolicy: ['literal', 'logical', 'local'], ...includes(desk, type) } : {}),
    ...(searchParam.length === 0 ? {} : { searchParam }),
    ...(operation.length === 0 ? {} : { operation }),
  };
}

/** Told for the whole server too, where they look into the resource; here into what it refers to. */
const wordsOfDocuments = ['_text', '_content'].map((name) => ({
  name,
  type: 'string',
  documentation:
    'Words of the document itself, of PDFs inside it, of its titles, type and authors: all of them, inflected, without accents, ' +
    'the last one by its beginning, long ones with one slip; "between quotes" as they stand. In one record.',
}));

function codesOf(offered: readonly Interaction[]): string[] {
  return [...new Set(offered.flatMap(({ codes }) => codes))];
}

function topic({ canonical }: { readonly canonical: string }): object {
  return { url: `${backport}/StructureDefinition/capabilitystatement-subscriptiontopic-canonical`, valueCanonical: canonical };
}

const named = (all: ReadonlyMap<string, ParameterType>): object[] => [...all].map(([name, type]) => ({ name, type }));

/** Only what can be searched by: a definition whose expression is not understood is not told. */
function parameters(all: readonly Parameter[]): object[] {
  return all
    .filter(({ unusable }) => unusable === undefined)
    .map(({ code, type, url }) => ({ name: code, definition: url, type }));
}

function includes({ parameters, model }: RestDesk, type: string): object {
  const references = (of: string): Parameter[] =>
    [...parameters.of(of).values()].filter(
      (one) => one.type === 'reference' && one.unusable === undefined && one.targets.length > 0,
    );
  const searchInclude = references(type).map(({ code }) => `${type}:${code}`);
  const searchRevInclude = typesOffered(model)
    .filter((other) => ownParameters[other] === undefined)
    .flatMap((other) =>
      references(other)
        .filter(({ targets }) => targets.includes(type))
        .map(({ code }) => `${other}:${code}`),
    );
  return {
    ...(searchInclude.length === 0 ? {} : { searchInclude }),
    ...(searchRevInclude.length === 0 ? {} : { searchRevInclude }),
  };
}
