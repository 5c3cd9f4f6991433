import { expect, it } from '@jest/globals';
import { addressGroup } from './address-group.js';

it.each<[string | undefined, string]>([
  ['203.0.113.5', '203.0.113.5'],
  ['203.0.113.5:4711', '203.0.113.5'],
  ['::ffff:203.0.113.5', '203.0.113.5'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::7', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::7]:4711', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::7', '2001:db8:1:3::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['made up', 'unknown'],
  ['', 'unknown'],
  [undefined, 'unknown'],
])('the address %s is counted as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group);
});
