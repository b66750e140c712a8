import { reportUsual, topMember } from '../../wire/shapes/constraint.ts';
import type { ConstraintReport } from '../../wire/shapes/constraint.ts';

/** As control-plane operations report: trouble with the table's name alone, whatever else is wrong. */
export const reportTableNameFirst: ConstraintReport = (failures) => {
  const ofName = failures.filter((each) => topMember(each) === 'TableName');
  if (ofName.some((each) => each.kind === 'null')) {
    return "The parameter 'TableName' is required but was not present in the request";
  }
  return reportUsual(ofName.length > 0 ? ofName : failures);
};
