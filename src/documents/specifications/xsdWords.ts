/**
 * What libxml2 says of a fault against an XSD: which kind it is, and the same in French. libxml2-wasm hands over the English sentence and
 * not the number of the fault: it is told apart by its fixed words, and a sentence that is none of these stays as it is.
 */
export interface XsdWords {
  readonly kind: string;
  readonly fr: string;
}

type Groups = readonly (string | undefined)[];
type Sentence = readonly [kind: string, pattern: RegExp, fr: (groups: Groups) => string];

const sentences: readonly Sentence[] = [
  [
    'unexpected-element',
    /This element is not expected\.(?: Expected is (.*)\.)?/,
    ([, e]) => `il n’est pas attendu ici${instead(e)}`,
  ],
  ['missing-element', /Missing child element\(s\)\.(?: Expected is (.*)\.)?/, ([, e]) => `il y manque un élément${instead(e)}`],
  ['unknown-root', /No matching global (?:element )?declaration/, () => 'ce schéma n’a pas de document qui commence par lui'],
  ['missing-attribute', /The attribute '([^']*)' is required but missing/, ([, a]) => `l’attribut ${a} manque`],
  ['unknown-attribute', /The attribute '([^']*)' is not allowed/, ([, a]) => `l’attribut ${a} n’y est pas permis`],
  ['facet', /\[facet '(\w+)'\] The value (?:'([\s\S]*?)' )?/, ([, f, v]) => `${value(v)} n’a pas la forme voulue (${f})`],
  [
    'value',
    /'([\s\S]*)' is not a valid value of the (\w+) type '([^']*)'/,
    ([, v, , t]) => `${value(v)} n’est pas du type ${bare(t)}`,
  ],
  [
    'value',
    /value '([\s\S]*)' does not match the fixed value constraint '([^']*)'/,
    ([, v, f]) => `${value(v)} doit être « ${f} »`,
  ],
  ['text', /Character content/, () => 'il ne peut pas contenir de texte'],
  ['type', /xsi:type|type definition|is abstract/, () => 'son type (xsi:type) n’est pas de ceux que le schéma connaît'],
  ['key', /IDC|unique|key|xs:ID/, () => 'un identifiant est répété ou ne mène nulle part'],
];

export function xsdWords(message: string): XsdWords {
  const [head = '', element, attribute] = /^Element '([^']*)'(?:, attribute '([^']*)')?: /.exec(message) ?? [];
  const subject = `Élément ${bare(element)}${attribute === undefined ? '' : `, attribut ${bare(attribute)}`}`;
  for (const [kind, pattern, fr] of sentences) {
    const groups = pattern.exec(message.slice(head.length));
    if (groups !== null) return { kind, fr: `${subject} : ${fr(groups)}.` };
  }
  return { kind: 'fault', fr: message.trim() };
}

const instead = (expected: string | undefined): string => {
  const names = Array.from(expected?.matchAll(/(?:\{[^}]*\})?([\w:*.-]+)/g) ?? [], ([, name]) => name).filter(
    (name) => name !== 'one' && name !== 'of',
  );
  return names.length === 0 ? '' : ` ; attendu : ${names.join(', ')}`;
};
const value = (text: string | undefined): string => (text === undefined ? 'la valeur' : `la valeur « ${text} »`);
/** `{urn:hl7-org:v3}title` is `title`. */
const bare = (name: string | undefined): string => name?.replace(/\{[^}]*\}/g, '') ?? '';
