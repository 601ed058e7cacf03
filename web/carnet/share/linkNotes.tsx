import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { show } from '../../kit/dates.ts';
import { Failed } from '../../kit/loaded.tsx';
import type { ShareLink } from './shapes.ts';

interface NotesProps {
  readonly link: ShareLink;
  readonly onDone: (sentence: string) => void;
}

/** What readers of a link wrote. Nothing proves who they are, and each note says so. */
export function LinkNotes({ link, onDone }: NotesProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (n: number) => api<void>('DELETE', `/api/carnet/shares/${encodeURIComponent(link.id)}/notes/${n}`),
    onSuccess: async () => {
      onDone(t('share.noteRemoved'));
      await Promise.all(['shares', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  if (link.notes.length === 0) return null;
  return (
    <div className="link-notes">
      <h4>{t('share.notes', { count: link.notes.length })}</h4>
      <p className="hint">{t('share.notesHint')}</p>
      <ul className="rows">
        {link.notes.map((note) => (
          <li key={note.n}>
            <div className="row-note">
              <p className="hint">
                {t('share.saidBy', { name: note.name })}, <time dateTime={note.at}>{show(note.at, 'moment')}</time>
              </p>
              <p className="note-words">{note.words}</p>
            </div>
            <Button look="quiet" isDisabled={remove.isPending} onPress={() => remove.mutate(note.n)}>
              {t('share.removeNote')}
              <span className="for-readers"> {t('share.saidBy', { name: note.name })}</span>
            </Button>
          </li>
        ))}
      </ul>
      {remove.isError && <Failed error={remove.error} />}
    </div>
  );
}
