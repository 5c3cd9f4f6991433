import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { load, loadAll } from 'js-yaml';
import { HTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1';
import {
  PrometheusRule,
  ServiceMonitor,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Secret, Service } from 'kubernetes-models/v1';
import { readConfig } from '../src/config/app-config.js';
import { VARIABLE_SCHEMAS } from '../src/config/variable-schemas.js';
import { VARIABLES } from '../src/config/variables.js';
import { kustomize, type Manifest } from './kustomize.js';

const FOLDER = new URL('../deploy/kubernetes/', import.meta.url);
const KUSTOMIZATION = 'kustomization.yaml';
const EXAMPLE = 'secret.example.yaml';
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml') && !file.endsWith(KUSTOMIZATION))
  .toSorted();
const OVERLAYS = readdirSync(new URL('overlays/', FOLDER));
const NAME = 'bullet-train-mcp';
const LABELS = { 'app.kubernetes.io/name': NAME };

function read<Content = object>(file: string): Content {
  return load(readFileSync(new URL(file, FOLDER), 'utf8')) as Content;
}

const built = Object.fromEntries(
  OVERLAYS.map((name) => [name, kustomize(new URL(`overlays/${name}/`, FOLDER))]),
);
/** With everything that there is. */
const { manifests, variables } = built['gateway']!;

function find<Kind extends object>(kind: string, name = NAME, among = manifests) {
  const found = among.find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new Error(`There is no ${kind} ${name}`);
  return found as unknown as Kind;
}

const deployment = find<Deployment>('Deployment').spec!;
const pod = deployment.template.spec!;
const [container] = pod.containers;
const service = find<Service>('Service').spec!;

describe('the schemas of Kubernetes, the Gateway API and the Prometheus operator', () => {
  const models = {
    Deployment,
    HorizontalPodAutoscaler,
    HTTPRoute,
    Ingress,
    NetworkPolicy,
    PodDisruptionBudget,
    PrometheusRule,
    Secret,
    Service,
    ServiceMonitor,
  };

  it.each(FILES)('accept %s', (file) => {
    const manifest = read<{ apiVersion: string; kind: keyof typeof models }>(file);
    const model = models[manifest.kind];
    expect(manifest.apiVersion).toBe(model.apiVersion);
    expect(() => validate(manifest, model)).not.toThrow();
  });

  it.each<[what: string, change: object, message: RegExp]>([
    ['a string for a number', { minReadySeconds: 'ten' }, /minReadySeconds/],
    ['a missing required field', { template: undefined }, /template/],
    ['an unknown field', { minReadySecond: 10 }, /spec\.minReadySecond\b/],
  ])('refuse %s', (_, change, message) => {
    const wrong = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: { ...deployment, ...change },
    };
    expect(() => validate(wrong, Deployment)).toThrow(message);
  });
});

/** @throws when the schema refuses it, or knows nothing of one of its fields */
function validate(manifest: object, model: { prototype: { validate(): void } }): void {
  const unknown = new Set<string>();
  const watched = watch(manifest, [], unknown);
  model.prototype.validate.call(watched);
  // The validator reads every field that is in the schema, and lets all others through.
  if (unknown.size > 0) throw new Error(`There is no ${[...unknown].join(', ')}`);
}

/** Keeps in `unread` which fields nobody has looked at yet. */
function watch(value: unknown, path: readonly string[], unread: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const children = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const at = [...path, name];
      unread.add(at.join('.'));
      return [name, watch(inner, at, unread)];
    }),
  );
  const target = Array.isArray(value) ? Object.values(children) : children;
  return new Proxy(target, {
    get: (_, name) => {
      unread.delete([...path, String(name)].join('.'));
      return Reflect.get(target, name) as unknown;
    },
  });
}

const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
if (!kubectl) console.warn('No kubectl: the overlays are put together by the test alone');

describe.each(OVERLAYS)('the Kubernetes overlay %s', (overlay) => {
  const { manifests: own, variables: set, files } = built[overlay]!;

  (kubectl ? it : it.skip)('is the same to kubectl', () => {
    const folder = new URL(`overlays/${overlay}/`, FOLDER).pathname;
    const { stdout, stderr } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const made = (loadAll(stdout) as Manifest[]).filter(({ kind }) => kind !== 'ConfigMap');
    const sort = (list: Manifest[]) =>
      list.toSorted((one, other) => key(one).localeCompare(key(other), 'en'));
    const text = JSON.stringify(sort(made)).replaceAll(
      /"bullet-train-mcp-[a-z0-9]{10}"/g,
      `"${NAME}"`,
    );
    expect(JSON.parse(text)).toEqual(sort(own));
  });

  it('uses the image with the version of this package', () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    const [{ image } = {}] = find<Deployment>('Deployment', NAME, own).spec!.template.spec!
      .containers;
    expect(image).toBe(`ghcr.io/bullet-train-co/bullet-train-mcp:${version}`);
  });

  it('sets only variables that the server reads, with valid values', () => {
    expect(() => readConfig(set)).not.toThrow();
    expect(Object.keys(VARIABLE_SCHEMAS.shape)).toEqual(expect.arrayContaining(Object.keys(set)));
  });

  it("routes the host of PUBLIC_URL, over https, to the server's port", () => {
    const { host, protocol } = new URL(set['PUBLIC_URL']!);
    expect(protocol).toBe('https:');
    const [door] = find<Service>('Service', NAME, own).spec!.ports!;
    if (overlay === 'ingress') {
      const { rules, tls } = find<Ingress>('Ingress', NAME, own).spec!;
      expect(rules!.map((rule) => rule.host)).toEqual([host]);
      expect(tls!.flatMap(({ hosts }) => hosts)).toEqual([host]);
      const [path] = rules![0]!.http!.paths;
      expect(path!.backend.service).toEqual({ name: NAME, port: { name: door!.name } });
    } else {
      const { hostnames, rules } = find<HTTPRoute>('HTTPRoute', NAME, own).spec;
      expect(hostnames).toEqual([host]);
      expect(rules!.flatMap(({ backendRefs }) => backendRefs)).toEqual([
        { name: NAME, port: door!.port },
      ]);
    }
    const [listening] = container!.ports!;
    expect(door!.targetPort).toBe(listening!.name);
    expect(listening!.containerPort).toBe(readConfig(set).server.port);
  });

  it('allows only that route in its NetworkPolicy', () => {
    const ways = own
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .flatMap((policy) => (policy as unknown as NetworkPolicy).spec!.ingress ?? [])
      .flatMap(({ ports }) => ports!.map(({ port }) => port));
    const metrics = set['METRICS_PORT'];
    expect(ways).toEqual(['http', ...(metrics ? [Number(metrics)] : [])]);
  });

  it('refers only to files that exist, and to each once', () => {
    expect(new Set(files).size).toBe(files.length);
  });
});

function key({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

it('every file in deploy/kubernetes belongs to an overlay, except the example secret', () => {
  const used = new Set(Object.values(built).flatMap(({ files }) => files));
  const unused = FILES.filter((file) => !used.has(new URL(file, FOLDER).pathname));
  expect(unused).toEqual([EXAMPLE]);
});

describe('the monitoring component', () => {
  const metrics = find<Service>('Service', `${NAME}-metrics`);
  const monitor = find<ServiceMonitor>('ServiceMonitor').spec;

  it('lets Prometheus find the metrics on their port', () => {
    const [door] = metrics.spec!.ports!;
    expect(monitor.selector.matchLabels).toEqual(metrics.metadata!.labels);
    expect(monitor.endpoints.map(({ port }) => port)).toEqual([door!.name]);
    expect(door!.port).toBe(readConfig(variables).metricsPort);
    expect(metrics.spec!.selector).toEqual(LABELS);
  });

  it('has the same alerts as plain Prometheus', () => {
    const alerts = load(
      readFileSync(new URL('../deploy/prometheus/alerts.yaml', import.meta.url), 'utf8'),
    );
    expect(find<PrometheusRule>('PrometheusRule').spec).toEqual(alerts);
  });
});

it('the manifests keep secrets apart and invent none', () => {
  const { metadata, stringData = {} } = read<Secret>(EXAMPLE);
  const secrets = VARIABLES.filter(({ isSecret }) => isSecret).map(({ name }) => name);
  expect(metadata?.name).toBe(NAME);
  expect(Object.keys(stringData)).toEqual(expect.arrayContaining(secrets));
  expect(Object.keys(VARIABLE_SCHEMAS.shape)).toEqual(
    expect.arrayContaining(Object.keys(stringData)),
  );
  expect(new Set(Object.values(stringData))).toEqual(new Set(['']));
  expect(Object.keys(variables).filter((name) => secrets.includes(name))).toEqual([]);
});

it('the container gets its variables and secrets', () => {
  expect(container!.envFrom).toEqual([
    { configMapRef: { name: NAME } },
    { secretRef: { name: NAME } },
  ]);
});

it.each<[what: string, labels: unknown]>([
  ["the Deployment's pods", deployment.template.metadata?.labels],
  ['the Deployment', deployment.selector.matchLabels],
  ['the spread over nodes', pod.topologySpreadConstraints?.[0]?.labelSelector?.matchLabels],
  ['the Service', service.selector],
  [
    'the PodDisruptionBudget',
    find<PodDisruptionBudget>('PodDisruptionBudget').spec?.selector?.matchLabels,
  ],
  ['the NetworkPolicy', find<NetworkPolicy>('NetworkPolicy').spec?.podSelector?.matchLabels],
])('the labels are the same in %s', (_, labels) => {
  expect(labels).toEqual(LABELS);
});

it('only the HorizontalPodAutoscaler sets the number of replicas', () => {
  const { scaleTargetRef } = find<HorizontalPodAutoscaler>('HorizontalPodAutoscaler').spec!;
  expect(scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: NAME });
  expect(deployment).not.toHaveProperty('replicas');
});

it('the probes use the right endpoints', () => {
  const { startupProbe, livenessProbe, readinessProbe } = container!;
  const paths = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet?.path);
  expect(paths).toEqual(['/health/live', '/health/live', '/health/ready']);
});

it('the grace period of a pod covers the graceful shutdown', () => {
  const [, seconds] = container!.lifecycle!.preStop!.exec!.command!;
  const takes = Number(seconds) + readConfig(variables).server.shutdownGraceSeconds;
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(takes);
});

it('the container has no privileges that it does not need', () => {
  expect(pod).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 1000 },
  });
  expect(container!.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});
