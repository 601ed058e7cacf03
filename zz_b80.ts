import { readFileSync } from 'node:fs';
import { shelfWith } from '#packages';
import { terminologyOf } from '#terminology';
import { openValidator } from './src/fhir/validation/validator.ts';
const {definitions,resources}=JSON.parse(readFileSync('spec/fhir/validation/cost.json','utf8'));
const shelf=shelfWith(definitions); const v=openValidator({shelf,terminology:terminologyOf(shelf)});
const hex=(i:number)=>i.toString(16).padStart(12,'0');
const bundle=(n:number,f:(i:number)=>any)=>({resourceType:'Bundle',type:'transaction',entry:Array.from({length:n},(_,i)=>({fullUrl:'urn:uuid:0c3151bd-1cbf-4d64-b04d-'+hex(i),resource:f(i),request:{method:'POST',url:f(i).resourceType}}))});
const b=bundle(80,()=>structuredClone(resources[1].resource)); const text=JSON.stringify(b);
for(let k=0;k<6;k++){const t=process.cpuUsage(); for(let i=0;i<40;i++) v.validate(b,{text}); const c=process.cpuUsage(t); console.log(((c.user+c.system)/1000/40/80).toFixed(4),'ms per resource');}
