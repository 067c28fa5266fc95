import { workerData } from 'node:worker_threads';
import { answerFiles } from '../writing/answer-files.ts';
import { labelFileWriter, type RowPlan } from './write-label-file.ts';

// A thread that writes label files.
answerFiles(labelFileWriter(workerData as RowPlan));
