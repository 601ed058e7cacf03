import { documentParameters, listParameters } from '#interop/pdsm';

const profile = 'https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition';

/** What this server does, from the tables that its routes use. */
export function capabilityStatement(base: string, at: Date): string {
  return JSON.stringify({
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: at.toISOString(),
    kind: 'instance',
    software: { name: 'Socle' },
    implementation: { description: 'Socle: shared health record (not a service of the French State)', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    implementationGuide: ['https://interop.esante.gouv.fr/ig/fhir/pdsm/ImplementationGuide/ans.fhir.fr.pdsm'],
    rest: [
      {
        mode: 'server',
        security: {
          service: [
            { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }] },
          ],
        },
        interaction: [{ code: 'transaction', documentation: 'ITI-65 Provide Document Bundle' }],
        resource: [
          {
            type: 'DocumentReference',
            profile: `${profile}/pdsm-comprehensive-document-reference`,
            interaction: [
              { code: 'read' },
              { code: 'search-type' },
              { code: 'create', documentation: 'ITI-105 Simplified Publish' },
            ],
            searchParam: searchParams(documentParameters),
          },
          {
            type: 'List',
            profile: `${profile}/pdsm-submissionset-comprehensive`,
            interaction: [{ code: 'read' }, { code: 'search-type' }],
            searchParam: searchParams(listParameters),
          },
          { type: 'Binary', interaction: [{ code: 'read' }] },
        ],
      },
    ],
  });
}

function searchParams(table: Readonly<Record<string, string>>): object[] {
  return Object.entries(table).map(([name, type]) => ({ name, type }));
}

/** Source: SMART App Launch 2.2 §2. Only what the OpenID provider does is told. */
export function smartConfiguration(publicUrl: string): object {
  const issuer = `${publicUrl}/oidc`;
  return {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    capabilities: [
      'client-public',
      'client-confidential-symmetric',
      'client-confidential-asymmetric',
      'permission-v2',
      'permission-user',
      'permission-patient',
    ],
  };
}
