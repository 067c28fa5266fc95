import type { Requests } from './client/cvat-client.ts';
import { listAll } from './client/list-all.ts';
import { countIn, fieldsOf, textIn } from './reply/fields.ts';

/** Short names of the organisations that the account belongs to. */
export async function listOrganizations(requests: Requests): Promise<readonly string[]> {
  const call = { path: '/api/organizations', what: 'organizations' };
  const rows = await listAll(requests, call, (value) => {
    const fields = fieldsOf(value, 'an organization');
    return { id: countIn(fields, 'id'), slug: textIn(fields, 'slug') };
  });
  return rows.map(({ slug }) => slug).sort();
}
