import assert from 'node:assert/strict';
import type { DirectoryStructure } from '#directory';
import { newRecordId } from '#kernel';
import { qrOf } from '../../../src/signin/accounts/qr.ts';
import { citizenPage } from '../../../src/signin/pages/citizen.ts';
import { choosePage, provePage, recoveryCodesPage } from '../../../src/signin/pages/citizenActivate.ts';
import { consentPage } from '../../../src/signin/pages/consent.ts';
import { inboxPage } from '../../../src/signin/pages/inbox.ts';
import { type Page, render } from '../../../src/signin/pages/page.ts';
import { situationPage } from '../../../src/signin/pages/professional.ts';
import { telephonePage } from '../../../src/signin/pages/telephone.ts';
import { type Arrival, type Places, press } from './hang.ts';
import type { Screen } from './show.ts';

const later = '/oidc/interaction/later/';
const action = `${later}here`;
const places: readonly DirectoryStructure[] = [
  ['F010000024', 'Maison de santé des Tilleuls'],
  ['F010780054', 'Centre hospitalier de la Vallée'],
].map(
  ([id, name]) => ({ id, name, couloir: 'ville', facilityType: 'SA05', practiceSetting: 'ETABLISSEMENT' }) as DirectoryStructure,
);

/** What comes later on the way in, as the server writes it. */
const laterPages: Readonly<Record<string, () => Page | Promise<Page>>> = {
  refused: () =>
    citizenPage({
      action,
      login: 'camille',
      sentence: 'Identifiant ou mot de passe incorrect.',
      shown: [],
      ways: [{ way: 'fc', name: 'FranceConnect' }],
    }),
  choose: () => choosePage({ action, state: '', name: 'Camille', emailPossible: true, sentence: 'Choisissez un identifiant.' }),
  prove: async () => {
    const begun = { draft: '', kind: 'totp', address: 'otpauth://totp/Socle', secret: 'JBSW Y3DP EHPK 3PXP' } as const;
    return provePage(action, '', begun, await qrOf(begun.address), 'Ce code n’est pas le bon.');
  },
  codes: () => recoveryCodesPage(action, '', Array(8).fill('AB2C-DEF3-GHJ4-KMN5')),
  consent: () =>
    consentPage({
      action,
      software: 'Mon suivi',
      scopes: ['launch/patient', 'patient/Observation.rs', 'patient/DocumentReference.rs', 'offline_access'],
      profiles: ['Camille Durand', 'Noé Durand'].map((name) => ({ record: newRecordId(), name })),
      sentence: 'Choisissez au moins une ligne.',
    }),
  situation: () => situationPage(action, '', places, 'Choisissez l’une de vos situations d’exercice.'),
  telephone: () => {
    const at = new Date('2026-01-15T10:00:00Z');
    const demand = {
      kind: 'page',
      request: '',
      client: 'pro',
      software: 'Socle',
      code: '42',
      id: 'demand',
      since: at,
      until: at,
    } as const;
    return telephonePage({ name: 'Anne Martin', waiting: [demand], places, answered: { software: 'Socle', yes: false } });
  },
  inbox: () => inboxPage([{ to: 'c***@exemple.fr', subject: 'Votre code', text: 'Votre code : 123456', at: new Date() }]),
};

/** The pages of sign-in: the doors, with what one press away from them says, then those that come later. */
export const signInScreens: readonly Screen[] = [
  {
    name: 'citizen',
    path: '/entrer/citoyen',
    opened: { activation: press('J’ai un code d’activation'), letter: press('Demander un code par courrier') },
  },
  { name: 'professional', path: '/entrer/pro' },
  { name: 'operator', path: '/entrer/exploitation' },
  { name: 'e-cps', path: '/e-cps' },
  { name: 'signed-out', path: '/oidc/session/end/success' },
  { name: 'lost', path: '/oidc/interaction/nothing' },
  ...Object.keys(laterPages).map((name) => ({ name, path: `${later}${name}` })),
];

/** Nobody signs in. The later pages are written here, without their scripts, which would ask the server about what is not there. */
export async function beforeTheDoors({ site, page }: Arrival): Promise<Places> {
  await page.route(`${site.url}${later}*`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(later.length);
    const { script: _, ...still } = await (laterPages[name] ?? assert.fail(`no page ${name}`))();
    await route.fulfill({ contentType: 'text/html; charset=utf-8', body: render(still) });
  });
  return {};
}
