/** The token of the Pro Santé Connect realm, got as a professional's software gets it, opens mailboxes. MSSanté SC.MSS/CONF.07. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import type { Professional } from '#kernel';
import { messagingMigrations } from '#messaging';
import { traceMigrations } from '#trace';
import { type House, openHouse, people, secret } from '../../../spec/signin/house.ts';
import { ask, physicianAt, softwareOf } from '../../../spec/signin/software.ts';
import { RawClient } from './client.ts';
import { addresses, oauth, openSmtpGround, operator, type SmtpGround } from './ground.ts';

const own = 'physicien@exemple.mssante.fr';
let house: House;
let ground: SmtpGround;
let software: oidc.Configuration;
before(async () => {
  house = await openHouse({ migrations: [...traceMigrations, ...messagingMigrations] });
  ground = await openSmtpGround(house);
  software = await softwareOf(house.url, 'logiciel-ville', oidc.ClientSecretBasic(secret), 'realm');
  const wanted = { address: own, kind: 'PER', name: 'Médecin', professional: people.physician, structure: '1990000026' } as const;
  await ground.mailboxes.open({ actor: operator, at: new Date(), requestId: 'test' }, wanted);
});
after(async () => {
  await ground.close();
  await house.app.close();
});

async function tokens(scope: string) {
  const { url, checks } = await ask(software, { scope, acr_values: 'eidas1' });
  return oidc.authorizationCodeGrant(software, await physicianAt(house.url, url, '1990000026'), checks);
}
async function signIn(token: string, address: string): Promise<{ client: RawClient; said: string }> {
  const client = await RawClient.tls(ground.smtp.ports.tls ?? 0, ground.ca);
  await client.ask('EHLO x.fr');
  const first = await client.ask(`AUTH XOAUTH2 ${oauth(address, token)}`);
  return { client, said: first.startsWith('334') ? await client.ask('') : first };
}
async function says(token: string, address: string): Promise<string> {
  const { client, said } = await signIn(token, address);
  client.destroy();
  return said;
}

test('the access token of two minutes opens their own mailbox and those of organisations that they hold, no other', async () => {
  const { access_token: token } = await tokens('openid scope_all');
  assert.doesNotMatch(token, /\./, 'opaque: it is for userinfo');
  assert.match(await says(token, own), /^235/);
  assert.match(await says(token, addresses.irene), /^535-5\.7\.8/);
  assert.match(await says(token, addresses.service), /^535-5\.7\.8/);
  await ground.part({ id: people.physician } as Professional, true);
  assert.match(await says(token, addresses.service), /^235/);
  const { access_token: identity } = await tokens('openid identity');
  assert.match(await says(identity, own), /^535-5\.7\.8/, 'who somebody is opens no mailbox');
});

test('the refreshed token opens again; signing out of Pro Santé Connect ends the session that runs', async () => {
  const first = await tokens('openid scope_all');
  const second = await oidc.refreshTokenGrant(software, first.refresh_token ?? '');
  const { client, said } = await signIn(second.access_token, own);
  assert.match(said, /^235/);
  assert.match(await client.ask(`MAIL FROM:<${own}>`), /^250/);
  await client.ask(`RCPT TO:<${addresses.irene}>`);
  assert.match(await client.ask('DATA'), /^354/);
  await oidc.tokenRevocation(software, second.refresh_token ?? first.refresh_token ?? '');
  client.send('From: a\r\n\r\nx\r\n.\r\n');
  assert.match(await client.reply(), /^421-4\.7\.0/);
  await client.end();
  assert.equal(ground.handed.length, 0);
});
