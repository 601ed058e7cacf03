import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Confirm } from '../../kit/confirm.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import type { ProfileLine, ProfileSection } from '../../kit/profile/shapes.ts';
import { EntryForm } from './entryForm.tsx';
import { addressOfEntry, entryQuery, readAgain } from './queries.ts';

/** What the person is about to do with their profile. */
export type Doing =
  | { readonly act: 'add'; readonly section: ProfileSection }
  | { readonly act: 'change' | 'remove'; readonly line: ProfileLine; readonly id: string };

interface EditorProps {
  readonly doing: Doing;
  readonly onDone: (sentence: string) => void;
  readonly onClose: () => void;
}

/** The dialog of what is being done. */
export default function Editor({ doing, onDone, onClose }: EditorProps) {
  const { t } = useTranslation('carnet');
  if (doing.act === 'remove') return <Remove line={doing.line} id={doing.id} onDone={onDone} onClose={onClose} />;
  const onSaved = (label: string) => onDone(t('profile.saved', { label }));
  const section = doing.act === 'add' ? doing.section : doing.line.section;
  return (
    <Dialog title={doing.act === 'add' ? t(`profile.add.${section}`) : t('profile.changeTitle')} onClose={onClose}>
      {doing.act === 'add' ? (
        <EntryForm section={section} onSaved={onSaved} onCancel={onClose} />
      ) : (
        <Change id={doing.id} section={section} onSaved={onSaved} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface ChangeProps {
  readonly id: string;
  readonly section: ProfileSection;
  readonly onSaved: (label: string) => void;
  readonly onClose: () => void;
}

function Change({ id, section, onSaved, onClose }: ChangeProps) {
  const query = useQuery(entryQuery(id));
  return (
    <Loaded query={query}>
      {(entry) => <EntryForm section={section} id={id} entry={entry} onSaved={onSaved} onCancel={onClose} />}
    </Loaded>
  );
}

interface RemoveProps extends Omit<EditorProps, 'doing'> {
  readonly line: ProfileLine;
  readonly id: string;
}

function Remove({ line: { section, label, sources }, id, onDone, onClose }: RemoveProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api<void>('DELETE', addressOfEntry(id)),
    onSuccess: async () => {
      await readAgain(client);
      onDone(t('profile.removed', { label }));
    },
  });
  return (
    <Confirm
      title={t('profile.removeTitle', { label })}
      confirm={t('profile.remove')}
      look="danger"
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        {t(
          sources.length === 1 ? 'profile.removeText' : section === 'measures' ? 'profile.removeEarlier' : 'profile.removeOthers',
        )}
      </p>
      {remove.isError && <Failed error={remove.error} />}
    </Confirm>
  );
}
