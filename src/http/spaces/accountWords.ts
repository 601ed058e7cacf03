import type { TraceLine } from '#trace';

type Both = readonly [fr: string, en: string];

/** A sign-in, and what was changed of how a person signs in, in plain words. */
export function accountWords(outcome: TraceLine['outcome'], detail: TraceLine['detail'] = {}, code = ''): Both {
  const { change = '', how = '', name = '', way = '', count = '' } = detail;
  if (outcome === 'refused') {
    const [fr, en] = refusals[code] ?? ['', ''];
    const [what, whatEn] =
      change === 'activation' ? ['activation refusée', 'activation refused'] : ['connexion refusée', 'sign-in refused'];
    return [`${what}${fr}`, `${whatEn}${en}`];
  }
  switch (change) {
    case '': {
      const [fr, en] = means[how] ?? ['', ''];
      return [`connexion${fr}`, `sign-in${en}`];
    }
    case 'letter-asked':
      return [
        'code d’activation demandé par courrier, avec le matricule et la date de naissance',
        'activation code asked for by letter, with the matricule and the birth date',
      ];
    case 'letter-dismissed':
      return ['demande de courrier d’activation écartée', 'request for an activation letter set aside'];
    case 'activation-code':
      return way === 'desk'
        ? ['code d’activation remis au guichet', 'activation code handed over at the desk']
        : ['courrier d’activation imprimé', 'activation letter printed'];
    case 'activated':
      return [
        'accès activé par un code sur papier : les anciens moyens de connexion et les sessions sont fermés',
        'access activated by a code on paper: former ways in and sessions are closed',
      ];
    case 'passkey-added':
      return [`clé d’accès ajoutée (${name})`, `passkey added (${name})`];
    case 'passkey-removed':
      return [`clé d’accès supprimée (${name})`, `passkey removed (${name})`];
    case 'password-set':
      return ['mot de passe et code à usage unique enregistrés', 'password and one-time code set'];
    case 'password-removed':
      return ['mot de passe supprimé', 'password removed'];
    case 'recovery-codes':
      return ['nouveaux codes de secours', 'new recovery codes'];
    case 'recovery-used':
      return ['code de secours utilisé : les autres sessions sont fermées', 'recovery code used: other sessions are closed'];
    case 'session-ended':
      return [`appareil déconnecté (${name})`, `device signed out (${name})`];
    case 'sessions-ended':
      return [`autres appareils déconnectés (${count})`, `other devices signed out (${count})`];
    default:
      return ['moyens de connexion changés', 'ways in changed'];
  }
}

const means: Readonly<Record<string, Both>> = {
  passkey: [' par clé d’accès', ' with a passkey'],
  password: [' par mot de passe', ' with a password'],
  'password+totp': [' par mot de passe et application', ' with a password and an application'],
  'password+email': [' par mot de passe et code reçu par courriel', ' with a password and a code by e-mail'],
  'password+recovery': [' par mot de passe et code de secours', ' with a password and a recovery code'],
  demonstration: [' de démonstration', ' of the demonstration'],
};

const refusals: Readonly<Record<string, Both>> = {
  'signin.wrong-password': [' : mot de passe faux', ': wrong password'],
  'signin.wrong-code': [' : code à usage unique faux', ': wrong one-time code'],
  'signin.too-many-tries': [' : trop de codes faux', ': too many wrong codes'],
  'signin.wrong-recovery-code': [' : code de secours faux', ': wrong recovery code'],
  'signin.passkey-refused': [' : clé d’accès non reconnue', ': passkey not recognised'],
  'signin.passkey-copied': [' : clé d’accès qui semble copiée', ': passkey that seems copied'],
  'signin.activation-refused': [' : date de naissance fausse', ': wrong birth date'],
  'signin.second-needed': [' : mot de passe sans second code', ': password without a second code'],
};
