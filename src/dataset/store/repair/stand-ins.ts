import { codeOf } from '../../../diagnostics.ts';
import type { Database } from 'better-sqlite3';
import type { Row } from '../../query/statement.ts';

/**
 * Gives samples whose own row is lost, and whose labels or tags are not, a row again: their id is in an index beside the
 * table. Where their picture lay, its size and fields are not known. @returns how many
 */
export function addStandIns(source: Database, target: Database): number {
  const orphaned = new Set(target.prepare<[], number>(ORPHANED).pluck().all());
  if (orphaned.size === 0) return 0;
  const insert = target.prepare('INSERT OR IGNORE INTO sample (id, oid, filepath) VALUES (?, ?, ?)');
  let added = 0;
  try {
    for (const [id, oid] of source.prepare<[], Row>(IDS).raw().iterate()) {
      if (!orphaned.has(Number(id)) || !/^[\da-f]{24}$/u.test(String(oid))) continue;
      added += insert.run(id, oid, `lost/${String(oid)}.jpg`).changes;
    }
  } catch (error) {
    // The index may be damaged as well: those that were found so far have a row.
    if (!/^SQLITE_(?:CORRUPT|ERROR|IOERR)/u.test(codeOf(error))) throw error;
  }
  return added;
}

const ORPHANED = `
  SELECT sample_id FROM label WHERE sample_id NOT IN (SELECT id FROM sample)
  UNION SELECT sample_id FROM sample_tag WHERE sample_id NOT IN (SELECT id FROM sample)`;

/** Read from the index on `oid` alone, which covers it. */
const IDS = 'SELECT id, oid FROM sample INDEXED BY sqlite_autoindex_sample_1 ORDER BY oid';
