import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { situationOf } from './grants.ts';
import { parseSubject, wantedKind } from './subject.ts';

/**
 * When a page is shown. Beyond the provider's own reasons: a citizen's session never answers for a professional, nor the reverse; and
 * a professional chooses where they act for each software.
 */
export function policy(): interactionPolicy.DefaultPolicy {
  const base = interactionPolicy.base();
  const login = base.get('login');
  login?.checks.add(
    new interactionPolicy.Check('other_kind', 'the session is not of the kind of person asked for', 'login_required', (ctx) => {
      const subject = parseSubject(ctx.oidc.session?.accountId);
      return subject !== undefined && subject.kind !== wantedKind(ctx.oidc.params ?? {});
    }),
  );
  login?.checks.add(
    new interactionPolicy.Check('situation', 'the place of practice is not chosen', 'login_required', (ctx) => {
      if (parseSubject(ctx.oidc.session?.accountId)?.kind !== 'professional') return false;
      return !hasSituation(ctx);
    }),
  );
  return base;
}

function hasSituation(ctx: KoaContextWithOIDC): boolean {
  const { Grant: grant } = ctx.oidc.entities;
  return grant !== undefined && situationOf(grant) !== undefined;
}
