import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Secret, Service } from 'kubernetes-models/v1';
import { environment, readConfig } from '../src/config/app-config.js';
import { VARIABLES } from '../src/config/variables.js';

const FOLDER = new URL('../deploy/kubernetes/', import.meta.url);
const KUSTOMIZATION = 'kustomization.yaml';
const EXAMPLE = 'secret.example.yaml';
const FILES = readdirSync(FOLDER).filter((file) => file !== KUSTOMIZATION);
const NAME = 'bullet-train-mcp';
const LABELS = { 'app.kubernetes.io/name': NAME };

function read<Content = object>(file: string): Content {
  return load(readFileSync(new URL(file, FOLDER), 'utf8')) as Content;
}

interface Kustomization {
  resources: string[];
  images: { name: string; newTag: string }[];
  configMapGenerator: { name: string; literals: string[] }[];
}

const kustomization = read<Kustomization>(KUSTOMIZATION);
const [configuration] = kustomization.configMapGenerator;
const variables = Object.fromEntries(
  configuration!.literals.map((literal) => {
    const [name = ''] = literal.split('=', 1);
    return [name, literal.slice(name.length + 1)];
  }),
);
const deployment = read<Deployment>('deployment.yaml').spec!;
const pod = deployment.template.spec!;
const [container] = pod.containers;
const service = read<Service>('service.yaml').spec!;
const ingress = read<Ingress>('ingress.yaml').spec!;

describe('the schemas of Kubernetes', () => {
  const models = {
    Deployment,
    HorizontalPodAutoscaler,
    Ingress,
    NetworkPolicy,
    PodDisruptionBudget,
    Secret,
    Service,
  };

  it.each(FILES)('take %s', (file) => {
    const manifest = read<{ apiVersion: string; kind: keyof typeof models }>(file);
    const model = models[manifest.kind];
    expect(manifest.apiVersion).toBe(model.apiVersion);
    expect(() => validate(manifest, model)).not.toThrow();
  });

  it.each<[what: string, change: object, message: RegExp]>([
    ['a word for a number', { minReadySeconds: 'ten' }, /minReadySeconds/],
    ['what is missing', { template: undefined }, /template/],
    ['a field that there is not', { minReadySecond: 10 }, /spec\.minReadySecond\b/],
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

describe('kustomization.yaml', () => {
  it('applies every file but the example of a secret', () => {
    expect(kustomization.resources.toSorted()).toEqual(
      FILES.filter((file) => file !== EXAMPLE).toSorted(),
    );
  });

  it('names the image of the container, in the version of this package', () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    expect(kustomization.images).toMatchObject([{ name: container!.image, newTag: version }]);
  });

  it('sets variables that the server reads, and takes', () => {
    expect(() => readConfig(variables)).not.toThrow();
    expect(Object.keys(environment.in.shape)).toEqual(
      expect.arrayContaining(Object.keys(variables)),
    );
  });
});

it('keeps secrets apart, and makes none up', () => {
  const { metadata, stringData = {} } = read<Secret>(EXAMPLE);
  const secrets = VARIABLES.filter(({ isSecret }) => isSecret).map(({ name }) => name);
  expect(metadata?.name).toBe(NAME);
  expect(Object.keys(stringData)).toEqual(expect.arrayContaining(secrets));
  expect(Object.keys(environment.in.shape)).toEqual(
    expect.arrayContaining(Object.keys(stringData)),
  );
  expect(new Set(Object.values(stringData))).toEqual(new Set(['']));
  expect(Object.keys(variables).filter((name) => secrets.includes(name))).toEqual([]);
});

it('lets the container read the variables and the secrets', () => {
  expect(container!.envFrom).toEqual([
    { configMapRef: { name: configuration!.name } },
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
    read<PodDisruptionBudget>('pod-disruption-budget.yaml').spec?.selector?.matchLabels,
  ],
  ['the NetworkPolicy', read<NetworkPolicy>('network-policy.yaml').spec?.podSelector?.matchLabels],
])('has the same labels in %s', (_, labels) => {
  expect(labels).toEqual(LABELS);
});

describe('the way of a request', () => {
  const { port } = readConfig(variables).server;

  it('leads from the Ingress through the Service to the port that the server listens on', () => {
    const [rule] = ingress.rules!;
    const [path] = rule!.http!.paths;
    const [door] = service.ports!;
    const [listening] = container!.ports!;
    expect(path!.backend.service).toEqual({ name: NAME, port: { name: door!.name } });
    expect(door!.targetPort).toBe(listening!.name);
    expect(listening!.containerPort).toBe(port);
  });

  it('begins at the host of PUBLIC_URL, with https', () => {
    const { host, protocol } = new URL(variables['PUBLIC_URL']!);
    expect(protocol).toBe('https:');
    expect(ingress.rules!.map((rule) => rule.host)).toEqual([host]);
    expect(ingress.tls!.flatMap(({ hosts }) => hosts)).toEqual([host]);
  });

  it('is open in the NetworkPolicy', () => {
    const { ingress: ways } = read<NetworkPolicy>('network-policy.yaml').spec!;
    expect(ways!.map(({ ports }) => ports)).toEqual([[{ port: container!.ports![0]!.name }]]);
  });
});

it('is scaled by the HorizontalPodAutoscaler alone', () => {
  const { scaleTargetRef } = read<HorizontalPodAutoscaler>('horizontal-pod-autoscaler.yaml').spec!;
  expect(scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: NAME });
  expect(deployment).not.toHaveProperty('replicas');
});

it('asks the right questions of the server', () => {
  const { startupProbe, livenessProbe, readinessProbe } = container!;
  const paths = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet?.path);
  expect(paths).toEqual(['/health/live', '/health/live', '/health/ready']);
});

it('gives a pod the time that it takes to end', () => {
  const [, seconds] = container!.lifecycle!.preStop!.exec!.command!;
  const takes = Number(seconds) + readConfig(variables).server.shutdownGraceSeconds;
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(takes);
});

it('has no rights that it does not need', () => {
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
