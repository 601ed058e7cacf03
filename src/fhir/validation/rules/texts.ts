import { isObject } from '../../json.ts';
import { type Model, modelOf } from '../../model/model.ts';
import type { ElementModel } from '../../model/typeModel.ts';
import type { Issue } from '../issue.ts';
import { error, warning } from './issues.ts';
import type { Rule } from './rule.ts';

/** Bidirectional controls can show a text in another order than it is stored: U+202A to U+202E, U+2066 to U+2069. */
const controls = /[\u202a-\u202e\u2066-\u2069]/;
const suspect = /[<\u202a-\u202e\u2066-\u2069]|^(?:0\d|1[0-7]|2[2-9]|[3-9]\d)\d\d-/;
/** A tag that loads, sends or runs something, or any tag that reacts to events. */
const active =
  /<\/?(?:script|style|iframe|frame|frameset|object|embed|applet|form|input|button|textarea|link|meta|base|svg|math|img|video|audio|html|body|template)(?:[\s/>]|$)|<[a-z][^<>]*\son[a-z]+\s*=/i;
const tag =
  /<\/?(?:a|abbr|b|big|blockquote|br|center|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|li|ol|p|pre|s|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul)(?:\s[^<>]*)?\/?>/i;

/**
 * Texts that would do something when a page shows them as they are: HTML in a string (refused when it loads or runs something) or in markdown
 * (told), characters that turn the order of reading; and years before 1800 or after 2199.
 *
 * Source: FHIR R4 §2.24.0.1 string and markdown, §6.1.1 input validation.
 */
export const texts: Rule = function* ({ resource, at, ground }) {
  const issues: Issue[] = [];
  const keys: string[] = [];
  const here = (): Place => elementAt(modelOf(ground.shelf), String(resource.resourceType), keys, at);
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      if (suspect.test(value)) issues.push(...suspected(value, here()));
    } else if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        keys.push(String(i));
        walk(value[i]);
        keys.pop();
      }
    } else if (isObject(value)) {
      // contained resources and entries are walked for themselves
      if (keys.length > 0 && typeof value.resourceType === 'string') return;
      for (const name in value) {
        if (name === 'div') continue;
        keys.push(name);
        walk(value[name]);
        keys.pop();
      }
    }
  };
  walk(resource);
  yield* issues;
};

function* suspected(value: string, { type, place }: Place): Iterable<Issue> {
  if (type === 'date' || type === 'dateTime' || type === 'instant') {
    yield warning('date-range', 'value', place, `The year of '${value}' is outside the range of reasonable years`);
  }
  if (type !== 'string' && type !== 'markdown') return;
  if (type === 'string' && active.test(value)) {
    const message = 'The string contains embedded HTML that loads or runs something, which is not allowed for security reasons';
    yield error('string-html', 'security', place, message);
  } else if (tag.test(value) || active.test(value)) {
    const message = `The ${type} contains text that looks like embedded HTML tags: shown without care, it may be a security risk`;
    yield warning('string-html', 'security', place, message);
  }
  if (controls.test(value)) {
    yield warning('string-bidi', 'security', place, 'The text contains characters that change the order of reading');
  }
}

interface Place {
  readonly type: string | undefined;
  readonly place: string;
}

/** The FHIR type of what stands there, undefined for what the definitions do not know, and its FHIRPath place. */
function elementAt(model: Model, resourceType: string, keys: readonly string[], at: string): Place {
  let type: string | undefined = resourceType;
  let place = at;
  for (const key of keys) {
    if (/^\d+$/.test(key)) {
      place += `[${key}]`;
      continue;
    }
    const element: ElementModel | undefined = model.type(type ?? '')?.elements.get(key.startsWith('_') ? key.slice(1) : key);
    type = element?.type;
    place += element?.choice === true ? `.${element.base}.ofType(${element.type})` : `.${key}`;
  }
  return { type, place };
}
