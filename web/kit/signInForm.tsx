import { useTranslation } from 'react-i18next';
import { language } from './i18n.ts';
import { useTerritory } from './session.ts';

/** The way in: a plain form that leaves for the sign-in page, in the language of the space, and comes back to the address asked for. */
export function SignInForm({ action, label, fallback }: { action: string; label: string; fallback: string }) {
  const back = window.location.pathname.startsWith(fallback) ? window.location.pathname + window.location.search : fallback;
  return (
    <form method="get" action={action}>
      <input type="hidden" name="retour" value={back} />
      <input type="hidden" name="langue" value={language()} />
      <button type="submit" className="button button-main button-wide">
        {label}
      </button>
    </form>
  );
}

/** The fictitious people of a demonstration, so that a visitor knows whom to sign in as. */
export function TrialAccounts({ kind }: { kind: 'citizen' | 'professional' | 'operator' }) {
  const { t } = useTranslation();
  const people = useTerritory().data?.signIns?.filter((one) => one.kind === kind) ?? [];
  if (people.length === 0) return null;
  return (
    <section className="card" aria-labelledby="trial">
      <h2 id="trial">{t('trial.title')}</h2>
      <p>{t('trial.text')}</p>
      <ul className="rows">
        {people.map((one) => (
          <li key={one.login}>
            <strong>{one.name}</strong>
            {one.note && <span className="row-note">{one.note}</span>}
            <code>{t('trial.login', { login: one.login })}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
