import { Refusal } from '#kernel';

const trust = (code: string, en: string, fr: string, at?: string): Refusal =>
  new Refusal(`messaging.${code}`, { fr, en }, { source: 'MSSanté, référentiel #1', ...(at === undefined ? {} : { at }) });

export const malformedList = (at: string) =>
  trust(
    'trust-malformed',
    'This is no list of trusted domains: see docs/guide/messaging.md for its shape.',
    'Ce n’est pas une liste de domaines de confiance : sa forme est dans docs/guide/messaging.md.',
    at,
  );
export const badSignature = () =>
  trust(
    'trust-signature',
    'The signature is not that of the list, or not of the signer whom this Socle knows. The list in force stays.',
    'La signature n’est pas celle de la liste, ou pas celle du signataire que ce Socle connaît. La liste en vigueur reste.',
  );
export const noSigner = () =>
  trust(
    'trust-no-signer',
    'No signer is known yet: name their certificate or public key with --signer.',
    'Aucun signataire n’est encore connu : nommez son certificat ou sa clé publique par --signer.',
  );
export const badKey = (at: string) =>
  trust(
    'trust-key',
    'A key of this kind signs no list: EC P-256 or P-384, RSA of 2048 bits or more, Ed25519, in PEM.',
    'Une clé de cette sorte ne signe pas de liste : EC P-256 ou P-384, RSA d’au moins 2048 bits, Ed25519, en PEM.',
    at,
  );
export const listEnded = (until: string) =>
  trust('trust-ended', `This list ended on ${until}.`, `Cette liste a pris fin le ${until}.`);
export const listEarly = (from: string) =>
  trust(
    'trust-early',
    `This list was issued on ${from}, which is still to come.`,
    `Cette liste est datée du ${from}, qui est à venir.`,
  );
export const listOlder = () =>
  trust(
    'trust-older',
    'This list is older than the one in force, which stays.',
    'Cette liste est plus ancienne que celle en vigueur, qui reste.',
  );
export const untrustedDomain = (domain: string) =>
  new Refusal(
    'messaging.untrusted-domain',
    {
      fr: `Le domaine ${domain} n’est pas sur la liste des domaines de confiance : rien ne lui est envoyé.`,
      en: `The domain ${domain} is not on the list of trusted domains: nothing is sent to it.`,
    },
    { source: 'MSSanté, référentiel #1' },
  );
