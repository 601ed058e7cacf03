import { fhirRefusal, type Json, text } from '#fhir';
import type { Match } from '#terminology';
import { canonicalOf, codesAsked, lookedAt } from './lookedAt.ts';
import { type Operation, r4 } from './operation.ts';
import { type Out, out, parameters } from './parameters.ts';

/** Source: FHIR R4 §4.10.15, ConceptMap $translate. */
export const translate: Operation = {
  name: 'translate',
  definition: `${r4}/ConceptMap-translate`,
  levels: ['type', 'instance'],
  types: ['ConceptMap'],
  in: [
    { name: 'url', type: 'uri' },
    { name: 'conceptMap', type: 'resource' },
    { name: 'conceptMapVersion', type: 'string' },
    { name: 'code', type: 'code' },
    { name: 'system', type: 'uri' },
    { name: 'version', type: 'string', unsupported: true },
    { name: 'source', type: 'uri' },
    { name: 'coding', type: 'Coding' },
    { name: 'codeableConcept', type: 'CodeableConcept' },
    { name: 'target', type: 'uri' },
    { name: 'targetsystem', type: 'uri' },
    { name: 'dependency', type: 'part', many: true, unsupported: true },
    { name: 'reverse', type: 'boolean' },
  ],
  async answer(asked) {
    const { desk, inputs } = asked;
    const looked = await lookedAt(asked, 'conceptMap', 'conceptMapVersion');
    const terminology = looked?.terminology ?? desk.terminology;
    const ways = {
      conceptMap: looked === undefined ? undefined : canonicalOf(looked),
      source: inputs.text('source'),
      target: inputs.text('target'),
      targetSystem: inputs.text('targetsystem'),
      reverse: inputs.flag('reverse'),
    };
    const by = Object.fromEntries(Object.entries(ways).filter(([, value]) => value !== undefined));
    const found = codesAsked(asked, 'version').map(({ code, system }) =>
      terminology.translate({ code, ...(system === undefined ? {} : { system }), ...by }),
    );
    const known = found.filter((one) => one !== undefined);
    if (known.length === 0) throw unknownMap();
    const result = known.some((one) => one.result);
    const message = result ? undefined : 'No acceptable match in the concept maps that are loaded';
    return {
      status: 200,
      body: parameters(
        out('result', 'Boolean', result),
        out('message', 'String', message),
        known.flatMap(({ matches }) => matches.map(match)),
      ),
    };
  },
};

function match({ equivalence, concept, product = [], source }: Match): Out {
  return {
    name: 'match',
    part: [
      ...out('equivalence', 'Code', equivalence),
      ...(concept.code === undefined ? [] : out('concept', 'Coding', concept)),
      ...product.map(productOf),
      ...out('source', 'Uri', source),
    ],
  };
}

function productOf({ property, system, value, display }: Json): Out {
  const concept = {
    ...(text(system) === undefined ? {} : { system }),
    code: value,
    ...(text(display) === undefined ? {} : { display }),
  };
  return { name: 'product', part: [...out('element', 'Uri', property), ...out('concept', 'Coding', concept)] };
}

function unknownMap() {
  return fhirRefusal('unknown-map', 'Cette table de correspondance n’est pas chargée.', 'This concept map is not loaded.', 'url');
}
