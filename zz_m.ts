import { baseShelf } from '#packages';
for (const n of ['Meta','Patient','Resource']) { const s=baseShelf().find('StructureDefinition','http://hl7.org/fhir/StructureDefinition/'+n) as any; console.log(n, s.snapshot.element.filter((e:any)=>/project|author|onBehalf|account|compartment/.test(e.path)).map((e:any)=>e.path)); }
const l=baseShelf().list('StructureDefinition').filter(c=>/medplum/.test(c.url)); console.log(l);
