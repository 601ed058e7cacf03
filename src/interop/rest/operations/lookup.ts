import { fhirRefusal, type Json } from '#fhir';
import { missing } from './inputs.ts';
import { codesAsked } from './lookedAt.ts';
import { type Operation, r4 } from './operation.ts';
import { type Out, out, parameters } from './parameters.ts';

/** Source: FHIR R4 §4.8.18, CodeSystem $lookup. */
export const lookup: Operation = {
  name: 'lookup',
  definition: `${r4}/CodeSystem-lookup`,
  levels: ['type'],
  types: ['CodeSystem'],
  in: [
    { name: 'code', type: 'code' },
    { name: 'system', type: 'uri' },
    { name: 'version', type: 'string' },
    { name: 'coding', type: 'Coding' },
    { name: 'date', type: 'dateTime', unsupported: true },
    { name: 'displayLanguage', type: 'code' },
    { name: 'property', type: 'code', many: true },
  ],
  answer(asked) {
    const { desk, inputs } = asked;
    const [{ system, code, version } = { code: '' }] = codesAsked(asked, 'version');
    if (system === undefined) throw missing('system');
    const found = desk.terminology.lookup(system, code, version);
    if (found === undefined) {
      throw fhirRefusal(
        'unknown-code',
        'Ce code n’est connu dans aucune version chargée de ce système de codes.',
        'This code is known in no loaded version of this code system.',
        'code',
      );
    }
    const wanted = new Set(inputs.texts('property'));
    const language = inputs.text('displayLanguage');
    const designations = found.designation.filter((one) => language === undefined || spoken(one.language, language));
    const display = (language === undefined ? undefined : designations[0]?.value) ?? found.display;
    return {
      status: 200,
      body: parameters(
        out('name', 'String', found.name),
        out('version', 'String', found.version),
        out('display', 'String', display),
        wanted.size === 0 || wanted.has('designation') ? designations.map(designation) : [],
        found.property.filter(({ code }) => wanted.size === 0 || wanted.has(String(code))).map(property),
      ),
    };
  },
};

function spoken(language: unknown, wanted: string): boolean {
  return typeof language === 'string' && (language === wanted || language.startsWith(`${wanted}-`));
}

function designation({ language, use, value }: Json): Out {
  return {
    name: 'designation',
    part: [...out('language', 'Code', language), ...out('use', 'Coding', use), ...out('value', 'String', value)],
  };
}

function property({ code, description, ...rest }: Json): Out {
  const value = Object.entries(rest).find(([name]) => name.startsWith('value'));
  return {
    name: 'property',
    part: [
      ...out('code', 'Code', code),
      ...(value === undefined ? [] : [{ name: 'value', [value[0]]: value[1] }]),
      ...out('description', 'String', description),
    ],
  };
}
