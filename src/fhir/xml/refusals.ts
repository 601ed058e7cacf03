import { fhirRefusal } from '../refusals.ts';

export function malformed(line: number) {
  return fhirRefusal(
    'xml-malformed',
    `Le XML est mal formé (ligne ${line}).`,
    `The XML is not well formed (line ${line}).`,
    `line ${line}`,
  );
}

export function doctype() {
  return fhirRefusal(
    'xml-doctype',
    'Le XML contient une déclaration DOCTYPE ou une entité. Retirez-la : FHIR n’en utilise pas.',
    'The XML holds a DOCTYPE declaration or an entity. Remove it: FHIR uses none.',
  );
}

export function badEncoding() {
  return fhirRefusal(
    'xml-encoding',
    'Le XML doit être en UTF-8, et sa déclaration ne doit pas annoncer un autre encodage.',
    'The XML must be UTF-8, and its declaration must not announce another encoding.',
  );
}

export function tooDeep(deepest: number) {
  return fhirRefusal('xml-too-deep', `Plus de ${deepest} éléments imbriqués.`, `More than ${deepest} nested elements.`);
}

/** `line` is told when the fault is in XML. */
export function notAResource(line?: number) {
  const [fr, en] = where(line);
  return fhirRefusal(
    'xml-not-a-resource',
    `Une ressource de FHIR R4 (espace de noms http://hl7.org/fhir) est attendue${fr}.`,
    `A resource of FHIR R4 (namespace http://hl7.org/fhir) is expected${en}.`,
    line === undefined ? undefined : `line ${line}`,
  );
}

/** `at` is a FHIRPath-like place with no value of the content; `line` is told when the fault is in XML. */
export function unknownElement(at: string, line?: number) {
  const [fr, en] = where(line);
  return fhirRefusal(
    'xml-unknown-element',
    `« ${at} » n’existe pas dans FHIR R4${fr}.`,
    `“${at}” does not exist in FHIR R4${en}.`,
    at,
  );
}

export function unknownAttribute(at: string, line: number) {
  return fhirRefusal(
    'xml-unknown-attribute',
    `L’attribut « ${at} » n’existe pas dans FHIR R4 (ligne ${line}).`,
    `The attribute “${at}” does not exist in FHIR R4 (line ${line}).`,
    at,
  );
}

export function wrongOrder(at: string, line: number) {
  return fhirRefusal(
    'xml-order',
    `L’élément « ${at} » n’est pas à sa place : les éléments suivent l’ordre de la définition (ligne ${line}).`,
    `The element “${at}” is out of place: elements follow the order of the definition (line ${line}).`,
    at,
  );
}

export function repeated(at: string, line: number) {
  return fhirRefusal(
    'xml-repeated',
    `L’élément « ${at} » n’est admis qu’une fois (ligne ${line}).`,
    `The element “${at}” is allowed once only (line ${line}).`,
    at,
  );
}

export function strayText(at: string, line: number) {
  return fhirRefusal(
    'xml-text',
    `« ${at} » contient du texte : en FHIR, une valeur est dans l’attribut value (ligne ${line}).`,
    `“${at}” holds text: in FHIR a value stands in the attribute value (line ${line}).`,
    at,
  );
}

export function empty(at: string, line: number) {
  return fhirRefusal(
    'xml-empty',
    `« ${at} » est vide : un élément a une valeur, un contenu ou une extension (ligne ${line}).`,
    `“${at}” is empty: an element has a value, a content or an extension (line ${line}).`,
    at,
  );
}

export function badValue(at: string, type: string, line: number) {
  return fhirRefusal(
    'xml-value',
    `La valeur de « ${at} » n’est pas du type ${type} (ligne ${line}).`,
    `The value of “${at}” is not of type ${type} (line ${line}).`,
    at,
  );
}

export function badNarrative(at: string) {
  return fhirRefusal(
    'xml-narrative',
    `« ${at} » doit être un élément div de XHTML, bien formé.`,
    `“${at}” must be a well-formed XHTML div element.`,
    at,
  );
}

export function badCharacter(at: string) {
  return fhirRefusal(
    'xml-character',
    `« ${at} » contient un caractère que XML ne peut pas transporter.`,
    `“${at}” holds a character that XML cannot carry.`,
    at,
  );
}

export function wrongShape(at: string) {
  return fhirRefusal(
    'xml-shape',
    `« ${at} » n’a pas en JSON la forme que sa définition demande.`,
    `“${at}” does not have in JSON the shape that its definition asks for.`,
    at,
  );
}

const where = (line: number | undefined): readonly [fr: string, en: string] =>
  line === undefined ? ['', ''] : [` (ligne ${line})`, ` (line ${line})`];
