import { baseShelf } from '#packages';
import { snapshotOf } from './src/fhir/definitions/snapshot.ts';
for (const n of ['oxygensat','vitalsigns']) for (const e of snapshotOf(baseShelf(), 'http://hl7.org/fhir/StructureDefinition/'+n).snapshot.element) if (e.binding && /value|component/.test(e.id)) console.log(n,e.id, JSON.stringify(e.binding));
