import { readFileSync } from 'node:fs';
import { shelfWith, baseShelf } from '#packages';
import { terminologyOf } from '#terminology';
import { openValidator } from './src/fhir/validation/validator.ts';
import { filesIn, readResource } from './test/conformance/corpus.ts';
const root='/work/shared/data/fhir/';
const all=['telesurveillance','pdsm','annuaire','cds'].flatMap(g=>filesIn(root+g+'/conformance','.json')).map(readResource);
const shelf=shelfWith(all);
const v=openValidator({shelf,terminology:terminologyOf(shelf)});
const ex='/work/shared/data/fhir-test-cases/examples/';
const cases: [string, unknown, string[]][] = [
 ['Observation base', strip(read(ex+'observation-example.json')), []],
 ['Observation base+vitals', read(ex+'observation-example.json'), []],
 ['Patient base', read(ex+'patient-example.json'), []],
 ['tlsv Observation', read(filesIn(root+'telesurveillance/examples','.json')[0]), []],
 ['pdsm DocumentReference', read(root+'pdsm/examples/DocumentReference-PDSmSimplifiedExample.json'), []],
 ['annuaire Practitioner', read(root+'annuaire/examples/Practitioner-334081.json'), []],
];
function read(f){return JSON.parse(readFileSync(f,'utf8'))}
function strip(o){ const c=structuredClone(o); c.code={text:'x'}; delete c.meta; return c;}
for (const [name,r,p] of cases) {
  const t0=process.cpuUsage(); v.validate(r as never,{profiles:p}); const c0=process.cpuUsage(t0);
  for(let i=0;i<300;i++) v.validate(r as never,{profiles:p});
  const runs:number[]=[];
  for(let k=0;k<40;k++){ const t=process.cpuUsage(); for(let i=0;i<100;i++) v.validate(r as never,{profiles:p}); const c=process.cpuUsage(t); runs.push((c.user+c.system)/100); }
  runs.sort((a,b)=>a-b);
  console.log(name, JSON.stringify(r).length,'B', (r as any).meta?.profile?.length??0,'profiles; first',((c0.user+c0.system)/1000).toFixed(1),'ms; median', (runs[20]/1000).toFixed(4),'ms', v.validate(r as never).map(i=>i.severity[0]).join(''));
}
