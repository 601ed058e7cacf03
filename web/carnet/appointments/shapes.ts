/** One appointment, of `/api/carnet/appointments`. */
export interface Appointment {
  readonly id: string;
  /** Instants. */
  readonly at: string;
  readonly until: string;
  readonly cancelled: boolean;
  readonly with?: string;
  readonly professional?: string;
  readonly place?: string;
  readonly reason?: string;
  readonly note?: string;
  /** The person entered it, and may change it. */
  readonly own: boolean;
}
