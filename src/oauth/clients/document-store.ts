import { LRUCache } from 'lru-cache';

/** In each half: documents in use, and those of strangers. */
const MAX_DOCUMENTS = 500;
/** Of their text. Parsed, the worst JSON takes twenty times as much memory. */
const MAX_BYTES = 1024 * 1024;
/** Of strangers' documents from one host; a further one replaces the host's oldest. */
const MAX_OF_A_HOST = 20;

interface Stored {
  /** The length of its text. */
  bytes: number;
}

/**
 * Documents by their address. Anybody can name one, so documents of clients with which people have signed in are kept
 * apart: no number of others displaces them.
 */
export class DocumentStore<Entry extends Stored> {
  private readonly inUse = newHalf<Entry>();
  private readonly strangers = newHalf<Entry>();

  /** @returns the document of either half */
  get({ href }: URL): Entry | undefined {
    return this.inUse.get(href) ?? this.strangers.get(href);
  }

  /** Stores a document in its half. */
  set(url: URL, entry: Entry): void {
    if (this.isInUse(url)) this.inUse.set(url.href, entry);
    else {
      this.makeRoom(url);
      this.strangers.set(url.href, entry);
    }
  }

  /** Whether somebody has signed in with its client. */
  isInUse({ href }: URL): boolean {
    return this.inUse.has(href);
  }

  /** Moves a document to the half in use: somebody has signed in with its client. */
  keep({ href }: URL): void {
    const entry = this.strangers.get(href);
    if (!entry) return;
    this.strangers.delete(href);
    this.inUse.set(href, entry);
  }

  private makeRoom({ href, origin }: URL): void {
    if (this.strangers.has(href)) return;
    // The newest come first.
    const others = [...this.strangers.keys()].filter((other) => other.startsWith(`${origin}/`));
    for (const oldest of others.slice(MAX_OF_A_HOST - 1)) this.strangers.delete(oldest);
  }
}

function newHalf<Entry extends Stored>(): LRUCache<string, Entry> {
  return new LRUCache<string, Entry>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes }, address) => bytes + address.length,
  });
}
