/** Seconds since 1970. They may have a fraction. */
export type EpochSeconds = number;
