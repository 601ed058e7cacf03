import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

interface BreadcrumbsProps {
  /** From the widest to the nearest; the screen itself is the h1 below. */
  readonly path: readonly { readonly to: NonNullable<LinkProps['to']>; readonly label: string }[];
}

/** Where one is, and the ways up. Links of our router: the page is not loaded again. */
export function Breadcrumbs({ path }: BreadcrumbsProps) {
  const { t } = useTranslation();
  return (
    <nav className="crumbs back" aria-label={t('parts.path')}>
      <ol>
        {path.map((step) => (
          <li key={step.to}>
            <Link to={step.to}>{step.label}</Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
