import { childOf, childrenOf, type XmlElement } from '#xml';
import { type Concept, conceptOf } from './coded.ts';
import { dosagesOf } from './dosage.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { taken } from './missed.ts';
import { partiesOf } from './party.ts';
import { medicationFields, type Product, productOf } from './product.ts';
import { quantityOf } from './quantity.ts';
import { instructionsIn, linkedBy, narrativeText, notesOf, statementsIn, textIn } from './related.ts';
import { momentOf } from './time.ts';

export interface Dispensed {
  /** The medicine of the treatment that a delivery without a product of its own belongs to. */
  readonly product?: Product;
  readonly prescription?: string | undefined;
}

/**
 * A delivery as a MedicationDispense: what was given with its lot, how much, by whom, when; the item of prescription by its identifier, for it
 * stands in another document. Undefined, and kept, when nothing names the medicine.
 */
export function dispenseFrom(
  supply: XmlElement,
  place: Place,
  { product: of, prescription }: Dispensed = {},
): string | undefined {
  if (place.isFull) return void place.keep('too-many', supply);
  const own = productOf(supply, place);
  const said = textIn(supply, place);
  const product = own.concept === undefined && of !== undefined ? of : own;
  const concept = product.concept ?? (said === undefined ? undefined : { text: said });
  if (concept === undefined) return void place.keep('no-fact', supply);
  const [performer] = childrenOf(supply, 'performer');
  return place.add('MedicationDispense', supply, {
    ...medicationFields({ ...product, concept }, true),
    text: narrativeText(supply, place),
    identifier: identifiersOf(supply),
    status: 'completed',
    subject: { reference: place.patient },
    performer: [...partiesOf(supply, 'performer'), ...partiesOf(supply, 'author')].slice(0, 2).map((actor) => ({ actor })),
    authorizingPrescription: prescription === undefined ? itemsOf(supply) : [{ reference: prescription }],
    quantity: quantityOf(childOf(supply, 'quantity')),
    whenHandedOver:
      (performer && momentOf(childOf(performer, 'time'))) ?? momentOf(childOf(supply, 'effectiveTime')) ?? place.documentTime,
    note: notesOf(supply, place, ...instructionsIn(supply, place, 'PINSTRUCT', 'FINSTRUCT')),
    dosageInstruction: dosagesOf(supply, place),
    substitution: substitutionOf(supply, place),
  });
}

const itemsOf = (supply: XmlElement): Fields[] =>
  linkedBy(supply, 'REFR', 'substanceAdministration').flatMap((item) => {
    const [identifier] = identifiersOf(item);
    return identifier === undefined ? [] : [{ type: 'MedicationRequest', identifier }];
  });

function substitutionOf(supply: XmlElement, { narrative }: Place): Fields | undefined {
  const isSubstitution = (code: Concept | undefined) => code?.coding?.[0]?.system?.endsWith('substanceAdminSubstitution');
  const read = (act: XmlElement) => conceptOf(childOf(act, 'code'), narrative);
  const told = taken(statementsIn(supply, 'act').find((act) => isSubstitution(read(act))));
  const type = told && read(told);
  return type && { wasSubstituted: type.coding?.[0]?.code !== 'N', type };
}
