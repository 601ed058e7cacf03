import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { RecordId } from '#kernel';
import { situationOf } from './grants.ts';
import { parseSubject, wantedKind } from './subject.ts';

/** The moment before which a citizen's sign-ins were cut: they lost a way in, or ended their sessions elsewhere. */
export type CutBefore = (record: RecordId) => Promise<Date | undefined>;

/**
 * When a page is shown. Beyond the provider's own reasons: a citizen's session never answers for a professional, nor the reverse; and
 * a professional chooses where they act for each software; a session from before it was cut is none.
 */
export function policy(cutBefore: CutBefore): interactionPolicy.DefaultPolicy {
  const base = interactionPolicy.base();
  const login = base.get('login');
  login?.checks.add(
    new interactionPolicy.Check('other_kind', 'the session is not of the kind of person asked for', 'login_required', (ctx) => {
      const subject = parseSubject(ctx.oidc.session?.accountId);
      return subject !== undefined && subject.kind !== wantedKind(ctx.oidc.params ?? {});
    }),
  );
  login?.checks.add(
    new interactionPolicy.Check('cut', 'the session was ended elsewhere', 'login_required', async ({ oidc }) => {
      const subject = parseSubject(oidc.session?.accountId);
      if (subject?.kind !== 'citizen') return false;
      const before = await cutBefore(subject.record);
      return before !== undefined && (oidc.session?.loginTs ?? 0) < Math.floor(before.getTime() / 1000);
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
