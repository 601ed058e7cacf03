import { missing } from './inputs.ts';
import { type Operation, r4 } from './operation.ts';

const gradeUrl = 'http://hl7.org/fhir/StructureDefinition/match-grade';

/**
 * Whom a Patient may mean, with how surely: see `matchPerson` for the grades. `onlyCertainMatches` keeps those of one matricule INS; `count`
 * gives the first ones. A Patient alone may be the body. It finds and links nobody.
 * Source: FHIR R4, Patient $match; IHE PDQm, ITI-119.
 */
export const match: Operation = {
  name: 'match',
  definition: `${r4}/Patient-match`,
  levels: ['type'],
  types: ['Patient'],
  needsBody: true,
  in: [
    { name: 'resource', type: 'resource' },
    { name: 'onlyCertainMatches', type: 'boolean' },
    { name: 'count', type: 'integer', least: 1 },
  ],
  letters: 's',
  async answer({ desk, ask, inputs }) {
    const patient = inputs.object('resource');
    if (patient === undefined || patient.resourceType !== 'Patient') throw missing('resource');
    const found = await desk.fhir.matchPerson(ask.call, patient);
    const kept = found
      .filter(({ grade }) => inputs.flag('onlyCertainMatches') !== true || grade === 'certain')
      .slice(0, inputs.number('count') ?? found.length);
    const entry = kept.map(({ person, grade, score }) => ({
      fullUrl: `${desk.base}/Patient/${person.id}`,
      resource: JSON.parse(person.body.toString()) as object,
      search: { extension: [{ url: gradeUrl, valueCode: grade }], mode: 'match', score },
    }));
    const body = { resourceType: 'Bundle', type: 'searchset', total: entry.length, ...(entry.length === 0 ? {} : { entry }) };
    return { status: 200, body: JSON.stringify(body) };
  },
};
