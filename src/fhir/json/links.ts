import { afterSpace, endOfString, stringIn } from './scan.ts';

/**
 * Names of the R4 elements of type uri, url, oid and uuid, and `reference`: where a link to another resource may stand. A few also
 * name elements of other types somewhere; those hold words that are no one's full address. `value` (of an Identifier) is not among
 * them, though it may well be equal to one: it names the thing and does not lead to it.
 */
export const linkNames: ReadonlySet<string> = new Set(
  `address authority authorizationUrl code contentReference definition definitionUri defaultValueOid defaultValueUri defaultValueUrl
  defaultValueUuid derivedFromUri detail endpoint eventUri fixedOid fixedUri fixedUrl fixedUuid fullUrl identifier implicitRules
  instantiates instantiatesUri issuer jurisdiction link location moduleUri nameUrl onlineInformation patternOid patternUri patternUrl
  patternUuid policy property protocol reference relativePath rendering source sourceUri system target targetUri type uri
  url valueOid valueUri valueUrl valueUuid`.split(/\s+/),
);

const colon = 58;
const inNarrative = /((?:href|src)\s*=\s*(?:\\"|'))([^"'\\<>]+)/g;

/**
 * The text of a resource with each link that `map` knows replaced by its value; no other byte changes. Links are references, elements
 * of type uri, url, oid and uuid, and `href` and `src` in the narrative; elements of type canonical are not. A link to a version
 * (`…/_history/3`) keeps its version. Source: FHIR R4 §3.1.0.11.2.
 *
 * In: text that JSON.parse accepts; `map` from a full address (`urn:uuid:…`, a whole URL, a conditional reference) to what replaces it.
 */
export function replaceReferences(text: string, map: ReadonlyMap<string, string>): string {
  if (map.size === 0) return text;
  let out = '';
  let kept = 0;
  /** The member whose value, or whose list of values, is being read. */
  let member = '';
  for (let i = text.indexOf('"'); i >= 0; i = text.indexOf('"', i)) {
    const to = endOfString(text, i);
    const next = afterSpace(text, to);
    if (text.charCodeAt(next) === colon) {
      member = stringIn(text, i, to);
      i = next + 1;
      continue;
    }
    const written = changed(text.slice(i, to), member, map);
    if (written !== undefined) {
      out += text.slice(kept, i) + written;
      kept = to;
    }
    i = to;
  }
  return kept === 0 ? text : out + text.slice(kept);
}

/** The string, quotes included, with its links replaced; undefined when it stays. */
function changed(string: string, member: string, map: ReadonlyMap<string, string>): string | undefined {
  if (linkNames.has(member)) {
    const target = targetOf(stringIn(string, 0, string.length), map);
    return target === undefined ? undefined : JSON.stringify(target);
  }
  if (member !== 'div') return undefined;
  const replaced = string.replace(inNarrative, (whole, before: string, link: string) => {
    const target = targetOf(link.replaceAll('&amp;', '&'), map);
    return target === undefined ? whole : before + JSON.stringify(escapeXml(target)).slice(1, -1);
  });
  return replaced === string ? undefined : replaced;
}

function targetOf(link: string, map: ReadonlyMap<string, string>): string | undefined {
  const whole = map.get(link);
  if (whole !== undefined) return whole;
  const version = link.lastIndexOf('/_history/');
  const target = version < 0 ? undefined : map.get(link.slice(0, version));
  return target === undefined ? undefined : target + link.slice(version);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
