/** What the stand-in answers, before a fault spoils it. */
export type Answer = {
  readonly status: number;
  readonly type: string | null;
  readonly body: Buffer;
  readonly headers?: Headers;
};

type Headers = Readonly<Record<string, string | string[]>>;

/** A request as the stand-in sees it. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As text, and as it came. */
  readonly body: string;
  readonly bytes: Buffer;
};

/** JSON, in CVAT's media type. */
export function json(status: number, value: unknown, headers: Headers = {}): Answer {
  return { status, type: 'application/vnd.cvat+json', body: Buffer.from(JSON.stringify(value)), headers };
}

/** A sentence or a page. */
export function page(status: number, text: string): Answer {
  return { status, type: 'text/html; charset=utf-8', body: Buffer.from(text) };
}

/** What a mistake in the server looks like. */
export function serverError(): Answer {
  return page(500, htmlOf('Server Error (500)', ''));
}

/** An address that does not exist. */
export function noPage(): Answer {
  return page(404, htmlOf('Not Found', 'The requested resource was not found on this server.'));
}

/** A record that does not exist. */
export function noRecord(model: string): Answer {
  return json(404, { detail: `No ${model} matches the given query.` });
}

/** No right. */
export function forbidden(): Answer {
  return json(403, { detail: 'You do not have permission to perform this action.' });
}

/** A login that is needed or not accepted. */
export function unauthorised(detail: string): Answer {
  return json(401, { detail }, { 'www-authenticate': 'Token' });
}

function htmlOf(title: string, text: string): string {
  return `\n<!doctype html>\n<html lang="en">\n<head>\n  <title>${title}</title>\n</head>\n<body>\n  <h1>${title}</h1><p>${text}</p>\n</body>\n</html>\n`;
}
