import assert from 'node:assert/strict';
import { test } from 'node:test';
import spec from '../../spec/packages/canonical.json' with { type: 'json' };
import { compareVersions, splitCanonical, versionFits } from './canonical.ts';

for (const c of spec.fits)
  test(`FHIR R4 §2.24.0.4.1, version of a canonical: ${c.asked} ${c.fits ? 'fits' : 'does not fit'} ${c.has ?? 'no version'}`, () => {
    assert.equal(versionFits(c.asked, c.has), c.fits);
  });

for (const c of spec.split)
  test(`FHIR R4 §2.24.0.4.1, canonical: ${c.in}`, () => {
    const { in: whole, ...parts } = c;
    assert.deepEqual(splitCanonical(whole), parts);
  });

for (const order of spec.order)
  test(`FHIR R4 §2.24.0.4.1, the newest version: ${order.at(-1)}`, () => {
    const versions = order.map((version) => (version === '' ? undefined : version));
    for (let i = 0; i < versions.length; i++)
      for (let j = 0; j < versions.length; j++)
        assert.equal(Math.sign(compareVersions(versions[i], versions[j])), Math.sign(i - j), `${versions[i]} and ${versions[j]}`);
  });
