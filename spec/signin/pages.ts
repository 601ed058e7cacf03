import type { DirectoryStructure } from '#directory';
import { newRecordId, type Sentence } from '#kernel';
import { qrOf } from '../../src/signin/accounts/qr.ts';
import { cardLost } from '../../src/signin/certificates/refusals.ts';
import { linkPage, outsidePage, placePage } from '../../src/signin/federation/pages.ts';
import { cardPage, cardRefusedPage } from '../../src/signin/pages/card.ts';
import { citizenPage } from '../../src/signin/pages/citizen.ts';
import {
  activatePage,
  letterAskedPage,
  letterPage,
  provePage,
  recoveryCodesPage,
} from '../../src/signin/pages/citizenActivate.ts';
import { choosePage } from '../../src/signin/pages/citizenChoose.ts';
import { recoveryPage, secondPage } from '../../src/signin/pages/citizenSecond.ts';
import { consentPage, professionalConsentPage } from '../../src/signin/pages/consent.ts';
import { handOverPage } from '../../src/signin/pages/handOver.ts';
import { inboxPage } from '../../src/signin/pages/inbox.ts';
import { askedLogoutPage, signedOutPage } from '../../src/signin/pages/logout.ts';
import { newPasswordPage, operatorPage } from '../../src/signin/pages/operator.ts';
import type { Page } from '../../src/signin/pages/page.ts';
import { refusalPage, wrongRequestPage } from '../../src/signin/pages/problem.ts';
import { codePage, professionalPage, situationPage } from '../../src/signin/pages/professional.ts';
import { telephonePage, whosePage } from '../../src/signin/pages/telephone.ts';
import {
  loginTaken,
  malformedMatricule,
  noSituation,
  nothingTicked,
  notYetOnPhone,
  shortPassword,
  wrongCode,
  wrongPassword,
} from '../../src/signin/refusals.ts';

/** The places of the structures that the pages name. */
const structures = [
  ['F010000024', 'Maison de santé des Tilleuls'],
  ['F010780054', 'Centre hospitalier de la Vallée'],
] as const;
const places: readonly DirectoryStructure[] = structures.map(
  ([id, name]) => ({ id, name, couloir: 'ville', facilityType: 'SA05', practiceSetting: 'ETABLISSEMENT' }) as DirectoryStructure,
);
const [one] = places;
const of = (refusal: () => { readonly sentence: Sentence }): Sentence => refusal().sentence;
const shown = [{ kind: 'citizen', login: 'camille', name: 'Camille Durand', note: 'suivie pour un diabète' }] as const;
const passkey = { options: '{}', state: 'state' };
const ways = [{ way: 'citoyen', name: 'Connexion Citoyenne' }];
const at = new Date('2026-01-15T10:00:00Z');
const demand = { kind: 'page', request: '', client: 'pro', code: '42', id: 'demand', since: at, until: at } as const;
const begun = { draft: '', kind: 'totp', address: 'otpauth://totp/Socle', secret: 'JBSW Y3DP EHPK 3PXP' } as const;
const letter = { draft: '', kind: 'email', to: 'c***@exemple.fr' } as const;
const scopes = ['launch/patient', 'patient/Observation.rs?category=laboratory,survey', 'patient/*.cruds'];
const profiles = ['Camille Durand', 'Noé Durand'].map((name) => ({ record: newRecordId(), name }));

/** What the pages name, which nobody translates. */
export const namesOnPages: readonly string[] = [
  ...structures.map(([, name]) => name),
  'Noé',
  'Connexion Citoyenne',
  '@exemple.fr',
];

/** Every page of sign-in, as its steps make it; the forms go to `action`. */
export function signInPages(action: string): Readonly<Record<string, () => Page | Promise<Page>>> {
  const refused = { action, login: 'camille', sentence: of(wrongPassword) };
  return {
    first: () => citizenPage({ action, shown, passkey, software: 'Mon suivi' }),
    refused: () => citizenPage({ ...refused, shown: [], ways }),
    letter: () => letterPage(action, of(malformedMatricule)),
    asked: () => letterAskedPage(action),
    activate: () => activatePage(action, of(wrongCode)),
    choose: () => choosePage({ action, state: '', name: 'Camille', emailPossible: true, sentence: of(loginTaken), passkey }),
    prove: async () => provePage(action, '', begun, await qrOf(begun.address), of(wrongCode)),
    sent: () => provePage(action, '', letter, undefined),
    codes: () => recoveryCodesPage(action, '', Array(8).fill('AB2C-DEF3-GHJ4-KMN5')),
    second: () => secondPage({ action, state: '', kind: 'email', to: letter.to, sentence: of(wrongCode) }),
    totp: () => secondPage({ action, state: '', kind: 'totp' }),
    recovery: () => recoveryPage(action, '', of(wrongCode)),
    consent: () =>
      consentPage({
        action,
        software: 'Mon suivi',
        scopes: [...scopes, 'offline_access'],
        profiles,
        sentence: of(nothingTicked),
      }),
    brief: () => consentPage({ action, software: 'Mon suivi', scopes, profiles: profiles.slice(0, 1) }),
    software: () => professionalConsentPage(action, 'Cabinet', ['scope_all', 'user/*.rs', 'patient/Goal.c'], true),
    professional: () =>
      professionalPage({ action, shown, ways, card: 'https://localhost/oidc/carte/x', sentence: of(noSituation) }),
    code: () => codePage(action, '', 'Anne Martin', '42', of(notYetOnPhone)),
    situation: () => situationPage(action, '', places, of(noSituation)),
    card: () => cardPage({ action, card: '', name: 'Anne Martin', places }),
    reader: () => cardPage({ action, card: '', name: 'Anne Martin', places: one === undefined ? [] : [one] }),
    unread: () => cardRefusedPage(of(cardLost), action),
    outside: () => outsidePage(action, ways, 'Cabinet', of(noSituation)),
    place: () => placePage(action, '', places, undefined),
    link: () => linkPage(action, '', 'Connexion Citoyenne', 'Camille Durand'),
    operator: () => operatorPage({ ...refused, shown }),
    changed: () => newPasswordPage(action, '', of(shortPassword)),
    whose: () => whosePage({ shown, sentence: of(noSituation) }),
    telephone: () =>
      telephonePage({ name: 'Anne Martin', waiting: [demand], places, answered: { software: undefined, yes: false } }),
    approved: () => telephonePage({ name: 'Anne Martin', waiting: [], places, answered: { software: 'Cabinet', yes: true } }),
    many: () => telephonePage({ name: 'Anne Martin', waiting: [demand, demand], places: places.slice(0, 1) }),
    inbox: () => inboxPage([{ to: letter.to, subject: 'Votre code', text: 'Votre code : 123456', at }]),
    empty: () => inboxPage([]),
    refusal: () => refusalPage(of(notYetOnPhone)),
    request: () => wrongRequestPage({ error: 'invalid_request', error_description: 'missing required parameter' }),
    leave: () => askedLogoutPage('<form id="op.logoutForm" method="post" action="/oidc/session/end/confirm"></form>'),
    left: () => signedOutPage,
    next: () => handOverPage(action, [['state', 'x']]),
  };
}
