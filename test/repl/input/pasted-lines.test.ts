import { describe, expect, it } from 'vitest';
import { stripTranscript } from '../../../src/repl/input/pasted-lines.ts';

describe('stripTranscript', () => {
  it('takes prompts and recorded output away', () => {
    const transcript = [
      "ds> v = ds.matchTags('train')",
      'ds> v.where(',
      "...>   area == 'Tiahura'",
      '...> )',
      '#= 142 samples, 2,204 labels',
      '#@ sha256:ab12ff07 rows=142 key=id',
      '  #~ 3.2 s',
      'ds>',
    ];
    expect(stripTranscript(transcript.join('\n'))).toBe(
      ["v = ds.matchTags('train')", 'v.where(', "  area == 'Tiahura'", ')', ''].join('\n'),
    );
  });

  it('leaves everything else alone', () => {
    const text = "# prose\n#: quadrat 1\n#? skip\nds.where(a > 1)\nadds> x\n'#= in a string'\nds>3";
    expect(stripTranscript(text)).toBe(text);
  });
});
