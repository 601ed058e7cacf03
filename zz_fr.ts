import { readdirSync, existsSync } from 'node:fs';
import { shelfWith } from '#packages';
import { terminologyOf } from '#terminology';
import { openValidator } from './src/fhir/validation/validator.ts';
import { filesIn, readResource } from './test/conformance/corpus.ts';
const root='/work/shared/data/fhir/';
const guides=readdirSync(root);
const all=guides.flatMap(g=>filesIn(root+g+'/conformance','.json'));
const shelf=shelfWith(all.map(readResource));
const v=openValidator({shelf,terminology:terminologyOf(shelf)});
let n=0,bad=0;
for(const g of guides) for(const f of filesIn(root+g+'/examples','.json','.xml')) { n++; let r; try { r=readResource(f);} catch(e){console.log('unreadable',f,e.message);continue}
 const iss=v.validate(r); const er=iss.filter(i=>i.severity==='error'); if(er.length){bad++; console.log('##',g,f.split('/').at(-1), r.meta?.profile?.join()); for(const e of er.slice(0,10)) console.log('    ',e.at,'|',e.message.slice(0,250));}}
console.log(n,bad);
