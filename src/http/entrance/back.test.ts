import assert from 'node:assert/strict';
import { test } from 'node:test';
import cases from '../../../spec/signin/open-redirect.json' with { type: 'json' };
import { backPath } from './back.ts';

for (const c of cases) {
  test(`OWASP Unvalidated Redirects: ${c.name}`, () => assert.equal(backPath(c.retour, 'citizen'), c.goes));
}
