import { attachmentsOf, decodeText, parseMessage, readableOf, readParts } from './index.ts';
import { readFileSync } from 'node:fs';
const src = readFileSync(new URL('./hostile.test.ts', import.meta.url), 'utf8');
const a = src.indexOf('= {', src.indexOf('const shapes')); const b = src.indexOf('\n};', a);
const shapes = eval('(' + src.slice(a+2, b+2).replace(/\(n: number\)/g,'(n)').replace(/\(size: number\): string/g,'') + ')');
const size = Number(process.argv[2]);
for (const [n, f] of Object.entries(shapes) as any) {
  const bytes = Buffer.from(f(size),'latin1'); const c = process.cpuUsage();
  const t = (l:string, g:()=>any) => { const c=process.cpuUsage(); const r=g(); const u=process.cpuUsage(c); const ms=(u.user+u.system)/1000; if (ms>100) console.log('   ', l, ms); return r; };
  const {root} = t('parse', () => parseMessage(bytes)); t('att',()=>attachmentsOf(root)); t('readable',()=>readableOf(bytes, readParts(bytes))); t('text',()=>root.parts.length===0 && decodeText(bytes, root));
  const u = process.cpuUsage(c); console.log(n, ((u.user+u.system)/1000).toFixed(1));
}
