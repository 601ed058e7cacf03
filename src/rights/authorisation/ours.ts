import { createHash } from 'node:crypto';
import { conceptsOf } from '#terminology';
import { type Allowed, type Authorisation, deniedBy } from './table.ts';

/**
 * Socle's own authorisation table, a reconstruction: NOT the official one, which an operator loads with `socle rights load`.
 *
 * Of the official table (arrêté of 26 October 2023, JO of 29 October 2023) only what has been published about three professions is
 * known here: what physicians, nurses and dentists do not read. The other registered professions are refused what any of those three
 * is refused; a profession that is not named here reads its own documents alone.
 */
const refused = {
  physician: ['ATTEST-RESID'],
  nurse: ['75496-0', '68599-0', '83901-9', '68817-6', '89601-9'],
  dentist: ['80788-3', '75496-0', '83981-1', '83901-9', '68599-0'],
} as const;
const nothingPublished = [...new Set(Object.values(refused).flat())];

const refusedTo: Readonly<Record<string, readonly string[]>> = {
  '10': refused.physician,
  '40': refused.dentist,
  '60': refused.nurse,
  '69': refused.nurse,
  ...Object.fromEntries(
    ['21', '26', '28', '50', '70', '80', '81', '82', '83', '84', '85', '86', '91', '92', '94', '95', '96', '98'].map((code) => [
      code,
      nothingPublished,
    ]),
  ),
};

const types = conceptsOf('documentType').map(({ code }) => code);

const allowed: Allowed = new Map(
  Object.entries(refusedTo).map(([profession, no]) => [profession, new Set(types.filter((type) => !no.includes(type)))]),
);

export const ours: Authorisation = {
  denied: deniedBy(allowed),
  source: {
    fr: 'Reconstruction de Socle, non officielle',
    en: 'Socle’s reconstruction, not the official table',
  },
  official: false,
  digest: createHash('sha256').update(JSON.stringify(refusedTo)).digest('hex'),
};
