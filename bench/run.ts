// node bench/run.ts      start-up, then queries and completion at 100,000 x 20; `node bench/large-dataset.ts 10000 20` for less
await import('./start-up.ts');
await import('./large-dataset.ts');
await import('./completion.ts');
