import { useId } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { useTranslation } from 'react-i18next';

interface FileFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** Media types, as `application/pdf`; any file when absent. */
  readonly accepts?: readonly string[];
  readonly isMultiple?: boolean;
  readonly onFiles: (files: File[]) => void;
}

/** Files from this device: chosen, dropped or pasted. Whether they are right is for `onFiles` to say. */
export function FileField({ id, label, hint, error, accepts, isMultiple = false, onFiles }: FileFieldProps) {
  const { t } = useTranslation();
  const hintId = useId();
  const errorId = useId();
  const described = [error === undefined ? '' : errorId, hint === undefined ? '' : hintId].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="hint" id={hintId}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p className="error" id={errorId} role="alert">
          {error}
        </p>
      )}
      <DropZone
        className="drop"
        aria-label={t('parts.drop')}
        onDrop={async ({ items }) => {
          const dropped = items.flatMap((item) => (item.kind === 'file' ? [item] : []));
          onFiles(await Promise.all(dropped.slice(0, isMultiple ? dropped.length : 1).map((item) => item.getFile())));
        }}
      >
        <span className="drop-words" aria-hidden="true">
          {t('parts.drop')}
        </span>
        <input
          id={id}
          type="file"
          multiple={isMultiple}
          {...(accepts === undefined ? {} : { accept: accepts.join() })}
          {...(described === '' ? {} : { 'aria-describedby': described })}
          onChange={(event) => {
            const chosen = [...(event.target.files ?? [])];
            event.target.value = ''; // the same file may be chosen again after it was taken away
            if (chosen.length > 0) onFiles(chosen);
          }}
        />
      </DropZone>
    </div>
  );
}
