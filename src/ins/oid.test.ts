import assert from 'node:assert/strict';
import { test } from 'node:test';
import spec from '../../spec/ins/oid.json' with { type: 'json' };
import { isFictitiousDomain, natureOf, parseInsOid } from './oid.ts';

for (const c of spec.cases)
  test(`Référentiel INS, OID: ${c.name}`, () => {
    if (c.refuses !== undefined) return assert.throws(() => parseInsOid(c.in), { code: c.refuses, at: 'oid' });
    const oid = parseInsOid(c.in);
    assert.equal(oid, c.out);
    assert.equal(natureOf(oid), c.nature);
    assert.equal(isFictitiousDomain(oid), c.fictitious);
  });
