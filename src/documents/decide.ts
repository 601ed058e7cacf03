import type { Call } from '#kernel';
import type { Rights } from '#rights';
import type { Tx } from '#store';
import type { Checked } from './check.ts';
import { type Labels, labelsOf } from './life/labels.ts';

export interface Decided extends Omit<Checked, 'step'> {
  readonly step: 'decided';
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
  readonly hiddenFromRepresentatives: boolean;
  readonly archived: boolean;
  readonly labels: Labels;
}

/**
 * The third step, inside the transaction, the record locked: the person's choices are applied before a row is written. What is deposited
 * under a secret access is kept from representatives. Refuses what `rights.decideDeposit` refuses, and of what the person brings themself what
 * `rights.decideWrite` refuses.
 */
export async function decide(
  rights: Rights,
  tx: Tx,
  call: Call,
  checked: readonly Checked[],
  own = false,
): Promise<readonly Decided[]> {
  const [first] = checked;
  if (first === undefined) return [];
  const { record, through } = first.identity;
  // Under the matricule of a record that was linked, what was decided there holds too.
  if (through !== undefined && !own) await rights.decideDeposit(tx, call, through.record);
  const { secret } = own
    ? await rights.decideWrite(tx, call, record, ['DocumentReference'])
    : await rights.decideDeposit(tx, call, record);
  return checked.map((document) => {
    const said = labelsOf(document.confidentiality.map((label) => label.code));
    const labels = { ...said, hiddenFromRepresentatives: said.hiddenFromRepresentatives || secret };
    const archived = document.claims.archived === true;
    const { hiddenFromProfessionals, hiddenFromPatient, hiddenFromRepresentatives } = labels;
    return {
      ...document,
      step: 'decided',
      hiddenFromProfessionals,
      hiddenFromPatient,
      hiddenFromRepresentatives,
      archived,
      labels,
    };
  });
}
