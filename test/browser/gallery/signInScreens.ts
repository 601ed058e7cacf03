import assert from 'node:assert/strict';
import { signInPages } from '../../../spec/signin/pages.ts';
import { languageOf } from '../../../src/signin/pages/language.ts';
import { render } from '../../../src/signin/pages/page.ts';
import { type Arrival, type Places, press } from './hang.ts';
import type { Screen } from './show.ts';

const later = '/oidc/interaction/later/';
const laterPages = signInPages(`${later}here`);
/** The others look as one of these does. */
const seen = ['refused', 'choose', 'prove', 'codes', 'consent', 'situation', 'telephone', 'inbox'];

const laterScreen = (name: string): Screen => ({ name, path: `${later}${name}` });

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
  ...seen.map(laterScreen),
];

/** Every page, whatever it looks like: for their words. */
export const allSignInScreens: readonly Screen[] = [
  ...signInScreens,
  ...Object.keys(laterPages)
    .filter((name) => !seen.includes(name))
    .map(laterScreen),
];

/** Nobody signs in. The later pages are written here, without their scripts, which would ask the server about what is not there. */
export async function beforeTheDoors({ site, page }: Arrival): Promise<Places> {
  await page.route(`${site.url}${later}*`, async (route) => {
    const asked = route.request();
    const name = new URL(asked.url()).pathname.slice(later.length);
    const written = await (laterPages[name] ?? assert.fail(`no page ${name}`))();
    const language = languageOf({ headers: await asked.allHeaders() });
    const still = render((language) => {
      const { script: _, ...rest } = written(language);
      return rest;
    }, language);
    await route.fulfill({ contentType: 'text/html; charset=utf-8', body: still });
  });
  return {};
}
