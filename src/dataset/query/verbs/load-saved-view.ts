import { defineVerb } from './define-verb.ts';

export const loadSavedView = defineVerb({
  name: 'loadSavedView',
  yields: 'view',
  summary: 'What a saved view does, done to this view; one whose name is a word can be written like a variable.',
  missing: null,
  params: [{ name: 'name', type: 'savedView' }],
  examples: ["ds.loadSavedView('to check')"],
  apply: (plan, { name }) => ({ ...plan, stages: [...plan.stages, ...name.stages] }),
});
