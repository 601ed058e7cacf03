import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { authorOf } from '../../kit/documentList.tsx';
import { Choice } from '../../kit/field.tsx';
import { Failed, Waiting } from '../../kit/loaded.tsx';
import { More } from '../../kit/more.tsx';
import { usePagedDocuments } from '../../kit/pagedDocuments.ts';

/** Types of documents by which a doctor sums up: TRE/JDV_J07. */
const syntheses: ReadonlySet<string> = new Set(['60591-5', 'SYNTH']);

interface ChooseProps {
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
  readonly fault: string | undefined;
}

/** The person's documents, newest first, each to be ticked. One that is hidden from professionals says so: ticked, it is handed over. */
export function ChooseDocuments({ chosen, onChange, fault }: ChooseProps) {
  const { t } = useTranslation('carnet');
  const list = usePagedDocuments(['documents'], '/api/carnet/documents', undefined);
  const documents = list.data?.pages.flatMap((page) => page.items) ?? [];
  // What a doctor wrote says more than what a program puts together.
  const synthesis = documents.find(({ type, status }) => syntheses.has(type.code) && status === 'current');
  const tick = (id: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <fieldset id="share-documents">
      <legend>{t('share.documents', { count: chosen.size })}</legend>
      <p className="hint">{t('share.documentsHint')}</p>
      {synthesis && <p className="hint">{t('share.synthesis', { title: synthesis.title, date: show(synthesis.date, 'day') })}</p>}
      {fault && <p className="error">{fault}</p>}
      {list.data === undefined && (list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : <Waiting />)}
      {list.data && documents.length === 0 && <p>{t('share.noDocuments')}</p>}
      {documents.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and the keyboard must reach what scrolls.
        <section className="options share-documents" aria-label={t('share.documentsLabel')} tabIndex={0}>
          {documents.map((doc) => (
            <Choice
              key={doc.id}
              type="checkbox"
              name="document"
              label={doc.title}
              hint={[
                show(doc.date, 'day'),
                authorOf(doc),
                ...(doc.hiddenFromProfessionals ? [t('share.hiddenDocument')] : []),
              ].join(' · ')}
              checked={chosen.has(doc.id)}
              onChange={(on) => tick(doc.id, on)}
            />
          ))}
          <More
            rows=".share-documents .choice input"
            hasMore={list.hasNextPage}
            isLoading={list.isFetchingNextPage}
            shown={documents.length}
            onMore={() => void list.fetchNextPage()}
          />
        </section>
      )}
    </fieldset>
  );
}
