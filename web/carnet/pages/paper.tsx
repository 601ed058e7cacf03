import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { Page } from '../../kit/page.tsx';
import { useSession } from '../../kit/session.ts';
import type { DocumentSummary } from '../../kit/shapes.ts';
import { Status } from '../../kit/status.tsx';
import { Back } from '../back.tsx';
import { PaperForm } from '../paper/form.tsx';

/** A paper at home becomes a document of the record: photos, then what they are. */
export default function PaperPage() {
  const { t } = useTranslation('carnet');
  const session = useSession().data;
  const acting = session?.kind === 'citizen' ? session.acting : undefined;
  const [added, setAdded] = useState<DocumentSummary>();
  const done = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (added !== undefined) done.current?.focus();
  }, [added]);
  const lead = acting === undefined ? t('paper.lead') : t('paper.leadActing', { name: acting.name });
  return (
    <Page title={t('paper.title')} space={t('space')} before={<Back to="/sante" />} lead={lead}>
      <div ref={done} tabIndex={-1}>
        <Status tone="done">
          {added && (
            <>
              <p>{t('paper.done', { title: added.title })}</p>
              <p className="actions">
                <Link to="/sante/documents/$id" params={{ id: added.id }} className="button button-main">
                  {t('paper.open')}
                </Link>
                <Button onPress={() => setAdded(undefined)}>{t('paper.another')}</Button>
              </p>
            </>
          )}
        </Status>
      </div>
      {added === undefined && <PaperForm isActing={acting !== undefined} onAdded={setAdded} />}
    </Page>
  );
}
