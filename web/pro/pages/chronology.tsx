import { PatientDocuments } from '../patientDocuments.tsx';
import { PatientFrame } from '../patientFrame.tsx';

/** Everything of a patient, newest first. */
export default function ChronologyPage({ record, category }: { record: string; category: string | undefined }) {
  return (
    <PatientFrame record={record}>
      <PatientDocuments record={record} category={category} />
    </PatientFrame>
  );
}
