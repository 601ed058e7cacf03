import { Refusal } from '#kernel';

/** Why a certificate that was presented opens nothing; each is a page for the person and a line of the log. */
export const noCertificate = () =>
  new Refusal('signin.certificate-none', {
    fr: 'Votre navigateur n’a présenté aucun certificat. Insérez votre carte, fermez toutes les fenêtres du navigateur, puis recommencez.',
    en: 'Your browser presented no certificate. Insert your card, close every window of the browser, then start again.',
  });
export const untrustedCertificate = () =>
  new Refusal(
    'signin.certificate-untrusted',
    {
      fr: 'Ce certificat ne vient pas d’une autorité que ce Socle reconnaît, ou n’est pas fait pour cet usage.',
      en: 'This certificate is not from an authority that this Socle trusts, or is not made for this use.',
    },
    { source: 'RFC 5280 §6' },
  );
export const expiredCertificate = () =>
  new Refusal(
    'signin.certificate-expired',
    {
      fr: 'Ce certificat n’est plus valable, ou pas encore. Demandez-en un nouveau à l’autorité qui l’a délivré.',
      en: 'This certificate is no longer valid, or not yet. Ask the authority that issued it for a new one.',
    },
    { source: 'RFC 5280 §4.1.2.5' },
  );
export const revokedCertificate = () =>
  new Refusal(
    'signin.certificate-revoked',
    {
      fr: 'Ce certificat a été révoqué : il n’ouvre plus rien. Demandez-en un nouveau à l’autorité qui l’a délivré.',
      en: 'This certificate was revoked: it opens nothing any more. Ask the authority that issued it for a new one.',
    },
    { source: 'RFC 5280 §3.3' },
  );
export const revocationUnknown = () =>
  new Refusal(
    'signin.revocation-unknown',
    {
      fr: 'Ce Socle n’a pas de liste de révocation à jour pour l’autorité de ce certificat : il ne peut pas l’accepter. Prévenez l’exploitant.',
      en: 'This Socle has no current revocation list for the authority of this certificate and cannot accept it. Tell the operator.',
    },
    { source: 'RFC 5280 §6.3' },
  );
export const noCardholder = () =>
  new Refusal('signin.certificate-nobody', {
    fr: 'Ce certificat n’est pas celui d’un professionnel : il ne porte pas de numéro RPPS.',
    en: 'This certificate is not a professional’s: it carries no RPPS number.',
  });
export const unknownCardholder = () =>
  new Refusal('signin.unknown-cardholder', {
    fr: 'Le professionnel de ce certificat n’est pas dans l’annuaire de ce Socle. Demandez à l’exploitant de mettre l’annuaire à jour.',
    en: 'The professional of this certificate is not in the directory of this Socle. Ask the operator to bring the directory up to date.',
  });
export const cardLost = () =>
  new Refusal('signin.card-lost', {
    fr: 'La lecture de votre carte date de plus de deux minutes ou servait à une autre connexion. Présentez-la de nouveau.',
    en: 'Your card was read more than two minutes ago, or for another sign-in. Present it again.',
  });

export const noAuthority = () =>
  new Refusal('signin.no-authority', {
    fr: 'L’autorité de démonstration n’existe que sur un territoire de démonstration (SOCLE_DEMO=on).',
    en: 'The demonstration authority exists on a demonstration territory only (SOCLE_DEMO=on).',
  });
export const unknownCertificate = () =>
  new Refusal('signin.unknown-certificate', {
    fr: 'L’autorité de démonstration n’a délivré aucun certificat de ce numéro de série.',
    en: 'The demonstration authority issued no certificate with this serial number.',
  });
export const malformedHost = () =>
  new Refusal('signin.malformed-host', {
    fr: 'Un certificat de serveur nomme des machines : « localhost », « socle.example » ou une adresse IP.',
    en: 'A server certificate names hosts: “localhost”, “socle.example” or an IP address.',
  });
export const unreadableTrust = (file: string) =>
  new Refusal(
    'signin.unreadable-trust',
    {
      fr: `Le fichier ${file} ne se lit pas : il doit contenir des certificats d’autorités ou des listes de révocation, en PEM ou en DER.`,
      en: `The file ${file} cannot be read: it must hold certificates of authorities or revocation lists, in PEM or DER.`,
    },
    { at: file },
  );
export const unknownStructure = () =>
  new Refusal('signin.unknown-structure', {
    fr: 'Aucune structure de l’annuaire ne porte ce numéro FINESS.',
    en: 'No structure of the directory has this FINESS number.',
  });
