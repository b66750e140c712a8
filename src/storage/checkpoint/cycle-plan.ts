/** What a cycle is to do. */
export interface CyclePlan {
  /** Log that should see its end. */
  readonly leftBytes: number;
  /** Pages with changes in the last so many bytes of log alone are left to a later one. */
  readonly keptBytes: number;
  /** What is buffered goes into a run instead of its pages. */
  readonly isFreezing: boolean;
  /** Pages of which runs hold changes that it takes along. */
  readonly sweptPages: number;
  /** Pages that nobody has read since this turn, and that are written to blindly, leave memory once they are written. */
  readonly blindBefore: number;
}
