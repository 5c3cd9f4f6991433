/**
 * Everything that needs OpenTelemetry's libraries, loaded with a collector only: one file, because the bundle puts what
 * two files on demand share into the file that everybody loads.
 */
export { AuditLogs } from './audit-logs.js';
export { Traces } from './traces.js';
