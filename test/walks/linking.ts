import assert from 'node:assert/strict';
import { hexOfRecordId, type RecordId } from '#kernel';
import { ambre, makeKnown, type Person, person } from './cast.ts';
import type { Ground } from './ground.ts';
import { eventually, operators } from './operators.ts';

/** Ambre again: as she was known before, under a matricule for the time being, her particle left out. */
export const former: Person = {
  ...person({ ...ambre, birthFamily: 'BRUMAILLE' }, '911'),
  oid: '1.2.250.1.213.1.4.9',
};

const reason = 'Même personne : livret de famille vu, ancien numéro provisoire.';

/** A second record of Ambre, and how two operators link it to hers and take the two apart again. */
export async function openFormer(ground: Ground): Promise<{ old: RecordId; link(): Promise<void>; unlink(): Promise<void> }> {
  const old = await makeKnown(ground, former);
  const { odile, tanguy } = await operators(ground);
  const decided = async (path: string, body: object): Promise<void> => {
    const asked = await odile(path, { method: 'POST', body });
    assert.equal(asked.status, 201, asked.bytes.toString());
    const confirmed = await tanguy(`/exploitation/desk/acts/${asked.as<{ id: string }>().id}/confirm`, {
      method: 'POST',
      body: {},
    });
    assert.equal(confirmed.as<{ state: string }>().state, 'done', confirmed.bytes.toString());
  };
  return {
    old,
    async link() {
      const items = async () => (await odile('/exploitation/duplicates')).as<{ items: { id: string }[] }>().items;
      const [item] = await eventually(items, (all) => all.length > 0);
      await decided(`/exploitation/duplicates/${item?.id}/merge`, { survivor: hexOfRecordId(ground.ambre), reason });
    },
    async unlink() {
      const [link] = (await odile('/exploitation/links')).as<{ items: { id: string }[] }>().items;
      await decided(`/exploitation/links/${link?.id}/unmerge`, { reason });
    },
  };
}
