import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Waiting } from '../loaded.tsx';
import type { MeasuresProps } from './courseCard.tsx';

const Courses = lazy(() => import('./courses.tsx'));

/** The measures over time, asked for when one wants to see them: that is another look at the record. */
export function MeasuresOverTime(props: MeasuresProps) {
  const { t } = useTranslation('kit');
  const [wasOpen, setWasOpen] = useState(false);
  return (
    <details className="fold" onToggle={({ currentTarget }) => currentTarget.open && setWasOpen(true)}>
      <summary>{t('measures.overTime')}</summary>
      <div className="fold-inside">
        {wasOpen && (
          <Suspense fallback={<Waiting />}>
            <Courses {...props} />
          </Suspense>
        )}
      </div>
    </details>
  );
}
