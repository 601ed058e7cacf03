import { ucumUtils } from 'fhirpath';
import type { Membership } from '../members.ts';
import { withoutPrototype } from './table.ts';

const unit = remembered(ucumUnit);

/** Whether a text is a unit of UCUM, case-sensitive form. */
export const isUcum = (text: string): boolean => unit(text) === 'in';

/**
 * Code systems whose codes are made by a grammar: nobody can list them, but whether a text is one of them can be told. `unknown` where
 * the form is right and the parts are in a register that is not here.
 */
export const grammars: Readonly<Record<string, (code: string) => Membership>> = withoutPrototype({
  'urn:ietf:bcp:13': mediaType,
  'urn:ietf:bcp:47': remembered(languageTag),
  'http://unitsofmeasure.org': unit,
  // ISO 3166-2, a country and its subdivision; UN M49, three digits: the form is known here, the registers are not
  'urn:iso:std:iso:3166:-2': (code) => (/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(code) ? 'unknown' : 'out'),
  'http://unstats.un.org/unsd/methods/m49/m49.htm': (code) => (/^\d{3}$/.test(code) ? 'unknown' : 'out'),
});

/**
 * RFC 6838 §4.2 for the names, RFC 2045 §5.1 for the parameters. Whether the type is registered is not looked at. The short names of FHIR's
 * own formats count as types: CapabilityStatement.format is given in them (FHIR R4 §3.1.0.1.11).
 */
function mediaType(code: string): Membership {
  return mediaTypeShape.test(code) || code === 'xml' || code === 'json' || code === 'ttl' ? 'in' : 'out';
}
const restrictedName = '[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}';
const token = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
const mediaTypeShape = new RegExp(`^${restrictedName}/${restrictedName}(?: ?; ?${token}=(?:${token}|"[^"\\\\]*"))*$`);

/** BCP 47: the form by the runtime, the language and region by its register (CLDR), which has every two-letter language. */
function languageTag(code: string): Membership {
  try {
    const { language, region } = new Intl.Locale(code);
    const known = language === undefined || language === 'und' || languageNames.of(language) !== undefined;
    if (!known) return language.length === 2 ? 'out' : 'unknown';
    return region === undefined || regionNames.of(region) !== undefined ? 'in' : 'unknown';
  } catch {
    return 'out';
  }
}
const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** UCUM, case-sensitive form; the grammar and the atoms are those of the library that also serves FHIRPath. */
function ucumUnit(code: string): Membership {
  // What has a space is no unit; the library would write it to the console.
  return /^[!-~]{1,200}$/.test(code) && ucumUtils.validateUnitString(code).status === 'valid' ? 'in' : 'out';
}

/** The same few units and languages come again and again. */
function remembered(judge: (code: string) => Membership): (code: string) => Membership {
  const known = new Map<string, Membership>();
  return (code) => {
    let found = known.get(code);
    if (found === undefined) {
      if (known.size >= 5000) known.clear();
      found = judge(code);
      known.set(code, found);
    }
    return found;
  };
}
