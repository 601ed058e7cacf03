import { objects } from '#fhir';
import { conceptOf, fhirSystemOf } from '#terminology';

type Json = Readonly<Record<string, unknown>>;

/** How confidential a document is in itself: HL7 Confidentiality, those of JDV_J08. */
export type Base = 'N' | 'R' | 'V';

/** From whom a document is kept, as its labels say it. */
export interface Labels {
  readonly base: Base;
  /** `MASQUE_PS`: the person hides it from professionals. */
  readonly hiddenFromProfessionals: boolean;
  /** `INVISIBLE_PATIENT`: not yet announced to the person. */
  readonly hiddenFromPatient: boolean;
  /** `INVISIBLE_REPRESENTANTS_LEGAUX`: kept from whoever acts for the person. */
  readonly hiddenFromRepresentatives: boolean;
}

const bases = ['V', 'R', 'N'] as const;

/** Codes of JDV_J08, of whatever system, as labels; the strictest of several bases, `N` when there is none. */
export function labelsOf(codes: readonly unknown[]): Labels {
  const said = new Set(codes);
  return {
    base: bases.find((base) => said.has(base)) ?? 'N',
    hiddenFromProfessionals: said.has('MASQUE_PS'),
    hiddenFromPatient: said.has('INVISIBLE_PATIENT'),
    hiddenFromRepresentatives: said.has('INVISIBLE_REPRESENTANTS_LEGAUX'),
  };
}

/** The labels of a DocumentReference. */
export function labelsIn({ securityLabel }: Json): Labels {
  return labelsOf(objects(securityLabel).flatMap(({ coding }) => objects(coding).map(({ code }) => code)));
}

/** As `DocumentReference.securityLabel` says them: the base, and what is added to it. Source: JDV_J08 of the CI-SIS. */
export function securityLabels(labels: Labels): readonly Json[] {
  const codes = [
    labels.base,
    ...(labels.hiddenFromProfessionals ? ['MASQUE_PS'] : []),
    ...(labels.hiddenFromPatient ? ['INVISIBLE_PATIENT'] : []),
    ...(labels.hiddenFromRepresentatives ? ['INVISIBLE_REPRESENTANTS_LEGAUX'] : []),
  ];
  return codes.flatMap((code) => {
    const label = conceptOf('confidentiality', code);
    return label === undefined
      ? []
      : [{ coding: [{ system: fhirSystemOf(label.system), code: label.code, display: label.display }] }];
  });
}
