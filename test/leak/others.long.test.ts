import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkExport } from '#trace';
import { withStatus } from '../walks/fhir/asking.ts';
import { inBundle, type Resource, readLink } from '../walks/shareReader.ts';
import type { Space } from '../walks/space.ts';
import { documents } from './asks.ts';
import { isTold, type Role, sees } from './oracle.ts';
import { contested, ownLabel, type Sharing, sharing } from './past.ts';
import { openScene, type Scene } from './scene.ts';
import { thingNamed } from './things.ts';
import { namedIn, textsIn } from './wordsIn.ts';

let scene: Scene;
before(async () => {
  scene = await openScene();
});
after(() => scene?.ground.close());

const spaceOf = (role: Role): Space => scene.askers.find((one) => one.role === role)?.space?.ask ?? assert.fail(role);
const delegates: readonly Role[] = ['legal representative', 'chosen delegate'];
const post = (body: object) => ({ method: 'POST', body });
const read = (role: Sharing): Promise<{ resources: readonly Resource[] }> =>
  readLink(scene.past.links[role].shlink, { recipient: 'Lectrice' });
/** The title of every document that was handed over. */
const handedOver = (resources: readonly Resource[]): string[] =>
  resources.flatMap((one) => inBundle(one, 'DocumentReference').map(({ description }) => String(description))).toSorted();
const titles = (seen: readonly { readonly word: string }[]): string[] => seen.map(({ word }) => `Titre ${word}`).toSorted();

for (const role of sharing) {
  test(`issue 5, leak test, express share: a guest reads what the link of the ${role} holds of what they see, and nothing else`, async () => {
    const { resources } = await read(role);
    const seen = documents.filter((thing) => sees(role, thing, 'item'));
    assert.deepEqual(handedOver(resources), titles(seen));
    const named = namedIn(await textsIn(Buffer.from(JSON.stringify(resources))));
    assert.deepEqual(
      [...named].filter((name) => !sees(role, thingNamed(name), 'item')),
      [],
    );
    const [summary] = resources;
    const inSummary = [...namedIn(JSON.stringify(summary))].map(thingNamed);
    assert.equal(summary?.type, 'document');
    assert.ok(inSummary.length > 0 && inSummary.every((thing) => !thing.masked));
    assert.ok(![...scene.owners.keys()].some((id) => JSON.stringify(resources).includes(id)), 'no id of the record');
  });
}

test('issue 5, leak test, express share: what the person hides from representatives leaves the links of these, and stays in their own', async () => {
  const person = spaceOf('person');
  const id = scene.ids.get('open') ?? '';
  const hide = (hiddenFromRepresentatives: boolean) =>
    person(`/carnet/documents/${id}/visibility`, { method: 'PUT', body: { hiddenFromRepresentatives } });
  withStatus(200, await hide(true));
  for (const role of sharing) {
    const there = handedOver((await read(role)).resources).includes('Titre zqopenxz');
    assert.equal(there, role === 'person', role);
  }
  withStatus(200, await hide(false));
});

test('issue 5, leak test, express share: who acts for the person sees and stops the links that they made, of the others nothing', async () => {
  for (const role of sharing) {
    const answer = withStatus(200, await spaceOf(role)('/carnet/shares'));
    const ids = answer.as<{ shares: readonly { id: string }[] }>().shares.map(({ id }) => id);
    const made = sharing.filter((one) => role === 'person' || one === role).map((one) => scene.past.links[one].id);
    assert.deepEqual(ids.toSorted(), made.toSorted(), role);
    assert.equal(answer.bytes.toString().includes(ownLabel), role === 'person');
  }
  for (const role of delegates) {
    const path = `/carnet/shares/${scene.past.links.person.id}`;
    assert.equal((await spaceOf(role)(`${path}/show`, post({}))).status, 404);
    assert.equal((await spaceOf(role)(path, { method: 'DELETE' })).status, 404);
  }
  assert.ok((await read('person')).resources.length > 1, 'it still opens');
});

test('issue 5, leak test, contests: who acts for the person has the cases about what they are told of, and finds no other line by trying', async () => {
  const casesOf = async (role: Role): Promise<string[]> => {
    const answer = withStatus(200, await spaceOf(role)('/carnet/contests')).as<readonly { words: string }[]>();
    return answer.map(({ words }) => words.replace(/^.* cas /, '')).toSorted();
  };
  assert.deepEqual(await casesOf('person'), [...contested, 'secret'].toSorted());
  const ofThings = contested.map(thingNamed);
  for (const role of delegates) {
    const told = ofThings.filter((thing) => isTold(role, thing)).map(({ name }) => name);
    assert.deepEqual(await casesOf(role), told.toSorted(), role);
  }
  for (const role of sharing) {
    const file = withStatus(200, await spaceOf(role)(`/carnet/log.json?to=${scene.past.at}`)).bytes.toString();
    const lines = (await checkExport(file))?.words.lines ?? assert.fail('no log');
    const untold = lines.filter(({ body }) => body === undefined).map(({ seq }) => seq);
    assert.ok(untold.length > 3, role);
    for (const seq of untold) {
      const { status } = await spaceOf(role)('/carnet/contests', post({ seq }));
      assert.equal(status, 404, `${role}: line ${seq}`);
    }
  }
});

test('issue 5, leak test, the desk: the paper has no title, and no line that a representative is not told of', async () => {
  const { past } = scene;
  const text = await textsIn(withStatus(200, await past.operator(`/exploitation/desk/checks/${past.check}/log.pdf`)).bytes);
  const deposits = text.match(/document ?déposé/g)?.length;
  assert.equal(deposits, documents.filter(({ invisible, withheld }) => !invisible && !withheld).length);
  assert.deepEqual([...namedIn(text)], []);
  assert.ok(!text.includes('Secrète') && !text.includes(ownLabel));
});
