import { WireError } from '../values/wire-error.js';

const RETRY_AFTER_SECONDS = 60;

/** The audit trail cannot be written, and AUDIT_REQUIRED forbids changes without it. */
export class AuditError extends WireError {
  override readonly name = 'AuditError';
  readonly status = 503;
  readonly headers = { 'Retry-After': String(RETRY_AFTER_SECONDS) };

  /** @param isAfter whether the change had already been requested, so that it may have happened */
  constructor(isAfter: boolean) {
    super(isAfter ? AFTER : BEFORE);
  }

  override get isBusy(): boolean {
    return true;
  }

  toJSON() {
    return { error: 'temporarily_unavailable', error_description: this.message };
  }
}

const BEFORE =
  'Nothing was done, because the audit log of this server cannot be written at the moment, and its operator lets nothing change without it. Tell the person: the operator has to mend it.';
const AFTER =
  'The change may have been made, but the audit log of this server could not record it. Read the record to see. Tell the person: the operator has to mend it.';
