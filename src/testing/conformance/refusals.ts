/** Refusals as one text: `Name: message`. */
import { raw, refusal } from './region.ts';

/** What a request was refused with. Throws where it succeeded. */
export async function refusalOf(request: Promise<unknown>): Promise<string> {
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
