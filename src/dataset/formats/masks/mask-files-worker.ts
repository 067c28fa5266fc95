import { workerData } from 'node:worker_threads';
import { answerFiles } from '../writing/answer-files.ts';
import { maskFileWriter, type MaskPlan } from './write-mask-file.ts';

// A thread that writes masks.
answerFiles(maskFileWriter(workerData as MaskPlan));
