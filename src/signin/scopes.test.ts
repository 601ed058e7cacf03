import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor } from '#kernel';
import { newRecordId } from '#kernel';
import cases from '../../spec/signin/scopes.json' with { type: 'json' };
import { requireScope } from './scopes.ts';

const structure = { id: '1990000018', name: 'Cabinet' };
const actors: Readonly<Record<string, Actor>> = {
  citizen: { kind: 'citizen', record: newRecordId(), name: 'A' },
  professional: { kind: 'professional', id: '899700000011', name: 'B', profession: '10', structure, software: 's' },
  software: { kind: 'software', id: 's', name: 'S', structure },
};

for (const c of cases) {
  test(`SMART App Launch §3.0.2, scopes: ${c.name}`, () => {
    const actor = actors[c.actor];
    assert.ok(actor);
    const check = () => requireScope({ actor, scopes: new Set(c.has) }, c.needs);
    if (c.granted) check();
    else assert.throws(check, { code: 'signin.scope' });
  });
}
