/** @returns {{ median: number, min: number, max: number, samples: number[] }} the samples in their order */
export function summarise(values) {
  return {
    median: medianOf(values),
    min: Math.min(...values),
    max: Math.max(...values),
    samples: values,
  };
}

export function medianOf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** @returns the quantile: the least value that this share of the samples does not exceed */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}
