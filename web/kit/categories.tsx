import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CountedCategory } from './shapes.ts';

interface CategoriesProps {
  readonly categories: readonly CountedCategory[];
  readonly chosen: string | undefined;
  /** The address of the list, to which `?categorie=` is added. */
  readonly to: string;
}

/** The filter by category: links with their counts, so that a choice has an address and the Back button undoes it. */
export function Categories({ categories, chosen, to }: CategoriesProps) {
  const { t } = useTranslation();
  if (categories.length < 2 && chosen === undefined) return null;
  const total = categories.reduce((sum, one) => sum + one.count, 0);
  return (
    <nav aria-label={t('doc.category')} className="chips">
      <ul>
        {[{ code: undefined, label: t('all'), count: total }, ...categories].map((one) => (
          <li key={one.code ?? ''}>
            <Link
              to={to}
              search={one.code === undefined ? {} : { categorie: one.code }}
              className="chip"
              activeProps={{}}
              aria-current={chosen === one.code ? 'true' : undefined}
              resetScroll={false}
            >
              <span {...(one.code === undefined ? {} : { lang: 'fr' })}>{one.label}</span>{' '}
              <span className="chip-count">{one.count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
