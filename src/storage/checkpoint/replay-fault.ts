/** Thrown by a write, before its first effect, while the log that an opening would replay is as long as it may be. `LogStore.load` waits until the checkpoint has moved. */
export class ReplayFault extends Error {
  override readonly name = 'ReplayFault';

  /** Whether the write leaves the last of that log to those that cannot wait. */
  readonly canWait: boolean;

  constructor(canWait: boolean) {
    super('the checkpoint has to move first');
    this.canWait = canWait;
  }
}
