import type { Output } from '../output.ts';
import { renderChange } from './change.ts';
import { renderDiff } from './diff.ts';
import { renderCopied } from './copied.ts';
import { renderDocument } from './document.ts';
import { renderFiles } from './files.ts';
import { renderFindings } from './findings.ts';
import { renderHelp } from './help.ts';
import { renderJobs } from './jobs.ts';
import { renderList } from './list.ts';
import { renderPictureText } from './picture.ts';
import { renderPlot } from './plot/plot.ts';
import type { OutputOf, Renderer, RenderOptions } from './render-options.ts';
import { renderSample } from './sample.ts';
import { renderSamples } from './samples.ts';
import { renderScalar } from './scalar.ts';
import { renderTable } from './table.ts';
import { renderText } from './text.ts';
import { renderVerdict } from './verdict.ts';
import { renderView } from './view.ts';
import { renderWatch } from './watch.ts';

/** One renderer a kind of output; a kind without one does not compile. */
export const renderers: { readonly [K in Output['kind']]: Renderer<OutputOf<K>> } = {
  view: renderView,
  scalar: renderScalar,
  list: renderList,
  table: renderTable,
  sample: renderSample,
  samples: renderSamples,
  files: renderFiles,
  document: renderDocument,
  change: renderChange,
  findings: renderFindings,
  diff: renderDiff,
  verdict: renderVerdict,
  picture: renderPictureText,
  plot: renderPlot,
  text: renderText,
  jobs: renderJobs,
  watch: renderWatch,
  'full-screen': ({ printed }, options) => renderOutput(printed, options),
  copied: renderCopied,
  help: (output, options) => renderHelp(output, options, renderOutput),
};

/** An output as text for a terminal or a pipe; it ends with a line end and holds no unsafe character of the data. */
export function renderOutput(output: Output, options: RenderOptions): string {
  return rendererOf(output.kind)(output, options);
}

/** The table pairs each kind with a renderer of its own kind; the compiler cannot follow that through the union. */
function rendererOf(kind: Output['kind']): Renderer<Output> {
  return renderers[kind] as Renderer<Output>;
}
