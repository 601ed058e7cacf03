import PublishPage from './publish.tsx';

/** Publier, opened on a document that is written field by field. */
export default function WritePage({ record, kind }: { readonly record: string; readonly kind: 'prescription' | 'vaccination' }) {
  return <PublishPage record={record} first={kind} />;
}
