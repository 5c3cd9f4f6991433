import { Logger } from '@nestjs/common';
import { diag } from '@opentelemetry/api';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  type Resource,
} from '@opentelemetry/resources';
import { SERVER_VERSION } from '../config/version.js';

/**
 * @returns what OpenTelemetry's collectors are told of this server, OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES
 * included
 */
export function createResource(): Resource {
  const named = resourceFromAttributes({
    'service.name': 'bullet-train-mcp',
    'service.version': SERVER_VERSION,
  });
  return defaultResource()
    .merge(named)
    .merge(detectResources({ detectors: [envDetector] }));
}

let isSaid = false;

/** Says once that a collector does not take what it is sent, in place of OpenTelemetry's own errors. */
export function reportExportProblems(): void {
  const logger = new Logger('OpenTelemetry');
  const say = () => {
    if (!isSaid) logger.warn('What is sent does not reach the collector');
    isSaid = true;
  };
  const silent = () => undefined;
  diag.setLogger({ error: say, warn: silent, info: silent, debug: silent, verbose: silent });
}
