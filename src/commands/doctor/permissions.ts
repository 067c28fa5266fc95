import type { Finding } from '../../output.ts';
import type { MachineCheck } from './machine-check.ts';

/** Whether others may change the datasets, or read a password that is written down. */
export const permissions: MachineCheck = ({ machine: { home, config } }) => {
  const findings: Finding[] = [];
  if (home.mode !== null && (home.mode & 0o002) !== 0) {
    const message = `everybody on this machine may change the datasets (mode ${octal(home.mode)})`;
    findings.push({
      check: 'permissions',
      severity: 'warning',
      message,
      where: home.path,
      hint: `chmod o-w ${home.path}`,
    });
  }
  if (config !== undefined && (config.mode & 0o077) !== 0 && SECRET_KEYS.test(config.text)) {
    const where = `${home.path}/config.yaml`;
    const message = `others may read the secrets in it (mode ${octal(config.mode)})`;
    findings.push({ check: 'permissions', severity: 'error', message, where, hint: `chmod 600 ${where}` });
  }
  return findings;
};

/** Keys of the configuration file whose values log somebody in. */
const SECRET_KEYS = /^\s*["']?(?:access_token|token|password|secret)["']?\s*:\s*\S/imu;

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(3, '0');
}
