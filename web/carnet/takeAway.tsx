import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../kit/api.ts';
import { Button } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import { FileLink } from '../kit/linkButton.tsx';
import { Failed } from '../kit/loaded.tsx';
import type { DocumentListAnswer } from '../kit/shapes.ts';
import { takesFocus } from './focus.ts';

/** As many documents as the server puts into one archive. */
const most = 48;
const address = '/api/carnet/xdm';

/** The documents shown, to take away as archives that other health software reads and that open in a browser. */
export function TakeAway({ category, count }: { category: string | undefined; count: number }) {
  const { t } = useTranslation('carnet');
  if (count === 0) return null;
  return (
    <div className="card">
      <Archives category={category} count={count} />
      <p className="hint">{t('archive.hint')}</p>
    </div>
  );
}

/** One archive of all, or as many as it takes. */
export function Archives({ category, count }: { category: string | undefined; count: number }) {
  const { t } = useTranslation('carnet');
  if (count > most) return <ManyArchives category={category} />;
  return (
    <p>
      <FileLink
        href={category === undefined ? address : `${address}?category=${encodeURIComponent(category)}`}
        name="IHE_XDM.zip"
      >
        <Icon name="download" /> {t(category === undefined ? 'archive.all' : 'archive.category')}
      </FileLink>
    </p>
  );
}

function ManyArchives({ category }: { category: string | undefined }) {
  const { t } = useTranslation('carnet');
  const parts = useMutation({ mutationFn: () => idsOf(category).then(inParts) });
  return (
    <>
      <p>{t('archive.many', { most })}</p>
      {parts.data === undefined ? (
        <p>
          <Button onPress={() => !parts.isPending && parts.mutate()}>
            {t(parts.isPending ? 'archive.preparing' : 'archive.prepare')}
          </Button>
        </p>
      ) : (
        <ul className="plain" tabIndex={-1} ref={takesFocus} aria-label={t('archive.parts')}>
          {parts.data.map((ids, index) => (
            <li key={ids[0]}>
              <FileLink
                href={`${address}?${new URLSearchParams(ids.map((id) => ['document', id]))}`}
                name={`IHE_XDM-${index + 1}.zip`}
              >
                <Icon name="download" /> {t('archive.part', { from: index * most + 1, to: index * most + ids.length })}
              </FileLink>
            </li>
          ))}
        </ul>
      )}
      {parts.isError && <Failed error={parts.error} />}
    </>
  );
}

/** Of all documents of a list, newest first. */
async function idsOf(category: string | undefined): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const asked = new URLSearchParams({ ...(category && { category }), ...(cursor && { cursor }) });
    const page: DocumentListAnswer = await api('GET', `/api/carnet/documents?${asked}`);
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== undefined);
  return ids;
}

const inParts = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / most) }, (_, part) => ids.slice(part * most, (part + 1) * most));
