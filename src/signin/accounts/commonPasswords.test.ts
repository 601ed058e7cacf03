import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isCommon } from './commonPasswords.ts';
import { chosen, maskedEmail, parseEmail } from './rules.ts';

const about = ['ambre.valcastel', 'Ambre Valcastel'];

for (const password of [
  'motdepasse123',
  'MotDePasse2026!',
  'M0td3p4ss3!!!',
  'azertyuiop12',
  'azertyuiopqs',
  'aaaaaaaaaaaa',
  'abcabcabcabc',
  '123456789012',
  '000000000000',
  '07031984070319840',
  'soleil2026soleil',
  'iloveyoumaman12',
  'bonjourbonjour1',
  'Ambre-Valcastel-1',
  'VALCASTEL2026',
  'Carnet de santé 2026',
  'mon carnet de sante',
])
  test(`NIST SP 800-63B §3.1.1.2, common: « ${password} » is refused`, () => assert.equal(isCommon(password, about), true));

for (const password of ['trois péniches bleues à quai', 'Kx7#pQ2m!vR9z', 'le-gros-mirabellier-penche', 'tulipe/orage/wagon/42'])
  test(`NIST SP 800-63B §3.1.1.2, common: « ${password} » is taken`, () => assert.equal(isCommon(password, about), false));

test('Socle, passwords: random ones are taken, and any text is judged', () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => assert.equal(typeof isCommon(text, about), 'boolean')));
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (bytes) => {
      const text = Buffer.from(bytes).toString('hex');
      fc.pre(new Set(text).size > 8);
      assert.equal(isCommon(text, about), false);
    }),
  );
});

test('Socle, passwords: length, list, and the same twice', () => {
  assert.throws(() => chosen('onze-caract', 'onze-caract', about), { code: 'signin.short-password' });
  assert.throws(() => chosen('x'.repeat(201), 'x'.repeat(201), about), { code: 'signin.short-password' });
  assert.throws(() => chosen('motdepasse2026', 'motdepasse2026', about), { code: 'signin.common-password' });
  assert.throws(() => chosen('le-gros-mirabellier', 'le-gros-mirabelier', about), { code: 'signin.passwords-differ' });
  assert.equal(chosen('le-gros-mirabellier', 'le-gros-mirabellier', about), 'le-gros-mirabellier');
});

test('Socle, e-mail: an address is whole, and shown masked', () => {
  assert.equal(parseEmail(' ambre+carnet@exemple.fr '), 'ambre+carnet@exemple.fr');
  for (const bad of [
    '',
    'ambre',
    'ambre@',
    '@exemple.fr',
    'a b@exemple.fr',
    'a@exemple',
    'a@exemple.fr\nbcc: x@y.fr',
    `${'a'.repeat(200)}@b.fr`,
  ])
    assert.throws(() => parseEmail(bad), { code: 'signin.malformed-email' });
  assert.equal(maskedEmail('ambre@exemple.fr'), 'a…@exemple.fr');
});
