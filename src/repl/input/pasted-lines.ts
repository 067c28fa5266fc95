/**
 * Makes a copied transcript runnable: takes the prompts `ds> ` and `...> ` off the beginnings of lines and leaves out
 * the lines of a session script that only record what came out (`#=`, `#@`, `#~`). Other text stays as it is.
 */
export function stripTranscript(text: string): string {
  return text
    .split('\n')
    .filter((line) => !RECORDED.test(line))
    .map((line) => line.replace(PROMPT, ''))
    .join('\n');
}

const RECORDED = /^\s*#[=@~]/;
const PROMPT = /^\s*(?:ds|\.{3})>(?: |$)/;
