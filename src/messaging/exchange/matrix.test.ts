import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Audience, type Hidden, matrix, mayGo } from './matrix.ts';

const both = [false, true];
const cells: readonly { readonly hidden: Hidden; readonly to: Audience; readonly readByOthers: boolean }[] = both.flatMap(
  (fromProfessionals) =>
    both.flatMap((fromPatient) =>
      both.flatMap((fromRepresentatives) =>
        both.flatMap((secret) =>
          (['professionals', 'patient'] as const).flatMap((to) =>
            both.map((readByOthers) => ({
              hidden: { fromProfessionals, fromPatient, fromRepresentatives, secret },
              to,
              readByOthers,
            })),
          ),
        ),
      ),
    ),
);

/** The ANS’s rules, said in words, without the table. */
function oracle(
  { fromProfessionals, fromPatient, fromRepresentatives, secret }: Hidden,
  to: Audience,
  readByOthers: boolean,
): boolean {
  if (secret) return false;
  if (to === 'professionals') return !fromProfessionals && !fromRepresentatives;
  if (fromPatient) return false;
  return !(fromRepresentatives && readByOthers);
}

test('ANS, règles de gestion MSSanté: every cell of MASQUE_PS × INVISIBLE_PATIENT × INVISIBLE_REP_LEGAUX × CONNEXION_SECRETE × recipient', () => {
  assert.equal(cells.length, 64);
  for (const { hidden, to, readByOthers } of cells)
    assert.equal(mayGo(hidden, to, readByOthers), oracle(hidden, to, readByOthers), JSON.stringify({ hidden, to, readByOthers }));
});

test('ANS, règles de gestion MSSanté: the table has each combination once', () => {
  const keys = matrix.map((row) => row.slice(0, 4).join());
  assert.equal(new Set(keys).size, keys.length);
});

test('ANS, règles de gestion MSSanté: INVISIBLE_PATIENT never reaches the patient, MASQUE_PS never a professional', () => {
  for (const { hidden, to, readByOthers } of cells) {
    if (hidden.fromPatient) assert.equal(mayGo(hidden, 'patient', readByOthers), false);
    if (hidden.fromProfessionals) assert.equal(mayGo(hidden, 'professionals', readByOthers), false);
    if (hidden.fromPatient && hidden.fromProfessionals) assert.equal(mayGo(hidden, to, readByOthers), false, 'to nobody');
  }
});
