import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRecordId } from '#kernel';
import { contextOf, isFhirScope, parseFhirScope } from '../scopes.ts';
import { isGrantable } from './grantable.ts';
import { withConsentForOffline } from './request.ts';

test('SMART App Launch 2.2 §3.0.2: the grammar of scopes, of both versions', () => {
  const read = (word: string): string => {
    const scope = parseFhirScope(word);
    return scope === undefined ? 'none' : [scope.context, scope.type, scope.letters, scope.narrow].filter(Boolean).join(' ');
  };
  const understood: Readonly<Record<string, string>> = {
    'patient/*.rs': 'patient * rs',
    'user/Observation.cruds': 'user Observation cruds',
    'system/Patient.read': 'system Patient rs',
    'patient/Condition.write': 'patient Condition cud',
    'patient/*.*': 'patient * cruds',
    'patient/Observation.rs?category=laboratory&code=x': 'patient Observation rs category=laboratory&code=x',
  };
  for (const [word, as] of Object.entries(understood)) assert.equal(read(word), as);
  const none = [
    'patient/Observation.sr',
    'patient/Observation.',
    'patient/Observation',
    'patient/observation.r',
    'patient/Observation.rs?',
  ];
  for (const word of [
    ...none,
    'practitioner/*.rs',
    'patient/*.rs*',
    'openid',
    'launch/patient',
    'Observation.rs',
    '',
    'patient/*.readwrite',
  ])
    assert.equal(read(word), 'none', word);
  assert.equal(isFhirScope('patient/*.read', 'patient'), true);
  assert.equal(isFhirScope('user/*.read', 'patient', 'system'), false);
});

test('SMART App Launch 2.2 §3.0.2: who asks for another asks as the patient', () => {
  const [record, id] = [newRecordId(), newRecordId()];
  assert.equal(contextOf({ kind: 'delegate', id, name: 'x', record }), 'patient');
});

test('SMART App Launch 2.2 §3.0.2.3: a narrowed scope is given for reading and searching, where the server can hold to it', () => {
  const narrows = (type: string, query: string): boolean => type === 'Observation' && query === 'category=x';
  assert.equal(isGrantable('patient/Observation.rs?category=x', narrows), true);
  for (const word of [
    'patient/Observation.crs?category=x',
    'patient/Observation.rs?code=x',
    'patient/Condition.rs?category=x',
    'openid',
  ])
    assert.equal(isGrantable(word, narrows), false, word);
});

test('SMART App Launch 2.2 §3.0.2: a software gets no more than it was registered with, however its scopes are spread', () => {
  const none = () => false;
  const most = { scopes: ['patient/Observation.r', 'patient/Observation.s', 'user/*.rs', 'nonsense'] };
  const given = ['patient/Observation.rs', 'patient/Observation.read', 'patient/Observation.s', 'user/Condition.rs', 'user/*.rs'];
  for (const word of given) assert.equal(isGrantable(word, none, most), true, word);
  for (const word of ['patient/Observation.cruds', 'patient/*.rs', 'patient/Condition.r', 'system/Condition.r', 'user/*.rsd'])
    assert.equal(isGrantable(word, none, most), false, word);
  assert.equal(isGrantable('patient/*.cruds', none, {}), true);
  assert.equal(isGrantable('patient/*.r', none, { scopes: [] }), false);
  const narrow = { scopes: ['patient/Observation.rs?category=x'] };
  assert.equal(
    isGrantable('patient/Observation.rs?category=x', () => true, narrow),
    true,
  );
  assert.equal(
    isGrantable('patient/Observation.rs?category=y', () => true, narrow),
    false,
  );
  assert.equal(
    isGrantable('patient/Observation.rs', () => true, narrow),
    false,
  );
});

test('OpenID Connect Core §11; SMART App Launch 2.2 §3.0.1: an application that asks for offline access is asked for consent, no other software', () => {
  const asked = (query: string): boolean => withConsentForOffline(`/oidc/auth?${query}`).endsWith('&prompt=consent');
  assert.equal(asked('aud=x&scope=openid+offline_access'), true);
  assert.equal(asked('scope=openid+offline_access'), false, 'a software of Pro Santé Connect');
  assert.equal(asked('aud=x&scope=openid+offline_access&prompt=none'), false);
  assert.equal(asked('aud=x&scope=openid&state=offline_access'), false);
  assert.equal(withConsentForOffline('/oidc/token?aud=x&scope=offline_access'), '/oidc/token?aud=x&scope=offline_access');
});
