import { Refusal } from '#kernel';

export const wrongKey = (): Refusal =>
  new Refusal('documents.signing-key', {
    fr: 'La clé de signature doit être RSA d’au moins 2 048 bits, ou ECDSA sur P-256.',
    en: 'The signing key must be RSA of 2,048 bits at least, or ECDSA on P-256.',
  });

export const mismatched = (): Refusal =>
  new Refusal('documents.signing-mismatch', {
    fr: 'Le certificat n’est pas celui de la clé de signature.',
    en: 'The certificate is not that of the signing key.',
  });

export const outOfDate = (until: Date): Refusal =>
  new Refusal('documents.signing-expired', {
    fr: `Le certificat de signature n’est pas valable à cette date ; il l’est jusqu’au ${until.toISOString().slice(0, 10)}.`,
    en: `The signing certificate is not valid at this date; it is until ${until.toISOString().slice(0, 10)}.`,
  });
