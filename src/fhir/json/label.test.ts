import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSecurityLabel } from './label.ts';

const label = { system: 'urn:x', code: 'SECRET' };
const said = '{"system":"urn:x","code":"SECRET"}';
const other = '{"system":"urn:y","code":"N"}';

const cases: readonly (readonly [before: string, after: string])[] = [
  ['{}', `{"meta":{"security":[${said}]}}`],
  ['{ "resourceType" : "Basic", "n":1.50 }', `{"meta":{"security":[${said}]}, "resourceType" : "Basic", "n":1.50 }`],
  ['{"meta":{}}', `{"meta":{"security":[${said}]}}`],
  ['{"meta":{"tag":[]},"x":0.10}', `{"meta":{"security":[${said}],"tag":[]},"x":0.10}`],
  ['{"meta":{"security":[ ]}}', `{"meta":{"security":[${said} ]}}`],
  [`{"meta":{"security":[${other}]}}`, `{"meta":{"security":[${said},${other}]}}`],
  [`{"meta":{"security":[${said}]}}`, `{"meta":{"security":[${said}]}}`],
  ['{"meta":{"security":[{"code":"SECRET"}]}}', `{"meta":{"security":[${said},{"code":"SECRET"}]}}`],
];

for (const [before, after] of cases)
  test(`FHIR R4 §2.1.3.0, meta.security: one label more in ${before}, and no other byte`, () => {
    assert.equal(withSecurityLabel(before, label), after);
    assert.equal(withSecurityLabel(after, label), after);
  });
