/** A number of places, of which one owner may take only a share. */
export class Shares {
  private readonly taken = new Map<string, number>();
  private total = 0;

  constructor(
    private readonly max: number,
    private readonly share: number,
  ) {}

  /**
   * Takes a place that counts for each of these owners.
   * @returns a function that gives the place back; undefined when no place is left, or one owner has taken its share
   */
  take(...owners: string[]): (() => void) | undefined {
    const names = [...new Set(owners)];
    const isOver = names.some((name) => (this.taken.get(name) ?? 0) >= this.share);
    if (this.total >= this.max || isOver) return undefined;
    this.total += 1;
    for (const name of names) this.taken.set(name, (this.taken.get(name) ?? 0) + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.total -= 1;
      for (const name of names) this.release(name);
    };
  }

  private release(name: string): void {
    const left = (this.taken.get(name) ?? 0) - 1;
    if (left > 0) this.taken.set(name, left);
    else this.taken.delete(name);
  }
}
