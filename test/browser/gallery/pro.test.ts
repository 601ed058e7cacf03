import { physician } from './arrivals.ts';
import { hang } from './hang.ts';
import { proScreens } from './proScreens.ts';

hang([{ name: 'pro', screens: proScreens, arrive: physician }]);
