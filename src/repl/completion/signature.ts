import { verbNamed } from '../../dataset/query/verbs/index.ts';
import { signatureOf } from './describe.ts';
import { scan } from './scan.ts';

/** The verb in whose brackets the offset stands, as `where(filter) -> view  what it does`; undefined outside of any. */
export function signatureAt(text: string, offset: number): string | undefined {
  const { frames } = scan(text.slice(0, offset));
  const verb = frames
    .toReversed()
    .map(({ callee, receiver }) => (callee === undefined || receiver.length === 0 ? undefined : verbNamed(callee)))
    .find((found) => found !== undefined);
  return verb === undefined ? undefined : `${signatureOf(verb)}  ${verb.summary}`;
}
