import { attributeOf, childOf, textOf, type XmlElement } from '#xml';
import { absentConcept, type Coding, type Concept, conceptOf } from './coded.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { oneLine } from './narrative.ts';
import { ratioOf } from './quantity.ts';
import { listed } from './related.ts';
import { dateTimeOf } from './time.ts';

/** A medicine as it stands in `consumable` or `product`. */
export interface Product {
  /** Every code of it: speciality (CIS), virtual medicine, package (CIP), class (ATC). Undefined when nothing names it. */
  readonly concept: Concept | undefined;
  readonly form: Concept | undefined;
  readonly lotNumber: string | undefined;
  readonly expirationDate: string | undefined;
  readonly manufacturer: string | undefined;
  readonly ingredients: readonly Fields[];
}

/** The children of this name whatever their namespace: what IHE Pharmacy adds to a product has its own. */
function extended(element: XmlElement | undefined, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of element?.children ?? []) if (child.kind === 'element' && child.name === name) found.push(child);
  return found;
}

export function productOf(element: XmlElement, place: Place): Product {
  const product = (childOf(element, 'consumable') ?? childOf(element, 'product')) && manufactured(element);
  const material = product && childOf(product, 'manufacturedMaterial');
  if (product === undefined || material === undefined) return nothing;
  const words = (parent: XmlElement, name: string) => {
    const child = extended(parent, name)[0];
    return child && oneLine(textOf(child));
  };
  const organization = childOf(product, 'manufacturerOrganization');
  const expiry = extended(material, 'expirationTime')[0];
  return {
    concept: namedBy(material, words(material, 'name'), place),
    form: conceptOf(extended(material, 'formCode')[0], place.narrative),
    lotNumber: words(material, 'lotNumberText'),
    expirationDate: expiry && dateTimeOf(attributeOf(expiry, 'value'))?.slice(0, 10),
    manufacturer:
      organization && (words(organization, 'name') ?? identifiersOf(organization).map(({ value }) => String(value))[0]),
    ingredients: extended(material, 'ingredient').flatMap((each) => listed(ingredientOf(each, place))),
  };
}

const nothing: Product = {
  concept: undefined,
  form: undefined,
  lotNumber: undefined,
  expirationDate: undefined,
  manufacturer: undefined,
  ingredients: [],
};

const manufactured = (element: XmlElement) =>
  childOf(element, 'consumable', 'manufacturedProduct') ?? childOf(element, 'product', 'manufacturedProduct');

/** The name is the trade name where there is one; the classes of `asSpecializedKind` and the package are further codes. */
function namedBy(material: XmlElement, name: string | undefined, { narrative }: Place): Concept | undefined {
  const own = conceptOf(childOf(material, 'code'), narrative);
  const further = [
    ...extended(material, 'asContent').map((each) => extended(extended(each, 'containerPackagedMedicine')[0], 'code')[0]),
    ...extended(material, 'asSpecializedKind').map((each) => extended(extended(each, 'generalizedMedicineClass')[0], 'code')[0]),
  ].flatMap((code) => conceptOf(code, narrative)?.coding ?? []);
  const coding = distinct([...(own?.coding ?? []), ...further]);
  const text = name ?? own?.text;
  if (coding.length === 0 && text === undefined) return undefined;
  return { ...(coding.length > 0 && { coding }), ...(text !== undefined && { text }) };
}

const distinct = (codings: readonly Coding[]): Coding[] => [
  ...new Map(codings.map((coding) => [`${coding.system} ${coding.code}`, coding])).values(),
];

function ingredientOf(ingredient: XmlElement, place: Place): Fields | undefined {
  const inner = extended(ingredient, 'ingredient')[0];
  const itemCodeableConcept = inner && conceptOf(extended(inner, 'code')[0], place.narrative);
  return itemCodeableConcept && { itemCodeableConcept, strength: ratioOf(extended(ingredient, 'quantity')[0]) };
}

/**
 * `medication[x]`: a concept, so that a reader finds the code in one place; a contained Medication besides only for what a concept cannot
 * say and a recall needs, the lot (`withLot`).
 */
export function medicationFields(product: Product, withLot = false): Fields {
  const concept = product.concept ?? absentConcept();
  if (!withLot || product.lotNumber === undefined) return { medicationCodeableConcept: concept };
  const medication = {
    resourceType: 'Medication',
    id: 'medication',
    code: concept,
    form: product.form,
    ingredient: product.ingredients,
    batch: { lotNumber: product.lotNumber, expirationDate: product.expirationDate },
  };
  return { contained: [medication], medicationReference: { reference: '#medication' } };
}
