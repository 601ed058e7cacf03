import { citizen } from './arrivals.ts';
import { carnetScreens } from './carnetScreens.ts';
import { hang } from './hang.ts';

hang([{ name: 'carnet', screens: carnetScreens, arrive: citizen }]);
