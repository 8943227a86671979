/** Waits until a question has an answer that satisfies; the last answer is in the error when it never does. */
export const eventually = async <T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  { within = 20_000, every = 50, what = 'the expected state' } = {},
): Promise<T> => {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer)) return answer;
    if (Date.now() > end)
      throw new Error(
        `waited ${within} ms for ${what}; last seen: ${JSON.stringify(answer)?.slice(0, 2000)}`,
      );
    await new Promise(resolve => setTimeout(resolve, every));
  }
};
