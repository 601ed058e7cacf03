import { randomUUID } from 'node:crypto';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Directory } from '#directory';
import { type Actor, type Call, PLATFORM } from '#kernel';
import { softwareActor } from '../provider/account.ts';
import type { Journal } from '../trace.ts';
import { openTally } from './tally.ts';

/**
 * The sign-ins that have no line of their own: refused where nobody known stands behind them, and those of software, which come by the
 * hundred a second. Under the platform; of the same kind one line at once, then one a minute with their number (`times`).
 */
export interface Audit {
  /** `holder` is who a proven certificate names; a login that was typed is never written: people type passwords there. */
  refused(way: string, code: string, of: { readonly client?: string; readonly holder?: string }): Promise<void>;
  /** Writes down the tokens that software gets and is refused. */
  watch(provider: Provider): void;
  flush(): Promise<void>;
}

interface Noted {
  readonly way: string;
  readonly code?: string;
  readonly client?: string;
  readonly holder?: string;
  /** The client proved to be this software. */
  readonly software?: true;
}

export function openAudit(
  journal: Journal | undefined,
  directory: Directory,
  clock: () => Date,
  log: (line: string) => void,
): Audit {
  const tally = openTally(async (key, times) => {
    const { way, code, client, holder, software } = JSON.parse(key) as Noted;
    const proven = software === true && client !== undefined ? await softwareActor(directory, client) : undefined;
    const call: Call = { actor: proven ?? socle, at: clock(), requestId: randomUUID() };
    const detail = {
      way,
      ...(client === undefined ? {} : { client }),
      ...(holder === undefined ? {} : { holder }),
      ...(times === 1 ? {} : { times: String(times) }),
    };
    const outcome = code === undefined ? { outcome: 'done' as const } : { outcome: 'refused' as const, code };
    await journal?.journal(call, PLATFORM, { action: 'sign-in', ...outcome, detail });
  });
  const note = (noted: Noted): void => {
    tally.note(JSON.stringify(noted)).catch((error: unknown) => {
      log(`sign-in: a token could not be written to the log: ${error instanceof Error ? error.message : 'a defect'}`);
    });
  };
  return {
    refused: (way, code, of) => tally.note(JSON.stringify({ way, code, ...of } satisfies Noted)),
    watch(provider) {
      provider.on('grant.success', (ctx) => {
        const { way, client } = asked(ctx);
        if (way === 'client_credentials' && client !== undefined) note({ way, client, software: true });
      });
      const refused = (ctx: KoaContextWithOIDC, error: { readonly error?: unknown }): void => {
        const { way, client } = asked(ctx);
        const code = `oauth.${/^[a-z_]{1,40}$/.exec(String(error.error))?.[0] ?? 'error'}`;
        // What a waiting software asks again and again is no sign-in that was refused.
        if (/^oauth\.(authorization_pending|slow_down)$/.test(code)) return;
        note({ way, code, ...(client === undefined ? {} : { client }) });
      };
      provider.on('grant.error', refused);
      provider.on('pushed_authorization_request.error', refused);
      provider.on('backchannel_authentication.error', refused);
    },
    flush: tally.flush,
  };
}

const socle: Actor = { kind: 'operator', id: 'socle', name: 'Socle' };

/** What was asked, by which client: only one that the directory knows is named, since anything can stand in its place. */
function asked({ oidc, path }: KoaContextWithOIDC): { way: string; client?: string } {
  const { client, params } = oidc;
  const grant = /([a-z_]{1,40})$/.exec(String(params?.grant_type ?? ''))?.[1];
  const way = grant ?? /([a-z_-]{1,40})$/.exec(path)?.[1] ?? 'token';
  return client === undefined ? { way } : { way, client: client.clientId };
}
