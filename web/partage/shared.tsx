import { useTranslation } from 'react-i18next';
import { Button } from '../kit/button.tsx';
import { show } from '../kit/dates.ts';
import { Fragment } from '../kit/fragment.tsx';
import { Icon } from '../kit/icon.tsx';
import { Notice } from '../kit/status.tsx';
import type { Contents, Summary } from './contents.ts';
import { DocumentCard } from './documentCard.tsx';
import type { Payload } from './link.ts';
import { NoteForm } from './noteForm.tsx';
import type { Reader as Who } from './open.ts';

interface SharedProps {
  readonly link: Payload;
  readonly contents: Contents;
  readonly who: Who;
}

/** What was handed over: who it is about, the summary, the documents, and a way to answer. */
export function SharedPage({ link, contents: { person, summary, documents, missing }, who }: SharedProps) {
  const { t } = useTranslation('partage');
  return (
    <>
      <dl className="facts card">
        {person?.birthDate && (
          <div className="fact">
            <dt>{t('shared.born')}</dt>
            <dd>{show(person.birthDate, 'day')}</dd>
          </div>
        )}
        <div className="fact">
          <dt>{t('ask.label')}</dt>
          <dd>{link.label || t('ask.noLabel')}</dd>
        </div>
        {link.exp !== undefined && (
          <div className="fact">
            <dt>{t('ask.until')}</dt>
            <dd>{show(new Date(link.exp * 1000).toISOString(), 'moment')}</dd>
          </div>
        )}
      </dl>
      <Notice tone="attention" title={t('shared.partTitle')}>
        <p>{t('shared.part')}</p>
      </Notice>
      {missing > 0 && (
        <Notice tone="danger">
          <p>{t('shared.missing', { count: missing })}</p>
        </Notice>
      )}
      <p className="screen-only">
        <Button onPress={() => window.print()}>
          <Icon name="print" /> {t('shared.print')}
        </Button>
      </p>
      {summary && <SummaryCard summary={summary} />}
      {documents.length > 0 && (
        <section aria-labelledby="documents">
          <h2 id="documents">{t('shared.documents', { count: documents.length })}</h2>
          {documents.map((one, index) => (
            <DocumentCard key={index} document={one} isOpen={documents.length === 1 && summary === undefined} />
          ))}
        </section>
      )}
      <NoteForm link={link} who={who} />
    </>
  );
}

/** The narrative of each section as it came, cleaned once more; the resources under it are for software. */
function SummaryCard({ summary }: { summary: Summary }) {
  const { t } = useTranslation('partage');
  const html = summary.sections.map(({ title, html: words }) => `<h3>${escaped(title)}</h3>${words}`).join('');
  return (
    <>
      <h2>{t('shared.summary')}</h2>
      <Fragment html={`${summary.about}${html}`} label={t('shared.summary')} />
    </>
  );
}

const escaped = (words: string): string => words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
