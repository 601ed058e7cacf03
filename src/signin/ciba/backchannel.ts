import { type Configuration, errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Directory } from '#directory';
import { Refusal } from '#kernel';
import { knownProfessional } from '../interaction/named.ts';
import { parseSubject, subjectText } from '../provider/subject.ts';
import { type Approvals, pollSeconds } from './approvals.ts';

/** Seconds that a professional has to answer, as at the national service. */
export const demandSeconds = 120;

export interface BackchannelParts {
  readonly directory: Directory;
  readonly approvals: Approvals;
  /** Without a demonstration there is no telephone to approve on. */
  readonly demo: boolean;
}

/**
 * A software asks for a sign-in without a browser, and the professional approves on their telephone (poll mode). `login_hint` is the
 * national identifier, `binding_message` two digits.
 *
 * Source: OpenID CIBA Core 1.0 §7; Pro Santé Connect, « CIBA ».
 */
export function backchannel(parts: BackchannelParts): NonNullable<NonNullable<Configuration['features']>['ciba']> {
  const { directory, approvals, demo } = parts;
  if (!demo) return { enabled: false };
  return {
    enabled: true,
    deliveryModes: ['poll'],
    validateBindingMessage(_ctx, message) {
      if (!/^\d{2}$/.test(message ?? '')) throw new errors.InvalidBindingMessage('binding_message must be two digits');
    },
    validateRequestContext(_ctx, context) {
      if (context !== undefined) throw new errors.InvalidRequest('request_context is not supported');
    },
    verifyUserCode(_ctx, _account, code) {
      if (code !== undefined) throw new errors.InvalidRequest('user_code is not supported');
    },
    processLoginHintToken() {
      throw new errors.InvalidRequest('login_hint_token is not supported: use login_hint');
    },
    async processLoginHint(_ctx, hint) {
      const found = await knownProfessional(directory, hint ?? '');
      return found === undefined || found.structures.length === 0
        ? undefined
        : subjectText({ kind: 'professional', id: found.id });
    },
    async triggerAuthenticationDevice(ctx, request, account, client) {
      const subject = parseSubject(account.accountId);
      const code = request.params?.binding_message;
      if (subject?.kind !== 'professional' || typeof code !== 'string')
        throw new errors.UnknownUserId('could not identify end-user');
      const software = client.clientName ?? client.clientId;
      const demand = { kind: 'ciba', request: request.jti, client: client.clientId, software, code } as const;
      try {
        await approvals.ask(subject.id, demand, demandSeconds);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'signin.too-many-demands') throw error;
        await request.destroy();
        throw new errors.AccessDenied('too many demands of this person wait already');
      }
      Object.assign(ctx.body as object, { interval: pollSeconds });
    },
  };
}

/**
 * Who polls too soon is told to slow down. The provider knows the states of a demand, not the pace: it is looked at where the demand is
 * read for a token, by the client that owns it.
 *
 * Source: CIBA §11.
 */
export function keepPace(provider: Provider, approvals: Approvals): void {
  const model = provider.BackchannelAuthenticationRequest;
  const read = model.find.bind(model) as (id: string, options?: Options) => Promise<InstanceType<typeof model> | undefined>;
  const find: typeof read = async (id, options) => {
    const request = await read(id, options);
    const oidc: KoaContextWithOIDC['oidc'] | undefined = Provider.ctx?.oidc;
    const own = request !== undefined && oidc?.route === 'token' && oidc.client?.clientId === request.clientId;
    if (!own || request.isExpired || request.error !== undefined || request.grantId !== undefined) return request;
    if (await approvals.hurried(id)) throw new errors.SlowDown();
    return request;
  };
  Object.assign(model, { find });
}

interface Options {
  readonly ignoreExpiration?: boolean;
}
