import { isObject, objects } from '../../json.ts';
import { error } from './issues.ts';
import type { Rule } from './rule.ts';

const rule = 'vital-sign-code';

/** The LOINC code that the vital signs profiles ask for, by SNOMED CT concepts that mean the same. */
const magic: ReadonlyMap<string, readonly [code: string, name: string]> = new Map(
  (
    [
      ['9279-1', 'respiratory rate', ['86290005', '271625008']],
      ['8867-4', 'heart rate', ['364075005', '249043002', '444981005', '399017001']],
      ['2708-6', 'oxygen saturation', ['431314004', '442476006']],
      ['8310-5', 'body temperature', ['386725007', '276885007', '307047009', '415882003', '415974002', '415929009', '415945006']],
      ['8302-2', 'body height', ['50373000', '1153637007']],
      ['9843-4', 'head circumference', ['363812007', '169876006', '363811000']],
      ['29463-7', 'body weight', ['27113001', '735395000', '425024002', '424927000']],
      ['39156-5', 'body mass index', ['60621009']],
      ['85354-9', 'blood pressure', ['75367002', '163033001', '386534000', '386536003']],
    ] as const
  ).flatMap(([code, name, concepts]) => concepts.map((concept) => [concept, [code, name]] as const)),
);

/** An Observation of a vital sign has the profile's LOINC code, beside any other code. Source: FHIR R4 §10.1.5, vital signs. */
export const vitalSignCode: Rule = function* ({ resource, at }) {
  const codings = isObject(resource.code) ? objects(resource.code.coding) : [];
  for (const { system, code } of codings) {
    const [wanted, name] = (system === 'http://snomed.info/sct' && magic.get(String(code))) || [];
    if (wanted === undefined || codings.some((one) => one.system === 'http://loinc.org' && one.code === wanted)) continue;
    yield error(
      rule,
      'required',
      `${at}.code`,
      `The LOINC code ${wanted} is required for ${name}; other codes may stand beside it`,
    );
  }
};
