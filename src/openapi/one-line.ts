/** What a reader does not see, and what turns the direction of text around; emoji and Persian need the joiners. */
const UNSEEN = /(?![\u200c\u200d])\p{Cf}/gu;
/** Control characters, which end a line or change a terminal, and Unicode's own line ends. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** A stranger's text as one line of what can be seen: for logs, names and descriptions. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(UNSEEN, '').replace(CONTROL, ' ').trim();
}
