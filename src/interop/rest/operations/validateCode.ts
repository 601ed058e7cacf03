import type { Validated } from '#terminology';
import type { Told } from '../ask.ts';
import { type In, missing } from './inputs.ts';
import { canonicalOf, codesAsked, type Looked, lookedAt } from './lookedAt.ts';
import { type AskedOperation, type Operation, r4 } from './operation.ts';
import { out, parameters } from './parameters.ts';

const common: readonly In[] = [
  { name: 'display', type: 'string' },
  { name: 'coding', type: 'Coding' },
  { name: 'codeableConcept', type: 'CodeableConcept' },
  { name: 'date', type: 'dateTime', unsupported: true },
  { name: 'abstract', type: 'boolean' },
  { name: 'displayLanguage', type: 'code', unsupported: true },
];

/** Source: FHIR R4 §4.9.18, ValueSet $validate-code. */
export const validateCodeInValueSet: Operation = {
  name: 'validate-code',
  definition: `${r4}/ValueSet-validate-code`,
  levels: ['type', 'instance'],
  types: ['ValueSet'],
  in: [
    { name: 'url', type: 'uri' },
    { name: 'context', type: 'uri', unsupported: true },
    { name: 'valueSet', type: 'resource' },
    { name: 'valueSetVersion', type: 'string' },
    { name: 'code', type: 'code' },
    { name: 'system', type: 'uri' },
    { name: 'systemVersion', type: 'string' },
    ...common,
  ],
  async answer(asked) {
    const looked = await lookedAt(asked, 'valueSet', 'valueSetVersion');
    if (looked === undefined) throw missing('url');
    if (looked.resource === undefined) looked.terminology.requireValueSet(canonicalOf(looked));
    return judge(asked, looked, 'systemVersion', (code) => ({ ...code, valueSet: canonicalOf(looked) }));
  },
};

/** Source: FHIR R4 §4.8.19, CodeSystem $validate-code. */
export const validateCodeInSystem: Operation = {
  name: 'validate-code',
  definition: `${r4}/CodeSystem-validate-code`,
  levels: ['type', 'instance'],
  types: ['CodeSystem'],
  in: [
    { name: 'url', type: 'uri' },
    { name: 'codeSystem', type: 'resource' },
    { name: 'code', type: 'code' },
    { name: 'version', type: 'string' },
    ...common,
  ],
  async answer(asked) {
    const looked = await lookedAt(asked, 'codeSystem', 'version');
    if (looked === undefined) throw missing('url');
    const { url: system, version } = looked;
    return judge(asked, looked, 'version', (code) => ({ ...code, system, ...(version === undefined ? {} : { version }) }));
  },
};

type AskedCode = ReturnType<typeof codesAsked>[number];

/** Of several codings one that is right is enough. What cannot be told is no `true`: the message says why. */
function judge(
  asked: AskedOperation,
  { terminology }: Looked,
  systemVersion: string,
  about: (code: AskedCode) => Parameters<Looked['terminology']['validateCode']>[0],
): Told {
  const abstract = asked.inputs.flag('abstract');
  const verdicts = codesAsked(asked, systemVersion).map((code) =>
    terminology.validateCode({ ...about(code), ...(abstract === undefined ? {} : { abstract }) }),
  );
  const verdict =
    verdicts.find(({ result }) => result === true) ?? verdicts.find(({ result }) => result === false) ?? verdicts[0];
  return { status: 200, body: told(verdict ?? { result: false }) };
}

function told({ result, message, display }: Validated): string {
  return parameters(
    out('result', 'Boolean', result === true),
    out('message', 'String', message),
    out('display', 'String', display),
  );
}
