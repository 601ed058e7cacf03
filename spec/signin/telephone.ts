import { Browser } from './browser.ts';

export interface ShownDemand {
  readonly id: string;
  readonly code: string;
  readonly software: string;
  readonly situations: readonly string[];
}

/** A professional with the simulated e-CPS open, as a page on their telephone. */
export class Telephone {
  readonly browser: Browser;

  private constructor(origin: string) {
    this.browser = new Browser(origin);
  }

  static async of(origin: string, who: string): Promise<Telephone> {
    const telephone = new Telephone(origin);
    await telephone.browser.post('/e-cps/entrer', { who });
    return telephone;
  }

  async demands(): Promise<ShownDemand[]> {
    await this.browser.get('/e-cps');
    return this.browser.page.text
      .split('class="demand"')
      .slice(1)
      .map((text) => ({
        id: /name="demand" value="([^"]+)"/.exec(text)?.[1] ?? '',
        code: /<\/span>(\d\d)<\/p>/.exec(text)?.[1] ?? '',
        software: /<h2[^>]*>(.+) demande à vous connecter/.exec(text)?.[1] ?? '',
        situations: [...text.matchAll(/name="situation"[^>]*value="([^"]+)"/g)].map((m) => m[1] ?? ''),
      }));
  }

  /** Answers the first demand that waits. */
  async answer(answer: 'yes' | 'no', situation?: string): Promise<ShownDemand> {
    const [demand] = await this.demands();
    if (demand === undefined) throw new Error(`nothing waits: ${this.browser.page.text}`);
    const chosen = situation ?? demand.situations[0] ?? '';
    await this.browser.post('/e-cps/reponse', { demand: demand.id, answer, situation: chosen });
    return demand;
  }
}
