import type { Stored } from '#fhir';
import { fhirRefusal } from '#fhir';
import type { Ask, Told } from '../ask.ts';
import { unchangedSince } from '../conditions.ts';
import { requireReach } from '../narrowing.ts';
import { shaped } from '../shape.ts';
import type { Interaction } from './interaction.ts';

/** Source: FHIR R4 §3.1.0.2. */
export const read: Interaction = {
  codes: ['read'],
  verb: 'GET',
  path: '/:type/:id',
  letters: 'r',
  scoped: true,
  async answer(desk, ask) {
    const { fhir, model } = desk;
    const { type = '', id = '' } = ask.place;
    const self = whoAsks(ask);
    if (self !== undefined) return self;
    await requireReach(desk, ask.call, ask.caller, type, id);
    const stored = await fhir.read(ask.call, type, id);
    if (unchangedSince(ask.header, stored)) return { status: 304, version: stored.version, at: stored.at };
    return told(stored, shaped(model, ask.query, stored.body));
  },
};

/** Source: FHIR R4 §3.1.0.3. */
export const vread: Interaction = {
  codes: ['vread'],
  verb: 'GET',
  path: '/:type/:id/_history/:version',
  letters: 'r',
  async answer({ fhir, model }, ask) {
    const { type = '', id = '' } = ask.place;
    const stored = await fhir.vread(ask.call, type, id, versionOf(ask));
    return told(stored, shaped(model, ask.query, stored.body));
  },
};

/**
 * The professional who opened an application, for `fhirUser`: what the access token says of them, and no more. Needs no scope.
 * Source: SMART App Launch 2.2 §3.0.1.1, fhirUser.
 */
function whoAsks({ caller, place: { type, id } }: Ask): Told | undefined {
  const { actor } = caller;
  if (caller.grant === undefined || type !== 'Practitioner' || actor.kind !== 'professional' || actor.id !== id) return undefined;
  const system = 'urn:oid:1.2.250.1.71.4.2.1';
  const code = {
    system: 'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante',
    code: actor.profession,
  };
  const body = {
    resourceType: 'Practitioner',
    id,
    identifier: [{ system, value: id }],
    name: [{ text: actor.name }],
    qualification: [{ code: { coding: [code] } }],
  };
  return { status: 200, body: JSON.stringify(body) };
}

function told({ version, at }: Stored, body: string): Told {
  return { status: 200, version, at, body };
}

function versionOf({ place: { version = '' } }: Ask): number {
  if (/^[1-9]\d{0,14}$/.test(version)) return Number(version);
  throw fhirRefusal('bad-version', 'Une version est un nombre.', 'A version is a number.', '_history');
}
