import { SeverityNumber, type AnyValueMap } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { SERVER_VERSION } from '../config/version.js';
import { createResource, reportExportProblems } from './otel.js';

/** A collector that does not answer must not hold up an end. */
const LAST_EXPORT_MS = 2_000;

/**
 * The audit trail as OpenTelemetry logs over HTTP, to where OpenTelemetry's own variables say. Lines wait in the
 * library's bounded queue and are lost beyond it. Loaded only with an endpoint.
 */
export class AuditLogs {
  private readonly provider = new LoggerProvider({
    resource: createResource(),
    processors: [new BatchLogRecordProcessor(new OTLPLogExporter())],
  });
  private readonly logger = this.provider.getLogger('bullet-train-mcp', SERVER_VERSION);

  constructor() {
    reportExportProblems();
  }

  write(line: string): void {
    // The line of an AuditLine, whose values are all of the kinds that OpenTelemetry has.
    const body = JSON.parse(line) as AnyValueMap;
    this.logger.emit({
      eventName: 'bullet_train_mcp.audit',
      severityNumber: SeverityNumber.INFO,
      severityText: 'INFO',
      timestamp: new Date(String(body['time'])),
      body,
    });
  }

  check(): void {
    // It is beside the sink that AUDIT_LOG names.
  }

  async close(): Promise<void> {
    const waited = new Promise((resolve) => setTimeout(resolve, LAST_EXPORT_MS).unref());
    await Promise.race([this.provider.shutdown().catch(() => undefined), waited]);
  }
}
