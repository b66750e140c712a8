/** Waits for a promise in the time that the implementation lives in: real, or virtual, which moves meanwhile. */
export type Until = <T>(promise: Promise<T>) => Promise<T>;

export const inRealTime: Until = (promise) => promise;
