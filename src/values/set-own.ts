/** Sets a member of JSON, also one called `__proto__`, which an assignment would not make. */
export function setOwn(record: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true, writable: true });
}
