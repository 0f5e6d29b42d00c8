// The side of the child: a worker answers the calls of the process that forked it, and ends with it.

/** What the parent gave this process to begin with. */
export const settings = JSON.parse(process.env.WORKER_SETTINGS ?? '{}');

/** Answers calls by these functions, any number at once. */
export function answerParent(methods) {
  process.on('disconnect', () => process.exit());
  process.on('message', ({ id, method, argument }) => {
    Promise.resolve(argument)
      .then((value) => methods[method](value))
      .then(
        (answer) => reply({ id, answer: answer ?? null }),
        (error) => reply({ id, failure: `${method}: ${error.stack}` }),
      );
  });
  reply({ ready: true });
}

/** The parent may be gone by now. */
function reply(message) {
  if (process.connected) process.send(message);
}
