import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../kit/icon.tsx';
import { FileLink, LinkButton } from '../../kit/linkButton.tsx';
import { Page } from '../../kit/page.tsx';
import { useSession } from '../../kit/session.ts';
import { Notice } from '../../kit/status.tsx';
import { Back } from '../back.tsx';
import { GetFile } from '../paper/getFile.tsx';
import { homeQuery } from '../queries.ts';
import { Archives } from '../takeAway.tsx';

/** Everything of the carnet, in the forms in which it can be taken elsewhere. */
export default function ExportPage() {
  const { t } = useTranslation('carnet');
  const session = useSession().data;
  const acting = session?.kind === 'citizen' ? session.acting : undefined;
  const home = useQuery(homeQuery).data;
  const count = home?.categories.reduce((sum, one) => sum + one.count, 0) ?? 0;
  const lead = acting === undefined ? t('takeaway.lead') : t('takeaway.leadActing', { name: acting.name });
  return (
    <Page title={t('takeaway.title')} space={t('space')} before={<Back to="/plus" />} lead={lead}>
      <section className="card" aria-labelledby="pdf">
        <h2 id="pdf">{t('takeaway.pdf')}</h2>
        <p>{t('takeaway.pdfText')}</p>
        <GetFile path="/api/carnet/export.pdf" name="carnet.pdf" label={t('takeaway.pdfGet')} />
      </section>
      <section className="card" aria-labelledby="ips">
        <h2 id="ips">{t('takeaway.ips')}</h2>
        <p>{t('takeaway.ipsText')}</p>
        <GetFile path="/api/carnet/summary.json" name="resume-ips.json" label={t('takeaway.ipsGet')} />
      </section>
      <section className="card" aria-labelledby="documents">
        <h2 id="documents">{t('takeaway.documents')}</h2>
        <p>{t('takeaway.documentsText')}</p>
        {count > 0 && <Archives category={undefined} count={count} />}
      </section>
      <section className="card" aria-labelledby="fhir">
        <h2 id="fhir">{t('takeaway.fhir')}</h2>
        <p>{t('takeaway.fhirText')}</p>
        {/* Streamed by the server: the browser keeps it as it comes, however large. */}
        <FileLink href="/api/carnet/export.json" name="carnet-fhir.json">
          <Icon name="download" /> {t('takeaway.fhirGet')}
        </FileLink>
      </section>
      <section className="card" aria-labelledby="log">
        <h2 id="log">{t('takeaway.log')}</h2>
        <p>{t('takeaway.logText')}</p>
        <LinkButton to="/acces/journal">{t('takeaway.logGet')}</LinkButton>
      </section>
      <Notice tone="info" title={t('takeaway.care')}>
        <p>{t('takeaway.careText')}</p>
        <LinkButton to="/acces/partager">{t('takeaway.share')}</LinkButton>
      </Notice>
    </Page>
  );
}
