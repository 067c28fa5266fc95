// Prints `passed failed skipped` from vitest's JSON report. Run: node scripts/count-tests.mjs REPORT EXIT_STATUS
// A file that could not be loaded, a missing report, and a failure outside any test each count as one failed.
import { existsSync, readFileSync } from 'node:fs';

const [report = '', status = '1'] = process.argv.slice(2);

const files = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [];
const tests = files.flatMap((file) => file.assertionResults.map((test) => test.status));
const brokenFiles = files.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
);

const passed = tests.filter((status) => status === 'passed').length;
const failed = tests.filter((status) => status === 'failed').length + brokenFiles.length;
const unexplained = failed === 0 && status !== '0' ? 1 : 0;

console.log(passed, failed + unexplained, tests.length - passed - (failed - brokenFiles.length));
