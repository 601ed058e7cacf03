import { parameters, type Type } from './parameters.ts';
import type { Part } from './parts.ts';
import { profiles } from './systems.ts';
import { includeNames, reverseNames } from './wish.ts';

const profileOf: Readonly<Record<Type, string>> = {
  Practitioner: profiles.practitioner[1],
  PractitionerRole: profiles.practitionerRole[1],
  Organization: profiles.organization[1],
};

/** What this service does, as a CapabilityStatement made of what it does it with. */
export function capabilityStatement(base: string, at: Date): Part {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: at.toISOString(),
    kind: 'instance',
    instantiates: ['https://interop.esante.gouv.fr/ig/fhir/annuaire/CapabilityStatement/AsServerDPCapabilityStatement'],
    software: { name: 'Socle' },
    implementation: { description: 'Annuaire : professionnels et structures, données publiques', url: base },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [{ mode: 'server', resource: (['Practitioner', 'PractitionerRole', 'Organization'] as const).map(resourceOf) }],
  };
}

function resourceOf(type: Type): Part {
  const search = Object.entries(parameters[type]).filter(([name]) => !name.includes('.'));
  const [include, reverse] = [includeNames(type), reverseNames(type)];
  return {
    type,
    profile: profileOf[type],
    interaction: [{ code: 'read' }, { code: 'search-type' }],
    versioning: 'no-version',
    referencePolicy: ['literal', 'local'],
    ...(include.length === 0 ? {} : { searchInclude: ['*', ...include] }),
    ...(reverse.length === 0 ? {} : { searchRevInclude: reverse }),
    searchParam: [...search.map(([name, parameter]) => ({ name, type: parameter.type })), { name: '_lastUpdated', type: 'date' }],
  };
}
