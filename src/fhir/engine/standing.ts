/** A current row that a change touches. */
export interface Standing {
  readonly n: number;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly updated_at: Date;
  readonly depositor: string;
  readonly body: string;
}

/** The last version of what is no more. */
export type Ended = Pick<Standing, 'n' | 'type' | 'id' | 'version' | 'depositor'> & { readonly at: Date };
