import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

export interface Manifest {
  kind: string;
  metadata: { name: string };
  spec?: { template?: { spec?: { containers: { image: string }[] } } };
}

interface Kustomization {
  resources?: string[];
  components?: string[];
  images?: { name: string; newName: string; newTag: string }[];
  configMapGenerator?: { name: string; literals: string[] }[];
}

export interface Kustomized {
  manifests: Manifest[];
  /** What all generators of the ConfigMap set together. */
  variables: Record<string, string>;
  /** The files of the manifests. */
  files: string[];
}

/**
 * @returns the result of kustomize for a folder, for the features that deploy/kubernetes uses: resources, components, one
 * ConfigMap and images.
 * The ConfigMap keeps its name. Where there is a kubectl, test/kubernetes.spec.ts compares the two.
 */
export function kustomize(folder: URL): Kustomized {
  const {
    resources = [],
    components = [],
    images = [],
    configMapGenerator = [],
  } = load(readFileSync(new URL('kustomization.yaml', folder), 'utf8')) as Kustomization;
  const parts = [...resources, ...components].map((path) =>
    path.endsWith('.yaml')
      ? readManifest(new URL(path, folder))
      : kustomize(new URL(`${path}/`, folder)),
  );
  const literals = configMapGenerator.flatMap((generator) => generator.literals);
  const manifests = parts.flatMap((part) => part.manifests);
  for (const { name, newName, newTag } of images) {
    for (const container of manifests.flatMap(
      ({ spec }) => spec?.template?.spec?.containers ?? [],
    )) {
      if (container.image === name) container.image = `${newName}:${newTag}`;
    }
  }
  return {
    manifests,
    variables: Object.assign(
      {},
      ...parts.map((part) => part.variables),
      Object.fromEntries(literals.map(readLiteral)),
    ) as Record<string, string>,
    files: parts.flatMap(({ files }) => files),
  };
}

function readManifest(file: URL): Kustomized {
  const manifest = load(readFileSync(file, 'utf8')) as Manifest;
  return { manifests: [manifest], variables: {}, files: [file.pathname] };
}

function readLiteral(literal: string): [name: string, value: string] {
  const [name = ''] = literal.split('=', 1);
  return [name, literal.slice(name.length + 1)];
}
