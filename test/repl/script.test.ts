import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatScript, parseParam, parseScript, withEvidence } from '../../src/repl/script.ts';

const SCRIPT = `#!/usr/bin/env -S quadrat replay
#: quadrat 1
#: tool quadrat 0.1.0
#: dataset ds demo   samples 60   labels 812
#: digest  ds labels   sha256:9f2c
#: param split = 'train'
#: param from = 2021

# how many a site
v = ds.matchTags($split)
  .where(year >= $from)
#= 42 samples, 512 labels
#@ sha256:ab12 rows=42
ds.where(
  year == 2020
).count()   #? error unknown-field
`;

describe('parseScript', () => {
  const script = parseScript(SCRIPT);

  test('header', () => {
    expect(script).toMatchObject({
      dataset: 'demo',
      fingerprint: { labels: 'sha256:9f2c' },
      params: { split: 'train', from: 2021 },
    });
  });

  test('statements go on over open brackets and leading dots', () => {
    expect(script.steps.map(({ statement, line }) => ({ statement, line }))).toEqual([
      { statement: 'v = ds.matchTags($split)\n  .where(year >= $from)', line: 10 },
      { statement: 'ds.where(\n  year == 2020\n).count()', line: 14 },
    ]);
  });

  test.each([
    ['ds\n  .where(\n    year > 2020\n  )\n  .count()', 'ds'],
    [
      'ds\n  # the late ones (not\n  .where(\n    # here\n    year > 2020,\n  )\n# and now\n# how many\n  .count()',
      'ds',
    ],
  ])('a chain over several lines is one statement: %j', (text, next) => {
    const { steps } = parseScript(`${text}\n#= 24\n#@ sha256:ab\n${next}`);
    expect(steps.map(({ statement }) => statement)).toEqual([text, next]);
    expect(steps[0]?.evidence).toEqual({ digest: 'sha256:ab', shown: ['24'] });
  });

  test.each(['ds\n# prose\nds.count()', 'ds\n\n.info', 'ds\n#= 3\n.info', 'ds\n# prose\n\n.info', 'ds\n# prose'])(
    'what is no chain is none: %j',
    (text) => {
      const { steps } = parseScript(text);
      expect(steps[0]).toMatchObject({ statement: 'ds', lastLine: 1 });
      expect(steps).toHaveLength(text.endsWith('prose') ? 1 : 2);
    },
  );

  test('evidence and expectations belong to the statement before', () => {
    expect(script.steps[0]?.evidence).toEqual({ digest: 'sha256:ab12', shown: ['42 samples, 512 labels'] });
    expect(script.steps[1]).toMatchObject({ evidence: undefined, expectedError: 'unknown-field' });
  });

  test('a statement that does not end is named by its line', () => {
    expect(() => parseScript('ds.count()\nds.where(')).toThrow(
      expect.objectContaining({ code: 'syntax', message: 'the statement that begins on line 2 does not end' }),
    );
  });

  test('so is one that does not end in the middle of a chain', () => {
    expect(() => parseScript('ds\n  .where(\n  .count()')).toThrow(expect.objectContaining({ code: 'syntax' }));
  });

  test('a newer format is refused', () => {
    expect(() => parseScript('#: quadrat 2\nds')).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});

test('what formatScript writes, parseScript reads', () => {
  const line = fc.string().map((text) => text.replaceAll(/[\r\n]/gu, ' ').trimEnd());
  const steps = fc.array(
    fc.record({
      statement: fc.constantFrom('ds.count()', 'v = ds.limit(3)', "export yolo 'out dir'"),
      evidence: fc.option(fc.record({ digest: fc.constantFrom('sha256:00', 'sha256:ff01'), shown: fc.array(line) }), {
        nil: undefined,
      }),
    }),
  );
  fc.assert(
    fc.property(steps, fc.constantFrom('demo', 'two words', 'é"q'), (written, name) => {
      const text = formatScript(
        {
          tool: 'quadrat 0',
          dataset: { name, samples: 1, labels: 2, digests: { labels: '01', fields: '02', identity: '03' } },
        },
        written,
      );
      const read = parseScript(text);
      expect(read.dataset).toBe(name);
      expect(read.fingerprint).toEqual({ labels: 'sha256:01', fields: 'sha256:02', identity: 'sha256:03' });
      expect(read.steps.map(({ statement, evidence }) => ({ statement, evidence }))).toEqual(written);
    }),
  );
});

test.each([
  ['2021', 2021],
  ['-1.5e3', -1500],
  ['true', true],
  ["'2021'", '2021'],
  ['Moorea Tiahura', 'Moorea Tiahura'],
])('parseParam %s', (text, value) => {
  expect(parseParam(text)).toBe(value);
});

test('new evidence takes the place of the old, and prose stays', () => {
  const updated = withEvidence(SCRIPT, [{ digest: 'sha256:00', shown: ['new', ''] }, undefined]);
  expect(updated).toBe(SCRIPT.replace('#= 42 samples, 512 labels\n#@ sha256:ab12 rows=42', '#= new\n#=\n#@ sha256:00'));
});
