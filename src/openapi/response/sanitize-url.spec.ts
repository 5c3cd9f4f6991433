import { expect, it } from '@jest/globals';
import { sanitizeUrl } from './sanitize-url.js';

it.each<[string, string | undefined]>([
  ['/jobs/7', 'https://app.example.com/jobs/7'],
  ['8', 'https://app.example.com/api/v1/8'],
  ['//files.example/a', 'https://files.example/a'],
  ['https://u:p@files.example/a', 'https://files.example/a'],
  ['/a?access_token=x&page=2', 'https://app.example.com/a?access_token=redacted&page=2'],
  [
    '/a?apiKey=x&clientSecret=y&code=z',
    'https://app.example.com/a?apiKey=redacted&clientSecret=redacted&code=redacted',
  ],
  ['/a#access_token=x&state=y', 'https://app.example.com/a'],
  ['/a#part', 'https://app.example.com/a#part'],
  [
    'https://s3.example/a?X-Amz-Signature=x&X-Amz-Security-Token=y',
    'https://s3.example/a?X-Amz-Signature=x&X-Amz-Security-Token=y',
  ],
  ['/a?page_token=x', 'https://app.example.com/a?page_token=x'],
  ['javascript:alert(1)', undefined],
  ['file:///etc/passwd', undefined],
  ['http://[', undefined],
  [`/${'a'.repeat(3_000)}`, undefined],
  ['', undefined],
])('sanitizeUrl shows %s as %s', (location, shown) => {
  expect(sanitizeUrl(location, 'https://app.example.com/api/v1/things?q=1')).toBe(shown);
});
