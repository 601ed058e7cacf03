import { Refusal } from '#kernel';

export const noSession = () =>
  new Refusal('session.none', {
    fr: 'Vous n’êtes pas connecté, ou votre session est terminée. Connectez-vous.',
    en: 'You are not signed in, or your session is over. Sign in.',
  });
export const wrongKind = (wanted: 'citizen' | 'professional' | 'operator') =>
  new Refusal('session.wrong-kind', wrongKinds[wanted]);
const wrongKinds = {
  citizen: {
    fr: 'Cet espace est celui du citoyen ; vous êtes connecté autrement. Déconnectez-vous, puis entrez par /carnet.',
    en: 'This space is the citizen’s; you are signed in otherwise. Sign out, then enter by /carnet.',
  },
  professional: {
    fr: 'Cet espace est celui des professionnels ; vous êtes connecté autrement. Déconnectez-vous, puis entrez par /pro.',
    en: 'This space is the professionals’; you are signed in otherwise. Sign out, then enter by /pro.',
  },
  operator: {
    fr: 'Cet espace est celui de l’exploitant ; vous êtes connecté autrement. Déconnectez-vous, puis entrez par /exploitation.',
    en: 'This space is the operator’s; you are signed in otherwise. Sign out, then enter by /exploitation.',
  },
} as const;
export const acting = () =>
  new Refusal('session.acting', {
    fr: 'Vous agissez pour une autre personne : revenez à votre carnet pour faire cela.',
    en: 'You act for somebody else: go back to your own carnet to do this.',
  });
export const forged = () =>
  new Refusal(
    'session.forged',
    {
      fr: 'Cette demande ne vient pas des pages de Socle. Rien n’a été fait.',
      en: 'This request does not come from Socle’s pages. Nothing was done.',
    },
    { source: 'OWASP CSRF Prevention, custom request headers' },
  );
export const entryLost = () =>
  new Refusal('session.entry-lost', {
    fr: 'La connexion a pris trop de temps ou a été commencée dans un autre navigateur. Recommencez.',
    en: 'The sign-in took too long or was started in another browser. Start again.',
  });
