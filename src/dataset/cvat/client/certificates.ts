import { getCACertificates } from 'node:tls';
import { UserError } from '../../../diagnostics.ts';

/** The certificates to be trusted: Node's own and those of a PEM text; null for Node's own alone. @throws UserError `invalid` */
export function tlsCertificates(pem: string | null): readonly string[] | null {
  if (pem === null) return null;
  const given = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu);
  if (given === null) {
    throw new UserError('invalid', 'the file of certificates holds none', {
      hint: 'it is a text with the line -----BEGIN CERTIFICATE----- (PEM)',
    });
  }
  return [...getCACertificates('default'), ...given];
}
