import { readdirSync } from 'node:fs';
import { shelfWith, baseShelf } from '#packages';
import { terminologyOf } from '#terminology';
import { openValidator } from './src/fhir/validation/validator.ts';
import { filesIn, readResource } from './test/conformance/corpus.ts';
const root='/work/shared/data/fhir/';
const guides=readdirSync(root);
const all=guides.flatMap(g=>filesIn(root+g+'/conformance','.json')).map(readResource);
const shelf=shelfWith(all);
const v=openValidator({shelf,terminology:terminologyOf(shelf)});
let n=0,bad=0; const kinds=new Map();
const t=process.cpuUsage().user;
for(const r of all) { n++; const er=v.validate(r).filter(i=>i.severity==='error'); if(er.length){bad++; for(const e of er) { const k=r.resourceType+' '+e.message.replace(/'[^']*'|https?:\S+/g,'…').slice(0,140); if(!kinds.has(k)) kinds.set(k,[]); kinds.get(k).push(r.id+' '+e.at+' '+e.message.slice(0,200)); }}}
console.log(n,bad,(process.cpuUsage().user-t)/1000/n,'ms each');
for(const [k,v] of [...kinds].sort((a,b)=>b[1].length-a[1].length)) console.log(v.length,k,'@',v[0]);
