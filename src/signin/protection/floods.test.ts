import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { openFloods, placeOf } from './floods.ts';
import type { Sources } from './source.ts';

let now = new Date('2026-11-22T15:00:00Z');

function open() {
  let who: string | undefined = '192.0.2.1';
  const sources: Pick<Sources, 'flooderOf'> = { flooderOf: () => who };
  const floods = openFloods(sources, () => now);
  const take = (url: string, from = '192.0.2.1'): number => {
    who = from === 'the machine itself' ? undefined : from;
    return floods.take(Object.assign(new IncomingMessage(new Socket()), { url }));
  };
  return { take };
}

test('RFC 6585 §4: a source that asks too often is told when to come back, and may then; another is not told', () => {
  const { take } = open();
  for (let i = 0; i < 600; i++) assert.equal(take('/entrer/pro?retour=/pro'), 0);
  assert.equal(take('/oidc/interaction/abc'), 1);
  assert.equal(take('/entrer/pro', '192.0.2.2'), 0);
  assert.equal(take('/oidc/token'), 0, 'pages and tokens count apart');
  now = new Date(now.getTime() + 1000);
  for (let i = 0; i < 20; i++) assert.equal(take('/oidc/auth'), 0);
  assert.equal(take('/oidc/auth'), 1);
});

test('Issue 6, 8: every path of sign-in is counted; style, keys and everything else are not, nor is the machine itself', () => {
  const places = {
    pages: ['/entrer/citoyen', '/entrer/retour', '/oidc/auth', '/oidc/auth/x', '/oidc/interaction/x', '/oidc/carte/x', '/e-cps'],
    tokens: [
      '/oidc/token',
      '/oidc/request',
      '/oidc/me',
      '/oidc/backchannel',
      '/auth/realms/esante-wallet/x',
      '/oidc/operator-token',
    ],
  };
  for (const [place, paths] of Object.entries(places)) for (const path of paths) assert.equal(placeOf(path), place, path);
  for (const path of ['/oidc/style.css', '/oidc/jwks', '/oidc/.well-known/openid-configuration', '/fhir/Patient', '/carnet', '/'])
    assert.equal(placeOf(path), undefined, path);
  const { take } = open();
  for (let i = 0; i < 5000; i++) assert.equal(take('/oidc/token', 'the machine itself'), 0);
});
