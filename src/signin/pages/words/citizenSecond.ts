import type { Words } from '../language.ts';

const fr = {
  title: 'Code à usage unique',
  heading: 'Votre code à usage unique',
  sent: (to: string) => `Un code à 6 chiffres a été envoyé à ${to}. Il sert une fois, dans les 10 minutes.`,
  read: 'Ouvrez votre application d’authentification et recopiez le code à 6 chiffres affiché pour Socle.',
  resend: 'Envoyer un autre code',
  lost: 'Je n’y ai plus accès : utiliser un code de secours',
  recovery: 'Code de secours',
  recoveryHeading: 'Utiliser un code de secours',
  recoveryLead:
    'C’est l’un des huit codes que vous avez notés ou imprimés. Il ne sert qu’une fois. Les autres appareils connectés à votre carnet seront déconnectés, et le journal de votre carnet le dira.',
  recoveryHint: '16 lettres et chiffres, par exemple AB2C-DEF3-GHJ4-KMN5.',
  noneLeft:
    'Vous n’avez plus de code de secours ? Demandez un code d’activation par courrier, ou au guichet avec une pièce d’identité.',
  letter: 'Demander un code par courrier',
};

const en: typeof fr = {
  title: 'One-time code',
  heading: 'Your one-time code',
  sent: (to) => `A 6-digit code was sent to ${to}. It serves once, within 10 minutes.`,
  read: 'Open your authenticator application and copy the 6-digit code that it shows for Socle.',
  resend: 'Send another code',
  lost: 'I cannot get it any more: use a recovery code',
  recovery: 'Recovery code',
  recoveryHeading: 'Use a recovery code',
  recoveryLead:
    'It is one of the eight codes that you noted or printed. It serves once. The other devices that are signed in to your record will be signed out, and the log of your record will say so.',
  recoveryHint: '16 letters and digits, for example AB2C-DEF3-GHJ4-KMN5.',
  noneLeft: 'No recovery code left? Ask for an activation code by post, or at the desk with an identity document.',
  letter: 'Ask for a code by post',
};

export const secondWords: Words<typeof fr> = { fr, en };
