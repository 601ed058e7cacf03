import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { childOf, childrenOf, readXml, textOf } from '#xml';
import { autoconfigRoutes, configOf, type MailPorts } from './autoconfig.ts';

const deps = (mailPorts: MailPorts | undefined) => ({
  publicUrl: 'https://socle.exemple.fr',
  domain: 'exemple.mssante.fr',
  issuer: 'https://socle.exemple.fr/oidc',
  mailPorts: () => mailPorts,
});
const ports = { smtp: 8025, smtps: 8465, imap: 8143, imaps: 8993 };

test('Thunderbird autoconfiguration 1.1: servers in order of preference, OAuth2 alone, where tokens come from', () => {
  const { root } = readXml(Buffer.from(configOf(deps(ports)) ?? ''));
  assert.equal(root.name, 'clientConfig');
  const provider = childOf(root, 'emailProvider');
  assert.ok(provider !== undefined);
  const told = ['incomingServer', 'outgoingServer'].map((name) =>
    childrenOf(provider, name).map((server) => childrenOf(server).map(textOf)),
  );
  const server = (port: string, socket: string) => ['socle.exemple.fr', port, socket, '%EMAILADDRESS%', 'OAuth2'];
  assert.deepEqual(told, [
    [server('8993', 'SSL'), server('8143', 'STARTTLS')],
    [server('8465', 'SSL'), server('8025', 'STARTTLS')],
  ]);
  const oauth = childOf(root, 'oAuth2', 'tokenURL');
  assert.equal(oauth && textOf(oauth), 'https://socle.exemple.fr/oidc/token');
});

test('MSSanté SC.MSS/CONF.04: served at both addresses; nothing of the address asked about comes back; 404 where nobody listens', async () => {
  const app = Fastify();
  await app.register(async (open) => autoconfigRoutes(open, deps(ports)));
  for (const path of ['/mail/config-v1.1.xml', '/.well-known/autoconfig/mail/config-v1.1.xml']) {
    const answer = await app.inject(`${path}?emailaddress=%3Cscript%3E@exemple.mssante.fr`);
    assert.equal(answer.statusCode, 200);
    assert.match(String(answer.headers['content-type']), /^application\/xml/);
    assert.doesNotMatch(answer.body, /script/);
  }
  assert.equal(configOf(deps({})), undefined);
  assert.equal(configOf(deps(undefined)), undefined);
  await app.close();
});
