import { missing } from './inputs.ts';
import { canonicalOf, lookedAt } from './lookedAt.ts';
import { type Operation, r4 } from './operation.ts';

/** Source: FHIR R4 §4.9.17, ValueSet $expand. What is expanded is flat and holds no post-coordinated code, whatever is asked of that. */
export const expand: Operation = {
  name: 'expand',
  definition: `${r4}/ValueSet-expand`,
  levels: ['type', 'instance'],
  types: ['ValueSet'],
  in: [
    { name: 'url', type: 'uri' },
    { name: 'valueSet', type: 'resource' },
    { name: 'valueSetVersion', type: 'string' },
    { name: 'context', type: 'uri', unsupported: true },
    { name: 'contextDirection', type: 'code', unsupported: true },
    { name: 'filter', type: 'string' },
    { name: 'date', type: 'dateTime', unsupported: true },
    { name: 'offset', type: 'integer', least: 0 },
    { name: 'count', type: 'integer', least: 0 },
    { name: 'includeDesignations', type: 'boolean', unsupported: true },
    { name: 'designation', type: 'string', many: true, unsupported: true },
    { name: 'includeDefinition', type: 'boolean', unsupported: true },
    { name: 'activeOnly', type: 'boolean' },
    { name: 'excludeNested', type: 'boolean' },
    { name: 'excludeNotForUI', type: 'boolean', unsupported: true },
    { name: 'excludePostCoordinated', type: 'boolean' },
    { name: 'displayLanguage', type: 'code' },
    { name: 'exclude-system', type: 'canonical', many: true, unsupported: true },
    { name: 'system-version', type: 'canonical', many: true, unsupported: true },
    { name: 'check-system-version', type: 'canonical', many: true, unsupported: true },
    { name: 'force-system-version', type: 'canonical', many: true, unsupported: true },
  ],
  async answer(asked) {
    const { inputs, ask } = asked;
    const looked = await lookedAt(asked, 'valueSet', 'valueSetVersion');
    if (looked === undefined) throw missing('url');
    const [filter, displayLanguage] = [inputs.text('filter'), inputs.text('displayLanguage')];
    const [offset, count, activeOnly] = [inputs.number('offset'), inputs.number('count'), inputs.flag('activeOnly')];
    const expanded = looked.terminology.expand(looked.resource ?? canonicalOf(looked), {
      at: ask.call.at,
      ...(filter === undefined ? {} : { filter }),
      ...(displayLanguage === undefined ? {} : { displayLanguage }),
      ...(offset === undefined ? {} : { offset }),
      ...(count === undefined ? {} : { count }),
      ...(activeOnly === undefined ? {} : { activeOnly }),
    });
    return { status: 200, body: JSON.stringify(expanded) };
  },
};
