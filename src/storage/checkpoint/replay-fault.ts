/** Thrown by a write, before its first effect, while the log that an opening would replay is as long as it may be. `LogStore.load` waits until the checkpoint has moved. */
export class ReplayFault extends Error {
  override readonly name = 'ReplayFault';

  constructor() {
    super('the checkpoint has to move first');
  }
}
