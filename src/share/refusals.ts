import { Refusal } from '#kernel';

const source = 'SMART Health Links 1.0';

/** One answer for an id that was guessed and for a link that is no more: who has neither learns nothing. */
export const unknown = () =>
  new Refusal(
    'share.unknown',
    {
      fr: 'Ce lien n’existe pas, ou il n’est plus actif : il a pu expirer, avoir déjà servi ou avoir été arrêté. Demandez-en un autre à la personne.',
      en: 'This link does not exist, or is no longer active: it may have expired, been used or been stopped. Ask the person for another one.',
    },
    { source },
  );

/** The code was wrong, or missing. */
export class WrongPasscode extends Refusal {
  /** Before the link opens no more, whatever the code. */
  readonly remainingAttempts: number;

  constructor(remainingAttempts: number) {
    super(
      'share.wrong-passcode',
      {
        fr: `Ce code n’est pas le bon. Essais restants : ${remainingAttempts}.`,
        en: `This is not the code. Tries left: ${remainingAttempts}.`,
      },
      { source, at: 'passcode' },
    );
    this.remainingAttempts = remainingAttempts;
  }
}

export const tooOften = () =>
  new Refusal('share.too-often', {
    fr: 'Ce lien est ouvert trop souvent. Attendez une minute, puis réessayez.',
    en: 'This link is opened too often. Wait a minute, then try again.',
  });

export const noteLimit = () =>
  new Refusal('share.note-limit', {
    fr: 'Ce lien n’accepte plus de mot : la limite est atteinte, ou il n’est plus actif.',
    en: 'This link takes no more notes: the limit is reached, or it is no longer active.',
  });

export const ended = () =>
  new Refusal('share.ended', {
    fr: 'Ce lien n’est plus actif : il ne peut plus être montré. Faites-en un autre.',
    en: 'This link is no longer active and cannot be shown again. Make another one.',
  });

/** A wish that cannot be met, by the name of its field. */
export const refused = (code: string, at: string, fr: string, en: string) => new Refusal(`share.${code}`, { fr, en }, { at });
