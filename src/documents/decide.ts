import type { Call } from '#kernel';
import type { Rights } from '#rights';
import type { Tx } from '#store';
import type { Checked } from './check.ts';
import { type Labels, labelsOf } from './life/labels.ts';

export interface Decided extends Omit<Checked, 'step'> {
  readonly step: 'decided';
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
  readonly archived: boolean;
  readonly labels: Labels;
}

/**
 * The third step, inside the transaction, the record locked: the person's choices are applied before a row is written. Refuses what
 * `rights.decideDeposit` refuses.
 */
export async function decide(rights: Rights, tx: Tx, call: Call, checked: readonly Checked[]): Promise<readonly Decided[]> {
  const [first] = checked;
  if (first !== undefined) await rights.decideDeposit(tx, call, first.identity.record);
  return checked.map((document) => {
    const labels = labelsOf(document.confidentiality.map((label) => label.code));
    const { hiddenFromProfessionals, hiddenFromPatient } = labels;
    const archived = document.claims.archived === true;
    return { ...document, step: 'decided', hiddenFromProfessionals, hiddenFromPatient, archived, labels };
  });
}
