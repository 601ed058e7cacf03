import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '#kernel';
import { errorChallenge, readResponse } from './sasl.ts';

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const malformed = (error: unknown): boolean => error instanceof Refusal && error.code === 'messaging.sasl-malformed';

describe('RFC 7628 §3.1, §4.1: OAUTHBEARER', () => {
  it('reads the address and the token; other keys are read over', () => {
    const text =
      'n,a=user@example.com,\x01host=server.example.com\x01port=143\x01auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01';
    assert.deepEqual(readResponse('OAUTHBEARER', base64(text)), {
      mailbox: 'user@example.com',
      token: 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==',
    });
    assert.deepEqual(readResponse('OAUTHBEARER', base64('y,,\x01auth=bearer x\x01\x01')), { mailbox: '', token: 'x' });
    assert.equal(readResponse('OAUTHBEARER', base64('n,a=a=2Cb=3D@x.fr,\x01auth=Bearer x\x01\x01')).mailbox, 'a,b=@x.fr');
  });
  for (const bad of [
    '',
    'n,,',
    'n,,\x01\x01',
    'n,,\x01auth=Basic x\x01\x01',
    'n,,\x01auth=Bearer \x01\x01',
    'n,,\x01auth=Bearer a b\x01\x01',
    'n,,\x01auth=Bearer x\x01',
    'p=tls-exporter,,\x01auth=Bearer x\x01\x01',
    'n,a=,\x01auth=Bearer x\x01\x01',
    'n,a=a=2cb,\x01auth=Bearer x\x01\x01',
    'n,a=a\r\nb@x.fr,\x01auth=Bearer x\x01\x01',
    'n,a=\xe9@x.fr,\x01auth=Bearer x\x01\x01',
  ])
    it(`refuses ${JSON.stringify(bad)}`, () => assert.throws(() => readResponse('OAUTHBEARER', base64(bad)), malformed));
  it('refuses what is no base64, or is longer than any token', () => {
    for (const bad of ['a', '????', 'AA=A', base64('x'.repeat(20_000))])
      assert.throws(() => readResponse('OAUTHBEARER', bad), malformed);
  });
});

describe('XOAUTH2 and EXTERNAL', () => {
  it('reads what mail programs send', () => {
    assert.deepEqual(readResponse('XOAUTH2', base64('user=Some.User@Example.com\x01auth=Bearer ya29\x01\x01')), {
      mailbox: 'some.user@example.com',
      token: 'ya29',
    });
    for (const bad of ['user=x\x01auth=Bearer y', 'auth=y\x01\x01', 'n,,\x01user=x\x01\x01'])
      assert.throws(() => readResponse('XOAUTH2', base64(bad)), malformed);
  });
  it('RFC 4422 appendix A: EXTERNAL names a mailbox or none', () => {
    assert.deepEqual(readResponse('EXTERNAL', '='), { mailbox: '' });
    assert.deepEqual(readResponse('EXTERNAL', base64('App@x.fr')), { mailbox: 'app@x.fr' });
    assert.throws(() => readResponse('EXTERNAL', base64('a\0b')), malformed);
  });
  it('RFC 7628 §3.2.2: what is told of a token that was refused', () => {
    const told = (text: string | undefined): unknown => JSON.parse(Buffer.from(text ?? '', 'base64').toString());
    assert.deepEqual(told(errorChallenge('XOAUTH2', 'https://x/oidc', 'scope_all')), {
      status: '401',
      schemes: 'bearer',
      scope: 'scope_all',
    });
    assert.equal(errorChallenge('EXTERNAL', 'https://x/oidc', 'scope_all'), undefined);
  });
});
