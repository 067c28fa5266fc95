// Says on stderr what set-up is doing: one line that counts seconds on a terminal, a plain line a step elsewhere.

/** Runs `work` under a line that says `what`; the line is gone, or closed with the time taken, when it ends. */
export async function withProgress(what, work, stream = process.stderr) {
  const line = stream.isTTY && process.env.TERM !== 'dumb' ? livingLine(what, stream) : plainLine(what, stream);
  try {
    return await work();
  } finally {
    line.end();
  }
}

function livingLine(what, stream) {
  const started = Date.now();
  const draw = () => stream.write(`\r\u001b[Kquadrat: ${what} (${seconds(started)} s)`);
  draw();
  const timer = setInterval(draw, 1000);
  return {
    end() {
      clearInterval(timer);
      stream.write('\r\u001b[K');
    },
  };
}

function plainLine(what, stream) {
  stream.write(`quadrat: ${what}\n`);
  return { end() {} };
}

function seconds(started) {
  return Math.round((Date.now() - started) / 1000);
}
