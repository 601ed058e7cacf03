import { askedFrom } from '#fhir';
import { searchsetOf } from '../interactions/search.ts';
import { type Operation, r4 } from './operation.ts';

/** Source: FHIR R4, Observation $lastn. */
export const lastn: Operation = {
  name: 'lastn',
  definition: `${r4}/Observation-lastn`,
  levels: ['type'],
  types: ['Observation'],
  in: [],
  ownParameters: true,
  onlyGet: true,
  letters: 's',
  async answer({ desk, ask }) {
    const asked = askedFrom(ask.query);
    const answer = await desk.fhir.lastn(ask.call, asked);
    return { status: 200, body: searchsetOf(desk, `${desk.base}/Observation/$lastn`, asked, answer) };
  },
};
