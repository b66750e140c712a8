/** The worker as one classic script: made by `scripts/build-library.ts`. */
declare module 'hashrange:worker-text' {
  export const workerText: string;
}
