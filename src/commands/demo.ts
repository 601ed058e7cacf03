import { demoOperators, demoPassword, secretOf, type Territory, territory } from '#demo';
import { displayName } from '#directory';
import { openKeys } from '#store';
import { readSettings } from '../settings.ts';
import { optionsOf } from './options.ts';

export const help = `socle demo [--json]

Tells who is in the demonstration territory: citizens, professionals, and the software of each structure with the secret by which it gets
tokens at /oidc/token (client credentials). The territory is loaded by the first socle serve with SOCLE_DEMO=on. Everybody is fictitious.`;

/** The secrets are drawn from the operator's key: who may not read the key file sees none. */
export async function demo(args: readonly string[]): Promise<void> {
  const { values } = optionsOf(args, { json: { type: 'boolean' } }, help);
  if (values.help === true) return console.log(help);
  const scene = territory();
  const told = { territory: scene.name, password: demoPassword, ...everybody(scene, secrets()) };
  if (values.json === true) return console.log(JSON.stringify(told, null, 2));
  console.log(`${told.territory} — fictitious people; citizens’ password: ${told.password}\n`);
  for (const { login, matricule, name } of told.citizens) console.log(`citizen       ${login.padEnd(34)} ${matricule}  ${name}`);
  for (const { login, id, name } of told.professionals) console.log(`professional  ${login.padEnd(34)} ${id}     ${name}`);
  for (const { login, name } of told.operators) console.log(`operator      ${login.padEnd(34)} ${''.padEnd(16)} ${name}`);
  for (const { id, secret, structure } of told.software) console.log(`software      ${id.padEnd(34)} ${secret}  ${structure}`);
}

function everybody(scene: Territory, secretFor: (clientId: string) => string) {
  return {
    citizens: scene.people.map(({ login, matricule, oid, usedGiven, usedFamily }) => ({
      login,
      matricule,
      oid,
      name: `${usedGiven} ${usedFamily}`,
    })),
    operators: demoOperators.map(({ login, name }) => ({ login, name })),
    professionals: scene.professionals.map((one) => ({
      login: one.login,
      id: one.id,
      name: displayName(one),
      structure: one.structureId,
    })),
    software: scene.structures.map(({ clientId, name, id }) => ({
      id: clientId,
      secret: secretFor(clientId),
      structure: name,
      finess: id,
    })),
  };
}

function secrets(): (clientId: string) => string {
  try {
    const keys = openKeys(readSettings().keyFile, false, () => undefined);
    return (clientId) => secretOf(keys, clientId);
  } catch {
    return () => '(the operator’s key file cannot be read here)';
  }
}
