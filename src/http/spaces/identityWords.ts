import type { TraceLine } from '#trace';

type Words = readonly [string, string];

const deeds: Readonly<Record<string, Words>> = {
  scan: ['code INS lu sur un papier, et vérifié', 'INS code read from a paper, and verified'],
  printed: ['fiche d’identité imprimée', 'identity sheet printed'],
};

/** What was done to an identity, by the `change` of its line. */
export function identityWords(change: string | undefined): Words {
  return (
    (change === undefined ? undefined : deeds[change]) ?? ['identité enregistrée ou corrigée', 'identity recorded or corrected']
  );
}

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
