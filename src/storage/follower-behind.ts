/** A read met a follower of the log that has not answered all of it. The executor lets the follower catch up, then runs the read again. */
export class FollowerBehind extends Error {
  override readonly name = 'FollowerBehind';

  constructor() {
    super('a follower of the log has not caught up');
  }
}
