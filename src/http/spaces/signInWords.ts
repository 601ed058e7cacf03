import type { TraceLine } from '#trace';

type Words = readonly [string, string];

/** How somebody signed in, or whom they then act for. */
export function signInWords(detail: TraceLine['detail']): Words {
  const host = hostOf(detail?.issuer);
  switch (detail?.change) {
    case 'acting':
      return ['agit pour cette personne', 'acts for this person'];
    case 'federated':
      return [`connexion par ${host}`, `sign-in by ${host}`];
    case 'federation-linked':
      return [`carnet relié à un compte de ${host}, et connexion`, `carnet linked to an account of ${host}, and sign-in`];
    case 'federation-unlinked':
      return [`carnet délié du compte de ${host}`, `carnet unlinked from the account of ${host}`];
    default:
      return ['connexion', 'sign-in'];
  }
}

function hostOf(issuer: string | undefined): string {
  return issuer !== undefined && URL.canParse(issuer) ? new URL(issuer).host : '…';
}
