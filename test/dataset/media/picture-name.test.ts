import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureName } from '../../../src/dataset/media/picture-name.ts';

describe('names of pictures from outside', () => {
  it.each([
    ['dive 1/AUS###20M###_05.jpg', 'dive 1/AUS###20M###_05.jpg', null],
    ["Île d'Été ###é.jpg", "Île d'Été ###é.jpg", null],
    ['a\\b.jpg', 'a/b.jpg', null],
    ['./a//b.jpg', 'a/b.jpg', null],
    ['../../etc/passwd', 'etc/passwd', 'leaves its folder'],
    ['a/../../b.jpg', 'a/b.jpg', 'leaves its folder'],
    ['/data/a.jpg', 'data/a.jpg', 'is an absolute path'],
    ['C:\\reef\\a.jpg', 'reef/a.jpg', 'is an absolute path'],
    ['a\u0000b\u001b[31m.jpg', 'a_b_[31m.jpg', 'has control characters'],
    ['', 'unnamed', 'is empty'],
    ['..', 'unnamed', 'is empty'],
  ])('%j becomes %j', (name, path, fault) => {
    expect(pictureName(name)).toEqual({ path, fault });
  });

  it('cuts a part over 255 bytes between characters, keeps its ending, and keeps two such names apart', () => {
    const [a, b] = ['a', 'b'].map((end) => pictureName(`x/${'é'.repeat(200)}${end}.jpg`));
    expect(a).toMatchObject({
      fault: 'has a part of more than 255 bytes',
      path: expect.stringMatching(/^x\/é+~[0-9a-f]{12}\.jpg$/) as string,
    });
    expect(a?.path).not.toBe(b?.path);
    expect(Buffer.byteLength(a?.path ?? '')).toBeLessThanOrEqual(2 + 255);
  });

  it('makes of anything a path that stays below its folder, and leaves that path as it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[./\\a:C\0]{0,12}$/)), (name) => {
        const { path } = pictureName(name);
        expect(path).not.toMatch(/^\/|^$|\p{Cc}|\\|(^|\/)\.{0,2}(\/|$)/u);
        expect(path.split('/').every((part) => Buffer.byteLength(part) <= 255)).toBe(true);
        expect(pictureName(path)).toEqual({ path, fault: null });
      }),
    );
  });
});
