import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xsdWords } from './xsdWords.ts';

const ns = '{urn:hl7-org:v3}';
for (const [message, kind, fr] of [
  [
    `Element '${ns}b': This element is not expected. Expected is one of ( ${ns}typeId, sdtc:x ).`,
    'unexpected-element',
    'Élément b : il n’est pas attendu ici ; attendu : typeId, sdtc:x.',
  ],
  [`Element '${ns}b': This element is not expected.`, 'unexpected-element', 'Élément b : il n’est pas attendu ici.'],
  [
    `Element '${ns}a': Missing child element(s). Expected is ( ${ns}id ).`,
    'missing-element',
    'Élément a : il y manque un élément ; attendu : id.',
  ],
  [
    `Element 'a': No matching global declaration available for the validation root.`,
    'unknown-root',
    'Élément a : ce schéma n’a pas de document qui commence par lui.',
  ],
  [`Element '${ns}a': The attribute 'root' is required but missing.`, 'missing-attribute', 'Élément a : l’attribut root manque.'],
  [
    `Element '${ns}a', attribute 'x': The attribute 'x' is not allowed.`,
    'unknown-attribute',
    'Élément a, attribut x : l’attribut x n’y est pas permis.',
  ],
  [
    `Element '${ns}a', attribute 'value': [facet 'pattern'] The value 'hier' is not accepted by the pattern '[0-9]{1,8}'.`,
    'facet',
    'Élément a, attribut value : la valeur « hier » n’a pas la forme voulue (pattern).',
  ],
  [
    `Element '${ns}a', attribute 'root': '1..2' is not a valid value of the union type '${ns}uid'.`,
    'value',
    'Élément a, attribut root : la valeur « 1..2 » n’est pas du type uid.',
  ],
  [
    `Element '${ns}a': Character content other than whitespace is not allowed because the content type is 'element-only'.`,
    'text',
    'Élément a : il ne peut pas contenir de texte.',
  ],
  ['Something that no one foresaw.', 'fault', 'Something that no one foresaw.'],
] as const)
  test(`XSD, words of a fault: ${kind}, ${fr}`, () => assert.deepEqual(xsdWords(message), { kind, fr }));

test('XSD, words of a fault: a long value full of quotes is read at once', { timeout: 5_000 }, () => {
  const long = `Element 'a', attribute 'b': ${"' ".repeat(500)}`;
  assert.equal(xsdWords(long).kind, 'fault');
});
