/** Continuous backups of a table. */
import type { EpochSeconds } from './epoch-seconds.ts';
import type { Exchange } from './exchange.ts';
import type { OfTable } from './tables.ts';

export interface ContinuousBackupsOperations {
  readonly DescribeContinuousBackups: Exchange<OfTable, DescribeContinuousBackupsOutput>;
}

export interface PointInTimeRecoveryDescription {
  readonly PointInTimeRecoveryStatus?: 'DISABLED' | 'ENABLED' | undefined;
  readonly RecoveryPeriodInDays?: number | undefined;
  readonly EarliestRestorableDateTime?: EpochSeconds | undefined;
  readonly LatestRestorableDateTime?: EpochSeconds | undefined;
}

export interface ContinuousBackupsDescription {
  readonly ContinuousBackupsStatus: 'DISABLED' | 'ENABLED';
  readonly PointInTimeRecoveryDescription?: PointInTimeRecoveryDescription | undefined;
}

export interface DescribeContinuousBackupsOutput {
  readonly ContinuousBackupsDescription?: ContinuousBackupsDescription | undefined;
}
