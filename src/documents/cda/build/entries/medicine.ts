import type { CodedValue } from '#kernel';
import { coded, reference, templates, when } from '../coded.ts';
import { unknownCode } from '../form/refusals.ts';
import { object, optional, type Read } from '../form/shape.ts';
import { code, coded as codedForm, text } from '../form/values.ts';
import { element, leaf, nothing, type Xml } from '../xml.ts';

/**
 * A medicine, by the name it is printed with and the codes the software knows: `cis` (speciality, BDPM), `cip` (package, 13 digits),
 * `virtual` (médicament virtuel, `MV…`), `atc` (class and its label).
 */
export const medicineForm = object({
  name: text(300),
  cis: optional(code(/^6\d{7}$/)),
  cip: optional(cip13),
  virtual: optional(code(/^MV\d{8}$/)),
  atc: optional(codedForm('2.16.840.1.113883.6.73', /^[A-V](\d\d([A-Z]([A-Z](\d\d)?)?)?)?$/)),
});
export type Medicine = Read<typeof medicineForm>;

/** A CIP of 13 digits is an EAN: its last digit checks the others. */
function cip13(value: unknown, spot: Parameters<ReturnType<typeof code>>[1]): string {
  const said = code(/^34009\d{8}$/)(value, spot);
  const sum = [...said.slice(0, 12)].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  if ((10 - (sum % 10)) % 10 !== Number(said[12])) throw unknownCode(spot.at, said);
  return said;
}

/** CIS of the BDPM. */
const speciality = '1.2.250.1.213.2.3.1';

/** Every code of a medicine, the most particular first. */
function codesOf({ name, cis, cip, virtual, atc }: Medicine): readonly CodedValue[] {
  const named = (system: string, value: string | undefined): CodedValue[] =>
    value === undefined ? [] : [{ code: value, system, display: name }];
  return [
    ...named(speciality, cis),
    ...named('1.2.250.1.213.2.59', virtual),
    ...named('1.2.250.1.213.2.3.2', cip),
    ...(atc === undefined ? [] : [atc]),
  ];
}

/**
 * `consumable`: the medicine named at `id` in the narrative. `kind` marks a product that is prescribed, not one that was given.
 * Source: CI-SIS, FR-Produit-de-sante (1.2.250.1.213.1.1.3.43), IHE PCC Product.
 */
export function consumable(medicine: Medicine, id: string, more: { readonly kind?: boolean; readonly lot?: string } = {}): Xml {
  const codes = codesOf(medicine);
  const own = codes.find(({ system }) => system === speciality);
  const inside = [
    reference(id, 'originalText'),
    ...codes.filter((each) => each !== own).map((each) => coded('translation', each)),
  ];
  const material = more.kind ? { classCode: 'MMAT', determinerCode: 'KIND' } : {};
  return element(
    'consumable',
    { typeCode: 'CSM' },
    element(
      'manufacturedProduct',
      { classCode: 'MANU' },
      templates(['2.16.840.1.113883.10.20.1.53', '1.3.6.1.4.1.19376.1.5.3.1.4.7.2', '1.2.250.1.213.1.1.3.43']),
      element(
        'manufacturedMaterial',
        material,
        more.kind ? templates(['1.3.6.1.4.1.19376.1.9.1.3.1']) : nothing,
        // The code itself is that of the speciality or none: another one is a translation.
        own === undefined ? element('code', { nullFlavor: 'NA' }, ...inside) : coded('code', own, undefined, ...inside),
        leaf('name', medicine.name),
        when(more.lot, (lot) => leaf('lotNumberText', lot)),
      ),
    ),
  );
}

/** The product of a step of a dosage: the same as that of the prescription around it. */
export const sameProduct: Xml = element(
  'consumable',
  { typeCode: 'CSM' },
  element(
    'manufacturedProduct',
    { classCode: 'MANU' },
    templates(['2.16.840.1.113883.10.20.1.53', '1.3.6.1.4.1.19376.1.5.3.1.4.7.2', '1.2.250.1.213.1.1.3.43']),
    element(
      'manufacturedMaterial',
      { classCode: 'MMAT', determinerCode: 'KIND' },
      templates(['1.3.6.1.4.1.19376.1.9.1.3.1']),
      element('code', { nullFlavor: 'NA' }),
      element('name', { nullFlavor: 'NA' }),
    ),
  ),
);
