/** The members of an answer of the engine, which is our own: what the operation says it answers. Some answer with nothing at all. */
export function answerBody<Answer>(body: string): Answer {
  return JSON.parse(body === '' ? '{}' : body) as Answer;
}
