// node bench/run.ts      start-up, then 100,000 x 20; `node bench/large-dataset.ts 10000 20` for a smaller one
await import('./start-up.ts');
await import('./large-dataset.ts');
