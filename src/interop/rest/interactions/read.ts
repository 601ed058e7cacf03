import type { Stored } from '#fhir';
import { fhirRefusal } from '#fhir';
import type { Ask, Told } from '../ask.ts';
import { unchangedSince } from '../conditions.ts';
import { shaped } from '../shape.ts';
import type { Interaction } from './interaction.ts';

/** Source: FHIR R4 §3.1.0.2. */
export const read: Interaction = {
  codes: ['read'],
  verb: 'GET',
  path: '/:type/:id',
  letters: 'r',
  async answer({ fhir, model }, ask) {
    const { type = '', id = '' } = ask.place;
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

function told({ version, at }: Stored, body: string): Told {
  return { status: 200, version, at, body };
}

function versionOf({ place: { version = '' } }: Ask): number {
  if (/^[1-9]\d{0,14}$/.test(version)) return Number(version);
  throw fhirRefusal('bad-version', 'Une version est un nombre.', 'A version is a number.', '_history');
}
