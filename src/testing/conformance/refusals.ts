/** Refusals as one text, `Name: message`, and the words that many of them share. */
import { raw, refusal } from './region.ts';

/** What a request was refused with. Throws where it succeeded. */
export async function refused(request: Promise<unknown>): Promise<string> {
  const { name, message } = await refusal(request);
  return `${name}: ${message}`;
}

/** The same of a request past the SDK, which would not send it as it is. */
export async function rawRefusal(operation: string, body: unknown): Promise<string> {
  const { status, body: answer } = await raw(operation, body);
  if (status === 200) throw new Error(`${operation} was expected to be refused`);
  const { __type: type, message = answer['Message'] } = answer;
  return `${String(type).replace(/^.*#/, '')}: ${String(message)}`;
}

/** How ValidationExceptions begin, with and without the words that most of them share. */
export const V = 'ValidationException: ';
export const INVALID = `${V}One or more parameter values were invalid: `;

/** The message of one failed constraint in the older form. */
export function constraintFault(value: string, path: string, constraint: string): string {
  return (
    `${V}1 validation error detected: Value ${value} at '${path}' ` +
    `failed to satisfy constraint: Member must ${constraint}`
  );
}

/** Where there is no table called `name`, in the words of the control plane. */
export function tableNotFound(name: string): string {
  return `ResourceNotFoundException: Requested resource not found: Table: ${name} not found`;
}
