import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** What is to correct in a form: the id of the field, and the sentence that says how. */
export interface FieldFault {
  readonly field: string;
  readonly sentence: string;
}

export function faultOf(faults: readonly FieldFault[], field: string): string | undefined {
  return faults.find((fault) => fault.field === field)?.sentence;
}

/** The list of faults on top of a form. It takes the focus each time the form is sent with faults; each line leads to its field. */
export function ErrorSummary({ faults }: { faults: readonly FieldFault[] }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length > 0) box.current?.focus();
  }, [faults]);
  if (faults.length === 0) return null;
  return (
    <div ref={box} className="summary" role="alert" tabIndex={-1}>
      <h2>{t('form.summary', { count: faults.length })}</h2>
      <ul>
        {faults.map((fault) => (
          <li key={fault.field}>
            <a
              href={`#${fault.field}`}
              onClick={(event) => {
                event.preventDefault();
                focusField(fault.field);
              }}
            >
              {fault.sentence}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The id may be on the field itself or on the group around it. */
function focusField(id: string): void {
  const place = document.getElementById(id);
  const field = place?.matches('input, select, textarea') ? place : place?.querySelector<HTMLElement>('input, select, textarea');
  field?.focus();
}
