import { citizen, physician } from './arrivals.ts';
import * as carnet from './carnetScreens.ts';
import { type Arrival, hang, type Places } from './hang.ts';
import * as pro from './proScreens.ts';
import { beforeTheDoors, signInScreens } from './signInScreens.ts';

type Arrive = (arrival: Arrival) => Promise<Places>;
const dark =
  (arrive: Arrive): Arrive =>
  async (arrival) => {
    await arrival.page.emulateMedia({ colorScheme: 'dark' });
    return arrive(arrival);
  };
const forced =
  (arrive: Arrive): Arrive =>
  async (arrival) => {
    await arrival.page.emulateMedia({ forcedColors: 'active', contrast: 'more', reducedMotion: 'reduce' });
    return arrive(arrival);
  };
const darkContrast =
  (arrive: Arrive): Arrive =>
  async (arrival) => {
    await arrival.page.emulateMedia({ colorScheme: 'dark', contrast: 'more' });
    return arrive(arrival);
  };
const nobody: Arrive = async () => ({});
const glance = true;

hang([
  { name: 'carnet-nobody', screens: carnet.signedOut, arrive: nobody, glance },
  { name: 'pro-nobody', screens: pro.signedOut, arrive: nobody, glance },
  { name: 'carnet-dark', screens: carnet.inOtherColours, arrive: dark(citizen), glance },
  { name: 'carnet-forced', screens: carnet.inOtherColours, arrive: forced(citizen), glance },
  { name: 'pro-dark', screens: pro.inOtherColours, arrive: dark(physician), glance },
  { name: 'pro-forced', screens: pro.inOtherColours, arrive: forced(physician), glance },
  { name: 'sign-in-dark', screens: signInScreens, arrive: dark(beforeTheDoors), glance },
  { name: 'sign-in-contrast', screens: signInScreens, arrive: darkContrast(beforeTheDoors), glance },
  { name: 'sign-in-forced', screens: signInScreens, arrive: forced(beforeTheDoors), glance },
]);
